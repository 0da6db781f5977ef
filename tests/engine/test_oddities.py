"""Every odd film plays, whole and in step; every damaged one ends in words.

A chosen few run with every test; `make proof` runs the whole table.
"""

import os
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from matinee import engine
from tests.proof import only

from . import fragments, joined, oddities
from .conftest import CLIPS, needs_clips

PARTS = [n for n, e in oddities.TABLE.items() if e.why.startswith("part of")]
FILMS = [n for n, e in oddities.TABLE.items() if e.fate == "plays" and n not in PARTS]
DAMAGED = [n for n, e in oddities.TABLE.items() if e.fate == "survives" and n not in PARTS]


def chosen(names: Sequence[str]) -> list[object]:
    """Mark what is not of the sample as slow."""
    return [
        n if oddities.TABLE[n].sample else pytest.param(n, marks=pytest.mark.slow) for n in names
    ]


@pytest.fixture(scope="session")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> oddities.Kitchen:
    """The made media; MATINEE_ODDITIES names a folder that keeps them from run to run."""
    kept = os.environ.get("MATINEE_ODDITIES")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("oddities")
    folder.mkdir(parents=True, exist_ok=True)
    return oddities.Kitchen(folder)


def planned(hands: engine.Engine, path: Path) -> engine.Plan:
    return engine.planning.make(hands.probe(path), hands.keyframes(path))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", chosen([n for n in FILMS if n != "threehours.mp4"]))
def test_an_odd_film_plays(name: str, hands: engine.Engine, kitchen: oddities.Kitchen) -> None:
    path = kitchen.make(name)
    plan = planned(hands, path)
    tone = oddities.TONE_HZ if oddities.TABLE[name].tone else None
    said = joined.objections(hands, joined.Source(path, tone), plan)
    assert said == [], oddities.TABLE[name].why
    encoded = {t.kind for t in plan.tracks if t.encoded}
    assert encoded == {t.kind for t in plan.tracks}, "every kind is offered encoded too"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", chosen(DAMAGED))
def test_a_damaged_film_ends_in_words_or_plays_what_is_left(
    name: str, hands: engine.Engine, kitchen: oddities.Kitchen
) -> None:
    assert survived(hands, kitchen.make(name)) == []


def survived(hands: engine.Engine, path: Path) -> list[str]:
    """Ask for everything of a damaged file; name what is neither segments nor words."""
    try:
        plan = engine.planning.make(hands.probe(path), hands.keyframes(path))
    except engine.EngineError as error:
        return _wordless("the plan", error)
    said: list[str] = []
    for track in plan.tracks:
        header = None
        for n in range(-1, len(plan.segments(track))):
            what = f"{track.id} {n}"
            try:
                if n < 0:
                    header = fragments.header(hands.init_segment(path, plan, track.id))
                    continue
                data = hands.segment(path, plan, track.id, n)
                fragments.fragment(data, header.defaults if header else (0, 0, 0))
            except fragments.Malformed as broken:
                said.append(f"{what}: {broken}")
            except engine.EngineError as error:
                said += _wordless(what, error)
    return said


def _wordless(what: str, error: engine.EngineError) -> list[str]:
    if isinstance(error, engine.Crashed | engine.TimedOut):
        return [f"{what}: {type(error).__name__}: {error.detail}"]
    return [] if error.detail and error.fix else [f"{what}: {type(error).__name__} without a fix"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_three_hours_play_from_anywhere(hands: engine.Engine, kitchen: oddities.Kitchen) -> None:
    path = kitchen.make("threehours.mp4")
    plays_from_anywhere(hands, path, planned(hands, path))


def plays_from_anywhere(hands: engine.Engine, path: Path, plan: engine.Plan) -> None:
    """Look at some segments of a long film, each alone: the right pictures at the right times."""
    chance = random.Random(3)
    source = joined.Source(path)
    for track in plan.tracks:
        times, _, _ = source.packets(track.index)
        bounds = plan.bounds(track)
        header = fragments.header(hands.init_segment(path, plan, track.id))
        for n in sorted(chance.sample(range(len(bounds) - 1), 12)):
            part = fragments.fragment(hands.segment(path, plan, track.id, n), header.defaults)
            shown = [(s.present - header.shift) / track.timescale for s in part.samples]
            first, last = bounds[n] / track.timescale, bounds[n + 1] / track.timescale
            assert first - 0.03 <= min(shown) <= max(shown) < last + 0.03, (track.id, n)
            if track.stills:
                assert len(shown) == 1, (track.id, n)
            elif track.kind == "video":
                here = [t for t in times if first - 0.002 <= float(t) < last - 0.002]
                assert shown and len(shown) == len(here), (track.id, n)


@needs_clips
@pytest.mark.media
@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", sorted(p.name for p in CLIPS.glob("*.*") if p.suffix != ".md"))
def test_a_real_clip_plays(name: str, hands: engine.Engine) -> None:
    path = CLIPS / name
    plan = planned(hands, path)
    if plan.duration_s > 60:  # of a long one its smallest rung stands for all
        rungs = [t for t in plan.pictures if t.rung]
        plan = replace(plan, tracks=tuple(t for t in plan.tracks if t not in rungs[:-1]))
        if (plan.pictures[0].height or 0) > 1440:  # to decode all of it takes half an hour
            plays_from_anywhere(hands, path, plan)
            return
    assert joined.objections(hands, joined.Source(path), plan) == []


@needs_clips
@pytest.mark.media
@pytest.mark.parametrize("name", sorted(p.name for p in CLIPS.glob("hostile/*")))
def test_a_hostile_clip_ends_in_words(name: str, hands: engine.Engine) -> None:
    assert survived(hands, CLIPS / "hostile" / name) == []


@pytest.mark.parametrize(
    "name",
    only(
        ["plain.mp4", "opengop.mkv", "vfr.mkv", "wrap.ts", "theora.ogv"], "opengop.mkv", "wrap.ts"
    ),
)
def test_any_order_any_engine_and_any_time_give_the_same_bytes(
    name: str, hands: engine.Engine, kitchen: oddities.Kitchen
) -> None:
    path = kitchen.make(name)
    plan = planned(hands, path)
    with engine.Engine(1) as other:
        assert joined.unsteady([hands, other], path, plan, seed=11) == []
