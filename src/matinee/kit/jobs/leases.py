"""Leases: which process runs a job, for how long it may be silent, and who takes over.

A row is leased to one owner, who renews it every few seconds. One whose lease lapses is put back
into the queue by whoever notices first. Moments are the database's: machines whose clocks are
minutes apart agree on it.
"""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matinee.kit.errors import MatineeError, NoSpace
from matinee.kit.jobs import parts
from matinee.kit.jobs.context import JobContext
from matinee.kit.jobs.outcome import Outcome, close, outcome_of
from matinee.kit.jobs.tables import Job
from matinee.kit.jobs.types import JobStatus

if TYPE_CHECKING:
    from matinee.kit.services import Services

log = logging.getLogger(__name__)
LEASE_S: Final = 20.0
_MAX_ATTEMPTS: Final = 5
_CRASHED = Outcome(
    JobStatus.FAILED,
    error=MatineeError(
        f"It was interrupted {_MAX_ATTEMPTS} times without coming to an end.",
        fix="Retry it; if it happens again, the server's log says more.",
        code="interrupted",
    ),
)


def owner_name() -> str:
    """Return a name of this process that no other bears, not even a later one of its number."""
    pid = os.getpid()
    return f"{socket.gethostname()}|{pid}|{_started(pid)}"


def is_dead(owner: str) -> bool:
    """Say whether an owner is certainly gone: of this machine, and its process is no more."""
    host, _, rest = owner.partition("|")
    pid, _, started = rest.partition("|")
    return host == socket.gethostname() and pid.isdigit() and _started(int(pid)) != started


def _started(pid: int) -> str:
    """Return when a process started, in clock ticks since boot (field 22 of proc(5) stat)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


class Leases:
    """The leases that this process holds, and a look at those of others."""

    def __init__(self, services: "Services") -> None:
        self.services = services
        self.jobs = services.jobs
        self.owner = owner_name()

    def take(
        self, session: Session, row: Job, tell: Callable[[JobContext], None]
    ) -> JobContext | None:
        """Lease a row to this process; None where it has been tried often enough."""
        row.attempts += 1
        if row.attempts > _MAX_ATTEMPTS:
            close(session, self.jobs, row, _CRASHED)
            return None
        row.status = JobStatus.RUNNING
        row.control = None
        row.lease_owner = self.owner
        now = self.services.db.now(session)
        row.lease_until = now + timedelta(seconds=LEASE_S)
        row.started_at = row.started_at or now
        return JobContext(self.services, row, save=self.save, tell=tell)

    def save(self, context: JobContext, facts: dict[str, Any]) -> None:
        """Write what a job says of itself to its row, while the lease holds."""
        live = {name: getattr(context.live, name) for name in context.live.__slots__}
        with self.services.db.write() as session:
            session.execute(
                update(Job)
                .where(Job.id == context.job_id, Job.lease_owner == self.owner)
                .values(**live, **facts)
            )
            if context.parent_id is not None:
                parts.follow(session, self.jobs, context.parent_id)

    def give_back(self, context: JobContext, outcome: Outcome) -> None:
        """Write the end of an attempt, while the lease holds."""
        try:
            self._give_back(context, outcome)
        except NoSpace:  # what was kept back for this has been given meanwhile
            self._give_back(context, outcome)

    def _give_back(self, context: JobContext, outcome: Outcome) -> None:
        with self.services.db.write() as session:
            row = session.get(Job, context.job_id)
            if row is None or row.lease_owner != self.owner or row.status != JobStatus.RUNNING:
                return  # the lease was lost: whoever holds it now writes the end
            for name in context.live.__slots__:
                setattr(row, name, getattr(context.live, name))
            close(session, self.jobs, row, outcome)
            if row.status == JobStatus.QUEUED:
                self.jobs.call_after_commit(session, [row])

    def renew(self) -> None:
        """Hold on to what runs here."""
        mine = list(self.jobs.running)
        if not mine:
            return
        with self.services.db.write() as session:
            until = self.services.db.now(session) + timedelta(seconds=LEASE_S)
            session.execute(
                update(Job)
                .where(Job.id.in_(mine), Job.lease_owner == self.owner)
                .values(lease_until=until)
            )

    def take_over(self) -> None:
        """Put back in the queue what a process left running when it died."""
        lost = select(Job).where(Job.status == JobStatus.RUNNING, Job.waits.is_(False))
        with self.services.db.read() as session:
            now = self.services.db.now(session)
            rows = [row.id for row in session.scalars(lost) if self._is_lost(row, now)]
        if not rows:
            return
        with self.services.db.write() as session:
            now, back = self.services.db.now(session), list[Job]()
            for row in session.scalars(lost.where(Job.id.in_(rows))):
                if self._is_lost(row, now):
                    log.info("job %s (%s) goes on after an interruption", row.id, row.kind)
                    control = row.control
                    row.status = JobStatus.QUEUED
                    row.lease_owner = row.lease_until = None
                    if control in {"pause", "cancel"}:
                        close(session, self.jobs, row, outcome_of(control))
                    else:
                        back.append(row)
                        self.jobs.announce_after_commit(session, row.id)
            self.jobs.call_after_commit(session, back)

    def _is_lost(self, row: Job, now: datetime) -> bool:
        if row.lease_owner == self.owner:
            return row.id not in self.jobs.running
        return (
            row.lease_owner is None
            or row.lease_until is None
            or row.lease_until < now
            or is_dead(row.lease_owner)
        )

    def obey(self) -> None:
        """Act on what another process wrote to rows that run here."""
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
