"""The rows of who took part in what, and of what other catalogues call a work."""

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base


class PersonRow(Base):
    """Somebody who took part; one row a name, whatever its case and accents."""

    __tablename__ = "person"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240), unique=True)


class CreditRow(Base):
    """What somebody did in a media, in the order in which they are named."""

    __tablename__ = "credit"

    media_number: Mapped[int] = mapped_column(
        ForeignKey("media.number", ondelete="CASCADE"), primary_key=True
    )
    job: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_number: Mapped[int] = mapped_column(
        ForeignKey("person.number", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    character: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index("ix_credit_person", "person_number", "media_number"),
        {"sqlite_with_rowid": False},
    )


class SeriesCreditRow(Base):
    """What somebody did in a whole series."""

    __tablename__ = "series_credit"

    series_id: Mapped[str] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )
    job: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_number: Mapped[int] = mapped_column(
        ForeignKey("person.number", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    character: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index("ix_series_credit_person", "person_number", "series_id"),
        {"sqlite_with_rowid": False},
    )


class OtherIdRow(Base):
    """What another catalogue (imdb, tmdb, tvdb …) calls a media or a series."""

    __tablename__ = "other_id"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    media_id: Mapped[str | None] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"))
    series_id: Mapped[str | None] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    catalogue: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_other_id_value", "catalogue", "value"),
        Index("ix_other_id_media", "media_id"),
        Index("ix_other_id_series", "series_id"),
    )
