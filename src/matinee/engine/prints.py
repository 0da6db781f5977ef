"""What of a film's sound is compared, and on which clock: its beginning and its end, as numbers.

The numbers are Chromaprint's: 32 bits for what is heard in a window, one window after another.
Frames of 4096 samples at 11025 Hz follow each other by 1365 (4096 less an overlap of 2731); a
filter of 5 frames and a picture of 16 of the results make a number, so that it hears 2.72 seconds
(https://github.com/acoustid/chromaprint, `fingerprinter_configuration.cpp`, algorithm 1).
"""

import sys
from array import array
from dataclasses import dataclass
from typing import Final

RATE: Final = 11025
HOP_S: Final = 1365 / RATE  # 0.1238: from one number to the next
HEARD_S: Final = (19 * 1365 + 4096) / RATE  # 2.7239: what one number hears
LONGEST_INTRO_S: Final = 120.0
MOST_HEAD_S: Final = 900.0
MOST_TAIL_S: Final = 600.0
SHORTEST_S: Final = 60.0  # a title below this has no end apart from its beginning


@dataclass(frozen=True, slots=True)
class SoundPrint:
    """The two ends of a title's sound. `head` begins at zero, `tail` at `tail_start_s`.

    Both are 32-bit numbers, little-endian, HOP_S apart; empty where nothing could be heard.
    """

    duration_s: float
    tail_start_s: float = 0.0
    head: bytes = b""
    tail: bytes = b""


def windows(duration_s: float) -> tuple[tuple[float, float], ...]:
    """Return the stretches to be heard, in seconds: the beginning, the end; none of a short title.

    An intro begins in the first quarter and lasts two minutes at most, so a quarter and two minutes
    hold it whole. Closing credits of an episode stand in its last quarter. The two never overlap.
    """
    if duration_s < SHORTEST_S:
        return ()
    half = duration_s / 2
    head = min(duration_s / 4 + LONGEST_INTRO_S, MOST_HEAD_S, half)
    tail = min(max(duration_s / 4, LONGEST_INTRO_S), MOST_TAIL_S, half)
    return (0.0, head), (duration_s - tail, duration_s)


def numbers(packed: bytes) -> "array[int]":
    """Return the numbers of a print."""
    found = array("I", packed[: len(packed) // 4 * 4])
    if sys.byteorder == "big":
        found.byteswap()
    return found
