"""Series: found by title and year, so that two of one name are told apart.

Files go on naming a series as they always did, whatever it was called by hand: the names it had
are kept, and one that no series bears now leads to the one that bore it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from matinee.accounts import Viewer, may_change
from matinee.kit import clock, ids
from matinee.kit.errors import Forbidden, Invalid, NotFound
from matinee.kit.services import Services
from matinee.library import rules
from matinee.library.gate import works
from matinee.library.people import people
from matinee.library.queries import sees_of_series, visible_to
from matinee.library.series.tables import (
    SeasonRow,
    SeriesFileRow,
    SeriesGenreRow,
    SeriesNameRow,
)
from matinee.library.tables import MediaRow, SeriesRow
from matinee.library.values import MediaChanged, SeasonFacts, SeriesFacts
from matinee.library.words import labels
from matinee.library.words.tables import GenreRow, MediaGenreRow

_FIELDS = ("original_title", "year", "description", "content_rating")


def find_or_make(session: Session, title: str | None, facts: SeriesFacts | None) -> str | None:
    """Return the id of a series, written down when it is new; None without a title.

    Two series of one title are told apart by their years; one whose year was not known is taken
    for the one that is asked for.
    """
    line = rules.clean_line(title)
    if not line:
        return None
    known = facts or SeriesFacts()
    # Episodes come many at a time, and say the same of their series each time.
    told: dict[str, tuple[SeriesFacts, str]] = session.info.setdefault("series told", {})
    before = told.get(line)
    if before is not None and before[0] == known:
        return before[1]
    row = _find(session, line, known.year) or _once_called(session, line, known.year)
    if row is None:
        row = SeriesRow(id=ids.new_id())
        _call(session, row, line, known.year)
        session.add(row)
    _tell(session, row, known)
    session.flush()
    told[line] = (known, row.id)
    return row.id


def called(session: Session, title: str) -> str | None:
    """Return the id of the series that is, or once was, called so."""
    line = rules.clean_line(title)
    row = (_find(session, line, None) or _once_called(session, line, None)) if line else None
    return row and row.id


def _key(line: str) -> str:
    return (rules.fold(line) or line)[: rules.TITLE_MAX - 5]


def _find(session: Session, line: str, year: int | None, but: str = "") -> SeriesRow | None:
    key = _key(line)
    named = or_(
        SeriesRow.title_key == key, SeriesRow.title_key.startswith(f"{key}|", autoescape=True)
    )
    rows = session.scalars(select(SeriesRow).where(named, SeriesRow.id != but)).all()
    return _fitting(rows, year)


def _once_called(session: Session, line: str, year: int | None) -> SeriesRow | None:
    rows = session.scalars(
        select(SeriesRow)
        .join(SeriesNameRow, SeriesNameRow.series_id == SeriesRow.id)
        .where(SeriesNameRow.title_key == _key(line))
        .order_by(SeriesRow.id)
    ).all()
    return _fitting(rows, year)


def _also_called(session: Session, series_id: str, line: str) -> None:
    """Remember a name under which files know a series."""
    at = (_key(line), series_id)
    if line and session.get(SeriesNameRow, at) is None:
        session.add(SeriesNameRow(title_key=at[0], series_id=series_id))
        session.flush()


def _call(session: Session, row: SeriesRow, line: str, year: int | None) -> None:
    """Give a series its name; a second one of the same name has its year in its key."""
    key = _key(line)
    taken = session.scalar(
        select(SeriesRow.id).where(SeriesRow.title_key == key, SeriesRow.id != row.id)
    )
    row.title, row.sort_title = line, rules.sort_title(line)
    row.title_key = f"{key}|{year}" if taken else key


def _fitting(rows: Sequence[SeriesRow], year: int | None) -> SeriesRow | None:
    for wanted in (year, None):
        for row in rows:
            if row.year == wanted:
                return row
    by_hand = [row for row in rows if year is None or "year" in (row.locked or ())]
    return by_hand[0] if by_hand else None


def _tell(session: Session, row: SeriesRow, facts: SeriesFacts) -> None:
    """Write what is known, but for what somebody changed by hand."""
    locked = row.locked or ()
    told = {
        "original_title": rules.clean_line(facts.original_title) or None,
        "year": facts.year,
        "description": rules.clean_text(facts.description),
        "content_rating": rules.clean_line(facts.content_rating, 40) or None,
    }
    for name, value in told.items():
        if value is not None and name not in locked:
            setattr(row, name, value)
    if facts.credits or facts.other_ids or facts.genres or facts.seasons:
        session.flush()
    if facts.genres and "genres" not in locked:
        labels.set_series_genres(session, row.id, facts.genres)
    for season in facts.seasons:
        _tell_season(session, row.id, season)
    if facts.credits:
        people.set_series_credits(session, row.id, facts.credits)
    if facts.other_ids:
        people.set_other_ids(session, facts.other_ids, series_id=row.id)


def fill_season(session: Session, series_id: str, said: SeasonFacts, *, over: bool = False) -> bool:
    """Write what a season has no word of yet, or with `over` all; returns whether anything was."""
    row = session.get(SeasonRow, (series_id, said.number))
    if row is not None and not over:
        said = replace(
            said, title=None if row.title else said.title,
            description=None if row.description else said.description,
        )  # fmt: skip
    return _tell_season(session, series_id, said)


def _tell_season(session: Session, series_id: str, said: SeasonFacts) -> bool:
    title = rules.clean_line(said.title) or None
    description = rules.clean_text(said.description)
    if title is None and description is None:
        return False
    row = session.get(SeasonRow, (series_id, said.number))
    if row is None:
        row = SeasonRow(series_id=series_id, number=said.number)
        session.add(row)
    row.title, row.description = title or row.title, description or row.description
    return True


def tell_again(
    services: Services, session: Session, series_id: str, title: str | None, facts: SeriesFacts
) -> bool:
    """Write what the file beside a series says now, but for what was changed by hand.

    Returns whether its episodes are to be read again, because they may belong to a series of
    another name now. A name that was given by hand stays, and files may use the other one.
    """
    row = session.get(SeriesRow, series_id)
    if row is None:
        return True
    _tell(session, row, facts)
    session.flush()
    line = rules.clean_line(title)
    moves = False
    if line and line != row.title:
        other = _find(session, line, row.year, but=row.id)
        if "title" in (row.locked or ()):
            if other is None:
                _also_called(session, row.id, line)
        else:
            moves = True
            if other is None:
                _also_called(session, row.id, row.title)
                _call(session, row, line, row.year)
    some = select(MediaRow.id).where(MediaRow.series_id == series_id)
    for media_id in session.scalars(some.order_by(MediaRow.number).limit(1)):
        services.bus.publish_after_commit(session, MediaChanged(media_id))
    return moves


def get(session: Session, viewer: Viewer, series_id: str) -> SeriesRow:
    """Return a series of which the viewer sees something. Raises NotFound."""
    row = session.get(SeriesRow, series_id)
    some = visible_to(viewer).where(MediaRow.series_id == series_id).with_only_columns(MediaRow.id)
    if row is None or session.scalar(some.limit(1)) is None:
        raise NotFound(
            "There is no such series, or it is no longer in the library.", code="no_such_series"
        )
    return row


def get_editable(session: Session, viewer: Viewer, series_id: str) -> SeriesRow:
    """Return a series that the viewer may change. Raises NotFound or Forbidden."""
    row = get(session, viewer, series_id)
    if not may_change(viewer, None):
        raise Forbidden("Only an administrator may change a series.", code="admins_only")
    return row


def is_called(session: Session, title: str, year: int | None, but: str) -> bool:
    """Say whether another series is called so already."""
    line = rules.clean_line(title)
    return bool(line) and _find(session, line, year, but=but) is not None


def page(
    session: Session, viewer: Viewer, wanted: str, *, genre: str = "", offset: int, limit: int
) -> tuple[Sequence[SeriesRow], int]:
    """Return series of which the viewer sees an episode, by title, and how many there are."""
    some = _called(viewer, wanted)
    if genre.strip():
        some = some.where(_of_genre(rules.label_key(genre)))
    total = session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return session.scalars(some.order_by(*_ORDER).offset(offset).limit(limit)).all(), total


def first_called(session: Session, viewer: Viewer, wanted: str, limit: int) -> Sequence[SeriesRow]:
    """Return the first series in whose title letters stand, uncounted."""
    return session.scalars(_called(viewer, wanted).order_by(*_ORDER).limit(limit)).all()


_ORDER = (SeriesRow.sort_title, SeriesRow.id)


def _called(viewer: Viewer, wanted: str) -> Select[SeriesRow]:
    some = select(SeriesRow).where(sees_of_series(viewer, SeriesRow.id))
    if not wanted.strip():
        return some
    return some.where(SeriesRow.title_key.contains(rules.fold(wanted), autoescape=True))


def _of_genre(key: str) -> ColumnElement[bool]:
    """Return the condition that a series is of a genre: by its own, else by its episodes'."""
    own = select(SeriesGenreRow.series_id)
    whole = own.join(GenreRow, GenreRow.number == SeriesGenreRow.genre_number)
    episodes = (
        select(MediaRow.series_id)
        .join(MediaGenreRow, MediaGenreRow.media_number == MediaRow.number)
        .join(GenreRow, GenreRow.number == MediaGenreRow.genre_number)
        .where(GenreRow.name_key == key, MediaRow.series_id.is_not(None))
    )
    return or_(
        SeriesRow.id.in_(whole.where(GenreRow.name_key == key)),
        and_(SeriesRow.id.not_in(own), SeriesRow.id.in_(episodes)),
    )


