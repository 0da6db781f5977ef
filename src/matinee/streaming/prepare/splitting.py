"""Which parts a title is prepared in, and who takes which of what is left. Pure.

Every segment is encoded by an encoder of its own (decision 9), so a viewer cannot tell who made
the one before: parts may be of any length. They are as long as makes starting one cheap, and
shorter towards the end, so that the workers end together: guided self-scheduling (Polychronopoulos
and Kuck, IEEE Transactions on Computers C-36, 1987).
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from matinee.engine import Plan, PlanTrack
from matinee.streaming.prepare import rules
from matinee.streaming.prepare.rules import Stretch

# Pixels of all qualities together; a core of today makes some sixty million a second.
LEAST_WORK: Final = 3e8
MOST_WORK: Final = 5e9
WORKERS: Final = 4  # at least so many are reckoned with: one may come while it goes on
BEFORE_S: Final = 0.01  # a border is put before its cut: ticks of tracks are rounded differently
FEW: Final = 1  # segments that whoever is at them will have in a moment


@dataclass(frozen=True, slots=True)
class Part:
    """The segments of all prepared tracks that begin in a stretch of the film, in seconds."""

    first_s: float = 0.0
    until_s: float = inf

    def numbers(self, plan: Plan, track: PlanTrack) -> range:
        """Return the numbers of a track's segments that belong to this part."""
        starts = plan.bounds(track)[:-1]

        def begun(at_s: float) -> int:
            return bisect_left(starts, at_s, key=lambda tick: tick / track.timescale)

        return range(begun(self.first_s), begun(self.until_s))


def split(
    plan: Plan,
    tracks: Sequence[PlanTrack],
    made: Mapping[str, Collection[int]],
    workers: int,
) -> list[Part]:
    """Return the parts in which what is lacking of tracks is made, in order.

    They begin where the film has a keyframe, if that is known. What is there already is in none of
    them, unless it lies between.
    """
    works = _works(plan, tracks, made)
    left = sum(works)
    found: list[Part] = []
    first, work = None, 0.0
    for n, more in enumerate(works):
        if first is None and not more:
            continue
        first = n if first is None else first
        work += more
        last = n == len(works) - 1
        wanted = min(MOST_WORK, max(LEAST_WORK, left / (2 * max(WORKERS, workers))))
        if last or (work >= wanted and left - work >= LEAST_WORK / 2) or left - work < 1:
            found.append(Part(_border(plan, first), inf if last else _border(plan, n + 1)))
            left, work, first = left - work, 0.0, None
            if left < 1:
                break
    return found


def _border(plan: Plan, cut: int) -> float:
    return 0.0 if cut == 0 else plan.cuts_s[cut] - BEFORE_S


def _works(
    plan: Plan, tracks: Sequence[PlanTrack], made: Mapping[str, Collection[int]]
) -> list[float]:
    """Return the work that each piece of the film still is."""
    works = [0.0] * len(plan.cuts)
    for track in tracks:
        cost = rules.cost(track) * (track.frame_rate or 25.0)
        there = made.get(track.id, ())
        for n, cut in enumerate(plan.segments(track)):
            if n not in there:
                works[plan.segment_at(cut.start_s + BEFORE_S)] += cost * cut.duration_s
    return works


def count(gaps: Sequence[Stretch]) -> int:
    """Return how many segments are missing, each counted once for all of its qualities."""
    return sum(gap.until - gap.first for gap in gaps)


def later_half(gaps: Sequence[Stretch]) -> Stretch:
    """Return what one takes who comes to help: the end, to meet whoever began at the beginning.

    Of an odd number it is the smaller half: the other is at its first already.
    """
    last = gaps[-1]
    if len(gaps) > 1:
        return last
    most = last.until - 1  # the only one is taken: whoever has it may be gone
    return Stretch(min((last.first + last.until + 1) // 2, most), last.until, last.tracks)
