"""What is prepared, when, and in which pieces."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee import engine
from matinee.engine import Probe
from matinee.streaming.prepare import rules
from matinee.streaming.prepare.rules import Rules, Stretch


@pytest.mark.parametrize(
    ("wanted", "facts", "why"),
    [
        (Rules(), {"is_new": True, "needed": True, "plays": 9}, None),
        (Rules(new=True), {"is_new": True, "needed": False, "plays": 0}, "new"),
        (Rules(new=True), {"is_new": False, "needed": True, "plays": 9}, None),
        (Rules(watched_often=True), {"is_new": False, "needed": False, "plays": 3},
         "watched_often"),
        (Rules(watched_often=True), {"is_new": False, "needed": False, "plays": 2}, None),
        (Rules(unplayable=True), {"is_new": False, "needed": True, "plays": 0}, "unplayable"),
    ],
)  # fmt: skip
def test_a_title_is_chosen_by_the_rules_that_are_on(wanted, facts, why) -> None:
    assert rules.chosen(wanted, **facts) == why


def test_the_night_is_from_one_to_six() -> None:
    nights = [hour for hour in range(24) if rules.is_night(datetime(2026, 11, 24, hour, 59))]
    assert nights == [1, 2, 3, 4, 5]


def test_what_is_missing_of_all_tracks_is_made_together() -> None:
    made = {"v0-480": {0, 1, 2}, "v0-240": {0, 1}}
    assert rules.gaps(["v0-480", "v0-240"], range(5), made) == [
        Stretch(2, 3, ("v0-240",)),
        Stretch(3, 5, ("v0-480", "v0-240")),
    ]


@given(st.lists(st.sets(st.integers(0, 20)), min_size=1, max_size=4), st.integers(0, 20))
def test_gaps_and_what_is_there_make_the_whole(made, until) -> None:
    tracks = [f"v0-{number}" for number in range(len(made))]
    there = dict(zip(tracks, made, strict=True))
    found = rules.gaps(tracks, range(until), there)
    missing = [(t, n) for gap in found for n in range(gap.first, gap.until) for t in gap.tracks]
    assert len(missing) == len(set(missing))
    expected = {(t, n) for t in tracks for n in range(until)} - {
        (t, n) for t in tracks for n in there[t]
    }
    assert set(missing) == expected


@pytest.fixture(scope="session")
def plan(old_film):
    with engine.Engine(workers=1) as one:
        probe: Probe = one.probe(old_film)
    return engine.planning.make(probe, ())


def test_the_whole_ladder_and_the_sound_unless_heights_are_named(plan) -> None:
    ids = [track.id for track in rules.wanted(plan, [])]
    assert ids == ["v0-480", "v0-360", "v0-240", "a1-aac1"]
    assert [track.id for track in rules.wanted(plan, [360])] == ["v0-360", "a1-aac1"]
    assert rules.wanted(plan, [2160]) == ()


def test_in_av1_what_is_worth_it_and_the_rest_as_h264(plan) -> None:
    ids = [track.id for track in rules.wanted(plan, [], "av1")]
    assert ids == ["v0-480-av1", "v0-360", "v0-240", "a1-aac1"]
    assert [track.id for track in rules.wanted(plan, [360], "av1")] == ["v0-360", "a1-aac1"]


@pytest.mark.parametrize(("height", "found"), [(480, 480), (400, 360), (1080, 480), (100, 240)])
def test_the_next_episode_gets_the_quality_in_use_or_the_one_below(plan, height, found) -> None:
    assert rules.nearest(plan, height) == (found,)
