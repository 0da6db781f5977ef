"""Subtitles that lie beside a file, as safe WebVTT.

The engine's text rules keep timing, line breaks and a few plain tags; anything else in a cue is
shown as text and never as markup.
"""

import codecs
from pathlib import Path

from matinee import engine
from matinee.kit.errors import NotFound, TooLarge, Unprocessable
from matinee.kit.serve import open_regular

LARGEST_BYTES = 16 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def to_webvtt(path: Path, kind: str) -> str:
    """Return the subtitles of a file of format `kind` ("srt" or "vtt").

    Raises NotFound when it went, TooLarge, Unprocessable when there is nothing to show in it.
    """
    source = open_regular(path)
    try:
        if source.size > LARGEST_BYTES:
            raise TooLarge("These subtitles are larger than any real ones.")
        raw = source.file.read(LARGEST_BYTES)
    finally:
        source.close()
    text = decode(raw)
    if kind == "srt":
        return engine.text.srt_to_vtt(text)
    if kind == "vtt":
        if not text.lstrip("\ufeff").startswith("WEBVTT"):
            raise Unprocessable("This file is not WebVTT.", fix="Save the subtitles as WebVTT.")
        return engine.text.normalise_vtt(text)
    raise NotFound("There are no such subtitles.")


def decode(raw: bytes) -> str:
    """Read subtitles as Unicode where they are, else in the code page of most old ones."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
