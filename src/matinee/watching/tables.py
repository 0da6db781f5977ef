"""How far each profile is in each media, what it chose there, and what it thinks of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime
from matinee.kit.written import quiet


class ProgressRow(Base):
    """Where a profile is in a media. Profiles are accounts today and will be their own rows."""

    __tablename__ = "progress"

    profile_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position_s: Mapped[float] = mapped_column(Float)
    duration_s: Mapped[float | None] = mapped_column(Float)
    percent: Mapped[float] = mapped_column(Float)
    completed: Mapped[bool] = mapped_column(default=False)
    times_completed: Mapped[int] = mapped_column(Integer, default=0)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when the position was true
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_progress_recent", "profile_id", "updated_at", "media_id"),
        Index("ix_progress_open", "profile_id", "completed", "updated_at", "media_id"),
        quiet(__tablename__),
    )


class ChoicesRow(Base):
    """Which sound and subtitles a profile chose for a media (see choices)."""

    __tablename__ = "choices"
    __table_args__ = quiet(__tablename__)

    profile_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    audio: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    text: Mapped[dict[str, Any] | str | None] = mapped_column(JSON(none_as_null=True))
    text_delay_s: Mapped[float] = mapped_column(Float)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OpinionRow(Base):
    """What a profile thinks of a media: half stars from 1 to 10, whether they like it or not,
    whether it is a favourite, and since when it is on their list."""

    __tablename__ = "opinion"
    __table_args__ = quiet(__tablename__)

    profile_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    rating: Mapped[int | None] = mapped_column(Integer)
    favourite: Mapped[bool] = mapped_column(default=False)
    liked: Mapped[bool | None] = mapped_column()
    listed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
