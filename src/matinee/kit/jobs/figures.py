"""What is counted of jobs: those that ended here, and how the queue stands now.

The queue is one for all processes and read from the database, so the servers tell of it and
workers do not. What is finished is counted where it ended and not looked up: nobody clears a list
of a hundred thousand.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.kit.db import Database
from matinee.kit.figures import Counter, Family, Histogram, gauge
from matinee.kit.jobs.tables import Job
from matinee.kit.jobs.types import JobStatus, Lane

STUCK_AFTER: Final = timedelta(minutes=2)
_OPEN: Final = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.PAUSED)
ENDED = Counter(
    "matinee_job_attempts_total",
    "Attempts at jobs that ended in this process, by what came of them; queued: put back in order.",
    ("kind", "lane", "status"),
)
TOOK = Histogram(
    "matinee_job_attempt_duration_seconds",
    "Seconds that an attempt at a job took.",
    (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600),
    ("kind",),
)
_STANDING = (
    select(Job.kind, Job.lane, Job.status, Job.waits, func.count(), func.min(Job.created_at))
    .where(Job.status.in_(_OPEN))
    .group_by(Job.kind, Job.lane, Job.status, Job.waits)
)


class _Queue:
    """The queue as it was seen last. A hundred thousand open jobs take half a second to count, so
    it is looked at again only after twenty times as long as that took."""

    def __init__(self) -> None:
        self._rows: Sequence[Any] = ()
        self._until_s = 0.0

    def rows(self, session: Session) -> Sequence[Any]:
        began_s = clock.monotonic()
        if began_s >= self._until_s:
            self._rows = session.execute(_STANDING).all()
            took_s = clock.monotonic() - began_s
            self._until_s = began_s + 20 * took_s
        return self._rows


_queues: WeakKeyDictionary[Database, _Queue] = WeakKeyDictionary()


def look(database: Database, session: Session) -> tuple[Family, ...]:
    """Return how the queue stands: jobs that are not finished, and how long the oldest waits."""
    rows = _queues.setdefault(database, _Queue()).rows(session)
    now = database.now(session)
    counts: dict[tuple[str, ...], float] = {
        (kind, lane, "waiting" if waits else status): count
        for kind, lane, status, waits, count, _ in rows
    }
    ages: dict[tuple[str, ...], float] = {(lane.value,): 0.0 for lane in Lane}
    for _, lane, status, _, _, oldest in rows:
        if status == JobStatus.QUEUED:
            age_s = (now - oldest).total_seconds()
            ages[lane,] = max(ages.get((lane,), 0.0), age_s)
    stuck = session.scalar(
        select(func.count()).where(
            Job.status == JobStatus.RUNNING,
            Job.waits.is_(False),
            Job.lease_until < now - STUCK_AFTER,
        )
    )
    return (
        gauge(
            "matinee_jobs",
            "Jobs that are not finished; waiting: for the jobs it is made of.",
            counts, ("kind", "lane", "status"),
        ),
        gauge(
            "matinee_job_oldest_queued_seconds",
            "Seconds that the oldest queued job of a lane waits.", ages, ("lane",),
        ),
        gauge(
            "matinee_jobs_stuck",
            "Running jobs that nobody has spoken for in two minutes.", stuck or 0,
        ),
    )  # fmt: skip
