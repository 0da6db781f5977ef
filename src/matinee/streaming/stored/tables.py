"""Which prepared plans the bucket has."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime
from matinee.kit.written import quiet


class StoredRow(Base):
    """One plan of one file. `tracks`: by id, how many segments and bytes the bucket has of it, all
    compared."""

    __tablename__ = "prepared_stored"
    __table_args__ = quiet(__tablename__)

    asset_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    plan: Mapped[str] = mapped_column(String(64), primary_key=True)
    tracks: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
