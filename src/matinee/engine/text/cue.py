"""One subtitle on the screen: when, what, where. Times are seconds from the film's zero.

The payload is WebVTT cue text (https://www.w3.org/TR/webvtt1/#webvtt-cue-text) made only by
`markup`, the settings are WebVTT cue settings made only of the allowed ones below.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

LARGEST_BYTES: Final = 16 * 1024**2
MOST_CUES: Final = 100_000
LONGEST_CHARS: Final = 4_000  # of one cue: four screens full of text
MOST_LINES: Final = 40
LATEST_S: Final = 7 * 24 * 3600.0
SETTING: Final = re.compile(
    r"align:(?:start|center|end|left|right)"
    r"|(?:position|size):\d{1,3}(?:\.\d{1,3})?%(?:,(?:line-left|center|line-right))?"
    r"|line:-?\d{1,3}(?:\.\d{1,3})?%?(?:,(?:start|center|end))?|vertical:(?:rl|lr)",
    re.ASCII,
)
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of time and what is shown in it."""

    start_s: float
    end_s: float
    payload: str
    settings: str = ""

    @property
    def text(self) -> str:
        """The words alone, lines divided by newlines."""
        return html.unescape(_TAG.sub("", self.payload))

    def to_json(self) -> list[float | str]:
        """Return plain values for `json.dumps`, kept short: there are thousands of these."""
        return [self.start_s, self.end_s, self.payload, self.settings]


def from_json(rows: Iterable[Sequence[Any]]) -> tuple[Cue, ...]:
    """Return the cues of `to_json`."""
    return tuple(Cue(float(a), float(b), str(words), str(place)) for a, b, words, place in rows)


def tidy(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return cues in order of time, without those that never show or show twice.

    Times are rounded to milliseconds, which is what every writer can say. A cue that begins
    before zero begins at zero; one that ends before it begins is left out.
    """
    found: dict[Cue, None] = {}
    for cue in cues:
        start, end = round(max(0.0, cue.start_s), 3), round(min(cue.end_s, LATEST_S), 3)
        if end > start and cue.payload:
            found[Cue(start, end, cue.payload, cue.settings)] = None
        if len(found) >= MOST_CUES:
            break
    return tuple(sorted(found, key=lambda cue: (cue.start_s, cue.end_s)))


def placed(alignment: int) -> str:
    """Return the settings of a place on the number pad: 1 is low left, 8 is high centre."""
    column, row = (alignment - 1) % 3, (alignment - 1) // 3
    settings = ["", "line:45%", "line:0"][row : row + 1]
    if column == 0:
        settings.append("position:5%,line-left align:left")
    elif column == 2:
        settings.append("position:95%,line-right align:right")
    return " ".join(filter(None, settings))
