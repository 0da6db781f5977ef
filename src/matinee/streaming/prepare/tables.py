"""The rules of preparing ahead, and what is remembered of titles for them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime
from matinee.kit.written import quiet

ONLY = 1


class RulesRow(Base):
    """What is prepared by itself; there is one row, or none where nobody has changed anything."""

    __tablename__ = "prepare_rules"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    new: Mapped[bool]
    watched_often: Mapped[bool]
    unplayable: Mapped[bool]
    next: Mapped[bool]
    at_night: Mapped[bool]
    heights: Mapped[list[int]] = mapped_column(JSON)
    codec: Mapped[str] = mapped_column(String(10), server_default="h264")


class NoteRow(Base):
    """What is known of one title: a device needed it encoded, a rule chose it, it was queued.

    `asked_at` stays for good, so that no rule brings back what somebody has dropped.
    """

    __tablename__ = "prepare_note"
    __table_args__ = quiet(__tablename__)

    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True
    )
    needed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    why: Mapped[str | None] = mapped_column(String(20))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class PlayRow(Base):
    """Somebody watched at least half of a title. Kept for as long as a rule looks back."""

    __tablename__ = "prepare_play"
    __table_args__ = (Index("ix_prepare_play_media", "media_id", "at"), quiet(__tablename__))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    media_id: Mapped[str] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
