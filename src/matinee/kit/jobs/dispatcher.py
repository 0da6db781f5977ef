"""The in-process dispatcher: claims rows, runs their handlers on threads, keeps the leases.

A scheduler thread claims the most urgent queued job of each lane with a free place. It renews
the leases of what runs here and takes over what a dead process left, so a job goes on within
seconds of a restart.
"""

import logging
import os
import socket
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matinee.kit import clock, db
from matinee.kit.errors import MatineeError
from matinee.kit.jobs.context import JobContext
from matinee.kit.jobs.outcome import Outcome, close, outcome_of
from matinee.kit.jobs.tables import Job
from matinee.kit.jobs.types import JobChanged, JobInterrupted, JobStatus, Lane

if TYPE_CHECKING:
    from matinee.kit.services import Services

log = logging.getLogger(__name__)
LEASE_S = 20.0
_HEARTBEAT_S = 5.0
_POLL_S = 1.0
_MAX_ATTEMPTS = 5


def _started(pid: int) -> str:
    """Return when a process started, in clock ticks since boot (field 22 of proc(5) stat)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def _owner() -> str:
    pid = os.getpid()
    return f"{socket.gethostname()}|{pid}|{_started(pid)}"


def _is_dead(owner: str) -> bool:
    """Say whether an owner is certainly gone: of this machine, and its process is no more."""
    host, _, rest = owner.partition("|")
    pid, _, started = rest.partition("|")
    return host == socket.gethostname() and pid.isdigit() and _started(int(pid)) != started


class Dispatcher:
    """Runs jobs of this process until it is stopped."""

    def __init__(self, services: "Services") -> None:
        self.services = services
        self.jobs = services.jobs
        settings = services.settings
        self._places = {
            Lane.FETCH: settings.fetch_concurrency,
            Lane.PROBE: settings.probes,
            # What somebody asked for and waits for; it reads and writes rows and small files.
            Lane.ERRAND: 2,
            Lane.LIGHT: settings.light_concurrency,
            Lane.PREPARE: 1,
        }
        self.owner = _owner()
        self._stop = threading.Event()
        self._idle = threading.Condition()
        self._scheduler: threading.Thread | None = None
        self._busy: Counter[str] = Counter()

    def start(self) -> None:
        """Start claiming jobs."""
        self._take_over(at_start=True)
        self._scheduler = threading.Thread(target=self._loop, name="jobs", daemon=True)
        self._scheduler.start()

    def stop(self, timeout_s: float = 8.0) -> None:
        """Stop: running handlers leave and go back to the queue with what they have."""
        self._stop.set()
        self.jobs.woken.set()
        for context in list(self.jobs.running.values()):
            context.interrupt("stop")
        if self._scheduler is not None:
            self._scheduler.join(timeout_s)
        with self._idle:
            self._idle.wait_for(lambda: not self.jobs.running, timeout_s)

    # -- the scheduler

    def _loop(self) -> None:
        renewed = clock.monotonic()
        while not self._stop.is_set():
            try:
                while self._claim_one():
                    pass
                if clock.monotonic() - renewed >= _HEARTBEAT_S:
                    renewed = clock.monotonic()
                    self._renew()
                    self._take_over(at_start=False)
                self._obey()
                self._look_at_what_is_due()
            except Exception:
                log.exception("the job scheduler stumbled and goes on")
            self.jobs.woken.wait(_POLL_S)
            self.jobs.woken.clear()

    def _look_at_what_is_due(self) -> None:
        now = clock.monotonic()
        for one in self.jobs.periodic:
            if one.next_at is None:
                one.next_at = now + one.period_s
            elif now >= one.next_at:
                one.next_at = now + one.period_s
                one.look()

    def _free_lanes(self) -> list[Lane]:
        return [lane for lane, places in self._places.items() if self._busy[lane] < places]

    def _claim_one(self) -> bool:
        if self._stop.is_set():
            return False
        wanted = (
            select(Job)
            .where(Job.status == JobStatus.QUEUED, Job.lane.in_(self._free_lanes()))
            .where(Job.kind.in_(list(self.jobs.kinds)))
            .order_by(Job.priority, Job.id)
            .limit(1)
        )
        with self.services.db.read() as session:
            if session.scalar(wanted.with_only_columns(Job.id)) is None:
                return False
        with self.services.db.write() as session:
            row = session.scalar(wanted)
            if row is None:
                return False
            context = self._lease(session, row)
        if context is not None:
            self._run_on_thread(context, Lane(row.lane))
        return True

    def _lease(self, session: Session, row: Job) -> JobContext | None:
        row.attempts += 1
        if row.attempts > _MAX_ATTEMPTS:
            close(session, self.jobs, row, _CRASHED)
            return None
        row.status = JobStatus.RUNNING
        row.control = None
        row.lease_owner = self.owner
        row.lease_until = clock.now() + timedelta(seconds=LEASE_S)
        row.started_at = row.started_at or clock.now()
        return JobContext(self.services, row, save=self._save, tell=self._tell)

    def _run_on_thread(self, context: JobContext, lane: Lane) -> None:
        self._busy[lane] += 1
        self.jobs.running[context.job_id] = context
        self.jobs.announce(context.job_id)
        name = f"job-{context.kind}-{context.job_id[-6:]}"
        threading.Thread(target=self._run, args=(context, lane), name=name, daemon=True).start()

    # -- one job

    def _run(self, context: JobContext, lane: Lane) -> None:
        try:
            outcome = self._attempt(context)
            self._close(context, outcome)
        except Exception:
            log.exception("job %s could not be closed; its lease will lapse", context.job_id)
        finally:
            with self._idle:
                self.jobs.running.pop(context.job_id, None)
                self._busy[lane] -= 1
                self._idle.notify_all()
            self.jobs.announce_if_open(context.job_id)
            self.jobs.woken.set()

    def _attempt(self, context: JobContext) -> Outcome:
        try:
            result = self.jobs.kinds[context.kind].handler(context)
        except JobInterrupted as reason:
            return outcome_of(reason)
        except MatineeError as error:
            log.info("job %s (%s) failed: %s", context.job_id, context.kind, error.code)
            return outcome_of(error)
        except Exception as error:
            log.exception("job %s (%s) broke", context.job_id, context.kind)
            return outcome_of(error)
        return outcome_of(result)

    def _close(self, context: JobContext, outcome: Outcome) -> None:
        with self.services.db.write() as session:
            row = session.get(Job, context.job_id)
            if row is None or row.lease_owner != self.owner or row.status != JobStatus.RUNNING:
                return  # the lease was lost: whoever holds it now writes the end
            for name in context.live.__slots__:
                setattr(row, name, getattr(context.live, name))
            close(session, self.jobs, row, outcome)

    # -- what contexts ask for

    def _save(self, context: JobContext, facts: dict[str, Any]) -> None:
        live = {name: getattr(context.live, name) for name in context.live.__slots__}
        with self.services.db.write() as session:
            session.execute(
                update(Job)
                .where(Job.id == context.job_id, Job.lease_owner == self.owner)
                .values(**live, **facts)
            )

    def _tell(self, context: JobContext) -> None:
        self.jobs.announce(context.job_id)

    # -- leases

    def _renew(self) -> None:
        mine = list(self.jobs.running)
        if not mine:
            return
        with self.services.db.write() as session:
            session.execute(
                update(Job)
                .where(Job.id.in_(mine), Job.lease_owner == self.owner)
                .values(lease_until=clock.now() + timedelta(seconds=LEASE_S))
            )

    def _take_over(self, *, at_start: bool) -> None:
        """Put back in the queue what a process left running when it died."""
        lost = select(Job).where(Job.status == JobStatus.RUNNING, Job.waits.is_(False))
        with self.services.db.read() as session:
            rows = [row.id for row in session.scalars(lost) if self._is_lost(row)]
        if not rows:
            return
        with self.services.db.write() as session:
            for row in session.scalars(lost.where(Job.id.in_(rows))):
                if self._is_lost(row):
                    log.info("job %s (%s) goes on after an interruption", row.id, row.kind)
                    control = row.control
                    row.status = JobStatus.QUEUED
                    row.lease_owner = row.lease_until = None
                    if control in {"pause", "cancel"}:
                        close(session, self.jobs, row, outcome_of(control))
                    else:
                        self.jobs.announce_after_commit(session, row.id)
            db.after_commit(session, self.jobs.woken.set)

    def _is_lost(self, row: Job) -> bool:
        if row.lease_owner == self.owner:
            return row.id not in self.jobs.running
        return (
            row.lease_owner is None
            or row.lease_until is None
            or row.lease_until < clock.now()
            or _is_dead(row.lease_owner)
        )

    def _obey(self) -> None:
        """Act on what another process (the command line) wrote to rows that run here."""
        mine = list(self.jobs.running)
        if not mine:
            return
        with self.services.db.read() as session:
            told = session.execute(
                select(Job.id, Job.control).where(Job.id.in_(mine), Job.control.is_not(None))
            ).all()
        for job_id, word in told:
            context = self.jobs.running.get(job_id)
            if context is not None and word is not None:
                context.interrupt(word)


_CRASHED = Outcome(
    JobStatus.FAILED,
    error=MatineeError(
        f"It was interrupted {_MAX_ATTEMPTS} times without coming to an end.",
        fix="Retry it; if it happens again, the server's log says more.",
        code="interrupted",
    ),
)
__all__ = ["LEASE_S", "Dispatcher", "JobChanged"]
