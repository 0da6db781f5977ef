"""What many titles were before they were changed, so that it can be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime


class ChangeRow(Base):
    """A part of a change: some hundred titles, with what they were before. `undo_id` is the same
    for all parts of one change."""

    __tablename__ = "bulk_change"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    undo_id: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index("ix_bulk_change_undo", "undo_id"), Index("ix_bulk_change_at", "at"))
