"""What may have fewer bits, and what may not: real encoders, real VMAF."""

from dataclasses import replace
from pathlib import Path

import pytest

from matinee import engine
from matinee.engine import Engine, Plan, Weight, weighing
from matinee.engine.recipe import QUALITY


def film(folder: Path, source: str) -> Path:
    path = folder / "film.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", source, "-t", "8", "-c:v", "libx264", "-preset", "ultrafast",
         "-crf", "12", "-g", "25", "-pix_fmt", "yuv420p", path]
    )  # fmt: skip
    return path


def weighed(path: Path) -> Weight:
    with Engine(1) as one:
        plan = engine.planning.make(one.probe(path), one.keyframes(path))
        long = replace(plan, duration_s=weighing.SHORTEST_S)
        trial = weighing.trial(long)
        assert trial is not None
        heads = {t: one.init_segment(path, trial.plan, t) for t in trial.track_ids}
        places: list[dict[str, bytes]] = []
        for number in trial.places[1:3]:
            found: dict[str, bytes] = {}
            run = one.encode(
                path, trial.plan, trial.track_ids, number, number + 1,
                on_segment=lambda t, _, data, found=found: found.__setitem__(t, data),
                on_end=lambda _: None,
            )  # fmt: skip
            while not run.idle:
                run.join(0.05)
            run.stop()
            places.append(found)
    return weighing.chosen(places, heads)


def test_what_is_easy_gets_fewer_bits_and_looks_as_good(tmp_path) -> None:
    found = weighed(film(tmp_path, "testsrc=size=640x360:rate=25"))
    assert found.quality in weighing.COARSER
    assert found.vmaf >= weighing.TARGET_VMAF
    assert 0.05 < found.saved < 0.9


def test_what_is_hard_keeps_the_usual_quality(tmp_path) -> None:
    found = weighed(film(tmp_path, "color=gray:size=640x360:rate=25,noise=alls=60:allf=t+u"))
    assert found == Weight(QUALITY, 0.0, 0.0)
    assert Weight.from_json(found.to_json()) == found


@pytest.fixture(scope="module")
def probe(tmp_path_factory):
    path = film(tmp_path_factory.mktemp("plan"), "testsrc2=size=640x360:rate=25")
    with Engine(1) as one:
        return one.probe(path)


def test_a_title_that_was_not_weighed_keeps_its_address(probe) -> None:
    usual = engine.planning.make(probe, ())
    assert "quality" not in str(usual.to_json())
    assert engine.planning.make(probe, (), QUALITY).digest == usual.digest
    other = engine.planning.make(probe, (), 28)
    assert other.digest != usual.digest
    assert Plan.from_json(other.to_json()) == other
    crf = {t.id: other.picture_recipe(t.id).options()["crf"] for t in other.pictures if t.rung}
    assert set(crf.values()) == {"28"}
    stills = next(t for t in other.tracks if t.stills)
    assert other.picture_recipe(stills.id).options()["crf"] == str(QUALITY)


def test_a_trial_is_of_the_same_cuts_and_not_of_short_films(probe) -> None:
    plan = engine.planning.make(probe, ())
    assert weighing.trial(plan) is None
    trial = weighing.trial(replace(plan, duration_s=600.0))
    assert trial is not None
    assert len(trial.track_ids) == 1 + len(weighing.COARSER) + 1  # 360p is the only one weighed
    assert len(trial.places) <= weighing.PLACES
    track = trial.plan.track(trial.track_ids[0])
    whole = next(t for t in plan.pictures if t.rung == "360")
    assert trial.plan.bounds(track) == plan.bounds(whole)
