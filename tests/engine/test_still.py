"""Posters, sprite sheets and blurhashes: looked at as pictures, not as files."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from matinee import engine
from matinee.engine import blurhash, sprites, still, toning

from .conftest import CLIPS, needs_clips


def grey(kind: str) -> np.ndarray:
    chance = np.random.default_rng(1)
    if kind == "sharp":
        blocks = chance.integers(0, 256, (18, 32)).astype(np.float32)
        return np.kron(blocks, np.ones((10, 10), np.float32))
    if kind == "blurred":
        rows, columns = np.mgrid[0:180, 0:320]
        return (128 + 40 * np.sin(rows / 60) + 40 * np.cos(columns / 90)).astype(np.float32)
    return np.full((180, 320), {"black": 2.0, "white": 254.0, "flat": 120.0}[kind], np.float32)


@pytest.mark.parametrize("worse", ["black", "white", "flat", "blurred"])
def test_a_sharp_picture_is_better_than_others(worse: str) -> None:
    assert still.score(grey("sharp")) > still.score(grey(worse)) + 0.1


def test_the_poster_is_taken_from_the_part_that_is_not_black(
    hands: engine.Engine, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    black = "color=black:size=320x180:rate=25:d=6"
    scene = "testsrc2=size=320x180:rate=25:d=2"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", black, "-f", "lavfi", "-i", scene, "-filter_complex",
         "[0][1]concat", "-c:v", "libx264", "-g", "25", "-preset", "ultrafast", path]
    )  # fmt: skip
    made = hands.stills(path, tmp_path / "out")
    assert made[0].at_s >= 5.5
    with Image.open(made[0].path) as poster:
        assert np.asarray(poster.convert("L")).mean() > 60


def test_posters_come_at_each_width_and_never_larger_than_the_film(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    written = hands.stills(made("plain.mp4"), tmp_path)
    assert [(s.width, s.height) for s in written] == [(320, 180)]
    written = hands.stills(made("plain.mp4"), tmp_path, widths=(1280, 160))
    assert [(s.width, s.height) for s in written] == [(320, 180), (160, 90)]
    assert all(len(s.blurhash) == 28 for s in written)


@needs_clips
@pytest.mark.media
def test_portrait_and_hdr_films_give_upright_pictures_with_light(
    hands: engine.Engine, tmp_path: Path
) -> None:
    portrait = hands.stills(CLIPS / "portrait_4k60.mp4", tmp_path / "p")
    assert portrait[0].width == 1280
    assert portrait[0].height == 2276
    for name in ("hdr10-av1.mp4", "hlg10-color-test.mp4"):
        made = hands.stills(CLIPS / name, tmp_path / name)
        with Image.open(made[-1].path) as picture:
            assert 60 < np.asarray(picture.convert("L")).mean() < 200


def test_sprites_cover_the_film_with_tiles_that_exist(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    shares: list[float] = []
    sheets = hands.sprites(made("bframes.mkv"), tmp_path, on_progress=shares.append)
    assert (sheets.tile_width, sheets.tile_height) == (240, 135)
    assert sheets.count == 8
    assert shares[-1] == 100
    cues = re.findall(r"(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)", sheets.vtt)
    assert len(cues) == sheets.count
    assert cues[0][0] == "00:00:00.000"
    for before, after in pairwise(cues):
        assert before[1] == after[0]
    for _, _, name, x, y, width, height in cues:
        with Image.open(tmp_path / name) as sheet:
            box = (int(x), int(y), int(x) + int(width), int(y) + int(height))
            assert box[2] <= sheet.width
            assert box[3] <= sheet.height
            assert np.asarray(sheet.crop(box)).std() > 10
    assert engine.Sprites.from_json(sheets.to_json()) == sheets


def test_sprites_can_be_stopped(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    with pytest.raises(engine.Stopped):
        hands.sprites(made("bframes.mkv"), tmp_path, should_stop=lambda: True)


@given(st.floats(0.1, 100_000))
def test_the_number_of_sprites_is_bounded(duration: float) -> None:
    step = sprites.interval(duration)
    assert step >= 1
    assert duration / step <= sprites.MOST_TILES + 1


def test_blurhash_of_plain_colours() -> None:
    white = blurhash.encode(Image.new("RGB", (64, 36), "white"))
    assert white[0] == "L"
    assert white[2:6] == "TSUA"  # the published hash of pure white
    assert blurhash.encode(Image.new("RGB", (64, 36), "black"))[2:6] == "0000"
    assert len(white) == 28


def test_blurhash_tells_left_from_right() -> None:
    halves = Image.new("RGB", (64, 36), "black")
    halves.paste("white", (0, 0, 32, 36))
    assert blurhash.encode(halves) != blurhash.encode(halves.transpose(Image.FLIP_LEFT_RIGHT))


@pytest.mark.parametrize("transfer", [toning.PQ, toning.HLG])
def test_toning_keeps_order_and_leaves_greys_grey(transfer: int) -> None:
    ramp = np.repeat(np.linspace(0, 65535, 64).astype(np.uint16)[None, :, None], 3, axis=2)
    out = toning.to_sdr(ramp, transfer, wide=True).astype(int)
    assert (np.diff(out[0, :, 1]) >= 0).all()
    assert abs(out[..., 0] - out[..., 2]).max() <= 3
    assert out[0, 0].max() == 0
    assert out[0, -1].min() > 200
