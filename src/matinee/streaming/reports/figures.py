"""What players told of start, seek and stall, as figures.

A player tells once a minute what its viewing came to since it began; what is new in a report is
counted, in the process that the report came to. Whose viewing it was, and of what, is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matinee.kit.figures import OTHER, Counter, Histogram
from matinee.streaming.reports.rules import KINDS, Kind, kind_of
from matinee.streaming.reports.schemas import PlaybackReport

FAILURES: Final = frozenset(
    {"network", "busy", "expired", "decode", "gone", "unavailable", "signed_out"}
)
"""The kinds of failure our own player tells of (web/src/player/core/stream/failure.ts)."""

_STARTS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0)
STARTS = Histogram(
    "matinee_playback_start_seconds",
    "Seconds from opening the player to the first picture, as players measured them.",
    _STARTS,
    ("kind",),
)
SEEKS = Histogram(
    "matinee_playback_seek_seconds",
    "Seconds from a seek to the picture of its place; near: the place was buffered already.",
    _STARTS,
    ("kind", "reach"),
)
_BY_KIND: Final = tuple((kind,) for kind in KINDS)
WATCHED = Counter(
    "matinee_playback_watched_seconds_total", "Seconds that were watched.", ("kind",)
).begin(*_BY_KIND)
STALLS = Counter(
    "matinee_playback_stalls_total", "Times the picture stood still unasked.", ("kind",)
).begin(*_BY_KIND)
STALLED = Counter(
    "matinee_playback_stalled_seconds_total", "Seconds that it stood still.", ("kind",)
).begin(*_BY_KIND)
VIEWINGS = Counter(
    "matinee_playback_viewings_total", "Viewings that players began to tell of.", ("kind",)
).begin(*_BY_KIND)
FAILED = Counter(
    "matinee_playback_failures_total", "What went wrong in players, by kind.", ("code",)
).begin(*((code,) for code in sorted(FAILURES)))


@dataclass(frozen=True, slots=True)
class Before:
    """What a viewing had told before, as it was then."""

    way: str | None = None
    start_ms: int | None = None
    near_ms: tuple[int, ...] = ()
    far_ms: tuple[int, ...] = ()
    watched_s: float = 0.0
    stalls: int = 0
    stalled_s: float = 0.0
    failures: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, told: Any) -> "Before":
        """Return what a row tells, unmoved by what is written over it."""
        return cls(
            told.way, told.start_ms, tuple(told.seeks_near_ms), tuple(told.seeks_far_ms),
            told.watched_s, told.stalls, told.stalled_s, tuple(told.failures.items()),
        )  # fmt: skip


def note_report(before: Before, now: PlaybackReport) -> None:
    """Count what a report says that the one before it did not."""
    kind = kind_of(now.way, now.decision)
    if kind is not None:
        _note_viewing(kind, before, now)
    known = dict(before.failures)
    for code, count in now.failures.items():
        if count > known.get(code, 0):
            short = code.partition(".")[0]
            FAILED.add(short if short in FAILURES else OTHER, by=count - known.get(code, 0))


def _note_viewing(kind: Kind, before: Before, now: PlaybackReport) -> None:
    if before.way is None:
        VIEWINGS.add(kind)
    if before.start_ms is None and now.start_ms is not None:
        STARTS.note(now.start_ms / 1000, kind)
    for reach, old, new in (
        ("near", before.near_ms, now.seeks_near_ms),
        ("far", before.far_ms, now.seeks_far_ms),
    ):
        for ms in added(old, new):
            SEEKS.note(ms / 1000, kind, reach)
    for counter, old_value, new_value in (
        (WATCHED, before.watched_s, now.watched_s),
        (STALLS, before.stalls, now.stalls),
        (STALLED, before.stalled_s, now.stalled_s),
    ):
        counter.add(kind, by=max(0.0, new_value - old_value))


def added(old: Sequence[int], new: Sequence[int]) -> Sequence[int]:
    """Return what a list has at its end that the one before it had not. A full list forgets at its
    beginning what it takes in at its end."""
    for gone in range(len(old) + 1):
        kept = old[gone:]
        if list(kept) == list(new[: len(kept)]):
            return new[len(kept) :]
    return new
