"""How a job ends: from what its handler returned or raised to what the row says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee.kit import clock, db
from matinee.kit.errors import DatabaseAway, MatineeError, from_system
from matinee.kit.jobs import parts
from matinee.kit.jobs.tables import Job
from matinee.kit.jobs.types import (
    FINISHED,
    WAIT_FOR_CHILDREN,
    JobCancelled,
    JobPaused,
    JobStatus,
    JobStopping,
)

if TYPE_CHECKING:
    from matinee.kit.jobs.queue import Jobs


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state a job goes to, with its error when it failed. `counts` as an attempt: where it
    goes back into the queue for what went wrong, and not for an orderly stop."""

    status: JobStatus
    waits: bool = False
    error: MatineeError | None = None
    counts: bool = True


def outcome_of(result: object) -> Outcome:
    """Decide the end from what a handler returned or raised, or from a control word."""
    if result is WAIT_FOR_CHILDREN:
        return Outcome(JobStatus.RUNNING, waits=True)
    if isinstance(result, JobPaused) or result == "pause":
        return Outcome(JobStatus.PAUSED)
    if isinstance(result, JobCancelled) or result == "cancel":
        return Outcome(JobStatus.CANCELLED)
    if isinstance(result, JobStopping):
        return Outcome(JobStatus.QUEUED, counts=False)
    if isinstance(result, DatabaseAway):  # not of this job: it goes on when the database is back
        return Outcome(JobStatus.QUEUED)
    if isinstance(result, MatineeError):
        return Outcome(JobStatus.FAILED, error=result)
    if isinstance(result, OSError) and (told := from_system(result)) is not None:
        return Outcome(JobStatus.FAILED, error=told)
    if isinstance(result, Exception):
        unknown = MatineeError(
            "Something went wrong inside Matinee.",
            fix="Retry it; if it happens again, the server's log says more.",
        )
        return Outcome(JobStatus.FAILED, error=unknown)
    return Outcome(JobStatus.COMPLETED)


def close(session: Session, jobs: "Jobs", row: Job, outcome: Outcome) -> None:
    """Write an outcome to a row, and to its parent's."""
    row.status = outcome.status
    row.waits = outcome.waits
    row.control = row.lease_owner = row.lease_until = None
    row.speed_bps = row.eta_s = None
    if not outcome.counts:
        row.attempts -= 1
    if outcome.error is not None:
        row.error_code, row.error_detail = outcome.error.code, outcome.error.detail
        row.error_fix = outcome.error.fix
    if outcome.status == JobStatus.COMPLETED:
        row.progress, row.step = 100.0, None
    if outcome.status in FINISHED:
        row.finished_at = clock.now()
    if outcome.status == JobStatus.CANCELLED:
        db.after_commit(session, lambda: jobs.clean(row))
    session.flush()
    jobs.announce_after_commit(session, row.id)
    if row.parent_id is not None and outcome.status in FINISHED:
        _roll_up(session, jobs, row.parent_id)
    if outcome.waits:
        _roll_up(session, jobs, row.id)


def _roll_up(session: Session, jobs: "Jobs", parent_id: str) -> None:
    """Let a waiting parent show its children's progress, and end when they all have."""
    parent = session.get(Job, parent_id)
    if parent is None or not parent.waits:
        return
    kind = jobs.kinds.get(parent.kind)
    if kind is not None and kind.splits:
        parts.roll_up(session, jobs, parent)
        return
    by_status = (
        select(Job.status, func.count()).where(Job.parent_id == parent_id).group_by(Job.status)
    )
    counts: dict[str, int] = {status: count for status, count in session.execute(by_status)}  # noqa: C416
    total = sum(counts.values())
    ended = sum(counts.get(status, 0) for status in FINISHED)
    parent.progress = 100.0 * ended / total if total else 100.0
    if ended < total:
        jobs.announce_after_commit(session, parent_id)
        return
    completed, failed = counts.get(JobStatus.COMPLETED, 0), counts.get(JobStatus.FAILED, 0)
    if failed and not completed:
        words = f"None of the {total} items could be brought in."
        error = MatineeError(words, fix="Open the list to see why.", code="items_failed")
        close(session, jobs, parent, Outcome(JobStatus.FAILED, error=error))
    elif total and not completed:
        close(session, jobs, parent, Outcome(JobStatus.CANCELLED))
    else:
        close(session, jobs, parent, Outcome(JobStatus.COMPLETED))