def edit(services: Services, viewer: Viewer, series_id: str, changes: Mapping[str, Any]) -> str:
    """Change what a series says of itself; returns its id, which is another one's when it was
    given the title and year of a series that is there: then the two become one.

    What was changed by hand is locked: no scan writes over it, until it is taken out of `locked`.

    Raises NotFound, Forbidden, or Invalid when the title is empty once cleaned.
    """
    with services.db.write() as session:
        row = get_editable(session, viewer, series_id)
        for name in _FIELDS:
            if name in changes:
                clean = rules.clean_text if name == "description" else _line
                value = changes[name]
                setattr(row, name, clean(value) if isinstance(value, str) else value)
        if "genres" in changes:
            labels.set_series_genres(session, row.id, changes["genres"] or ())
        kept = row
        if "title" in changes:
            kept = _rename(session, row, changes["title"])
        locked = {*(kept.locked or ()), *changes} - {"locked"}
        if "locked" in changes:
            locked &= set(changes["locked"] or ())
        kept.locked = sorted(locked) or None
        moved = session.scalars(select(MediaRow.id).where(MediaRow.series_id == kept.id)).all()
        for media_id in moved:
            services.bus.publish_after_commit(session, MediaChanged(media_id))
        return kept.id


def _line(value: str) -> str | None:
    return rules.clean_line(value) or None


