"""The rows of retention: the rules, and what they let go."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime


class RetentionRow(Base):
    """One rule. `key` names what it is about, so that there is one rule for each."""

    __tablename__ = "retention"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    scope: Mapped[str] = mapped_column(String(16))
    platform: Mapped[str | None] = mapped_column(String(64))
    uploader: Mapped[str | None] = mapped_column(String(300))
    collection_id: Mapped[str | None] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE")
    )
    keep: Mapped[str] = mapped_column(String(16))
    number: Mapped[int | None] = mapped_column(Integer)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LetGoRow(Base):
    """A title that a rule put into the trash. One that came back stays: it is not let go twice."""

    __tablename__ = "retention_let_go"

    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
