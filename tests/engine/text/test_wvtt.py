"""WebVTT in MP4: samples of boxes to cues."""

import struct

import pytest

from matinee.engine.text import Cue, wvtt


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def said(words: str, settings: str = "") -> bytes:
    parts = box(b"sttg", settings.encode()) if settings else b""
    return box(b"vttc", box(b"iden", b"1") + parts + box(b"payl", words.encode()))


NOTHING = box(b"vtte", b"")


def test_a_cue_that_is_said_again_is_one() -> None:
    cues = wvtt.read(
        [
            (0.0, 1.0, said("first")),
            (1.0, 2.0, said("first") + said("second", "line:10% align:left evil:1")),
            (2.0, 3.0, said("second", "line:10% align:left evil:1")),
            (3.0, 4.0, NOTHING),
            (4.0, 5.0, said("first")),
        ]
    )
    assert cues == (
        Cue(0.0, 2.0, "first"),
        Cue(1.0, 3.0, "second", "line:10% align:left"),
        Cue(4.0, 5.0, "first"),
    )


@pytest.mark.security
def test_words_carry_nothing_but_words() -> None:
    (cue,) = wvtt.read([(0.0, 1.0, said("<script>x</script><i>hello</i> --> <v Ann>you"))])
    assert "<script" not in cue.payload
    assert "-->" not in cue.payload
    assert "<i>hello</i>" in cue.payload


@pytest.mark.security
def test_damaged_samples_are_passed_over() -> None:
    raw = said("one", "line:1") + said("two")
    for cut in range(len(raw)):
        wvtt.read([(0.0, 1.0, raw[:cut]), (1.0, 2.0, b"\xff" + raw[cut:])])
    assert wvtt.read([(0.0, 1.0, b"\0\0"), (1.0, 2.0, b"")]) == ()
