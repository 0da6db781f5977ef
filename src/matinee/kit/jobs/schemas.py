"""The wire form of jobs."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from matinee.kit.http import Page
from matinee.kit.jobs.tables import Job as Row


class JobError(BaseModel):
    """Why a job failed and what mends it."""

    code: str
    detail: str
    fix: str


class JobChildren(BaseModel):
    """How the items of a parent stand."""

    total: int
    completed: int
    failed: int


class Job(BaseModel):
    """One job as people see it. Speeds are bytes a second, progress is 0 to 100."""

    id: str
    kind: str
    status: str
    progress: float
    downloaded_bytes: int | None
    total_bytes: int | None
    speed_bps: float | None
    eta_s: float | None
    step: str | None
    media_id: str | None
    error: JobError | None
    title: str
    picture_url: str | None
    parent_id: str | None
    children: JobChildren | None
    priority: int
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    summary: dict[str, Any] | None


class JobPage(Page[Job]):
    """One page of jobs, newest first."""


def wire(row: Row, children: JobChildren | None = None) -> Job:
    """Return the wire form of a row."""
    error = None
    if row.error_code:
        error = JobError(
            code=row.error_code, detail=row.error_detail or "", fix=row.error_fix or ""
        )
    names = set(Job.model_fields) - {"error", "children"}
    return Job(error=error, children=children, **{name: getattr(row, name) for name in names})
