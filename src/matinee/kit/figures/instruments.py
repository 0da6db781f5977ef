"""What counts: plain dictionaries behind a lock, quick enough for every request.

What is counted for every segment that is sent is counted without the lock and the look-up: who
does so alone (the event loop) keeps the cell, or the row, and writes to it.

The library that knows Prometheus' format is loaded by the first who asks and not by every start;
its own counters would also take three times as long (decision 0031). A figure is told apart by
labels whose values are few; should they be many after all, those beyond the first few hundred are
counted together as `other`, so that nobody can fill the memory of whoever collects them.
"""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

Labels = tuple[str, ...]
Cell = list[float]
Row = list[float]
OTHER: Final = "other"
MOST_SERIES: Final = 2_000
"""Sets of label values that one figure is told apart by, at most: all routes and their answers."""


@dataclass(frozen=True, slots=True)
class Family:
    """One figure as it is now, by the values of its labels."""

    name: str
    kind: Literal["counter", "gauge"]
    words: str
    labels: Labels = ()
    values: Mapping[Labels, float] = field(default_factory=dict[Labels, float])


@dataclass(frozen=True, slots=True)
class Buckets:
    """How often a value lay up to each of the bounds, and what all values come to.

    `rows`: label values -> the number within each bound and above the last, then their sum.
    """

    name: str
    words: str
    labels: Labels
    bounds: tuple[float, ...]
    rows: Mapping[Labels, Sequence[float]]


_known: dict[str, "Counter | Histogram | Level"] = {}


def _declare(one: "Counter | Histogram | Level") -> None:
    assert one.name not in _known, f"{one.name} is counted twice"
    _known[one.name] = one


class Counter:
    """A number that only rises. Safe from any thread."""

    def __init__(self, name: str, words: str, labels: Labels = ()) -> None:
        self.name, self.words, self.labels = name, words, labels
        self._lock = threading.Lock()
        self._cells: dict[Labels, Cell] = {} if labels else {(): [0.0]}
        self._others = (OTHER,) * len(labels)
        _declare(self)

    def add(self, *labels: str, by: float = 1.0) -> None:
        """Count something, or so much of it."""
        with self._lock:
            (self._cells.get(labels) or self._fresh(labels))[0] += by

    def cell(self, *labels: str) -> Cell:
        """Return where it is counted, for one thread that counts there alone."""
        with self._lock:
            return self._cells.get(labels) or self._fresh(labels)

    def begin(self, *sets: Labels) -> "Counter":
        """Have these told from the start: a rise from nothing is only seen where 0 was."""
        for labels in sets:
            self.cell(*labels)
        return self

    def look(self) -> Family:
        """Return it as it is now."""
        with self._lock:
            values = {labels: cell[0] for labels, cell in self._cells.items()}
        return Family(self.name, "counter", self.words, self.labels, values)

    def _fresh(self, labels: Labels) -> Cell:
        if len(self._cells) >= MOST_SERIES:
            labels = self._others
        return self._cells.setdefault(labels, [0.0])


class Histogram:
    """How values are spread over bounds (rising). Safe from any thread."""

    def __init__(
        self, name: str, words: str, bounds: tuple[float, ...], labels: Labels = ()
    ) -> None:
        self.name, self.words, self.labels, self.bounds = name, words, labels, bounds
        self._lock = threading.Lock()
        self._rows: dict[Labels, Row] = {}
        self._others = (OTHER,) * len(labels)
        if not labels:
            self._rows[()] = self._empty()
        _declare(self)

    def note(self, value: float, *labels: str) -> None:
        """Count a value."""
        place = bisect_left(self.bounds, value)
        with self._lock:
            row = self._rows.get(labels) or self._fresh(labels)
            row[place] += 1
            row[-1] += value

    def row(self, *labels: str) -> Row:
        """Return where values are counted, for one thread that counts there alone: the number up
        to each bound and above the last, then the sum of all values."""
        with self._lock:
            return self._rows.get(labels) or self._fresh(labels)

    def look(self) -> Buckets:
        """Return it as it is now."""
        with self._lock:
            rows = {labels: tuple(row) for labels, row in self._rows.items()}
        return Buckets(self.name, self.words, self.labels, self.bounds, rows)

    def _fresh(self, labels: Labels) -> Row:
        if len(self._rows) >= MOST_SERIES:
            labels = self._others
        return self._rows.setdefault(labels, self._empty())

    def _empty(self) -> Row:
        return [0.0] * (len(self.bounds) + 2)


class Level:
    """A number that rises and falls. One thread alone may write to `now`; others `add`."""

    def __init__(self, name: str, words: str) -> None:
        self.name, self.words = name, words
        self._lock = threading.Lock()
        self.now = 0.0
        _declare(self)

    def add(self, by: float) -> None:
        """Let it rise, or fall."""
        with self._lock:
            self.now += by

    def look(self) -> Family:
        """Return it as it is now."""
        return gauge(self.name, self.words, self.now)


def gauge(
    name: str,
    words: str,
    value: float | Mapping[Labels, float],
    labels: Labels = (),
) -> Family:
    """Return a figure that was looked up at this moment: one value, or one for each label set."""
    values: Mapping[Labels, float] = {(): value} if isinstance(value, (int, float)) else value
    return Family(name, "gauge", words, labels, values)


def told() -> Iterable[Family | Buckets]:
    """Return all that this process has counted."""
    return [one.look() for one in list(_known.values())]
