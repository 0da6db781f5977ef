"""The rows of the library.

A media is a catalogue entry; an asset is one file version of it, told by its content; a place is
where that content lies inside a folder scanned in place. One asset may have an owned file, any
number of places, or (when disks are away) none, and the media stays what it was.

`media.number` is the row's own small number, given by the database. Ids name things to the
world; numbers keep the joins with tags and with the search index small and quick.
"""

import os
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    Dialect,
    FetchedValue,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime, only

READY, UNAVAILABLE, TRASHED = "ready", "unavailable", "trashed"


class FilePath(TypeDecorator[str]):
    """A path as the file system knows it: bytes, because not every name is UTF-8."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Store the file system's own bytes."""
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Give back text that opens the same file."""
        return None if value is None else os.fsdecode(bytes(value))


class SeriesRow(Base):
    """What episodes belong to: known by its folded title."""

    __tablename__ = "series"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    title: Mapped[str] = mapped_column(String(500))
    title_key: Mapped[str] = mapped_column(String(500), unique=True)
    sort_title: Mapped[str] = mapped_column(String(600), default="", server_default=text("''"))
    original_title: Mapped[str | None] = mapped_column(String(500))
    year: Mapped[int | None] = mapped_column(Integer)
    description: Mapped[str | None] = mapped_column(Text)
    content_rating: Mapped[str | None] = mapped_column(String(40))
    locked: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class MediaRow(Base):
    """A catalogue entry. Facts of its files (size, length, picture) are kept beside it."""

    __tablename__ = "media"

    number: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=True, server_default=FetchedValue()
    )
    id: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), default=READY)
    source_platform: Mapped[str | None] = mapped_column(String(64))
    trashed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sort_title: Mapped[str] = mapped_column(String(600))
    year: Mapped[int | None] = mapped_column(Integer)
    duration_s: Mapped[float | None] = mapped_column(Float)
    upload_date: Mapped[date | None] = mapped_column(Date)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    shuffle: Mapped[int] = mapped_column(Integer)  # a random place of its own, for random order
    title: Mapped[str] = mapped_column(String(500))
    original_title: Mapped[str | None] = mapped_column(String(500))
    series_id: Mapped[str | None] = mapped_column(ForeignKey("series.id"))
    season_number: Mapped[int | None] = mapped_column(Integer)
    episode_number: Mapped[int | None] = mapped_column(Integer)
    episode_number_end: Mapped[int | None] = mapped_column(Integer)
    source_id: Mapped[str | None] = mapped_column(String(255))
    source_url: Mapped[str | None] = mapped_column(Text)
    uploader: Mapped[str | None] = mapped_column(String(300))
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added_by: Mapped[str | None] = mapped_column(String(36))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    purge_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delete_file: Mapped[bool] = mapped_column(default=False)  # what the purge does to the files
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    hdr: Mapped[str | None] = mapped_column(String(16))
    owned: Mapped[bool] = mapped_column(default=True)
    description: Mapped[str | None] = mapped_column(Text)
    tagline: Mapped[str | None] = mapped_column(String(500))
    released: Mapped[date | None] = mapped_column(Date)
    content_rating: Mapped[str | None] = mapped_column(String(40))
    available_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    available_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    part_number: Mapped[int | None] = mapped_column(Integer)  # of a film in several files
    extra_kind: Mapped[str | None] = mapped_column(String(24))
    extra_of: Mapped[str | None] = mapped_column(String(36))  # the media it belongs to
    work_key: Mapped[str | None] = mapped_column(String(700))  # versions of one work share it
    confidence: Mapped[float] = mapped_column(Float, default=1.0, server_default=text("1.0"))
    doubts: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    locked: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # edited by hand

    __mapper_args__ = {"primary_key": [id]}  # noqa: RUF012, A003 - as SQLAlchemy reads it
    __table_args__ = (
        Index(
            "uq_media_source",
            "source_platform",
            "source_id",
            unique=True,
            **only("source_id IS NOT NULL"),
        ),
        Index("ix_media_purge", "purge_at"),
        Index(
            "ix_media_trashed",
            "trashed_at",
            **only("trashed_at IS NOT NULL"),
        ),
        Index("ix_media_series", "series_id", "season_number", "episode_number"),
        Index("ix_media_work", "work_key", **only("work_key IS NOT NULL")),
        Index("ix_media_extra", "extra_of", **only("extra_of IS NOT NULL")),
        Index(
            "ix_media_window",
            "available_from",
            "available_until",
            **only("available_from IS NOT NULL OR available_until IS NOT NULL"),
        ),
        Index("ix_media_channel", "uploader", "number", **only("uploader IS NOT NULL")),
        Index("ix_media_doubts", "confidence", **only("doubts IS NOT NULL")),
        CheckConstraint("status IN ('ready', 'unavailable', 'trashed')", name="status"),
        {"sqlite_autoincrement": True},  # a number is never given twice: the index trusts it
    )


def _sorted_by(column: str) -> Index:
    """Index one order of the catalogue. It covers the filters too, so a page is cut and counted
    without touching a row that is not shown."""
    return Index(
        f"ix_media_by_{column}",
        *(
            getattr(MediaRow, name)
            for name in (column, "number", "kind", "source_platform", "status")
        ),
        **only("trashed_at IS NULL"),
    )


SORT_INDEXES = (
    _sorted_by("added_at"),
    _sorted_by("sort_title"),
    _sorted_by("year"),
    _sorted_by("duration_s"),
    _sorted_by("upload_date"),
    _sorted_by("size_bytes"),
    _sorted_by("shuffle"),
    Index(  # what the statistics read from end to end, and the smallest to count by
        "ix_media_shape",
        *(MediaRow.status, MediaRow.kind, MediaRow.source_platform),
        *(MediaRow.duration_s, MediaRow.size_bytes),
        **only("trashed_at IS NULL"),
    ),
)


class AssetRow(Base):
    """One file version of a media, known by its content."""

    __tablename__ = "asset"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    media_id: Mapped[str] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"), index=True)
    key: Mapped[str | None] = mapped_column(String(255))  # address under data/, when owned
    file_missing: Mapped[bool] = mapped_column(default=False)  # the owned file was not found
    fingerprint: Mapped[str] = mapped_column(String(128), unique=True)
    full_hash: Mapped[str | None] = mapped_column(String(128))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    container: Mapped[str] = mapped_column(String(32))
    duration_s: Mapped[float] = mapped_column(Float)
    bit_rate: Mapped[int | None] = mapped_column(BigInteger)
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    frame_rate: Mapped[float | None] = mapped_column(Float)
    hdr: Mapped[str | None] = mapped_column(String(16))
    video_codec: Mapped[str | None] = mapped_column(String(32))
    audio_codecs: Mapped[list[str]] = mapped_column(JSON, default=list)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edition: Mapped[str | None] = mapped_column(String(80))
    label: Mapped[str | None] = mapped_column(String(80))  # what the owner calls this version


class ProbeRow(Base):
    """What the engine knows of an asset: the whole probe, and its keyframes once indexed."""

    __tablename__ = "probe"

    asset_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    probe: Mapped[dict[str, Any]] = mapped_column(JSON)
    keyframes: Mapped[bytes | None] = mapped_column(LargeBinary)  # little-endian doubles, seconds
    weight: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # `engine.Weight`, once weighed


class LoudnessRow(Base):
    """How loud a sound track of an asset is; without numbers: measured, and nothing is heard.

    `track` -1 says that an asset was measured that has no track anything here decodes.
    """

    __tablename__ = "loudness"

    asset_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    track: Mapped[int] = mapped_column(Integer, primary_key=True)
    channels: Mapped[int] = mapped_column(Integer, primary_key=True)
    integrated_lufs: Mapped[float | None] = mapped_column(Float)
    range_lu: Mapped[float | None] = mapped_column(Float)
    peak_dbfs: Mapped[float | None] = mapped_column(Float)


class RootRow(Base):
    """A folder scanned in place. Nothing in it is written, moved or deleted by itself."""

    __tablename__ = "root"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    path: Mapped[str] = mapped_column(FilePath, unique=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(16), default=READY)
    last_scan_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_scan: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(16), default="mixed", server_default=text("'mixed'"))
    watch: Mapped[bool] = mapped_column(default=True, server_default=true())
    problem: Mapped[str | None] = mapped_column(String(32))  # why it is not looked through now
    gone: Mapped[int] = mapped_column(
        Integer, default=0, server_default=text("0")
    )  # asks the owner


class PlaceRow(Base):
    """A file seen in a root, with what is needed to know it again without opening it."""

    __tablename__ = "place"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    root_id: Mapped[str] = mapped_column(ForeignKey("root.id", ondelete="CASCADE"))
    relative_path: Mapped[str] = mapped_column(FilePath)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    asset_id: Mapped[str | None] = mapped_column(
        ForeignKey("asset.id", ondelete="SET NULL"), index=True
    )
    failure: Mapped[str | None] = mapped_column(String(64))  # why it could not be taken in
    missing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("root_id", "relative_path"),)


class FolderRow(Base):
    """A folder in a root as it was last looked into: unchanged, it is not opened again."""

    __tablename__ = "folder"

    root_id: Mapped[str] = mapped_column(
        ForeignKey("root.id", ondelete="CASCADE"), primary_key=True
    )
    relative_path: Mapped[str] = mapped_column(FilePath, primary_key=True)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    looked_ns: Mapped[int] = mapped_column(BigInteger)  # when; too soon after a change is not sure

    __table_args__ = ({"sqlite_with_rowid": False},)


class SidecarRow(Base):
    """A file that came with an asset: subtitles, the source's picture, its own description."""

    __tablename__ = "sidecar"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str | None] = mapped_column(String(255))
    root_id: Mapped[str | None] = mapped_column(ForeignKey("root.id", ondelete="CASCADE"))
    relative_path: Mapped[str | None] = mapped_column(FilePath)
    language: Mapped[str | None] = mapped_column(String(35))
    name: Mapped[str | None] = mapped_column(String(300))
    format: Mapped[str] = mapped_column(String(16))
    position: Mapped[int] = mapped_column(Integer, default=0)
    forced: Mapped[bool] = mapped_column(default=False, server_default=false())
    described: Mapped[bool] = mapped_column(default=False, server_default=false())  # SDH
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    modified_ns: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    uploaded_by: Mapped[str | None] = mapped_column(String(36))  # given by somebody for this title
    digest: Mapped[str | None] = mapped_column(String(64))  # of an upload: the same is one


class ArtworkRow(Base):
    """A picture of a media. A new picture is a new row, so its address may be cached for ever."""

    __tablename__ = "artwork"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    media_id: Mapped[str] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(255))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    blurhash: Mapped[str | None] = mapped_column(String(128))
    smaller: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # width -> address
    origin: Mapped[str | None] = mapped_column(String(16))  # still, given or online


class SpritesRow(Base):
    """The scrubbing pictures of a media: sheets are artwork, this is their index."""

    __tablename__ = "sprites"

    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True
    )
    vtt: Mapped[str] = mapped_column(Text)
    tile_width: Mapped[int] = mapped_column(Integer)
    tile_height: Mapped[int] = mapped_column(Integer)
    interval_s: Mapped[float] = mapped_column(Float)
