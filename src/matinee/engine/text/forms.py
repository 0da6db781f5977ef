"""Which form a subtitle file has, told from its bytes, and reading whichever it is."""

import re
from collections.abc import Callable
from typing import Final

from matinee.engine.errors import LimitExceeded, Unreadable
from matinee.engine.text import ass, srt, ttml, webvtt
from matinee.engine.text.charset import decode
from matinee.engine.text.cue import LARGEST_BYTES, Cue

READERS: Final[dict[str, Callable[[str], tuple[Cue, ...]]]] = {
    "srt": srt.read,
    "vtt": webvtt.read,
    "ass": ass.read,
    "ttml": ttml.read,
}
CODECS: Final = {
    "subrip": "srt", "text": "srt", "mov_text": "srt", "webvtt": "vtt", "wvtt": "vtt", "ass": "ass",
    "stpp": "ttml", "ttml": "ttml", "pgs": "image", "vobsub": "image",
    "dvb": "image",
}  # fmt: skip
"""Tracks inside of films that can be read, by codec, and the form that comes out."""
TEXTS: Final = frozenset(READERS)
IMAGES: Final = frozenset({"sup", "idx"})
SCRIPT: Final = re.compile(r"(?im)^\s*\[(script info|v4\+? styles|events)\]\s*$")
TIMING: Final = re.compile(r"(?m)^[^\n]{0,40}\d{1,2}:\d{1,2}[.,:]\d{1,6}\s*-->\s*\d", re.ASCII)
LOOK_CHARS: Final = 64 * 1024


def sniff(raw: bytes) -> str | None:
    """Return the form of a file's bytes: srt, vtt, ass, ttml, sup, idx; None for another."""
    if raw[:2] == b"PG" and len(raw) > 13 and raw[10] in {0x14, 0x15, 0x16, 0x17, 0x80}:
        return "sup"
    if b"\0" in raw[:2000] and raw[:2] not in {b"\xff\xfe", b"\xfe\xff"} and not _wide(raw):
        return None
    head = decode(raw[:LOOK_CHARS]).lstrip("\ufeff \t\r\n")
    if head.startswith("# VobSub index file"):
        return "idx"
    if re.match(r"WEBVTT(?:[ \t\r\n]|$)", head):
        return "vtt"
    if SCRIPT.search(head):
        return "ass"
    if re.match(
        r"(?s)(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,4000}?-->\s*)*<(?:\w{1,20}:)?tt[\s>]", head
    ):
        return "ttml"
    return "srt" if TIMING.search(head) else None


def read(raw: bytes, form: str, language: str | None = None) -> tuple[Cue, ...]:
    """Return the cues of a file in one of TEXTS; `language` helps to find its character set.

    Raises LimitExceeded, or Unreadable where there is nothing to show in it.
    """
    if len(raw) > LARGEST_BYTES:
        raise LimitExceeded("These subtitles are larger than any real ones.")
    cues = READERS[form](decode(raw, language))
    if not cues:
        raise Unreadable(
            "There is nothing to show in these subtitles.",
            fix="Check that the file holds subtitles with times.",
        )
    return cues


def _wide(raw: bytes) -> bool:
    """Say whether bytes look like UTF-16 without a mark: every other one is zero."""
    head = raw[:400]
    return head[0::2].count(0) * 3 > len(head) or head[1::2].count(0) * 3 > len(head)
