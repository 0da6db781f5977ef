"""What is kept for how long, where it is not for ever."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime


class KeepRuleRow(Base):
    """A rule for one channel (platform and uploader) or one collection; the other fields are ""."""

    __tablename__ = "keep_rule"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    platform: Mapped[str] = mapped_column(String(64))
    uploader: Mapped[str] = mapped_column(String(300))
    collection_id: Mapped[str] = mapped_column(String(36))
    rule: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    created_by: Mapped[str | None] = mapped_column(String(36))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("platform", "uploader", "collection_id"),)


class LetGoRow(Base):
    """A title that a rule has put into the trash. Whoever takes it out wants it kept."""

    __tablename__ = "keep_let_go"

    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
