"""WebVTT (https://www.w3.org/TR/webvtt1/): reading it made safe, writing whole and in segments.

Segments follow RFC 8216bis 3.1.4: a cue that spans several is in each of them with its true
times, and X-TIMESTAMP-MAP says that the film's zero is the clock's zero.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from matinee.engine.text import srt
from matinee.engine.text.cue import MOST_CUES, SETTING, Cue, tidy
from matinee.engine.text.markup import safe as payload

MAP: Final = "X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000"


def read(text: str) -> tuple[Cue, ...]:
    """Return the plain cues of a WebVTT file: no STYLE, no REGION, no classes, no script."""
    cues: list[Cue] = []
    for start, end, rest, words in srt.blocks(text):
        if shown := payload(words):
            cues.append(Cue(start, end, shown, settings(rest)))
        if len(cues) >= MOST_CUES:
            break
    return tidy(cues)


def settings(written: str) -> str:
    """Return those of a cue's settings that are known and harmless."""
    kept = [one for one in written.split()[:8] if SETTING.fullmatch(one)]
    return " ".join(dict.fromkeys(kept))


def write(cues: Iterable[Cue]) -> str:
    """Return a whole file."""
    return "\n\n".join(["WEBVTT", *map(_block, cues)]) + "\n"


def segment(cues: Sequence[Cue], start_s: float, end_s: float) -> str:
    """Return the segment of [start, end): every cue that shows in it, with its true times.

    `cues` are in order of their starts, as `tidy` leaves them.
    """
    before_end = cues[: bisect_left(cues, end_s, key=lambda cue: cue.start_s)]
    shown = [cue for cue in before_end if cue.end_s > start_s]
    return "\n\n".join([f"WEBVTT\n{MAP}", *map(_block, shown)]) + "\n"


def stamp(seconds: float) -> str:
    """Return a WebVTT timestamp."""
    return srt.stamp(seconds, ".")


def _block(cue: Cue) -> str:
    timing = f"{stamp(cue.start_s)} --> {stamp(cue.end_s)} {cue.settings}".rstrip()
    return f"{timing}\n{cue.payload}"
