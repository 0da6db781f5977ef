"""Filling the cache with segments of one plan: what is there stays, what is missing is made.

Several may fill the same stretch, in whatever processes. A segment is the same whoever makes it, so
who finds it there goes on with the next, and of two that make the same one, either may stay.
"""

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
from matinee.streaming.prepare import rules, splitting
from matinee.streaming.prepare.rules import Stretch
from matinee.streaming.prepare.splitting import Part
from matinee.streaming.records import Record

T = TypeVar("T")
_LOOK_EVERY_S = 1.0
_AHEAD = 2  # segments that a run may make beyond its last: enough to let the encoders overlap
_PATIENCE_S = 10.0  # with whoever is at the last ones
_LEAVES_S = 2.0
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
    """What is filled and what it costs. `still_due` is called often and may leave; `told` says
    whether the job's progress is that of this filling."""

    room: Room | None = None
    part: Part = Part()
    still_due: Callable[[], None] = lambda: None
    told: bool = True


class _Leash:
    """How far a run may go: a little beyond what it has made, and not into what somebody else
    has made meanwhile."""

    def __init__(self, stretch: Stretch, is_there: Callable[[int], bool]) -> None:
        self.until = min(stretch.first + _AHEAD, stretch.until)
        self._last, self._is_there = stretch.until, is_there
        self._run: Run | None = None
        self._lock = threading.Lock()

    def hold(self, run: Run) -> None:
        """Lead this run."""
        self._run = run
        run.extend(self.until)

    def made(self, number: int) -> None:
        """Let it go on after it has made a segment."""
        with self._lock:
            while (
                self.until < self._last
                and self.until - number <= _AHEAD
                and not self._is_there(self.until)
            ):
                self.until += 1
        if self._run is not None:
            self._run.extend(self.until)


