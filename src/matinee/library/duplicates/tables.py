"""The rows of what films look like, and of which look the same."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime


class PicturePrintRow(Base):
    """What an asset looks like (see `engine.PicturePrint`); no hashes where nothing is seen."""

    __tablename__ = "picture_print"

    asset_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    duration_s: Mapped[float] = mapped_column(Float)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_picture_print_duration", "duration_s"),)


class DuplicateRow(Base):
    """Two assets that show the same pictures. `first_id` is the smaller of the two ids."""

    __tablename__ = "duplicate"

    first_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    likeness: Mapped[float] = mapped_column(Float)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    different_by: Mapped[str | None] = mapped_column(String(36))  # who said that they are two films
