"""What a position means."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import Marker
from matinee.watching import rules

NOW = datetime(2026, 1, 1, tzinfo=UTC)
numbers = st.floats(allow_nan=True, allow_infinity=True)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@given(numbers, numbers | st.none(), numbers | st.none())
def test_whatever_is_kept_is_within_the_film(
    position_s: float, told_s: float | None, known_s: float | None
) -> None:
    standing = rules.weigh(position_s, told_s, known_s)
    if standing is None:
        return
    assert math.isfinite(standing.position_s)
    assert 0 <= standing.percent <= 100
    if standing.duration_s is not None:
        assert 0 <= standing.position_s <= standing.duration_s
        assert standing.completed == (standing.position_s / standing.duration_s >= 0.95)


@pytest.mark.parametrize(
    ("position_s", "told_s", "known_s", "kept"),
    [
        (0, 100, 100, (0, False)),
        (94.99, 100, 100, (94.99, False)),
        (95, 100, 100, (95, True)),
        (104, 100, 100, (100, True)),
        (106, 100, 100, None),
        (50, 50, 100, (50, False)),  # the library knows better than the player
        (50, 51, None, (50, True)),
        (50, None, None, (50, False)),
        (50, math.nan, math.inf, (50, False)),
        (50, -3, 0, (50, False)),
        (-0.1, 100, 100, None),
        (math.nan, 100, 100, None),
        (math.inf, 100, 100, None),
        (1e300, None, None, None),
    ],
)
def test_positions(
    position_s: float,
    told_s: float | None,
    known_s: float | None,
    kept: tuple[float, bool] | None,
) -> None:
    standing = rules.weigh(position_s, told_s, known_s)
    assert (standing and (standing.position_s, standing.completed)) == kept


@given(moments, moments | st.none(), moments | st.none())
def test_a_position_was_never_seen_in_the_future(
    now: datetime, at: datetime | None, sent_at: datetime | None
) -> None:
    assert rules.seen_at(now, at, sent_at) <= now


def test_a_player_whose_clock_is_wrong_is_believed_about_spans() -> None:
    wrong = NOW - timedelta(days=400)
    seen = rules.seen_at(NOW, wrong, wrong + timedelta(seconds=3))
    assert seen == NOW - timedelta(seconds=3)


@pytest.mark.parametrize(
    ("position_s", "duration_s", "started"),
    [(0, 100, False), (0.9, 100, False), (1, 100, True), (5, 7200, False), (6, 7200, True)],
)
def test_looking_in_is_not_watching(position_s: float, duration_s: float, started: bool) -> None:
    standing = rules.weigh(position_s, None, duration_s)
    assert standing is not None
    assert rules.is_started(standing) is started


@pytest.mark.parametrize(
    ("position_s", "start_s", "end_s", "completed"),
    [
        (900, 900, 1000, True),
        (899.9, 900, 1000, False),
        (940, 850, 1000, True),
        (820, 810, 860, True),  # a scene after the credits
        (870, 810, 860, True),
        (870, 810, 699, False),
        (900, 780, 1000, False),  # they begin too early to be the last
    ],
)
def test_a_title_is_watched_at_its_last_credits(
    position_s: float, start_s: float, end_s: float, completed: bool
) -> None:
    standing = rules.weigh(position_s, None, 1000)
    assert standing is not None
    assert not standing.completed
    told = [Marker("intro", start_s, end_s), Marker("credits", start_s, end_s)]
    assert rules.at_credits(standing, told).completed is completed
    assert rules.at_credits(standing, told[:1]) == standing
    assert rules.at_credits(standing, ()) == standing


def test_of_a_long_title_credits_far_from_its_end_are_not_its_last() -> None:
    standing = rules.weigh(6000, None, 7200)
    assert standing is not None
    assert rules.at_credits(standing, [Marker("credits", 5900, 6800)]).completed is False
    assert rules.at_credits(standing, [Marker("credits", 5900, 6950)]).completed is True


@given(numbers, st.lists(st.builds(Marker, st.just("credits"), numbers, numbers)))
def test_credits_never_undo_that_a_title_was_watched(position_s: float, told: list[Marker]) -> None:
    standing = rules.weigh(position_s, None, 1000)
    if standing is not None and standing.completed:
        assert rules.at_credits(standing, told) == standing
