"""Whose turn it is: the conductor's values and its fairness."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from matinee.engine import Plan, PlanTrack, Run
from matinee.kit import clock

Key = tuple[str, str]  # folder of the plan, id of the track


@dataclass(eq=False)
class Want:
    """One segment that somebody waits for."""

    folder: Path  # of the track, in the cache
    media_id: str
    source: str
    plan: Plan
    track: PlanTrack
    number: int
    viewers: set[str]
    future: "Future[bytes]" = field(default_factory=Future)
    asked_s: float = field(default_factory=clock.monotonic)
    tries: int = 0

    @property
    def key(self) -> Key:
        """What runs are told apart by."""
        return str(self.folder.parent), self.track.id

    @property
    def last(self) -> int:
        """The number of the track's last segment."""
        return len(self.plan.bounds(self.track)) - 2


@dataclass(eq=False)
class Turn:
    """A run and whom it serves."""

    key: Key
    media_id: str
    plan: Plan
    track: PlanTrack
    viewers: set[str]
    first: int = 0
    held: bool = False
    asked_s: float = field(default_factory=clock.monotonic)
    seconds_made: float = 0.0
    seconds_taken: float = 0.0
    _since_s: float = field(default_factory=clock.monotonic)
    run: Run = field(init=False)

    def begin(self, first: int) -> None:
        """Note where it begins."""
        self.first = first
        self._since_s = clock.monotonic()

    @property
    def working(self) -> bool:
        """Whether it uses the machine now."""
        return not self.held and not self.run.idle

    @property
    def speed(self) -> float | None:
        """Seconds of film made in a second of work; None before the first segment."""
        return self.seconds_made / self.seconds_taken if self.seconds_taken > 0 else None

    def hold(self) -> None:
        """Stand still."""
        self.held = True
        self.run.suspend()

    def go_on(self) -> None:
        """Work again."""
        self.held = False
        self._since_s = clock.monotonic()
        self.run.resume()

    def woken(self) -> None:
        """Note that it has something to do again after a rest."""
        self._since_s = clock.monotonic()

    def made(self, number: int) -> tuple[float, float]:
        """Note a segment; returns (pixels in it, seconds it took)."""
        now = clock.monotonic()
        seconds = self.plan.segments(self.track)[number].duration_s
        taken = max(now - self._since_s, 0.001)
        self.seconds_made += seconds
        self.seconds_taken += taken
        self._since_s = now
        area = (self.track.width or 0) * (self.track.height or 0)
        return area * (self.track.frame_rate or 30.0) * seconds, taken


def next_turn(wants: Sequence[Want], turns: Iterable[Turn]) -> Want:
    """Return the wish that is served next: of who has the fewest runs, the one asked first."""
    held: dict[str, int] = {}
    for turn in turns:
        for viewer in turn.viewers:
            held[viewer] = held.get(viewer, 0) + (1 if turn.working else 0)
    return min(wants, key=lambda w: (min(held.get(v, 0) for v in w.viewers), w.asked_s))


def spare(working: Sequence[Turn], awaited: Callable[[Turn], bool]) -> Turn | None:
    """Return the run that can best stand still: one that only runs ahead, the least asked for."""
    idle = [turn for turn in working if not awaited(turn)]
    return min(idle, key=lambda t: t.asked_s, default=None)
