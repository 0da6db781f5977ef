"""An import from another program, and what was found in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime


class ImportRow(Base):
    """One look into another program's data, and what was taken over from it."""

    __tablename__ = "moving_import"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    program: Mapped[str] = mapped_column(String(16))
    path: Mapped[bytes] = mapped_column(LargeBinary)  # as the file system knows it
    state: Mapped[str] = mapped_column(String(16))
    requested_by: Mapped[str | None] = mapped_column(String(36))
    job_id: Mapped[str | None] = mapped_column(String(36))
    found: Mapped[dict[str, Any]] = mapped_column(JSON)  # version, users, notes, counts
    options: Mapped[dict[str, Any]] = mapped_column(JSON)  # users, prefixes, replace_ratings
    changed: Mapped[dict[str, int]] = mapped_column(JSON)  # what applying or undoing did
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ItemRow(Base):
    """One title or list of the other program: which media it is here, and what it changed."""

    __tablename__ = "moving_item"

    import_id: Mapped[str] = mapped_column(
        ForeignKey("moving_import.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))  # title or list
    key: Mapped[str] = mapped_column(String(300))  # what the other program knows it by
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(1000))
    media_id: Mapped[str | None] = mapped_column(String(36))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # oldest first, for undoing

    __table_args__ = (Index("ix_moving_item_state", "import_id", "state", "number"),)