def _rename(session: Session, row: SeriesRow, title: str | None) -> SeriesRow:
    line = rules.clean_line(title)
    if not line:
        raise Invalid(
            "A title must have something that can be read.", fix="Type a title.", code="title_empty"
        )
    before, other = row.title, _find(session, line, row.year, but=row.id)
    if other is None:
        _also_called(session, row.id, before)
        _call(session, row, line, row.year)
        return row
    _also_called(session, other.id, before)
    for table in (SeriesNameRow, SeriesFileRow, SeasonRow):
        _hand_over(session, table, row.id, other.id)
    values = {"series_id": other.id, "updated_at": clock.now()}
    session.execute(update(MediaRow).where(MediaRow.series_id == row.id).values(values))
    for name in _FIELDS:
        if getattr(other, name) is None:
            setattr(other, name, getattr(row, name))
    if not labels.own_genres_of_series(session, other.id):
        labels.set_series_genres(session, other.id, labels.own_genres_of_series(session, row.id))
    session.delete(row)
    session.flush()
    works.rekey_series(session, other.id)
    return other


def _hand_over(session: Session, table: Any, series_id: str, other_id: str) -> None:
    """Give the rows of a series to another, which keeps what it has of the same key."""
    keys = [column for column in table.__table__.primary_key if column.key != "series_id"]
    taken = select(*keys).where(table.series_id == other_id)
    mine = update(table).where(table.series_id == series_id, ~tuple_(*keys).in_(taken))
    session.execute(mine.values(series_id=other_id))
