"""Jobs that are split into parts, which are jobs of their own that any worker takes.

The whole waits without a place or a lease while its parts go on. It shows how far they are
together, and is run once more when the last has ended: to end well, to fail with what a part
failed with, or to split what is lacking anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee.kit.errors import MatineeError
from matinee.kit.jobs.tables import Job
from matinee.kit.jobs.types import FINISHED, JobStatus

if TYPE_CHECKING:
    from matinee.kit.jobs.queue import Jobs


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part stands: its progress in per cent, and the seconds left where it knows them."""

    status: str
    progress: float
    eta_s: float | None = None

    @property
    def left(self) -> float:
        """The share that is not done, 0 to 1."""
        return 0.0 if self.status in FINISHED else 1.0 - self.progress / 100.0


def together(parts: Sequence[Standing]) -> tuple[float, float | None]:
    """Return how far parts of one size are together: per cent, and seconds left.

    The seconds are of those that run now at the speed they say; None while none says one.
    """
    if not parts:
        return 0.0, None
    left = sum(one.left for one in parts)
    speed = sum(
        one.left / one.eta_s for one in parts if one.status == JobStatus.RUNNING and one.eta_s
    )
    return 100.0 * (1.0 - left / len(parts)), left / speed if speed > 0 else None


def rows(session: Session, parent_id: str) -> Sequence[Job]:
    """Return the parts of a job, in the order they were made."""
    return session.scalars(select(Job).where(Job.parent_id == parent_id).order_by(Job.id)).all()


def follow(session: Session, jobs: "Jobs", parent_id: str) -> None:
    """Let the whole show what a part has just said of itself, where it is one that splits."""
    parent = session.get(Job, parent_id)
    kind = jobs.kinds.get(parent.kind) if parent is not None else None
    if parent is None or kind is None or not kind.splits or not parent.waits:
        return
    _show(session, parent)
    jobs.announce_after_commit(session, parent_id)


def roll_up(session: Session, jobs: "Jobs", parent: Job) -> None:
    """Show how the parts stand, and have the whole run again when all have ended.

    One that is paused meanwhile is run again when it goes on.
    """
    if any(one.status not in FINISHED for one in _show(session, parent)):
        jobs.announce_after_commit(session, parent.id)
        return
    parent.waits, parent.eta_s = False, None
    if parent.status == JobStatus.RUNNING:
        parent.status = JobStatus.QUEUED
        jobs.call_after_commit(session, [parent])
    jobs.announce_after_commit(session, parent.id)


def failure(ended: Sequence[Job]) -> MatineeError | None:
    """Return what the first part that failed did so with."""
    for row in ended:
        if row.status == JobStatus.FAILED:
            return MatineeError(
                row.error_detail or "", fix=row.error_fix or "", code=row.error_code or "internal"
            )
    return None


def forget(session: Session, parent_id: str) -> None:
    """Take the parts that have ended off the list: what came of them is told by the whole."""
    session.execute(delete(Job).where(Job.parent_id == parent_id, Job.status.in_(FINISHED)))


def _show(session: Session, parent: Job) -> list[Standing]:
    found: Any = session.execute(
        select(Job.status, Job.progress, Job.eta_s).where(Job.parent_id == parent.id)
    )
    standings = [Standing(status, progress, eta_s) for status, progress, eta_s in found]
    parent.progress, parent.eta_s = together(standings)
    return standings
