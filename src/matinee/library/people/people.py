"""Who took part in what: credits of media and of series, and what other catalogues call them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, delete, func, or_, select, union
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit.errors import NotFound
from matinee.library import rules
from matinee.library.people.tables import CreditRow, OtherIdRow, PersonRow, SeriesCreditRow
from matinee.library.queries import listed, sees_of_series
from matinee.library.tables import MediaRow, SeriesRow
from matinee.library.values import Credit

NAME_MAX, CHARACTER_MAX, MOST = 120, 200, 100
JOBS = ("actor", "guest", "director", "writer", "creator", "producer", "composer")

_NUMBERS_END = 2**31  # of PostgreSQL's integer


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a number of their own; `count` is of titles of which the viewer sees something:
    a series is one, however many of its episodes they are in."""

    number: int
    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What a person did in a media."""

    number: int
    name: str
    job: str
    character: str | None


def set_credits(session: Session, media: MediaRow, wanted: Sequence[Credit]) -> None:
    """Replace who took part in a media, in the order given."""
    _replace(session, CreditRow, {"media_number": media.number}, wanted)


def set_series_credits(session: Session, series_id: str, wanted: Sequence[Credit]) -> None:
    """Replace who took part in a whole series, in the order given."""
    _replace(session, SeriesCreditRow, {"series_id": series_id}, wanted)


def credits_of(session: Session, media_number: int) -> list[Part]:
    """Return who took part in a media, in order."""
    return _parts(session, CreditRow, CreditRow.media_number == media_number)


def series_credits(session: Session, series_id: str) -> list[Part]:
    """Return who took part in a series, in order."""
    return _parts(session, SeriesCreditRow, SeriesCreditRow.series_id == series_id)


def people(
    session: Session, viewer: Viewer, *, prefix: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[Person], int]:
    """Return people of whom the viewer sees something, those of most first, and how many."""
    named = PersonRow.name_key.contains(rules.label_key(prefix), autoescape=True)
    some = select(PersonRow.number).where(named) if prefix else None
    if some is not None and session.scalar(some.limit(1)) is None:
        return [], 0  # as most words that are searched for: nobody's titles are gathered
    parts = _titles(viewer, some).subquery()
    counted = select(parts.c.person_number, func.count().label("n")).group_by(parts.c.person_number)
    counts = counted.subquery()
    total = session.scalar(select(func.count()).select_from(counts)) or 0
    rows = session.execute(
        select(PersonRow.number, PersonRow.name, counts.c.n)
        .join(counts, counts.c.person_number == PersonRow.number)
        .order_by(counts.c.n.desc(), PersonRow.name_key)
        .offset(offset)
        .limit(limit)
    )
    return [Person(number, name, count) for number, name, count in rows], total


def names(session: Session) -> Iterable[str]:
    """Return the names of everybody."""
    return session.scalars(select(PersonRow.name))


def name_of(session: Session, number: int) -> str | None:
    """Return how somebody is called."""
    return session.scalar(select(PersonRow.name).where(PersonRow.number == number))


def called(session: Session, name: str) -> int | None:
    """Return the number of who is called so, whatever its case and accents."""
    key = rules.label_key(name)
    return session.scalar(select(PersonRow.number).where(PersonRow.name_key == key))


def media_of(number: int) -> Select[int]:
    """Return the SELECT of the numbers of media somebody took part in."""
    return select(CreditRow.media_number).where(CreditRow.person_number == number)


def media_of_names(words: Sequence[Sequence[str]]) -> Select[int]:
    """Return the SELECT of the numbers of media with somebody in whose name each word stands, in
    one of its forms."""
    key = PersonRow.name_key
    named = [
        or_(*(key.contains(rules.label_key(one), autoescape=True) for one in forms))
        for forms in words
    ]
    return (
        select(CreditRow.media_number)
        .join(PersonRow, PersonRow.number == CreditRow.person_number)
        .where(*named)
    )


def _titles(viewer: Viewer, among: Select[int] | None = None) -> CompoundSelect[int, str]:
    """Return the SELECT of (person, title), each pair once: those of media, an episode standing
    for its series, and those of whole series; of all people or of the numbers in a SELECT."""
    own = (
        listed(viewer)
        .join(CreditRow, CreditRow.media_number == MediaRow.number)
        .with_only_columns(
            CreditRow.person_number, func.coalesce(MediaRow.series_id, MediaRow.id).label("title")
        )
    )
    whole = select(SeriesCreditRow.person_number, SeriesCreditRow.series_id).where(
        sees_of_series(viewer, SeriesCreditRow.series_id)
    )
    if among is not None:
        own = own.where(CreditRow.person_number.in_(among))
        whole = whole.where(SeriesCreditRow.person_number.in_(among))
    return union(own, whole)


def get_person(session: Session, viewer: Viewer, number: int) -> Person:
    """Return one person. Raises NotFound."""
    row = session.get(PersonRow, number) if 0 < number < _NUMBERS_END else None
    if row is None:
        raise NotFound("There is no such person in the library.", code="no_such_person")
    parts = _titles(viewer, select(PersonRow.number).where(PersonRow.number == number)).subquery()
    count = session.scalar(select(func.count()).select_from(parts)) or 0
    return Person(row.number, row.name, count)


def series_with(
    session: Session, viewer: Viewer, number: int, limit: int = 100
) -> Sequence[SeriesRow]:
    """Return the series somebody took part in, as a whole or in an episode, by title."""
    whole = select(SeriesCreditRow.series_id).where(SeriesCreditRow.person_number == number)
    episodes = (
        select(MediaRow.series_id)
        .join(CreditRow, CreditRow.media_number == MediaRow.number)
        .where(CreditRow.person_number == number, MediaRow.series_id.is_not(None))
    )
    # An episode that this viewer does not see leads nobody to its series.
    episodes = episodes.where(
        MediaRow.number.in_(listed(viewer).with_only_columns(MediaRow.number))
    )
    some = select(SeriesRow).where(
        sees_of_series(viewer, SeriesRow.id),
        or_(SeriesRow.id.in_(whole), SeriesRow.id.in_(episodes)),
    )
    return session.scalars(some.order_by(SeriesRow.sort_title, SeriesRow.id).limit(limit)).all()


def media_with(
    session: Session, viewer: Viewer, number: int, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return the media somebody took part in, the newest first, and how many."""
    seen = listed(viewer).where(MediaRow.number.in_(media_of(number)))
    total = session.scalar(seen.with_only_columns(func.count())) or 0
    order = (MediaRow.year.desc().nulls_last(), MediaRow.sort_title, MediaRow.number)
    return session.scalars(seen.order_by(*order).offset(offset).limit(limit)).all(), total


