"""The proof itself: it finds nothing where a stream is whole, and objects where it is broken."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from matinee import engine
from tests.proof import only

from . import fragments, joined, standin

TONE_HZ = 440.0  # of every made clip
RECIPE = ["plain.mp4", "bframes.ts", "opus.mkv", "plain.flv"]


@pytest.fixture(scope="module")
def film(made: Callable[[str], Path]) -> joined.Source:
    """Eight seconds with B-pictures and a pure tone, decoded once."""
    return joined.Source(made("plain.mp4"), TONE_HZ)


@pytest.fixture(scope="module")
def plan(hands: engine.Engine, film: joined.Source) -> engine.Plan:
    return engine.planning.make(hands.probe(film.path), hands.keyframes(film.path))


@pytest.fixture(scope="module")
def copy(hands: engine.Engine, film: joined.Source, plan: engine.Plan) -> joined.Strip:
    """The copied picture."""
    return joined.ask(hands, film.path, plan, plan.track("v0"), 3)


@pytest.fixture(scope="module")
def rung(film: joined.Source, plan: engine.Plan, tmp_path_factory) -> joined.Strip:
    """An encoded picture without fault."""
    return standin.encoded_picture(film.path, plan, tmp_path_factory.mktemp("rung"))


@pytest.fixture(scope="module")
def stereo(film: joined.Source, plan: engine.Plan, tmp_path_factory) -> joined.Strip:
    """Encoded sound without fault."""
    return standin.encoded_sound(film.path, plan, tmp_path_factory.mktemp("stereo"))


def objected(film: joined.Source, plan: engine.Plan, strip: joined.Strip, words: str) -> None:
    said = joined.against(film, plan, strip)
    assert any(words in one for one in said), said


@pytest.mark.parametrize("name", only(RECIPE, "plain.mp4"))
def test_whole_streams_find_no_objection(
    name: str, hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    source = joined.Source(made(name), TONE_HZ)
    plan = engine.planning.make(hands.probe(source.path), hands.keyframes(source.path))
    for track in (t for t in plan.tracks if not t.encoded):
        assert joined.against(source, plan, joined.ask(hands, source.path, plan, track, 5)) == []
    picture = standin.encoded_picture(source.path, plan, tmp_path)
    assert joined.against(source, plan, picture) == []
    sound = standin.encoded_sound(source.path, plan, tmp_path)
    assert joined.against(source, plan, sound) == []


@pytest.mark.parametrize("which", only(["copy", "rung"], "copy"))
def test_a_lost_picture_is_found(which: str, film, plan, request: pytest.FixtureRequest) -> None:
    strip = request.getfixturevalue(which)
    kept = standin.samples(strip, 1)
    gone = kept.pop(7)
    kept[6] = replace(kept[6], duration=kept[6].duration + gone.duration)
    objected(film, plan, standin.altered(strip, 1, kept), "the film has")


@pytest.mark.parametrize("which", only(["copy", "rung"], "copy"))
def test_a_doubled_picture_is_found(which: str, film, plan, request: pytest.FixtureRequest) -> None:
    strip = request.getfixturevalue(which)
    kept = standin.samples(strip, 1)
    half = kept[-1].duration // 2
    last = replace(kept[-1], duration=half)
    again = replace(kept[-1], decode=last.decode + half, present=last.present + half,
                    duration=kept[-1].duration - half)  # fmt: skip
    objected(film, plan, standin.altered(strip, 1, [*kept[:-1], last, again]), "the film has")


def test_a_picture_shown_in_the_place_of_another_is_found(film, plan, tmp_path: Path) -> None:
    swap = "shuffleframes=0 2 1 3"
    strip = standin.encoded_picture(film.path, plan, tmp_path, filters=[swap])
    objected(film, plan, strip, "looks like the film's picture")


def test_a_picture_shown_late_is_found(film, plan, rung: joined.Strip) -> None:
    kept = standin.samples(rung, 1)
    kept[5] = replace(kept[5], present=kept[5].present + 90)
    objected(film, plan, standin.altered(rung, 1, kept), "is shown at")


def test_a_segment_that_leans_on_another_is_found(film, plan, rung: joined.Strip) -> None:
    one, other = standin.samples(rung, 1), standin.samples(rung, 2)
    part = fragments.fragment(rung.segments[1])
    joined_up = fragments.Fragment((), 1, part.track, (*one, *other[:4]))
    moved = replace(rung, segments=(rung.segments[0], fragments.write(joined_up),
                                    fragments.write(replace(joined_up, samples=tuple(other[4:])))))  # fmt: skip
    objected(film, plan, moved, "segment 2")


def test_wrong_colours_are_found(film, plan, tmp_path: Path) -> None:
    strip = standin.encoded_picture(film.path, plan, tmp_path, filters=["lutyuv=y=val*0.86+16"])
    objected(film, plan, strip, "times as strong")


def test_a_picture_upside_down_or_squeezed_is_found(film, plan, tmp_path: Path) -> None:
    strip = standin.encoded_picture(film.path, plan, tmp_path, filters=["vflip"])
    objected(film, plan, strip, "differs from the film's")
    squeezed = standin.encoded_picture(
        film.path, plan, tmp_path, filters=["scale=240:180,setsar=1"]
    )
    objected(film, plan, squeezed, "the shape is")


def test_bytes_that_do_not_fit_are_found(film, plan, rung: joined.Strip) -> None:
    cut = replace(rung, segments=(rung.segments[0][:-9], *rung.segments[1:]))
    objected(film, plan, cut, "malformed")


def test_a_gap_between_two_segments_is_found(film, plan, stereo: joined.Strip) -> None:
    objected(film, plan, standin.altered(stereo, 1, standin.samples(stereo, 1)[:-1]), "starts at")


def test_sound_that_comes_late_is_found(film, plan, tmp_path: Path) -> None:
    late = standin.encoded_sound(film.path, plan, tmp_path, filters=["adelay=30:all=1"])
    objected(film, plan, late, "the sound begins")


@pytest.mark.parametrize("lost", only([20, 3], 3))
def test_samples_lost_at_a_join_are_found(lost: int, film, plan, tmp_path: Path) -> None:
    at = round(plan.cuts_s[1] * 48000)
    cut = f"aselect='lt(n*1024,0)+1',aresample=48000,asplit[a][b];[a]atrim=end_sample={at},asetpts=N/SR/TB[c];[b]atrim=start_sample={at + lost},asetpts=N/SR/TB[d];[c][d]concat=v=0:a=1"
    strip = standin.encoded_sound(film.path, plan, tmp_path, filters=[cut])
    objected(film, plan, strip, "breaks by")


def test_a_click_at_a_join_is_found(film, plan, stereo: joined.Strip) -> None:
    """An encoder that starts anew without pre-roll: its first frame fades in."""
    kept = standin.samples(stereo, 1)
    kept[0] = replace(kept[0], data=standin.samples(stereo, 0)[0].data)
    objected(film, plan, standin.altered(stereo, 1, kept), "breaks by")


def test_the_distance_of_picture_and_sound_is_measured(
    hands: engine.Engine, tmp_path: Path
) -> None:
    path = tmp_path / "flash.mp4"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i",
         "color=black:size=160x90:rate=25,drawbox=color=white:t=fill:enable='eq(mod(n,25),0)'",
         "-f", "lavfi", "-i", "aevalsrc='if(lt(mod(t,1),0.05),0.8*sin(2*PI*1000*t),0)':s=48000",
         "-t", "5", "-c:v", "libx264", "-g", "50", "-c:a", "aac", path]
    )  # fmt: skip
    source = joined.Source(path)
    plan = engine.planning.make(hands.probe(path), hands.keyframes(path))
    video, audio = (joined.ask(hands, path, plan, plan.track(t), 1) for t in ("v0", "a1"))
    assert abs(joined.apart(source, plan, video, audio)) < 0.002
    late = standin.encoded_sound(path, plan, tmp_path, filters=["adelay=30:all=1"])
    assert joined.apart(source, plan, video, late) == pytest.approx(0.03, abs=0.002)


def test_segments_that_differ_from_one_time_to_the_next_are_found(
    hands: engine.Engine, film: joined.Source, plan: engine.Plan
) -> None:
    class Moody:
        """An engine that is not itself every time."""

        def segment(self, path: Path, plan: engine.Plan, track: str, n: int) -> bytes:
            return hands.segment(path, plan, track, n) + bytes(random.randbytes(1))

    copies = replace(plan, tracks=tuple(t for t in plan.tracks if not t.encoded))
    assert joined.unsteady([hands, hands], film.path, copies, seed=7) == []
    assert joined.unsteady([hands, Moody()], film.path, copies, seed=7) != []
