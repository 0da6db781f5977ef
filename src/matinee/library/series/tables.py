"""The rows of what is known of series beside their titles: seasons, genres, names, files."""

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, case
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base
from matinee.library.tables import FilePath
from matinee.library.values import CHOSEN, GIVEN, ONLINE


class SeasonRow(Base):
    """What a season is called and what it is about, where something says so."""

    __tablename__ = "season"

    series_id: Mapped[str] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str | None] = mapped_column(String(500))
    description: Mapped[str | None] = mapped_column(Text)

    __table_args__ = ({"sqlite_with_rowid": False},)


class SeriesNameRow(Base):
    """A name under which files know a series that is called otherwise now."""

    __tablename__ = "series_name"

    title_key: Mapped[str] = mapped_column(String(500), primary_key=True)
    series_id: Mapped[str] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (
        Index("ix_series_name_series_id", "series_id"),
        {"sqlite_with_rowid": False},
    )


class SeriesFileRow(Base):
    """A picture or an NFO in the folder of a series or a season, as it was last read; or a picture
    that a catalogue gave or somebody chose (`origin`), which lies in no folder.

    A row stands for one content: a file that changed is a new row, so the address of its picture
    may be cached for ever. `address` is set once the picture was made, `problem` says why it could
    not be. Without a root its folder was taken out of the library, and the picture stays.
    """

    __tablename__ = "series_file"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    series_id: Mapped[str] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    season_number: Mapped[int | None] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16), default=GIVEN, server_default=GIVEN)
    root_id: Mapped[str | None] = mapped_column(
        ForeignKey("root.id", ondelete="SET NULL"), index=True
    )
    relative_path: Mapped[str] = mapped_column(FilePath)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    problem: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(255))
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    blurhash: Mapped[str | None] = mapped_column(String(128))
    smaller: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # width -> address


def best_last() -> tuple[Any, ...]:
    """Return the order in which, of several pictures for the same, that stands last which is shown:
    what was chosen by hand before what lies in a folder, and that before a catalogue's; of two
    folders always the same one, and none that is in the library no more."""
    root, rank = (
        SeriesFileRow.root_id,
        case({ONLINE: 0, CHOSEN: 2}, value=SeriesFileRow.origin, else_=1),
    )
    return rank, root.is_not(None), root.desc(), SeriesFileRow.id.desc()


class SeriesGenreRow(Base):
    """Which series are of which genre, in the order given."""

    __tablename__ = "series_genre"

    genre_number: Mapped[int] = mapped_column(
        ForeignKey("genre.number", ondelete="CASCADE"), primary_key=True
    )
    series_id: Mapped[str] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        Index("ix_series_genre_series", "series_id", "position"),
        {"sqlite_with_rowid": False},
    )
