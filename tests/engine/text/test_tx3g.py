"""3GPP timed text, the subtitles of MP4."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.text import tx3g


def sample(text: bytes, *styles: tuple[int, int, int]) -> bytes:
    records = b"".join(struct.pack(">HHHBB4s", a, b, 1, f, 18, b"\xff" * 4) for a, b, f in styles)
    box = struct.pack(">I4sH", 10 + len(records), b"styl", len(styles)) + records
    return struct.pack(">H", len(text)) + text + (box if styles else b"")


def test_style_records_become_tags() -> None:
    cue = tx3g.cue(sample("Él dijo\nno".encode(), (0, 2, 1), (8, 10, 2 | 4)), 1, 2)
    assert cue is not None
    assert cue.payload == "<b>Él</b> dijo\n<i><u>no</u></i>"


def test_utf_16_and_the_place_of_the_track_are_understood() -> None:
    entry = struct.pack(">Ibb", 0, 1, 0) + bytes(30)
    cue = tx3g.cue(sample("\ufeffhi".encode("utf-16-be")), 1, 2, entry)
    assert cue is not None
    assert (cue.payload, cue.settings) == ("hi", "line:0")


def test_an_empty_sample_clears_the_screen() -> None:
    assert tx3g.cue(b"\0\0", 1, 2) is None
    assert tx3g.cue(b"", 1, 2) is None


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_any_bytes_are_borne(raw: bytes, entry: bytes) -> None:
    cue = tx3g.cue(raw, 0, 1, entry)
    assert cue is None or cue.payload
