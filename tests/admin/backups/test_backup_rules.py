"""Which copies stay, and when the next is due."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from matinee.admin.backups.rules import NIGHTLY, Made, is_due, to_let_go

ZONE = timezone(timedelta(hours=2))
NOW = datetime(2026, 11, 30, 3, 0, tzinfo=ZONE)


def nights(count: int) -> list[Made]:
    return [Made(f"n{age}", NIGHTLY, NOW - timedelta(days=age)) for age in range(count)]


def stays(made: list[Made], daily: int = 7, weekly: int = 4) -> set[str]:
    return {one.name for one in made} - to_let_go(made, daily, weekly)


def test_seven_days_and_four_weeks_of_a_hundred_nights_stay() -> None:
    # The 30th is a Monday: the weeks before end on Sundays, which are 1, 8, 15, … days ago.
    assert stays(nights(100)) == {"n0", "n1", "n2", "n3", "n4", "n5", "n6", "n8", "n15"}


def test_one_a_day_stays_and_it_is_the_newest() -> None:
    twice = [*nights(3), Made("again", NIGHTLY, NOW + timedelta(hours=1))]
    assert stays(twice, weekly=0) == {"again", "n1", "n2"}


def test_what_was_made_by_hand_or_sent_is_never_let_go() -> None:
    made = [Made(f"m{age}", label, NOW - timedelta(days=365 * age))
            for age in range(9) for label in ("manual", "uploaded", "damaged")]  # fmt: skip
    assert to_let_go(made, 1, 0) == set()


def test_three_of_before_upgrades_stay_whatever_they_led_to() -> None:
    made = [Made(f"u{n}", f"before-{n:04}", NOW - timedelta(days=100 - n)) for n in range(10)]
    made += [Made(f"r{n}", "before-restore", NOW - timedelta(days=100 - n)) for n in range(5)]
    assert stays(made) == {"u9", "u8", "u7", "r4", "r3", "r2"}


@given(
    ages=st.lists(st.integers(0, 2000), max_size=60),
    daily=st.integers(1, 9), weekly=st.integers(0, 6),
)  # fmt: skip
def test_the_newest_always_stays_and_no_more_than_said(
    ages: list[int], daily: int, weekly: int
) -> None:
    made = [Made(f"c{n}", NIGHTLY, NOW - timedelta(hours=age)) for n, age in enumerate(ages)]
    kept = stays(made, daily, weekly)
    assert len(kept) <= daily + weekly
    if made:
        newest = max(one.at for one in made)
        assert any(one.at == newest for one in made if one.name in kept)
    assert to_let_go([one for one in made if one.name in kept], daily, weekly) == set(), "settled"


def test_a_copy_is_due_at_night_or_when_nights_were_missed() -> None:
    noon = NOW.replace(hour=12)
    assert is_due(noon, None)
    assert not is_due(NOW, NOW - timedelta(hours=2))
    assert is_due(NOW, NOW - timedelta(hours=23))
    assert not is_due(noon, noon - timedelta(hours=20))
    assert is_due(noon, noon - timedelta(hours=31))
    assert is_due(noon, noon + timedelta(days=400)), "a clock that was put back stops no copies"
