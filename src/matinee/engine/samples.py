"""From packets to fragments: which packets a segment has, and when each is shown.

Decode times are not taken from the file. Within a segment the n-th packet gets the n-th
smallest display time, so decode times rise, are the same however the file was reached,
and join without a gap to the next segment; the difference to the display time is written
with a sign (`trun` version 1). Pure arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.engine.boxes import Sample


@dataclass(frozen=True, slots=True)
class Unit:
    """One packet as read: display time and length in ticks on the plan's clock."""

    at: int
    length: int
    key: bool
    data: bytes


def pictures(units: Sequence[Unit], *, end: int | None, opening: bool) -> list[Sample]:
    """Time the pictures of one segment, given in decode order.

    `end` is where the next segment starts (None at the end of the film). With `opening`,
    the first picture is shown from zero on, however late the film has it, so that players
    need not wait for a picture while the sound plays.
    """
    shown = sorted(u.at for u in units)
    earliest = shown[0] if shown else 0
    if opening and earliest > 0:
        shown[0] = 0
    samples: list[Sample] = []
    for n, unit in enumerate(units):
        decode = shown[n]
        if n + 1 < len(shown):
            duration = shown[n + 1] - decode
        else:
            duration = end - decode if end is not None and end > decode else unit.length
        present = 0 if opening and unit.at == earliest and earliest > 0 else unit.at
        samples.append(Sample(decode, present, max(duration, 0), unit.key, unit.data))
    return samples


def sounds(units: Sequence[Unit], *, next_at: int | None) -> list[Sample]:
    """Time the packets of sound of one segment; `next_at` is the packet after it."""
    samples: list[Sample] = []
    last = None
    for n, unit in enumerate(units):
        at = unit.at if last is None else max(unit.at, last + 1)
        following = units[n + 1].at if n + 1 < len(units) else next_at
        duration = following - at if following is not None and following > at else unit.length
        samples.append(Sample(at, at, max(duration, 1), True, unit.data))
        last = at
    return samples


def on_grid(at: int, first: int, frame: int | None, slack: int) -> int:
    """Return a time moved to the codec's own frame grid where it is within `slack` of it.

    Containers that count milliseconds round each packet's time; the codec's frames are of
    one length, so the true times are known.
    """
    if not frame:
        return at
    steps = (2 * (at - first) + frame) // (2 * frame)
    exact = first + steps * frame
    return exact if abs(exact - at) <= slack else at
