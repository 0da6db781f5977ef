"""Intro and credits of the episodes of a season, from what their sounds have in common.

Each episode is held against its neighbours. One pairing may be wrong (the same film twice, a song
that comes again), so where there are three or more, two must agree on a place before it counts.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, Self

from matinee.engine import stretches
from matinee.engine.prints import HEARD_S, HOP_S, LONGEST_INTRO_S, SoundPrint, numbers
from matinee.engine.stretches import Indexed, Stretch
from matinee.engine.types import Marker

REACH: Final = 3  # neighbours on either side
SHORTEST_S: Final = 15.0
INTRO_BEFORE: Final = 0.25  # an intro begins before this part of an episode
CREDITS_FROM: Final = 0.75
SAME: Final = 0.6  # of all that was heard: these two are one film twice
CUT_OFF: Final = 0.9  # of the end that was heard: it goes on further ahead, and is no credits
AGREE: Final = 0.5  # of two places: what they share against what they cover together
# A number that hears the beginning and a little of what came before is alike already, and one that
# hears the end and a little of what follows is alike still: measured at 5 numbers and at 8.
EARLY_S: Final = 5 * HOP_S
LATE_S: Final = 8 * HOP_S
SNAP_S: Final = 1.0
REST_S: Final = 5.0  # less than this after the credits is black and a logo


@dataclass(frozen=True, slots=True)
class Episode:
    """A print and whose it is: several files of one title are not held against each other."""

    title: str
    print: SoundPrint

    def to_json(self) -> dict[str, Any]:
        """Return plain values for `json.dumps`."""
        heard = self.print
        return {
            "title": self.title,
            "duration_s": heard.duration_s,
            "tail_start_s": heard.tail_start_s,
            "head": b64encode(heard.head).decode(),
            "tail": b64encode(heard.tail).decode(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the episode of `to_json`."""
        head, tail = b64decode(data["head"]), b64decode(data["tail"])
        return cls(data["title"], SoundPrint(data["duration_s"], data["tail_start_s"], head, tail))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pairing says that something lies, in seconds."""

    start_s: float
    end_s: float
    other: str  # the title it was heard in, too

    def agrees(self, other: "_Place") -> bool:
        shared = min(self.end_s, other.end_s) - max(self.start_s, other.start_s)
        whole = max(self.end_s, other.end_s) - min(self.start_s, other.start_s)
        return shared >= AGREE * whole


class _Ends:
    """The two ends of an episode, ready to be compared."""

    def __init__(self, episode: Episode) -> None:
        self.title, self.print = episode.title, episode.print
        self.head = Indexed(numbers(episode.print.head))
        self.tail = Indexed(numbers(episode.print.tail))
        self.length = len(self.head.numbers) + len(self.tail.numbers)
        self.partners: set[str] = set()
        self.intros: list[_Place] = []
        self.credits: list[_Place] = []


def season(episodes: Sequence[Episode]) -> list[tuple[Marker, ...]]:
    """Return the markers of each episode of a season; they are given in order."""
    ends = [_Ends(episode) for episode in episodes]
    order = {title: n for n, title in enumerate(dict.fromkeys(one.title for one in ends))}
    for n, one in enumerate(ends):
        for other in ends[n + 1 :]:
            if 0 < abs(order[other.title] - order[one.title]) <= REACH:
                _compare(one, other)
    return [_markers(one) for one in ends]


def _compare(one: _Ends, other: _Ends) -> None:
    """Let two episodes tell each other what they share."""
    if not one.length or not other.length:
        return
    heads = stretches.common(one.head, other.head)
    tails = stretches.common(one.tail, other.tail)
    shared = sum(stretch.length for stretch in (*heads, *tails))
    if shared >= SAME * min(one.length, other.length):
        return
    one.partners.add(other.title)
    other.partners.add(one.title)
    for stretch in heads:
        one.intros.append(_placed(stretch, one.head, other.head, 0.0, other.title))
        back = stretch.turned()
        other.intros.append(_placed(back, other.head, one.head, 0.0, one.title))
    for stretch in tails:
        at = one.print.tail_start_s, other.print.tail_start_s
        one.credits.append(_placed(stretch, one.tail, other.tail, at[0], other.title))
        back = stretch.turned()
        other.credits.append(_placed(back, other.tail, one.tail, at[1], one.title))


def _placed(stretch: Stretch, mine: Indexed, theirs: Indexed, at_s: float, title: str) -> _Place:
    """Return a stretch in seconds of the film; at the edge of a print it is taken as it is."""
    first = min(stretch.start, stretch.start + stretch.shift)
    left = min(
        len(mine.numbers) - stretch.end, len(theirs.numbers) - stretch.end - stretch.shift
    )  # fmt: skip
    start_s = stretch.start * HOP_S + min(first * HOP_S, EARLY_S)
    end_s = (stretch.end - 1) * HOP_S + HEARD_S - min(left * HOP_S, LATE_S)
    return _Place(at_s + start_s, at_s + end_s, title)


def _markers(one: _Ends) -> tuple[Marker, ...]:
    duration_s = one.print.duration_s
    tail_s = duration_s - one.print.tail_start_s
    intro = _agreed(one, [p for p in one.intros if _is_intro(p, duration_s)])
    ending = _agreed(
        one,
        [
            p for p in one.credits
            if p.start_s >= CREDITS_FROM * duration_s and p.end_s - p.start_s >= SHORTEST_S
            and p.end_s - p.start_s <= CUT_OFF * tail_s
        ],
    )  # fmt: skip
    found: list[Marker] = []
    if intro is not None:
        start_s = intro[0] if intro[0] >= SNAP_S else 0.0
        found.append(Marker("intro", round(start_s, 2), round(intro[1], 2)))
    if ending is not None:
        end_s = ending[1] if duration_s - ending[1] >= REST_S else duration_s
        found.append(Marker("credits", round(ending[0], 2), round(end_s, 2)))
    return tuple(found)


def _is_intro(place: _Place, duration_s: float) -> bool:
    long_enough = SHORTEST_S <= place.end_s - place.start_s <= LONGEST_INTRO_S
    return long_enough and place.start_s <= INTRO_BEFORE * duration_s


def _agreed(one: _Ends, places: Sequence[_Place]) -> tuple[float, float] | None:
    """Return the place most partners agree on; the longer of two with as many."""
    needed = 1 if len(one.partners) < REACH else 2
    groups = [[p for p in places if p.agrees(middle)] for middle in places]
    groups = [group for group in groups if len({p.other for p in group}) >= needed]
    if not groups:
        return None

    def weight(group: list[_Place]) -> tuple[int, float, float]:
        lengths = [p.end_s - p.start_s for p in group]
        return len({p.other for p in group}), median(lengths), -group[0].start_s

    best = max(groups, key=weight)
    return median(p.start_s for p in best), median(p.end_s for p in best)
