"""Encoding that goes on for a while: a child that fills segment after segment.

How far it may go is told as viewers ask for more, so it neither falls behind nor burns the
machine for what nobody sees. It can be held still in the middle of a picture (SIGSTOP), which is
how preparing gives way to viewers at once. A child that says nothing for long while it should be
working is taken for hung and ended.
"""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import copy_context
from dataclasses import asdict, dataclass
from typing import Any, Final

from matinee.engine.devices import SOFTWARE
from matinee.engine.errors import Closed, EngineError, Stopped, TimedOut
from matinee.engine.plan import Plan
from matinee.engine.run import Limits, Lost, Request, Worker, died
from matinee.engine.watch import NOBODY, RunWatch, Watch

HUNG_S: Final = 90.0
LONGEST_S: Final = 24 * 3600.0
POLL_S: Final = 1.0

OnSegment = Callable[[str, int, bytes], None]
OnEnd = Callable[[EngineError | None], None]
Keep = Callable[[Worker], bool]
MOST_KEPT: Final = 2  # children of background runs that have ended, for those that follow


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to make: segments `first` to before `until` of these tracks of a plan."""

    path: str
    plan: Plan
    track_ids: tuple[str, ...]
    first: int
    until: int
    background: bool = False
    encoder: str = SOFTWARE


class Run:
    """One child encoding. Callbacks come from a thread of the run."""

    def __init__(
        self,
        worker: Worker,
        order: Order,
        on_segment: OnSegment,
        on_end: OnEnd,
        watch: Watch = NOBODY,
        keep: Keep | None = None,
    ) -> None:
        self._worker, self._order, self._keep = worker, order, keep
        self._over = False  # the child is gone, or somebody else's
        self._watch = _watched(order, watch)
        self._worked_s, self._since = 0.0, time.monotonic()
        self._on_segment, self._on_end = on_segment, on_end
        self.on_idle: Callable[[], None] = _nobody
        """Told in the run's thread when all that was allowed is made."""
        self._until = order.until
        self._done = order.first  # segments before this one are there, of every track
        self._counts: dict[int, int] = {}
        self._held = False
        self._stopped = False
        self._moved = time.monotonic()
        self._lock = threading.Lock()
        whom = copy_context()  # what is logged of it is said of whoever asked for it
        self._thread = threading.Thread(
            target=whom.run, args=(self._follow,), name="encoding", daemon=True
        )
        self._thread.start()

    @property
    def pid(self) -> int:
        """Process id, for tests and the dashboard."""
        return self._worker.pid

    @property
    def next(self) -> int:
        """The number of the first segment that is not made yet."""
        return self._done

    @property
    def until(self) -> int:
        """The number of the first segment that is not allowed yet."""
        return self._until

    @property
    def idle(self) -> bool:
        """Whether all that was allowed is made."""
        return self._done >= self._until

    def extend(self, until: int) -> None:
        """Allow segments before `until`; what was allowed before stays so."""
        with self._lock:
            if until <= self._until or self._over:
                return
            if self.idle and not self._held:
                self._since = time.monotonic()
            self._until = until
            self._moved = time.monotonic()
            with contextlib.suppress(Lost):
                self._worker.tell({"until": until})

    def suspend(self) -> None:
        """Hold the child still, wherever it is."""
        with self._lock:
            if not self._held and not self._over:
                self._held = True
                self._worked_s += 0.0 if self.idle else time.monotonic() - self._since
                self._worker.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let the child go on."""
        with self._lock:
            if self._held:
                self._held = False
                self._moved = self._since = time.monotonic()
                self._worker.signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the child at once; what it had not finished is lost."""
        with self._lock:
            if not self._over:
                self._stopped = True
                self._worker.signal(signal.SIGKILL)

    def leave(self) -> None:
        """End the run where it has made all that it was allowed; its child is kept for another."""
        self.resume()
        with self._lock:
            if not self._over:
                with contextlib.suppress(Lost):
                    self._worker.tell({"stop": True})

    def join(self, timeout_s: float | None = None) -> None:
        """Wait until the child is gone and `on_end` was called."""
        self._thread.join(timeout_s)

    def _follow(self) -> None:
        error: EngineError | None = None
        keep: Keep | None = None
        try:
            self._worker.order(_request(self._order))
            self._listen()
            keep = self._keep
        except Lost:
            status = self._worker.end()
            error = Stopped("The encoding was stopped.") if self._stopped else died(status)
        except EngineError as said:
            error = said
        finally:
            with self._lock:
                self._over = True
                broken = self._held or self._stopped
            if broken or keep is None or not keep(self._worker):
                self._worker.end()
        self._watch.ended(error)
        on_end, self._on_segment, self._on_end = self._on_end, _nobody, _nobody
        self.on_idle = _nobody
        on_end(error)  # whoever hears of it holds this run, which must not hold them in turn

    def _listen(self) -> None:
        quiet = Request("", {}, HUNG_S, should_stop=self._is_hung)
        while True:
            try:
                head = self._worker.hear(quiet, time.monotonic() + LONGEST_S)
                data = self._worker.read(
                    int(head.get("payload", 0)), quiet, time.monotonic() + LONGEST_S
                )
            except Stopped as stopped:
                raise TimedOut(
                    f"The encoder said nothing for {round(HUNG_S)} seconds and was ended."
                ) from stopped
            if "error" in head:
                raise EngineError.from_wire(head["error"])
            if "segment" not in head:
                return
            track, number = head["segment"]
            self._on_segment(track, number, data)
            self._count(number)

    def _count(self, number: int) -> None:
        told: list[tuple[int, float]] = []
        with self._lock:
            self._moved = now = time.monotonic()
            self._counts[number] = self._counts.get(number, 0) + 1
            while self._counts.get(self._done) == len(self._order.track_ids):
                del self._counts[self._done]
                worked_s = self._worked_s + (0.0 if self._held else now - self._since)
                told.append((self._done, worked_s))
                self._worked_s, self._since = 0.0, now
                self._done += 1
        for made, worked_s in told:
            self._watch.made(made, worked_s)
        if told and self.idle:
            self.on_idle()

    def _is_hung(self) -> bool:
        working = not self.idle and not self._held
        return working and time.monotonic() - self._moved > HUNG_S