def set_other_ids(
    session: Session, wanted: Mapping[str, str], *, media_id: str | None = None,
    series_id: str | None = None,
) -> None:  # fmt: skip
    """Replace what other catalogues call a media or a series."""
    of = OtherIdRow.media_id == media_id if media_id else OtherIdRow.series_id == series_id
    session.execute(delete(OtherIdRow).where(of))
    for catalogue, value in list(wanted.items())[:20]:
        name, said = rules.clean_line(catalogue, 16).lower(), rules.clean_line(value, 64)
        if name and said:
            session.add(
                OtherIdRow(media_id=media_id, series_id=series_id, catalogue=name, value=said)
            )


def other_ids(session: Session, media_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what other catalogues call these media, by media id."""
    found: dict[str, dict[str, str]] = {}
    rows = session.execute(
        select(OtherIdRow.media_id, OtherIdRow.catalogue, OtherIdRow.value).where(
            OtherIdRow.media_id.in_(media_ids)
        )
    )
    for media_id, catalogue, value in rows:
        found.setdefault(str(media_id), {})[catalogue] = value
    return found


def series_ids(session: Session, series_id: str) -> dict[str, str]:
    """Return what other catalogues call a series."""
    rows = session.execute(
        select(OtherIdRow.catalogue, OtherIdRow.value).where(OtherIdRow.series_id == series_id)
    )
    return {str(row[0]): str(row[1]) for row in rows}


def _replace(session: Session, row: Any, owner: dict[str, Any], wanted: Sequence[Credit]) -> None:
    (column, value), *_ = owner.items()
    session.execute(delete(row).where(getattr(row, column) == value))
    named: dict[tuple[str, str], Credit] = {}
    for credit in wanted[:MOST]:
        name = rules.clean_line(credit.name, NAME_MAX)
        if name and credit.job in JOBS:
            named.setdefault((rules.label_key(name), credit.job), credit)
    numbers = _numbers(session, {key: credit.name for (key, _), credit in named.items()})
    for position, ((key, job), credit) in enumerate(named.items()):
        character = rules.clean_line(credit.character, CHARACTER_MAX) or None
        session.add(
            row(
                **owner, job=job, person_number=numbers[key], position=position, character=character
            )
        )
    session.flush()


def _numbers(session: Session, names: Mapping[str, str]) -> dict[str, int]:
    known = dict(
        session.execute(
            select(PersonRow.name_key, PersonRow.number).where(PersonRow.name_key.in_(names))
        ).all()
    )
    for key, name in names.items():
        if key not in known:
            row = PersonRow(name=rules.clean_line(name, NAME_MAX), name_key=key)
            session.add(row)
            session.flush()
            known[key] = row.number
    return known


def _parts(session: Session, row: Any, of: Any) -> list[Part]:
    found = session.execute(
        select(PersonRow.number, PersonRow.name, row.job, row.character)
        .join(row, row.person_number == PersonRow.number)
        .where(of)
        .order_by(row.position)
    )
    return [Part(number, name, job, character) for number, name, job, character in found]
