"""SubRip, as it is found: numbers missing, blank lines missing, commas or points, stray tags.

There is no standard; https://matroska.org/technical/subtitles.html#srt-subtitles is the nearest.
"""

import re
from collections.abc import Iterable
from typing import Final

from matinee.engine.text.cue import LONGEST_CHARS, MOST_CUES, MOST_LINES, Cue, placed, tidy
from matinee.engine.text.markup import safe

TIME: Final = r"(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,6}))?"
TIMING: Final = re.compile(rf"^[\s\ufeff]*{TIME}\s*-{{1,2}}>\s*{TIME}(.*)$", re.ASCII)
AT: Final = re.compile(r"\{\\an?([1-9])\}")


def read(text: str) -> tuple[Cue, ...]:
    """Return the cues of a SubRip file; what cannot be understood is left out."""
    cues: list[Cue] = []
    for start, end, _, words in blocks(text):
        if made := cue(start, end, words):
            cues.append(made)
        if len(cues) >= MOST_CUES:
            break
    return tidy(cues)


def cue(start_s: float, end_s: float, words: str) -> Cue | None:
    """Return the cue of one block's words, None where nothing would be seen."""
    at = AT.search(words)
    payload = safe(words)
    return Cue(start_s, end_s, payload, placed(int(at[1])) if at else "") if payload else None


def blocks(text: str) -> Iterable[tuple[float, float, str, str]]:
    """Yield (start, end, rest of the timing line, words) of SubRip or WebVTT text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        timing = TIMING.match(lines[at][:400]) if ">" in lines[at] else None
        at += 1
        if not timing:
            continue
        words: list[str] = []
        while at < len(lines) and lines[at].strip(" \t") and "-->" not in lines[at]:
            if len(words) < MOST_LINES:
                words.append(lines[at][:LONGEST_CHARS])
            at += 1
        if at < len(lines) and "-->" in lines[at] and words and words[-1].strip().isdigit():
            words.pop()  # the next block's number, where the blank line between is missing
        parts = timing.groups()
        yield _seconds(parts[0:4]), _seconds(parts[4:8]), parts[8] or "", "\n".join(words)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    part = int((fraction or "0").ljust(6, "0")) / 1_000_000
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + part


def write(cues: Iterable[Cue]) -> str:
    """Return cues as a SubRip file."""
    out: list[str] = []
    for number, one in enumerate(cues, 1):
        start, end = stamp(one.start_s, ","), stamp(one.end_s, ",")
        words = one.payload.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        out.append(f"{number}\n{start} --> {end}\n{words}\n")
    return "\n".join(out)


def stamp(seconds: float, point: str) -> str:
    """Return hh:mm:ss and milliseconds after `point`."""
    total = max(0, round(seconds * 1000))
    return (
        f"{total // 3_600_000:02d}:{total // 60_000 % 60:02d}"
        f":{total // 1000 % 60:02d}{point}{total % 1000:03d}"
    )
