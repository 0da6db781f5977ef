"""A file's form is told from its bytes."""

import pytest

from matinee.engine.errors import LimitExceeded, Unreadable
from matinee.engine.text import forms

SRT = "1\n00:00:01,000 --> 00:00:02,000\nHello\n"


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (SRT.encode(), "srt"),
        (SRT.encode("utf-16"), "srt"),
        (SRT.encode("utf-16-le"), "srt"),
        (b"\xef\xbb\xbfWEBVTT - title\n\n00:01.000 --> 00:02.000\nx", "vtt"),
        (b"[Script Info]\nTitle: x\n", "ass"),
        (b'<?xml version="1.0"?>\n<!-- made by -->\n<tt xmlns="x">', "ttml"),
        (b"<tt:tt>", "ttml"),
        (b"# VobSub index file, v7\nsize: 720x576", "idx"),
        (b"PG" + bytes(8) + b"\x16\0\x13" + bytes(19), "sup"),
        (b"<html><body>00:01</body>", None),
        (b"\x7fELF" + bytes(200), None),
        (b"\x1aE\xdf\xa3" + bytes(200), None),
        (b"hello", None),
        (b"", None),
    ],
)
def test_it_is_told_from_its_bytes(raw: bytes, form: str | None) -> None:
    assert forms.sniff(raw) == form


def test_what_holds_nothing_or_too_much_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="nothing to show"):
        forms.read(b"WEBVTT\n\n", "vtt")
    with pytest.raises(LimitExceeded):
        forms.read(b"x" * (forms.LARGEST_BYTES + 1), "srt")
