"""What many viewings say together. Pure.

Percentiles are by nearest rank: of few values the 95th is the worst, which is meant.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["direct", "copied", "encoded"]
KINDS: tuple[Kind, ...] = ("direct", "copied", "encoded")

MOST_ROWS = 20_000
MOST_OF_ONE_PERSON = 2_000
KEPT_DAYS = 90

START_P50_S: Mapping[Kind, float | None] = {"direct": 0.4, "copied": None, "encoded": None}
START_P95_S: Mapping[Kind, float] = {"direct": 1.0, "copied": 1.0, "encoded": 2.5}
SEEK_NEAR_P95_S = 0.3


@dataclass(frozen=True, slots=True)
class Viewing:
    """What one viewing says, as far as it is added up."""

    client: str
    way: str | None
    decision: str | None
    start_ms: int | None
    seeks_near_ms: Sequence[int]
    seeks_far_ms: Sequence[int]
    watched_s: float
    stalls: int
    stalled_s: float
    ups: int
    downs: int
    dropped: int
    decoded: int
    fallbacks: int
    failures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """Many times in two figures, in seconds; null where there is none."""

    count: int
    p50_s: float | None
    p95_s: float | None


@dataclass(slots=True)
class Group:
    """Viewings that have something in common."""

    viewings: int = 0
    watched_s: float = 0.0
    stalls: int = 0
    stalled_s: float = 0.0
    starts_ms: list[int] = field(default_factory=list[int])
    near_ms: list[int] = field(default_factory=list[int])
    far_ms: list[int] = field(default_factory=list[int])

    def add(self, one: Viewing) -> None:
        """Count a viewing in."""
        self.viewings += 1
        self.watched_s += one.watched_s
        self.stalls += one.stalls
        self.stalled_s += one.stalled_s
        if one.start_ms is not None:
            self.starts_ms.append(one.start_ms)
        self.near_ms.extend(one.seeks_near_ms)
        self.far_ms.extend(one.seeks_far_ms)

    @property
    def stalled_share(self) -> float:
        """The part of the time in which the picture stood still against the viewer's will."""
        whole_s = self.watched_s + self.stalled_s
        return self.stalled_s / whole_s if whole_s > 0 else 0.0


@dataclass(slots=True)
class Summary:
    """All viewings of a time."""

    whole: Group = field(default_factory=Group)
    kinds: dict[Kind, Group] = field(default_factory=lambda: {kind: Group() for kind in KINDS})
    clients: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    failures: Counter[str] = field(default_factory=Counter[str])
    hit: Counter[str] = field(default_factory=Counter[str])
    never_began: int = 0
    fallbacks: int = 0
    ups: int = 0
    downs: int = 0
    dropped: int = 0
    decoded: int = 0


def kind_of(way: str | None, decision: str | None) -> Kind | None:
    """Return how a viewing's bytes were made; None where none came."""
    if way is None:
        return None
    if way == "direct":
        return "direct"
    return "encoded" if decision == "transcode" else "copied"


def summarize(viewings: Iterable[Viewing]) -> Summary:
    """Add viewings up."""
    summary = Summary()
    for one in viewings:
        summary.whole.add(one)
        summary.clients[one.client].add(one)
        kind = kind_of(one.way, one.decision)
        if kind is not None:
            summary.kinds[kind].add(one)
        summary.failures.update(one.failures)
        summary.hit.update(dict.fromkeys(one.failures, 1))
        summary.never_began += one.watched_s == 0 and bool(one.failures)
        summary.fallbacks += one.fallbacks
        summary.ups += one.ups
        summary.downs += one.downs
        summary.dropped += one.dropped
        summary.decoded += one.decoded
    return summary


def spread(values_ms: Sequence[int]) -> Spread:
    """Return the median and the 95th percentile."""
    if not values_ms:
        return Spread(0, None, None)
    ranked = sorted(values_ms)
    return Spread(len(ranked), _rank(ranked, 0.5) / 1000, _rank(ranked, 0.95) / 1000)


def _rank(ranked: Sequence[int], share: float) -> int:
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
