"""The dispatcher: claims rows, runs their handlers on threads, and keeps their leases.

A scheduler thread claims the most urgent queued job of each lane with a free place. It renews
the leases of what runs here and takes over what a dead process left, so a job goes on within
seconds of a restart.

In a worker of a cluster others call: `work` is told by a queue that there is something for a
lane, and the scheduler claims by itself only what nobody was called for in time.
"""

import contextlib
import logging
import os
import threading
from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from matinee.kit import clock, traces
from matinee.kit.config import Settings
from matinee.kit.context import working_on
from matinee.kit.errors import ERRORS, DatabaseAway, MatineeError, from_system
from matinee.kit.jobs.context import JobContext
from matinee.kit.jobs.figures import ENDED, TOOK
from matinee.kit.jobs.leases import LEASE_S, Leases
from matinee.kit.jobs.outcome import Outcome, outcome_of
from matinee.kit.jobs.tables import Job
from matinee.kit.jobs.types import JobChanged, JobInterrupted, JobStatus, JobTold, Lane
from matinee.kit.log import Private

if TYPE_CHECKING:
    from matinee.kit.services import Services

log = logging.getLogger(__name__)
_HEARTBEAT_S = 5.0
_POLL_S = 1.0
_CALLED_WITHIN_S = 3.0
_MOST_PREPARED = 8  # at a time: each takes some hundred megabytes


