"""Which titles a rule lets go of."""

from datetime import UTC, datetime, timedelta

from matinee.keeping.rules import ADDED, NEWEST, WATCHED, Held, Rule, Spared, judge

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def held(
    name: str, days: float, *, watched: float | None = None, spared: Spared | None = None
) -> Held:
    at = NOW - timedelta(days=days)
    seen = NOW - timedelta(days=watched) if watched is not None else None
    return Held(name, name, 1, at, at, seen, spared)


def goes(some: list[Held], rule: Rule, number: int) -> str:
    return "".join(one.media_id for one in judge(some, rule, number, NOW).goes)


SOME = [held("c", 3), held("a", 1), held("d", 40), held("b", 2, spared="favourite")]


def test_the_newest_stay_and_what_is_spared_counts_too() -> None:
    assert goes(SOME, NEWEST, 1) == "dc"
    assert goes(SOME, NEWEST, 2) == "dc"
    assert goes(SOME, NEWEST, 3) == "d"
    assert goes(SOME, NEWEST, 4) == ""
    assert [one.media_id for one in judge(SOME, NEWEST, 1, NOW).spared] == ["b"]


def test_days_count_from_coming_in() -> None:
    assert goes(SOME, ADDED, 30) == "d"
    assert goes(SOME, ADDED, 2) == "dc"
    old_video = Held("e", "e", 1, NOW - timedelta(days=900), NOW - timedelta(days=1))
    assert goes([old_video], ADDED, 30) == ""


def test_what_nobody_has_seen_to_its_end_stays() -> None:
    some = [held("x", 90, watched=31), held("y", 90), held("z", 90, watched=29)]
    assert goes(some, WATCHED, 30) == "x"


def test_nothing_is_no_trouble() -> None:
    assert judge([], NEWEST, 1, NOW).goes == ()