class Filling:
    """One attempt at filling a part of a plan's tracks. Others may be filling it too."""

    def __init__(
        self, ctx: JobContext, record: Record, tracks: Sequence[PlanTrack], bounds: Bounds
    ) -> None:
        self._ctx, self._record, self._bounds = ctx, record, bounds
        self._engine, self._plan, self._source = ctx.services.engine, record.plan, record.path
        self._tracks = tracks
        self._pictures = [track for track in tracks if track.kind == "video"]
        self._numbers = {track.id: bounds.part.numbers(record.plan, track) for track in tracks}
        self._made = {track.id: self._there(track.id) for track in tracks}
        self._cost = {t.id: rules.cost(t) / max(prepared.total(record.plan, t), 1) for t in tracks}
        self._whole = sum(self._cost[one] * len(mine) for one, mine in self._numbers.items())
        self._began_s, self._began_at = clock.monotonic(), self._done()
        self._lock = threading.Lock()
        self._tell()

    def make(self) -> None:
        """Make all of it: sound first, because it is quick; then every quality of the picture from
        one decoding. Headers are of who has the beginning: several would make each of them."""
        self._sounds()
        for stretch in self.gaps():
            self._encode(stretch)
        self.help()
        for track in self._pictures:
            self._one_by_one(track)  # what no run made, for whatever reason: usually nothing
        for track in self._tracks if self._bounds.part.first_s == 0 else ():
            self.header(track)

    def help(self) -> None:
        """Make what is lacking while somebody else is at it too: the later half, and so on."""
        patient = True
        while gaps := self.gaps():
            lacking = splitting.count(gaps)
            if patient and lacking <= splitting.FEW:
                patient = self._fewer(lacking)
                continue
            self._encode(splitting.later_half(gaps))
            if splitting.count(self.gaps()) >= lacking:
                break
            patient = True
        self._sounds()

    def _fewer(self, lacking: int) -> bool:
        """Wait a while for others to make what is in their hands; say whether they made any."""
        deadline = clock.monotonic() + _PATIENCE_S
        while clock.monotonic() < deadline:
            self._bounds.still_due()
            if self._ctx.wait(lambda: splitting.count(self.gaps()) < lacking, _LOOK_EVERY_S):
                return True
        return False

    def header(self, track: PlanTrack) -> None:
        """Make the header of a track."""
        if not (self._record.folder / track.id / "init.mp4").exists():
            made = self._ask(lambda: self._engine.init_segment(self._source, self._plan, track.id))
            self._write(track.id, "init.mp4", made)

    def _sounds(self) -> None:
        for track in self._tracks:
            if track.kind == "audio":
                self._one_by_one(track)

    def _one_by_one(self, track: PlanTrack) -> None:
        """Make what a track lacks, segment by segment."""
        for number in self._numbers[track.id]:
            if not self._is_there(track.id, number):
                self._ctx.check()
                self._bounds.still_due()
                self._keep(track.id, number, self._segment(track.id, number))

    def gaps(self) -> list[Stretch]:
        """Return what pictures lack now, as the disk has it."""
        for track in self._pictures:
            self._made[track.id] = self._there(track.id)
        mine = [self._numbers[track.id] for track in self._pictures if self._numbers[track.id]]
        if not mine:
            return []
        numbers = range(min(one.start for one in mine), max(one.stop for one in mine))
        made = {
            track.id: self._made[track.id] | (set(numbers) - set(self._numbers[track.id]))
            for track in self._pictures
        }
        return rules.gaps([track.id for track in self._pictures], numbers, made)

    def _encode(self, stretch: Stretch) -> None:
        """Make a stretch of several qualities from one decoding, giving way to viewers."""
        over, failures = threading.Event(), list[Exception]()
        leash = _Leash(stretch, lambda n: all(self._is_there(one, n) for one in stretch.tracks))

        def made(track_id: str, number: int, data: bytes) -> None:
            if failures:
                return
            try:
                self._keep(track_id, number, data)
            except (MatineeError, OSError) as error:
                failures.append(error)
                over.set()
                self._ctx.wake()
            leash.made(number)

        def ended(error: EngineError | None) -> None:
            if error is not None and not isinstance(error, Stopped):
                failures.append(from_engine(error))
            over.set()
            self._ctx.wake()

        self._ctx.check()
        run = self._ask(
            lambda: self._engine.encode(
                self._source, self._plan, stretch.tracks, stretch.first, leash.until,
                on_segment=made, on_end=ended, background=True,
            )
        )  # fmt: skip
        run.on_idle = self._ctx.wake
        leash.hold(run)
        self._follow(run, over, stretch)
        if failures:
            raise failures[0]

    def _follow(self, run: Run, over: threading.Event, stretch: Stretch) -> None:
        try:
            with conductor_of(self._ctx.services).background(run):
                # A run that made all it was allowed rests until it is told to go on. And others may
                # be quicker.
                while not self._ctx.wait(
                    lambda: over.is_set() or run.idle or self._is_whole(stretch), _LOOK_EVERY_S
                ):
                    self._bounds.still_due()
        finally:
            if run.idle:  # what goes on with another part is spared its start
                run.leave()
                run.join(_LEAVES_S)
            run.stop()
            run.join(5)

    def _is_whole(self, stretch: Stretch) -> bool:
        numbers = range(stretch.first, stretch.until)
        return all(self._is_there(one, n) for one in stretch.tracks for n in reversed(numbers))

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
        return {
            n for n in self._numbers[track_id] if prepared.is_made(self._record.folder, track_id, n)
        }

    def _is_there(self, track_id: str, number: int) -> bool:
        """Say whether a segment is there, by whomever it was made."""
        made = self._made[track_id]
        if number not in made and prepared.is_made(self._record.folder, track_id, number):
            made.add(number)
        return number in made

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
        if not self._bounds.told:
            return
        with self._lock:
            done, spent_s = self._done(), clock.monotonic() - self._began_s
        new = done - self._began_at
        eta_s = (self._whole - done) * spent_s / new if new > 0 and spent_s > _SETTLED_S else None
        self._ctx.progress(min(99.9, 100 * done / (self._whole or 1)), eta_s=eta_s)
