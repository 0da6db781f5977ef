"""What a player measured of one viewing."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime
from matinee.kit.written import quiet


class ReportRow(Base):
    """One viewing, as its newest report tells it. `viewing` is the player's own random name."""

    __tablename__ = "playback_report"
    __table_args__ = (
        Index("ix_playback_report_user", "user_id", "updated_at"),
        quiet(__tablename__),
    )

    user_id: Mapped[str] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True
    )
    viewing: Mapped[str] = mapped_column(String(36), primary_key=True)
    media_id: Mapped[str] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    client: Mapped[str] = mapped_column(String(40))
    way: Mapped[str | None] = mapped_column(String(10))
    decision: Mapped[str | None] = mapped_column(String(12))
    start_ms: Mapped[int | None]
    seeks_near_ms: Mapped[list[int]] = mapped_column(JSON)  # what was sought was buffered
    seeks_far_ms: Mapped[list[int]] = mapped_column(JSON)
    watched_s: Mapped[float] = mapped_column(Float)
    stalls: Mapped[int]
    stalled_s: Mapped[float] = mapped_column(Float)
    ups: Mapped[int]
    downs: Mapped[int]
    bitrate_bps: Mapped[int | None] = mapped_column(BigInteger)
    dropped: Mapped[int]
    decoded: Mapped[int]
    fallbacks: Mapped[int]
    failures: Mapped[dict[str, int]] = mapped_column(JSON)
