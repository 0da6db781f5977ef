"""Subtitles of digital television: the pictures of a recording, and pages made by hand."""

import itertools
import json
import struct

import pytest
from PIL import Image

from matinee import engine
from matinee.engine import dvb
from tests.engine.conftest import needs_clips
from tests.engine.test_extract import take

NEW, SAME = 2, 0
END = (0x80, b"")


def joined(*segments: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack(">BBHH", 0x0F, k, 1, len(b)) + b for k, b in segments)


def page(
    state: int, *places: tuple[int, int, int], timeout_s: int = 5, version: int = 0
) -> tuple[int, bytes]:
    body = bytes([timeout_s, version << 4 | state << 2])
    return 0x10, body + b"".join(struct.pack(">BBHH", one, 0, x, y) for one, x, y in places)


def region(number: int, table: int, bits: int = 8) -> tuple[int, bytes]:
    """A region of 8 by 2 with the object of its own number in its corner."""
    head = struct.pack(">BBHH", number, 0, 8, 2)
    depth = {2: 1, 4: 2, 8: 3}[bits]
    return 0x11, head + bytes([depth << 2 | depth << 5, table, 0, 0]) + struct.pack(
        ">HHH", number, 0, 0
    )


def thing(number: int, colour: int) -> tuple[int, bytes]:
    """An object whose two lines are eight pixels of a colour."""
    line = b"\x12" + bytes([colour] * 8) + b"\0\0\xf0"
    return 0x13, struct.pack(">HBHH", number, 0, len(line), 0) + line


def colours(table: int, *entries: tuple[int, ...]) -> tuple[int, bytes]:
    return 0x12, bytes([table, 0]) + b"".join(bytes(one) for one in entries)


def seen(pictures: list[dvb.Picture]) -> set[tuple[int, int, tuple[int, int, int, int]]]:
    """Where pictures lie, and the colour of their first pixel."""
    return {(one.x, one.y, one.colours[one.pixels[0]]) for one in pictures}


@needs_clips
@pytest.mark.parametrize("ending", ["ts", "mkv"])
def test_a_recording_has_the_pictures_that_were_sent(hands, real, tmp_path, ending) -> None:
    path = tmp_path / f"film.{ending}"
    clip = real / "sample_with_vobsub.mkv"
    engine.ffmpeg.run(["-i", clip, "-map", "0", "-c", "copy", "-c:s", "dvbsub", path], timeout_s=60)
    take(hands, clip, tmp_path / "sent")
    (found,) = take(hands, path, tmp_path / "out")
    assert (found.form, found.count, found.trouble) == ("image", 1, None)
    (sent,), (line,) = (
        json.loads(next((tmp_path / name).glob("*/images.json")).read_text())
        for name in ("sent", "out")
    )
    assert line.pop("end_s") - line.pop("start_s") == pytest.approx(1.228, abs=0.002)
    assert line.items() <= sent.items()
    theirs, ours = (
        Image.open(next((tmp_path / name).glob("*/0.png"))).convert("RGBA")
        for name in ("sent", "out")
    )
    assert ours.tobytes() == theirs.tobytes()


def test_what_did_not_change_stays_until_the_page_leaves_it_out() -> None:
    tables = colours(0, (1, 0x21, 255, 128, 128, 0), (2, 0x21, 16, 128, 128, 0))
    sets = [
        (1.0, joined(page(NEW, (1, 100, 400), (2, 100, 440)), region(1, 0), region(2, 0), tables,
                     thing(1, 1), thing(2, 2), END)),
        (2.0, joined(page(SAME, (1, 100, 400), (2, 100, 440), version=1), region(2, 0), thing(2, 1), END)),
        (3.0, joined(page(SAME, (2, 100, 440), version=2), END)),
        (4.0, joined(page(SAME, version=3), END)),
    ]  # fmt: skip
    white, black = (255, 255, 255, 255), (0, 0, 0, 255)
    shown = [(start, seen(pictures)) for start, pictures in dvb.dvb(sets)]
    assert shown == [
        (1.0, {(100, 400, white), (100, 440, black)}),
        (2.0, {(100, 400, white), (100, 440, white)}),
        (3.0, {(100, 440, white)}),
        (4.0, set()),
    ]


def test_a_page_says_how_long_it_stays_and_on_what_canvas() -> None:
    canvas = (0x14, struct.pack(">BHHHHHH", 8, 1919, 1079, 200, 1719, 100, 979))
    raw = joined(canvas, page(NEW, (1, 5, 6), timeout_s=7), region(1, 0), thing(1, 9), END)
    ((_, (one,)),) = dvb.dvb([(10.0, raw)])
    assert (one.start_s, one.end_s, one.canvas) == (10.0, 17.0, (1920, 1080))
    assert (one.x, one.y, one.width, one.height) == (205, 106, 8, 2)


def test_colours_are_those_the_stream_names_and_else_the_standards_own() -> None:
    tables = colours(3, (1, 0x20, 0b111111_01, 0b00_0100_01), (2, 0x20, 0, 0))
    raw = joined(page(NEW, (1, 0, 0), (2, 0, 20)), region(1, 3), region(2, 4), tables,
                 thing(1, 1), thing(2, 0x11), END)  # fmt: skip
    ((_, pictures),) = dvb.dvb([(0.0, raw)])
    named, usual = sorted(pictures, key=lambda one: one.y)
    assert named.colours[1][3] == 191  # a quarter of it shines through
    assert named.colours[1][1] == 255
    assert named.colours[2] == (0, 0, 0, 0)
    assert usual.colours[0] == (0, 0, 0, 0)
    assert usual.colours[0x11] == (255, 0, 0, 255)
    assert usual.colours[1] == (255, 0, 0, 63)
    assert usual.colours[0x88] == (0, 0, 0, 255)
    assert usual.colours[0xF7] == (255, 255, 255, 255)


@pytest.mark.security
def test_damage_never_raises() -> None:
    raw = joined(page(NEW, (1, 0, 0)), region(1, 0), colours(0, (1, 0x21, 9, 9, 9, 9)),
                 thing(1, 1), END)  # fmt: skip
    for cut in range(len(raw)):
        list(dvb.dvb([(0.0, raw[:cut]), (1.0, raw)]))
    for at, value in itertools.product(range(len(raw)), (0, 0x7F, 0xFF)):
        list(dvb.dvb([(0.0, raw[:at] + bytes([value]) + raw[at + 1 :])]))