def _nobody(*_: object) -> None:
    """Hear nothing: of a run that has ended."""


class Stable:
    """Starts runs; keeps one child warm, so that a viewer does not wait for Python to load.

    While somebody watches there is always one to spare: the next seek needs it. The children of
    what is prepared go from one part of a title to the next: to start one is a tenth of a part.
    """

    def __init__(self, limits: Limits | None, idle_s: float, watch: Watch = NOBODY) -> None:
        self._limits, self._idle_s = limits or Limits(), idle_s
        self._watch = watch
        self._spare: Worker | None = None
        self._kept: list[Worker] = []
        self._timer: threading.Timer | None = None
        self._runs: set[Run] = set()
        self._lock = threading.Lock()
        self._closed = False

    def warm(self) -> None:
        """Have a child ready for the next run; returns at once."""
        with self._lock:
            if self._closed:
                return
            if self._spare is None or not self._spare.alive():
                self._spare = Worker(self._limits)
                with contextlib.suppress(Lost):
                    self._spare.order(Request("warm", {}, HUNG_S))
            self._wait_idle()

    def _wait_idle(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(self._idle_s, self._let_go)
        self._timer.daemon = True
        self._timer.start()

    def start(self, order: Order, on_segment: OnSegment, on_end: OnEnd) -> Run:
        """Begin a run. Raises Closed."""
        worker = self._take(order)
        known: list[Run] = []

        def ended(error: EngineError | None) -> None:
            with self._lock:
                self._runs.difference_update(known)
            on_end(error)

        def made(track: str, number: int, data: bytes) -> None:
            on_segment(track, number, data)
            if number == order.first and not order.background:
                self.warm()  # only now: nobody waits for this run any more

        keep = self._keep if order.background else None
        run = Run(worker, order, made, ended, self._watch, keep)
        with self._lock:
            known.append(run)
            self._runs.add(run)
            if not run._thread.is_alive():
                self._runs.discard(run)
        return run

    def pids(self) -> list[int]:
        """Return the process ids of the children there are."""
        with self._lock:
            kept = [*self._kept, *([self._spare] if self._spare else [])]
            spare = [one.pid for one in kept if one.alive()]
            return [*(run.pid for run in self._runs), *spare]

    def close(self) -> None:
        """End everything."""
        with self._lock:
            self._closed = True
            runs = list(self._runs)
            if self._timer:
                self._timer.cancel()
        for run in runs:
            run.stop()
        for run in runs:
            run.join(5)
        self._let_go()

    def _take(self, order: Order) -> Worker:
        with self._lock:
            if self._closed:
                raise Closed("The server is stopping.")
            if order.background:  # the spare one is for who waits
                while self._kept:
                    if (kept := self._kept.pop()).alive():
                        return kept
                    kept.end()
                return Worker(self._limits, background=True)
            worker, self._spare = self._spare, None
        if worker is not None and worker.alive():
            with contextlib.suppress(Lost, EngineError):
                worker.hear(Request("warm", {}, HUNG_S), time.monotonic() + HUNG_S)
                return worker
        if worker is not None:
            worker.end()
        return Worker(self._limits)

    def _keep(self, worker: Worker) -> bool:
        """Keep the child of a run that ended, and say whether it was."""
        with self._lock:
            if self._closed or len(self._kept) >= MOST_KEPT:
                return False
            self._kept.append(worker)
            self._wait_idle()
            return True

    def _let_go(self) -> None:
        with self._lock:
            if self._runs and not self._closed:
                self._wait_idle()
                return
            left = [*self._kept, *([self._spare] if self._spare else [])]
            self._spare, self._kept = None, []
        for worker in left:
            worker.end()


def _watched(order: Order, watch: Watch) -> RunWatch:
    track = order.plan.track(order.track_ids[0])
    seconds = tuple(one.duration_s for one in order.plan.segments(track))
    return watch.run(
        track.codec, seconds, first=order.first, background=order.background
    )  # fmt: skip


def _request(order: Order) -> Request:
    wanted: list[dict[str, Any]] = []
    for track_id in order.track_ids:
        track = order.plan.track(track_id)
        recipe = asdict(order.plan.picture_recipe(track_id))
        wanted.append({"recipe": recipe, "bounds": order.plan.bounds(track)})
    return Request(
        "encode",
        {
            "path": order.path, "wanted": wanted, "first": order.first, "until": order.until,
            "threads": _threads(order.track_ids),
            "encoder": order.encoder,
        },
        LONGEST_S,
    )  # fmt: skip


def _threads(track_ids: Sequence[str]) -> int:
    """Threads of each encoder: several rungs at once keep the machine busy with one each."""
    return 1 if len(track_ids) > 1 else 0
