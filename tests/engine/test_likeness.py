"""Films that are known again: in other sizes, codecs, speeds and frames, and never by chance."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee import engine
from matinee.engine import likeness
from tests.engine import scenes

from .conftest import needs_clips

See = Callable[..., engine.PicturePrint]
hashes = st.binary(min_size=likeness.POINTS * 8, max_size=likeness.POINTS * 8)
SECONDS = 12 * 0.8


@pytest.fixture
def see(hands: engine.Engine, tmp_path: Path) -> See:
    """Make a film and look at it."""

    def one(seed: int, *options: str, suffix: str = ".mp4", **facts: float) -> engine.PicturePrint:
        path = scenes.film(tmp_path / f"film{suffix}", seed, *options, **facts)  # type: ignore[arg-type]
        return hands.pictureprint(path, hands.probe(path).duration_s)

    return one


@pytest.mark.parametrize(
    "options",
    [
        ["-vf", "scale=640:360", "-g", "250"],
        ["-vf", "scale=96:54", "-crf", "40"],
        ["-vf", "pad=160:120:0:15"],
        ["-vf", "pad=240:90:40:0"],
        ["-vf", "crop=iw-8:ih-6"],
        ["-vf", "eq=brightness=0.1:contrast=0.8"],
        ["-r", "12"],
        ["-vf", "setpts=PTS*24000/25025"],
        ["-c:v", "libx265", "-x265-params", "log-level=none"],
    ],
    ids=["larger", "worse", "bars", "pillars", "cropped", "paler", "fewer", "pal", "hevc"],
)
def test_the_same_film_is_known_again(see: See, options: list[str]) -> None:
    assert engine.alike(see(1), see(1, *options)) > 0.8


def test_a_film_with_a_moment_ahead_of_it_is_known_again(see: See) -> None:
    assert engine.alike(see(1), see(1, lead_s=0.4)) > 0.5


@pytest.mark.parametrize("options", [[], ["-vf", "hflip"], ["-vf", "reverse"]])
def test_another_film_is_not(see: See, options: list[str]) -> None:
    assert engine.alike(see(1), see(1 if options else 2, *options)) == 0


def test_one_picture_all_along_is_the_same_only_when_the_length_is(see: See) -> None:
    """As for music with its cover: an album has one cover for all its songs."""
    cover = see(1, scenes=1, scene_s=8.0)
    assert engine.alike(cover, see(1, "-crf", "30", scenes=1, scene_s=8.0)) == 1
    assert engine.alike(cover, see(1, scenes=1, scene_s=8.4)) == 0


def test_black_tells_nothing(see: See) -> None:
    black = see(1, "-vf", "drawbox=color=black:t=fill")
    assert not any(black.hashes)
    assert engine.alike(black, black) == 0


def test_a_turned_film_is_known_as_it_is_shown(
    hands: engine.Engine, tmp_path: Path, see: See
) -> None:
    upright = see(1, "-vf", "transpose=clock")
    lying = scenes.film(tmp_path / "lying.mp4", 1)
    turned = tmp_path / "turned.mp4"
    engine.ffmpeg.run(
        ["-display_rotation", "-90", "-i", str(lying), "-c", "copy", str(turned)], timeout_s=60
    )
    assert engine.alike(upright, hands.pictureprint(turned, SECONDS)) > 0.8


def test_what_has_no_picture_or_cannot_be_read_says_so(hands: engine.Engine, made) -> None:
    with pytest.raises(engine.NoSuchTrack):
        hands.pictureprint(made("tone.mp3"), 3.0)
    with pytest.raises(engine.EngineError):
        hands.pictureprint("/nowhere.mp4", 3.0)


@needs_clips
def test_real_clips_are_alike_only_where_they_are_one_film(
    hands: engine.Engine, real: Path
) -> None:
    looks = {}
    for name in ("bbb-480p-30s.mp4", "bbb-720p-5.1-5s.mp4", "sample.avi", "sample_with_srt.mkv",
                 "sample_fragmented.mp4", "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4"):  # fmt: skip
        looks[name] = hands.pictureprint(real / name, hands.probe(real / name).duration_s)
    found = {
        (one, other) for one in looks for other in looks
        if one < other and engine.alike(looks[one], looks[other])
    }  # fmt: skip
    assert found == {("sample_fragmented.mp4", "sample_with_srt.mkv")}


@given(hashes, hashes, st.floats(1, 1e5), st.floats(1, 1e5))
def test_likeness_is_the_same_both_ways(one: bytes, other: bytes, a: float, b: float) -> None:
    left, right = engine.PicturePrint(a, one), engine.PicturePrint(b, other)
    assert engine.alike(left, right) == engine.alike(right, left)
    assert 0 <= engine.alike(left, left) <= 1


@given(st.floats(0.5, 1e5), st.floats(0.5, 1e5))
def test_lengths_that_fit_lie_within_what_is_asked_for(a: float, b: float) -> None:
    if likeness.lengths_fit(a, b):
        assert abs(a - b) <= 2 or max(a, b) / min(a, b) <= engine.WIDEST_LENGTHS


def test_prints_of_another_making_are_not_compared() -> None:
    assert engine.alike(engine.PicturePrint(5, b"x" * 192), engine.PicturePrint(5, b"x" * 96)) == 0
    assert engine.alike(engine.PicturePrint(5), engine.PicturePrint(5)) == 0
