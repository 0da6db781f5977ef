"""The rows of tags and genres, and of which media carry which."""

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base


class TagRow(Base):
    """A word people give to media; `Café` and `cafe` are one."""

    __tablename__ = "tag"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(120), unique=True)


class GenreRow(Base):
    """A genre, from a source or given by hand."""

    __tablename__ = "genre"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(120), unique=True)


class MediaTagRow(Base):
    """Which media carry which tag, in the order given."""

    __tablename__ = "media_tag"

    tag_number: Mapped[int] = mapped_column(
        ForeignKey("tag.number", ondelete="CASCADE"), primary_key=True
    )
    media_number: Mapped[int] = mapped_column(
        ForeignKey("media.number", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        Index("ix_media_tag_media", "media_number", "position"),
        {"sqlite_with_rowid": False},
    )


class MediaGenreRow(Base):
    """Which media are of which genre."""

    __tablename__ = "media_genre"

    genre_number: Mapped[int] = mapped_column(
        ForeignKey("genre.number", ondelete="CASCADE"), primary_key=True
    )
    media_number: Mapped[int] = mapped_column(
        ForeignKey("media.number", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        Index("ix_media_genre_media", "media_number", "position"),
        {"sqlite_with_rowid": False},
    )
