"""What is still to be looked up, and what was: rows only, no net."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from matinee import library
from matinee.ingest.tables import LookupRow
from matinee.kit import clock
from matinee.library import MediaRow, SeriesRow

FILM, SERIES = "film", "series"
MATCHED, UNSURE, NOTHING = "matched", "unsure", "nothing"
CHOSEN = "chosen"  # by hand: what is there gives way, once


@dataclass(frozen=True, slots=True)
class Wanted:
    """A film or a series to be looked up; `value` is what the catalogue called it before."""

    about: str
    id: str
    titles: tuple[str, ...]
    year: int | None
    ids: dict[str, str]
    value: str | None = None

    @property
    def words(self) -> str:
        """Return what would be asked, to know it again."""
        known = " ".join(f"{name}:{value}" for name, value in sorted(self.ids.items()))
        return f"{'|'.join(self.titles)}|{self.year or ''}|{known}"[:600]


def films(session: Session, limit: int) -> list[Wanted]:
    """Return films that were never looked up, or have changed since nothing was found."""
    asked = aliased(LookupRow)
    rows = session.scalars(
        select(MediaRow)
        .outerjoin(asked, and_(asked.about == FILM, asked.id == MediaRow.id))
        .where(
            MediaRow.kind == "movie",
            MediaRow.extra_kind.is_(None),
            MediaRow.trashed_at.is_(None),
            MediaRow.source_platform.is_(None),
            or_(
                asked.id.is_(None),
                and_(asked.state != MATCHED, MediaRow.updated_at > asked.asked_at),
            ),
        )
        .order_by(MediaRow.number)
        .limit(limit)
    ).all()
    others = library.other_ids(session, [row.id for row in rows])
    return [film_of(row, others.get(row.id, {})) for row in rows]


def film_of(row: MediaRow, ids: dict[str, str]) -> Wanted:
    """Return a film as what is wanted."""
    titles = tuple(title for title in (row.title, row.original_title) if title)
    return Wanted(FILM, row.id, titles, row.year, ids)


def series(session: Session, limit: int) -> list[Wanted]:
    """Return series that were never looked up, were chosen by hand, or have had new episodes."""
    asked = aliased(LookupRow)
    episode = (
        MediaRow.series_id == SeriesRow.id,
        MediaRow.trashed_at.is_(None),
        MediaRow.kind == "episode",
    )
    newer = exists().where(*episode, MediaRow.added_at > asked.asked_at)
    rows = session.execute(
        select(SeriesRow, asked.value)
        .outerjoin(asked, and_(asked.about == SERIES, asked.id == SeriesRow.id))
        .where(exists().where(*episode), or_(asked.id.is_(None), asked.state == CHOSEN, newer))
        .order_by(SeriesRow.id)
        .limit(limit)
    ).all()
    return [series_of(session, row, value) for row, value in rows]


def series_of(session: Session, row: SeriesRow, value: str | None = None) -> Wanted:
    """Return a series as what is wanted; `value` is what the catalogue calls it."""
    titles = tuple(title for title in (row.title, row.original_title) if title)
    return Wanted(SERIES, row.id, titles, row.year, library.series_ids(session, row.id), value)


def is_any(session: Session) -> bool:
    """Say whether anything is to be looked up."""
    return bool(films(session, 1) or series(session, 1))


def seasons(session: Session, series_id: str) -> dict[int, list[tuple[int, str]]]:
    """Return (number, media id) of a series' episodes by season; what holds several is left out."""
    found: dict[int, list[tuple[int, str]]] = {}
    rows = session.execute(
        select(MediaRow.season_number, MediaRow.episode_number, MediaRow.id).where(
            MediaRow.series_id == series_id,
            MediaRow.kind == "episode",
            MediaRow.trashed_at.is_(None),
            MediaRow.season_number.is_not(None),
            MediaRow.episode_number.is_not(None),
            func.coalesce(MediaRow.episode_number_end, MediaRow.episode_number)
            == MediaRow.episode_number,
        )
    )
    for season, number, media_id in rows:
        found.setdefault(int(season or 0), []).append((int(number or 0), media_id))
    return found


def before(session: Session, wanted: Wanted) -> LookupRow | None:
    """Return what came of looking this up the last time."""
    return session.get(LookupRow, (wanted.about, wanted.id))


def note(
    session: Session, catalogue: str, wanted: Sequence[Wanted], state: str, value: str | None = None
) -> None:
    """Write down what came of it."""
    for one in wanted:
        row = session.get(LookupRow, (one.about, one.id))
        if row is None:
            row = LookupRow(about=one.about, id=one.id)
            session.add(row)
        row.catalogue, row.state, row.value = catalogue, state, value
        row.asked, row.asked_at = one.words, clock.now()
