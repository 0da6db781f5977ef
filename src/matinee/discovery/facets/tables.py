"""One narrow row a title with all that lists are filtered by, kept right by triggers.

A list with filters is counted by reading this table from end to end, which is quick because its
rows are small: no file, probe or folder is joined. What a title can have several of (its
versions have codecs and heights, its tracks languages) is a number with one bit a word;
`facet_word` tells which bit. A kind with more words than bits shares the last one among the
rest: no such title is missed, some are found that should not be.

The statements that keep it stand in `ddl.py`.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Float, ForeignKey, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime


class FacetWordRow(Base):
    """Which bit stands for a codec, a language as files write it, or a folder."""

    __tablename__ = "facet_word"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    bit: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = ({"sqlite_with_rowid": False},)


def _bits() -> Mapped[int]:
    return mapped_column(BigInteger, default=0, server_default=text("0"))


class MediaFacetRow(Base):
    """What a title is filtered by. The first columns are copies of the title's own."""

    __tablename__ = "media_facet"

    number: Mapped[int] = mapped_column(
        Integer, ForeignKey("media.number", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    platform: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    year: Mapped[int | None] = mapped_column(Integer)
    duration_s: Mapped[float | None] = mapped_column(Float)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heights: Mapped[int] = _bits()  # see HEIGHTS
    ranges: Mapped[int] = _bits()  # 1 standard, 2 high dynamic range
    codecs: Mapped[int] = _bits()
    audio: Mapped[int] = _bits()
    texts: Mapped[int] = _bits()
    folders: Mapped[int] = _bits()


# From how many lines a picture is called so; a wide one is measured as if it were 16:9.
HEIGHTS = {
    "sd": (1, 0),
    "720p": (2, 600),
    "1080p": (4, 900),
    "1440p": (8, 1260),
    "2160p": (16, 1800),
}
SDR, HDR = 1, 2
