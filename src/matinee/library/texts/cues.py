"""What is said in a title and when: rows for the search, made from subtitles.

A `cue_track` is one source of words of one asset, and says that it has been read; its cues hang
on its small number. All of it is derived, and goes with the asset.
"""

from collections.abc import Iterable

from sqlalchemy import (
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from matinee.engine.text import Cue
from matinee.kit.db import Base

_ROWS = 2_000


class CueTrackRow(Base):
    """A text track whose words have been read. `track` is its key: `t2`, or `x…` with its stamp."""

    __tablename__ = "cue_track"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id", ondelete="CASCADE"))
    track: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(35))

    __table_args__ = (UniqueConstraint("asset_id", "track"),)


class CueRow(Base):
    """One cue, as plain text; times are seconds of the film."""

    __tablename__ = "cue"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    track_number: Mapped[int] = mapped_column(
        ForeignKey("cue_track.number", ondelete="CASCADE"), index=True
    )
    start_s: Mapped[float] = mapped_column(Float)
    end_s: Mapped[float] = mapped_column(Float)
    text: Mapped[str] = mapped_column(Text)


def read_tracks(session: Session, asset_id: str) -> set[str]:
    """Return the keys of the text tracks of an asset whose words have been read."""
    found = select(CueTrackRow.track).where(CueTrackRow.asset_id == asset_id)
    return set(session.scalars(found))


def save_cues(
    session: Session, asset_id: str, track: str, language: str | None, cues: Iterable[Cue]
) -> None:
    """Keep the words of a track; what was kept of it before is replaced."""
    forget_cues(session, asset_id, track)
    row = CueTrackRow(asset_id=asset_id, track=track, language=(language or "")[:35] or None)
    session.add(row)
    session.flush()
    rows = [
        {"track_number": row.number, "start_s": one.start_s, "end_s": one.end_s, "text": one.text}
        for one in cues
    ]
    for start in range(0, len(rows), _ROWS):
        session.execute(insert(CueRow), rows[start : start + _ROWS])


def forget_cues(session: Session, asset_id: str, track: str) -> None:
    """Forget the words of a track."""
    session.execute(
        delete(CueTrackRow).where(CueTrackRow.asset_id == asset_id, CueTrackRow.track == track)
    )
