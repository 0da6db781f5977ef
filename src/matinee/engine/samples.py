"""From packets to fragments: which packets a segment has, and when each is shown.

Decode times are not taken from the file. Within a segment the n-th packet is decoded at
the n-th smallest display time less the track's delay (how much later pictures are shown
than stored), so decode times rise, are the same however the file was reached, and join
without a gap to the next segment. The film's first pictures, whose decode times would lie
before zero, are squeezed into its first ticks: so there are neither negative offsets nor
edit lists, which players read in different ways. Pure arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.engine.boxes import Sample

UNJUDGED = 16


@dataclass(frozen=True, slots=True)
class Unit:
    """One packet as read: display time and length in ticks on the plan's clock."""

    at: int
    length: int
    key: bool
    data: bytes


def delay(shown: Sequence[int]) -> int:
    """Return how long pictures must wait between decoding and showing, in ticks.

    `shown` are display times in decode order, from the beginning of the film. The last ones
    are not judged: pictures that belong before them may not have been read yet.
    """
    in_order = sorted(shown)
    judged = len(shown) if len(shown) < UNJUDGED * 2 else len(shown) - UNJUDGED
    waits = (in_order[n] - at for n, at in enumerate(shown[:judged]))
    return max(0, max(waits, default=0))


def pictures(units: Sequence[Unit], *, end: int | None, opening: bool, wait: int) -> list[Sample]:
    """Time the pictures of one segment, given in decode order.

    `end` is where the next segment starts (None at the end of the film), `wait` the track's
    `delay`. With `opening`, the first picture is shown from zero on, however late the film
    has it, so that players need not wait for a picture while the sound plays.
    """
    shown = sorted(u.at for u in units)
    earliest = shown[0] if shown else 0
    late = opening and earliest > 0
    if late:
        shown[0] = 0
    decodes = _decodes([0 if late and u.at == earliest else u.at for u in units], shown, wait)
    samples: list[Sample] = []
    for n, unit in enumerate(units):
        if n + 1 < len(decodes):
            duration = decodes[n + 1] - decodes[n]
        else:
            after = end if end is not None else shown[n] + max(unit.length, 1)
            duration = max(after - wait - decodes[n], 1)
        present = 0 if late and unit.at == earliest else unit.at
        samples.append(Sample(decodes[n], present, duration, unit.key, unit.data))
    return samples


def _decodes(presented: Sequence[int], shown: Sequence[int], wait: int) -> list[int]:
    """Return rising decode times, none after the picture is shown.

    `wait` is enough where pictures come at an even pace; where they do not, one that is stored
    late and shown early has those before it decoded sooner.
    """
    latest = [0] * len(shown)
    bound: int | None = None
    for n in range(len(shown) - 1, -1, -1):
        bound = presented[n] if bound is None else min(presented[n], bound - 1)
        latest[n] = bound
    decodes: list[int] = []
    for at, most in zip(shown, latest, strict=True):
        decodes.append(max(min(at - wait, most), decodes[-1] + 1 if decodes else 0))
    return decodes


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
