"""The job table: the one truth about work that outlives a request."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime, only
from matinee.kit.written import quiet


class Job(Base):
    """One piece of work. Only the holder of the lease writes to a running one."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_claim", "lane", "status", "priority", "id"),
        Index("ix_job_status", "status", "id"),
        Index("ix_job_parent", "parent_id"),
        Index(
            "uq_job_dedupe_key",
            "dedupe_key",
            unique=True,
            **only("finished_at IS NULL AND dedupe_key IS NOT NULL"),
        ),
        quiet(__tablename__),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    lane: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    picture_url: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    dedupe_key: Mapped[str | None] = mapped_column(String(200))
    requested_by: Mapped[str | None] = mapped_column(String(36))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    media_id: Mapped[str | None] = mapped_column(String(36))
    waits: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[float] = mapped_column(default=0.0)
    step: Mapped[str | None] = mapped_column(String(40))
    downloaded_bytes: Mapped[int | None]
    total_bytes: Mapped[int | None]
    speed_bps: Mapped[float | None]
    eta_s: Mapped[float | None]
    error_code: Mapped[str | None] = mapped_column(String(60))
    error_detail: Mapped[str | None] = mapped_column(Text)
    error_fix: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    control: Mapped[str | None] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DutyRow(Base):
    """A duty, and who has it until when."""

    __tablename__ = "duty"
    __table_args__ = quiet(__tablename__)

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class WorkerRow(Base):
    """A worker that runs, as it last said; gone when it has said nothing for a while."""

    __tablename__ = "worker"
    __table_args__ = quiet(__tablename__)

    owner: Mapped[str] = mapped_column(String(120), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    lanes: Mapped[list[str]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
