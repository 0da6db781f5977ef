"""Filling the cache with the segments of one plan: what is there stays, what is missing is made."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matinee.engine import EngineError, PlanTrack, Run, Stopped
from matinee.kit import clock, store
from matinee.kit.errors import MatineeError, NoSpace, Unavailable, from_engine
from matinee.kit.jobs import JobContext
from matinee.streaming import prepared
from matinee.streaming.conductor import conductor_of
from matinee.streaming.eviction import keeper_of
from matinee.streaming.prepare import rules
from matinee.streaming.prepare.rules import Stretch
from matinee.streaming.records import Record

T = TypeVar("T")
_LOOK_EVERY_S = 1.0
_SETTLED_S = 5.0  # of work before the time left is told
_GB = 1000**3
# Above the floor, which may be nothing: the database must be able to say how it ended.
_ROOM_FOR_ROWS = 4 * 1024**2


@dataclass(slots=True)
class Room:
    """How much the cap leaves for a title beside what else is prepared. Bytes."""

    cap: int
    others: int
    there: int

    def take(self, size_bytes: int) -> None:
        """Count what is about to be written. Raises NoSpace beyond the cap."""
        self.there += size_bytes
        if self.others + self.there > self.cap:
            raise self.too_small(self.there)

    def too_small(self, needed: int) -> NoSpace:
        """Return the error of a title that does not fit."""
        return NoSpace(
            f"This title takes {needed / _GB:.1f} GB or more; the cache may hold "
            f"{self.cap / _GB:.1f} GB, of which other prepared titles take "
            f"{self.others / _GB:.1f} GB.",
            fix="Prepare fewer qualities, empty prepared titles under Settings, Streaming, or "
            "raise MATINEE_CACHE_MAX_BYTES and start the server again.",
            code="cache_too_small",
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a filling goes. `still_due` is called often and may leave."""

    room: Room | None = None
    until_s: float | None = None
    still_due: Callable[[], None] = lambda: None


class Filling:
    """One attempt at filling a plan's tracks."""

    def __init__(
        self, ctx: JobContext, record: Record, tracks: Sequence[PlanTrack], bounds: Bounds
    ) -> None:
        self._ctx, self._record, self._bounds = ctx, record, bounds
        self._engine, self._plan, self._source = ctx.services.engine, record.plan, record.path
        self._until = {track.id: _until(record, track, bounds.until_s) for track in tracks}
        self._made = {track.id: self._there(track.id) for track in tracks}
        self._cost = {t.id: rules.cost(t) / max(self._until[t.id], 1) for t in tracks}
        self._whole = sum(self._cost[t.id] * self._until[t.id] for t in tracks)
        self._began_s, self._began_at = clock.monotonic(), self._done()
        self._lock = threading.Lock()
        self._tell()

    def header(self, track: PlanTrack) -> None:
        """Make the header of a track."""
        if not (self._record.folder / track.id / "init.mp4").exists():
            made = self._ask(lambda: self._engine.init_segment(self._source, self._plan, track.id))
            self._write(track.id, "init.mp4", made)

    def one_by_one(self, track: PlanTrack) -> None:
        """Make what a track lacks, segment by segment."""
        for number in range(self._until[track.id]):
            if number not in self._made[track.id]:
                self._ctx.check()
                self._bounds.still_due()
                self._keep(track.id, number, self._segment(track.id, number))

    def gaps(self, tracks: Sequence[PlanTrack]) -> list[Stretch]:
        """Return what pictures lack now, as the disk has it."""
        for track in tracks:
            self._made[track.id] = self._there(track.id)
        most = max((self._until[track.id] for track in tracks), default=0)
        return rules.gaps([track.id for track in tracks], most, self._made)

    def encode(self, stretch: Stretch) -> None:
        """Make a stretch of several qualities from one decoding, giving way to viewers."""
        over, failures = threading.Event(), list[Exception]()

        def made(track_id: str, number: int, data: bytes) -> None:
            if failures:
                return
            try:
                self._keep(track_id, number, data)
            except (MatineeError, OSError) as error:
                failures.append(error)
                over.set()

        def ended(error: EngineError | None) -> None:
            if error is not None and not isinstance(error, Stopped):
                failures.append(from_engine(error))
            over.set()

        self._ctx.check()
        run = self._ask(
            lambda: self._engine.encode(
                self._source, self._plan, stretch.tracks, stretch.first, stretch.until,
                on_segment=made, on_end=ended, background=True,
            )
        )  # fmt: skip
        self._follow(run, over)
        if failures:
            raise failures[0]

    def _follow(self, run: Run, over: threading.Event) -> None:
        try:
            with conductor_of(self._ctx.services).background(run):
                # A run that made all it was allowed rests until it is told to go on.
                while not self._ctx.wait(lambda: over.is_set() or run.idle, _LOOK_EVERY_S):
                    self._bounds.still_due()
        finally:
            run.stop()
            run.join(5)

    def _segment(self, track_id: str, number: int) -> bytes:
        return self._ask(lambda: self._engine.segment(self._source, self._plan, track_id, number))

    def _ask(self, question: Callable[[], T]) -> T:
        try:
            return question()
        except EngineError as error:
            self._ctx.check()
            if error.code == "missing":
                raise Unavailable(error.detail, fix=error.fix, code="unavailable") from error
            raise from_engine(error) from error

    def _there(self, track_id: str) -> set[int]:
        found = prepared.made(self._record.folder, track_id)
        return {number for number in found if number < self._until[track_id]}

    def _keep(self, track_id: str, number: int, data: bytes) -> None:
        self._write(track_id, f"{number}.m4s", data)
        with self._lock:
            self._made[track_id].add(number)
        self._tell()

    def _write(self, track_id: str, name: str, data: bytes) -> None:
        """Write a piece. Raises NoSpace before the disk is below its floor, or the cap is passed.

        The cache is asked to make room first: what was only watched goes before this stops.
        """
        services = self._ctx.services
        if self._bounds.room is not None:
            self._bounds.room.take(len(data))
        wanted = len(data) + _ROOM_FOR_ROWS
        if services.store.free_bytes() - wanted < services.store.floor_bytes:
            keeper_of(services).look()
            services.store.require_space(wanted)
        store.write_atomic(self._record.folder / track_id / name, data, durable=False)
        keeper_of(services).added(len(data))

    def _done(self) -> float:
        return sum(self._cost[one] * len(numbers) for one, numbers in self._made.items())

    def _tell(self) -> None:
        with self._lock:
            done, spent_s = self._done(), clock.monotonic() - self._began_s
        new = done - self._began_at
        eta_s = (self._whole - done) * spent_s / new if new > 0 and spent_s > _SETTLED_S else None
        self._ctx.progress(min(99.9, 100 * done / max(self._whole, 1)), eta_s=eta_s)


def _until(record: Record, track: PlanTrack, until_s: float | None) -> int:
    """Return the number of the first segment that is not wanted."""
    cuts = record.plan.segments(track)
    if until_s is None:
        return len(cuts)
    return sum(1 for cut in cuts if cut.start_s < until_s)
