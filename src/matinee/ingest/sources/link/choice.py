"""Which of the offered formats are fetched: decisions on plain values, no I/O.

Formats are yt-dlp's dictionaries in its own order, worst first. What browsers play is preferred
over an equal picture that they do not, because bringing in copies and does not encode.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

FormatDict = dict[str, Any]

PROTOCOLS = frozenset({"http", "https", "m3u8", "m3u8_native", "http_dash_segments", "ism"})
"""Fetched by yt-dlp's own code over http(s); every other protocol needs an outside program."""

FORMAT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+=@-]{0,79}")
_HEIGHT = re.compile(r"([1-9][0-9]{1,4})p?")
_POOR_VIDEO = ("hev", "hvc", "h265", "dvh", "dva", "mp4v", "mpeg", "theo", "vp8.", "wmv", "av1.dv")
_POOR_AUDIO = ("ac-3", "ac3", "ec-3", "eac3", "dts", "ac-4", "wma")


class NoSuchFormat(ValueError):
    """The wanted format is not among those offered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asked for."""

    kind: Literal["best", "audio", "height", "format"]
    height: int | None = None
    format_id: str | None = None


def parse(text: str | None) -> Choice:
    """Read `best`, `audio`, a height, or a format id. Raises NoSuchFormat on anything else."""
    if text is None or text in {"", "best"}:
        return Choice("best")
    if text == "audio":
        return Choice("audio")
    if not FORMAT_ID.fullmatch(text):
        raise NoSuchFormat(text[:80])
    height = _HEIGHT.fullmatch(text)
    if height:
        return Choice("height", int(height[1]), text)
    return Choice("format", None, text)


def usable(formats: Sequence[FormatDict]) -> list[FormatDict]:
    """Return the formats that can be fetched here: no DRM, no storyboards, known protocols."""
    return [
        item
        for item in formats
        if not item.get("has_drm")
        and item.get("url")
        and set(str(item.get("protocol") or "").split("+")) <= PROTOCOLS
        and not (item.get("vcodec") == "none" and item.get("acodec") == "none")
        and item.get("ext") != "mhtml"
    ]


def rows(item: FormatDict) -> int | None:
    """Return the quality of a picture as people name it: its shorter side in pixels."""
    width, height = item.get("width"), item.get("height")
    if not isinstance(height, int) or height <= 0:
        return None
    return min(width, height) if isinstance(width, int) and width > 0 else height


def has_picture(item: FormatDict) -> bool:
    """Say whether a format has (or may have) a picture."""
    return item.get("vcodec") != "none"


def has_sound(item: FormatDict) -> bool:
    """Say whether a format has (or may have) sound."""
    return item.get("acodec") != "none"


def decide(formats: Sequence[FormatDict], choice: Choice) -> list[FormatDict]:
    """Return the one or two formats to fetch, picture first.

    Raises NoSuchFormat when a named format is not offered, ValueError when nothing is.
    """
    offered = usable(formats)
    if not offered:
        raise ValueError("no format can be fetched")
    if choice.kind == "audio":
        return [_audio_only(offered)]
    if choice.kind == "format" or (choice.kind == "height" and _is_id_only(offered, choice)):
        return _with_sound(_named(offered, choice.format_id), offered)
    pictures = [item for item in offered if has_picture(item)]
    if not pictures:
        return [_audio_only(offered)]
    if choice.kind == "height" and choice.height is not None:
        pictures = _at_most(pictures, choice.height)
    return _with_sound(_best_picture(pictures), offered)


def _is_id_only(offered: list[FormatDict], choice: Choice) -> bool:
    """Say whether digits mean a listed id: when no picture has that many rows."""
    ids = {item.get("format_id") for item in offered}
    heights = {rows(item) for item in offered}
    return choice.format_id in ids and choice.height not in heights


def _named(offered: list[FormatDict], format_id: str | None) -> FormatDict:
    for item in offered:
        if item.get("format_id") == format_id:
            return item
    raise NoSuchFormat(format_id or "")


def _at_most(pictures: list[FormatDict], height: int) -> list[FormatDict]:
    """Return what fits under a height (unknown heights do not), else the smallest there is."""
    under = [item for item in pictures if (rows(item) or height + 1) <= height]
    if under:
        return under
    known = [found for item in pictures if (found := rows(item)) is not None]
    smallest = min(known, default=None)
    return [item for item in pictures if rows(item) == smallest] or pictures


def _best_picture(pictures: list[FormatDict]) -> FormatDict:
    """Return the best picture: yt-dlp's favourite, or its equal that browsers play."""
    favourite = pictures[-1]
    tallest = max((rows(item) or 0 for item in pictures), default=0)
    if rows(favourite) is None:
        return favourite
    equals = [item for item in pictures if (rows(item) or 0) == tallest]
    plays = [item for item in equals if not _poor(item.get("vcodec"), _POOR_VIDEO)]
    return (plays or equals)[-1]


def _with_sound(picture: FormatDict, offered: list[FormatDict]) -> list[FormatDict]:
    if has_sound(picture) or not has_picture(picture):
        return [picture]
    sounds = [item for item in offered if not has_picture(item) and has_sound(item)]
    return [picture, _best_sound(sounds)] if sounds else [picture]


def _best_sound(sounds: list[FormatDict]) -> FormatDict:
    plays = [item for item in sounds if not _poor(item.get("acodec"), _POOR_AUDIO)]
    return (plays or sounds)[-1]


def _audio_only(offered: list[FormatDict]) -> FormatDict:
    sounds = [item for item in offered if not has_picture(item)]
    if sounds:
        return _best_sound(sounds)
    both = [item for item in offered if has_sound(item)]
    if not both:
        raise NoSuchFormat("audio")
    return min(both, key=lambda item: rows(item) or 10**6)


def _poor(codec: Any, marks: tuple[str, ...]) -> bool:
    return isinstance(codec, str) and codec.lower().startswith(marks)
