"""Subtitles in HLS (RFC 8216bis 4.4.6.1): renditions of one group, cut where the plan is cut.

Pictures are no renditions: HLS has no way to carry them, so players get those by themselves.
"""

from collections.abc import Sequence
from math import ceil
from typing import Final

from matinee.engine.hls import extinf, quoted
from matinee.engine.plan import Cut
from matinee.engine.text.languages import language_of, words_of
from matinee.engine.types import TextTrack

GROUP: Final = "text"
HEARING: Final = (
    "public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"
)


def media_lines(texts: Sequence[TextTrack]) -> list[str]:
    """Return an EXT-X-MEDIA line for each track of words; [] where there is none.

    Where there are any, every variant names the group: `SUBTITLES="text"`.
    """
    worded = [text for text in texts if text.form != "image"]
    default = next((text.id for text in worded if text.default and not text.forced), None)
    names = labels(worded)
    return [_line(text, names[text.id], default=text.id == default) for text in worded]


def playlist(plan_cuts: Sequence[Cut], text: TextTrack) -> str:
    """Return the playlist of a track: one `<n>.vtt` for each cut of the plan."""
    assert text.form != "image"
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, ceil(max(c.duration_s for c in plan_cuts) - 1e-9))}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
    ]
    for n, cut in enumerate(plan_cuts):
        lines += [extinf(cut), f"{n}.vtt"]
    return "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"


def labels(texts: Sequence[TextTrack]) -> dict[str, str]:
    """Name each track for people, by id: its own name or its language's, each only once."""
    found: dict[str, str] = {}
    for text in texts:
        known = words_of(text.language)
        base = text.name or (known.names[1].title() if known else text.language)
        base = base or f"Subtitles {text.id[1:]}"
        if text.forced and "forced" not in base.lower():
            base += " (forced)"
        if text.described and "sdh" not in base.lower():
            base += " (SDH)"
        name, count = base, 1
        while name in found.values():
            count += 1
            name = f"{base} {count}"
        found[text.id] = name
    return found


def tag(text: TextTrack) -> str | None:
    """Return a track's language as players want it (BCP 47): `en`, where files say `eng`."""
    return language_of(text.language) or text.language


def _line(text: TextTrack, name: str, *, default: bool) -> str:
    language = tag(text)
    fields = [
        "TYPE=SUBTITLES",
        f"GROUP-ID={quoted(GROUP)}",
        f"NAME={quoted(name)}",
        *([f"LANGUAGE={quoted(language)}"] if language else []),
        f"DEFAULT={'YES' if default else 'NO'}",
        "AUTOSELECT=YES",
        *(["FORCED=YES"] if text.forced else []),
        *([f"CHARACTERISTICS={quoted(HEARING)}"] if text.described else []),
        f'URI="{text.id}/index.m3u8"',
    ]
    return "#EXT-X-MEDIA:" + ",".join(fields)