def places_of(settings: Settings) -> dict[Lane, int]:
    """Return how many jobs of each lane run at the same time."""
    return {
        Lane.FETCH: settings.fetch_concurrency,
        Lane.PROBE: settings.probes,
        # What somebody asked for and waits for; it reads and writes rows and small files.
        Lane.ERRAND: 2,
        Lane.LIGHT: settings.light_concurrency,
        # A ladder keeps about two cores busy.
        Lane.PREPARE: max(1, min(_MOST_PREPARED, (os.cpu_count() or 1) // 2)),
    }


class Dispatcher:
    """Runs jobs of this process until it is stopped; `called` where a queue calls for them."""

    def __init__(
        self, services: "Services", *, lanes: Collection[Lane] = tuple(Lane), called: bool = False
    ) -> None:
        self.services = services
        self.jobs = services.jobs
        self.leases = Leases(services)
        self.places = {lane: n for lane, n in places_of(services.settings).items() if lane in lanes}
        self.owner = self.leases.owner
        self._called = called
        self._stop = threading.Event()
        self._idle = threading.Condition()
        self._scheduler: threading.Thread | None = None
        self._busy: Counter[Lane] = Counter()
        self._unsubscribe = self.jobs.bus.subscribe(JobTold, self._told, everywhere=True)

    def start(self) -> None:
        """Start claiming jobs."""
        self.leases.take_over()
        self._scheduler = threading.Thread(target=self._loop, name="jobs", daemon=True)
        self._scheduler.start()

    def stop(self, timeout_s: float = 8.0) -> None:
        """Stop: running handlers leave and go back to the queue with what they have."""
        self._stop.set()
        self._unsubscribe()
        self.jobs.woken.set()
        for context in list(self.jobs.running.values()):
            context.interrupt("stop")
        if self._scheduler is not None:
            self._scheduler.join(timeout_s)
        with self._idle:
            self._idle.wait_for(lambda: not any(self._busy.values()), timeout_s)

    def work(self, lane: Lane, job_id: str) -> None:
        """Run a job in this thread, and those that wait for its lane after it.

        Nothing is done where its lane is full: whoever ends there goes on with it. Nor where the
        job is not queued any more: messages may come twice, and late.
        """
        wanted = self._queued((lane,)).where(Job.id == job_id)
        while not self._stop.is_set():
            context = self._claim(lane, wanted)
            if context is None:
                return
            self._run(context, lane)
            wanted = self._queued((lane,))

    # -- the scheduler

    def _loop(self) -> None:
        renewed = clock.monotonic()
        while not self._stop.is_set():
            try:
                while self._start_one():
                    pass
                if clock.monotonic() - renewed >= _HEARTBEAT_S:
                    renewed = clock.monotonic()
                    self.leases.renew()
                    self.leases.take_over()
                self.leases.obey()
                self.jobs.look_at_what_is_due()
            except MatineeError as error:
                log.warning("jobs wait: %s, %s", error.code, Private(error.detail))
            except Exception:
                log.exception("the job scheduler stumbled and goes on")
            self.jobs.woken.wait(_POLL_S)
            self.jobs.woken.clear()

    def _queued(self, lanes: Collection[Lane]) -> Select[Job]:
        return (
            select(Job)
            .where(Job.status == JobStatus.QUEUED, Job.lane.in_(lanes))
            .where(Job.kind.in_(list(self.jobs.kinds)))
            .order_by(Job.priority, Job.id)
            .limit(1)
        )

    def _start_one(self) -> bool:
        if self._stop.is_set():
            return False
        wanted = self._queued([lane for lane, n in self.places.items() if self._busy[lane] < n])
        if self._called:
            late = clock.now() - timedelta(seconds=_CALLED_WITHIN_S)
            wanted = wanted.where(Job.created_at < late)
        with self.services.db.read() as session:
            found = session.scalar(wanted.with_only_columns(Job.lane))
        if found is None:
            return False
        lane = Lane(found)
        context = self._claim(lane, wanted.where(Job.lane == lane))
        if context is not None:
            name = f"job-{context.kind}-{context.job_id[-6:]}"
            threading.Thread(target=self._run, args=(context, lane), name=name, daemon=True).start()
        return context is not None

    def _take_place(self, lane: Lane) -> bool:
        with self._idle:
            if self._busy[lane] >= self.places.get(lane, 0):
                return False
            self._busy[lane] += 1
            return True

    def _free_place(self, lane: Lane) -> None:
        with self._idle:
            self._busy[lane] -= 1
            self._idle.notify_all()

    def _claim(self, lane: Lane, wanted: Select[Job]) -> JobContext | None:
        """Lease what is wanted, and take its place in the lane; None where there is neither."""
        if not self._take_place(lane):
            return None
        context: JobContext | None = None
        try:
            with self.services.db.read() as session:
                there = session.scalar(wanted.with_only_columns(Job.id)) is not None
            if not there:
                self._free_place(lane)
                return None
            with self.services.db.write() as session:
                row = session.scalar(wanted)
                if row is not None:
                    context = self.leases.take(session, row, self._tell)
                if context is not None:  # a lease of ours that does not run would be lost
                    self.jobs.running[context.job_id] = context
        except BaseException:
            if context is not None:
                self.jobs.running.pop(context.job_id, None)
            self._free_place(lane)
            raise
        if context is None:
            self._free_place(lane)
        return context

    # -- one job

    def _run(self, context: JobContext, lane: Lane) -> None:
        if self._stop.is_set():
            context.interrupt("stop")
        with working_on(context.job_id, context.asked.request_id):
            self._run_known(context, lane)

    def _run_known(self, context: JobContext, lane: Lane) -> None:
        try:
            self.jobs.announce(context.job_id)
            outcome = self._traced(context)
            self.leases.give_back(context, outcome)
        except DatabaseAway as error:
            log.warning("job %s waits for the database: %s", context.job_id, Private(error.detail))
        except Exception:
            log.exception("job %s could not be closed; its lease will lapse", context.job_id)
        finally:
            self.jobs.running.pop(context.job_id, None)
            with contextlib.suppress(DatabaseAway):  # who looks hears of it when it is back
                self.jobs.announce_if_open(context.job_id)
            self._free_place(lane)
            self.jobs.woken.set()

    def _traced(self, context: JobContext) -> Outcome:
        """Make an attempt, count it, and trace it as part of what asked for it."""
        facts: dict[str, traces.Value] = {
            "matinee.job.kind": context.kind,
            "matinee.job.lane": context.lane,
            "matinee.job.id": context.job_id,
            "matinee.job.attempt": context.attempt,
        }
        began_s = clock.monotonic()
        with traces.span(
            f"job {context.kind}", facts, kind="consumer", parent=context.asked.traceparent
        ) as span:
            outcome = self._attempt(context)
            status = "waiting" if outcome.waits else outcome.status.value
            span.set("matinee.job.status", status)
            if outcome.error is not None:
                span.fail(outcome.error.code)
                ERRORS.add("job", outcome.error.code)
        ENDED.add(context.kind, context.lane, status)
        TOOK.note(clock.monotonic() - began_s, context.kind)
        return outcome

    def _attempt(self, context: JobContext) -> Outcome:
        try:
            result = self.jobs.kinds[context.kind].handler(context)
        except JobInterrupted as reason:
            return outcome_of(reason)
        except DatabaseAway as error:
            log.info("job %s (%s) is interrupted: %s", context.job_id, context.kind, error.code)
            return outcome_of(error)
        except MatineeError as error:
            log.info("job %s (%s) failed: %s", context.job_id, context.kind, error.code)
            return outcome_of(error)
        except Exception as error:
            told = from_system(error) if isinstance(error, OSError) else None
            if told is not None:
                log.warning("job %s (%s) failed: %s", context.job_id, context.kind, told.code)
            else:
                log.exception("job %s (%s) broke", context.job_id, context.kind)
            return outcome_of(told or error)
        return outcome_of(result)

    def _tell(self, context: JobContext) -> None:
        self.jobs.announce(context.job_id)

    def _told(self, event: JobTold) -> None:
        """Act at once on what another process was asked for."""
        context = self.jobs.running.get(event.job_id)
        if context is not None:
            context.interrupt(event.word)


class Ticker:
    """Looks at what this process itself holds, where it runs no jobs: workers do."""

    def __init__(self, services: "Services") -> None:
        self._jobs = services.jobs
        self._jobs.on_duty = lambda: False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="ticker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()
        self._thread.join(_HEARTBEAT_S)

    def _loop(self) -> None:
        while not self._stop.wait(_POLL_S):
            try:
                self._jobs.look_at_what_is_due()
            except Exception:
                log.exception("a look at what is due stumbled")


__all__ = ["LEASE_S", "Dispatcher", "JobChanged", "Ticker", "places_of"]
