"""WebVTT in MP4 (ISO/IEC 14496-30): samples of boxes to cues.

Every sample says all that is on screen while it lasts: a `vttc` box a cue, with `payl` its words
and `sttg` its settings, or one `vtte` box where nothing is. A cue that is still there when another
comes or goes is said again, so equal ones that touch are one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from matinee.engine.boxes import walk
from matinee.engine.text import webvtt
from matinee.engine.text.cue import Cue

TOUCH_S: Final = 0.002  # times were rounded to ticks on the way
MOST: Final = 50  # cues of one sample


def read(samples: Iterable[tuple[float, float, bytes]]) -> tuple[Cue, ...]:
    """Return the cues of a track's samples (start, end in seconds, bytes), in their order."""
    done: list[Cue] = []
    shown: list[Cue] = []
    for start, end, raw in samples:
        now: list[Cue] = []
        for words, settings in _said(raw):
            same = next((c for c in shown if (c.payload, c.settings) == (words, settings)), None)
            if same and abs(same.end_s - start) < TOUCH_S:
                shown.remove(same)
                now.append(replace(same, end_s=end))
            else:
                now.append(Cue(start, end, words, settings))
        done += shown
        shown = now
    return tuple(sorted((*done, *shown), key=lambda one: (one.start_s, one.end_s)))


def _said(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield (safe words, harmless settings) of each cue in a sample."""
    for count, box in enumerate(walk(raw)):
        if box.name != b"vttc" or count >= MOST:
            continue
        parts = {one.name: raw[one.body : one.end] for one in walk(raw, box.body, box.end)}
        words = webvtt.payload(parts.get(b"payl", b"").decode("utf-8", "replace").rstrip("\0"))
        if words:
            yield words, webvtt.settings(parts.get(b"sttg", b"").decode("utf-8", "replace"))
