"""The rows of what is on its way in: unfinished uploads, and what a catalogue was asked. Jobs carry
everything else."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime
from matinee.kit.written import quiet


class UploadRow(Base):
    """One upload. How far it is, its file's size says; the row holds what was promised.

    One that goes straight to the bucket has the store's id of it in `multipart`, the bytes of its
    parts, and how many bytes its sender said that it has sent.
    """

    __tablename__ = "upload"
    __table_args__ = quiet(__tablename__)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), index=True)
    filename: Mapped[str] = mapped_column(String(1000))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str | None] = mapped_column(String(500))
    collection_id: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    job_id: Mapped[str | None] = mapped_column(String(36))
    multipart: Mapped[str | None] = mapped_column(String(2000))
    part_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sent_bytes: Mapped[int] = mapped_column(BigInteger, server_default="0")


class LookupRow(Base):
    """What a catalogue on the net said of a media or a series: `state` is matched, unsure (several
    fit) or nothing; `asked` is with what words it was asked."""

    __tablename__ = "lookup"
    __table_args__ = quiet(__tablename__)

    about: Mapped[str] = mapped_column(String(8), primary_key=True)  # film or series
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    catalogue: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    value: Mapped[str | None] = mapped_column(String(64))
    asked: Mapped[str] = mapped_column(String(600))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
