"""Jobs over HTTP: looking at them and telling them what to do.

A member sees and steers the jobs they asked for; an administrator all of them.
"""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer, ViewerDep
from matinee.kit.errors import Invalid, NotFound
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.kit.jobs import FINISHED, Job, JobPage, JobStatus
from matinee.kit.jobs.tables import Job as Row
from matinee.kit.services import Services

router = APIRouter(prefix="/api/jobs", tags=["jobs"])


class Cleared(BaseModel):
    """How many finished jobs were taken off the list."""

    deleted: int


@router.get("")
def list_jobs(
    viewer: ViewerDep,
    services: ServicesDep,
    status: Annotated[str | None, Query(max_length=100)] = None,
    kind: Annotated[str | None, Query(max_length=400)] = None,
    parent_id: Annotated[str | None, Query(max_length=36)] = None,
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> JobPage:
    """Return jobs, newest first. `status` takes several, comma-separated.

    Without `parent_id` the items of a playlist are left to their parent.
    """
    wanted = visible_to(viewer).where(
        Row.parent_id.is_(None) if parent_id is None else Row.parent_id == parent_id
    )
    if status:
        wanted = wanted.where(Row.status.in_(_statuses(status)))
    if kind:
        wanted = wanted.where(Row.kind.in_(kind.split(",")))
    with services.db.read() as session:
        total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        rows = session.scalars(
            wanted.order_by(Row.id.desc()).limit(limit).offset((page - 1) * limit)
        ).all()
        items = services.jobs.views(session, rows)
    return JobPage(**page_of(items, total=total, page=page, limit=limit))


@router.post("/clear")
def clear(viewer: ViewerDep, services: ServicesDep) -> Cleared:
    """Take every finished job of this viewer off the list."""
    with services.db.read() as session:
        wanted = visible_to(viewer).where(Row.status.in_(FINISHED), Row.parent_id.is_(None))
        ids = list(session.scalars(wanted.with_only_columns(Row.id)))
    for job_id in ids:
        services.jobs.delete(job_id)
    return Cleared(deleted=len(ids))


@router.get("/{job_id}")
def get_job(job_id: str, viewer: ViewerDep, services: ServicesDep) -> Job:
    """Return one job."""
    with services.db.read() as session:
        return services.jobs.view(session, _find(session, viewer, job_id))


@router.post("/{job_id}/pause")
def pause(job_id: str, viewer: ViewerDep, services: ServicesDep) -> Job:
    """Pause it; what was fetched so far is kept."""
    _check(services, viewer, job_id)
    return services.jobs.pause(job_id)


@router.post("/{job_id}/resume")
def resume(job_id: str, viewer: ViewerDep, services: ServicesDep) -> Job:
    """Let it go on where it was."""
    _check(services, viewer, job_id)
    return services.jobs.resume(job_id)


@router.post("/{job_id}/cancel")
def cancel(job_id: str, viewer: ViewerDep, services: ServicesDep) -> Job:
    """Stop it and throw away what was fetched."""
    _check(services, viewer, job_id)
    return services.jobs.cancel(job_id)


@router.post("/{job_id}/retry")
def retry(job_id: str, viewer: ViewerDep, services: ServicesDep) -> Job:
    """Run a failed or cancelled job again."""
    _check(services, viewer, job_id)
    return services.jobs.retry(job_id)


@router.delete("/{job_id}", status_code=204)
def delete(job_id: str, viewer: ViewerDep, services: ServicesDep) -> None:
    """Take a finished job off the list."""
    _check(services, viewer, job_id)
    services.jobs.delete(job_id)


def visible_to(viewer: Viewer) -> Select[Row]:
    """Return the jobs a viewer may see."""
    wanted = select(Row)
    return wanted if viewer.is_admin else wanted.where(Row.requested_by == viewer.user_id)


def _find(session: Session, viewer: Viewer, job_id: str) -> Row:
    row = session.scalar(visible_to(viewer).where(Row.id == job_id))
    if row is None:
        raise NotFound("There is no such job.", code="no_such_job")
    return row


def _check(services: Services, viewer: Viewer, job_id: str) -> None:
    with services.db.read() as session:
        _find(session, viewer, job_id)


def _statuses(text: str) -> list[JobStatus]:
    try:
        return [JobStatus(part.strip()) for part in text.split(",")]
    except ValueError as cause:
        names = ", ".join(JobStatus)
        raise Invalid(f"status must be one of {names}.") from cause
