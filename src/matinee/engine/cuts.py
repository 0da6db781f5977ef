"""Where the timeline is cut: one list for copied tracks, and a finer one for encoded pictures.

Copied pictures can be cut at their keyframes only. Encoded ones can be cut anywhere, so their
list has every copied cut and divides what lies between: a viewer who seeks waits for one short
piece, and players switch between copied and encoded rungs at the same places.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import Final

FIRST_S: Final = 1.5
TARGET_S: Final = 4.0
SHORTEST_S: Final = 0.5
FINEST_S: Final = 2.0  # encoded pieces are at most this long: HLS authoring rule 1.10
SLOWEST_S: Final = 4.0  # at most, where the film has fewer than a picture or two a second
PICTURES: Final = 4  # an encoded piece should hold at least so many


def cut(duration_s: float, keyframes: Sequence[float] | None) -> tuple[float, ...]:
    """Return the boundaries 0, …, duration: rising, inner ones on keyframes.

    Without keyframes (sound alone, or a picture that is not copied: `None`) any place will do.
    """
    if duration_s <= 0:
        return (0.0, max(duration_s, 0.001))
    cuts = [0.0]
    places = None if keyframes is None else sorted({k for k in keyframes if k > 0})
    while True:
        wanted = FIRST_S if len(cuts) == 1 else TARGET_S
        if duration_s - cuts[-1] <= wanted * 1.25:
            break
        target = cuts[-1] + wanted
        place = target if places is None else _nearest(places, cuts[-1] + SHORTEST_S, target)
        if place is None or place > duration_s - SHORTEST_S:
            break
        cuts.append(place)
    return (*cuts, duration_s)


def refine(cuts: Sequence[float], frame_rate: float | None) -> tuple[float, ...]:
    """Return the same boundaries with long stretches divided evenly.

    Pieces are at most two seconds, or up to four where pictures are rare.
    """
    most = FINEST_S
    if frame_rate:
        most = min(SLOWEST_S, max(FINEST_S, PICTURES / frame_rate))
    fine = [cuts[0]]
    for start, end in pairwise(cuts):
        parts = max(1, ceil((end - start) / most - 0.01))
        fine += [start + (end - start) * n / parts for n in range(1, parts)]
        fine.append(end)
    return tuple(fine)


def _nearest(places: Sequence[float], least: float, target: float) -> float | None:
    """Return the place at or after `least` that is nearest to `target`."""
    after = bisect_right(places, target)
    candidates = [p for p in places[max(0, after - 1) : after + 1] if p >= least]
    if not candidates:
        candidates = [p for p in places[after : after + 1] if p >= least]
    return min(candidates, key=lambda p: (abs(p - target), p), default=None)
