"""Tags and genres: words on media, one row a word whatever its case and accents."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit.remembered import Of, remembered
from matinee.kit.statements import among, ready
from matinee.library import rules
from matinee.library.queries import hidden_from, seen_by
from matinee.library.series.tables import SeriesGenreRow
from matinee.library.tables import MediaRow
from matinee.library.words.tables import GenreRow, MediaGenreRow, MediaTagRow, TagRow


def set_tags(session: Session, media: MediaRow, names: Sequence[str]) -> None:
    """Replace the tags of a media, keeping the order given; tags nobody uses any more go."""
    _replace(session, media, names, TagRow, MediaTagRow, MediaTagRow.tag_number)


def set_genres(session: Session, media: MediaRow, names: Sequence[str]) -> None:
    """Replace the genres of a media, keeping the order given."""
    _replace(session, media, names, GenreRow, MediaGenreRow, MediaGenreRow.genre_number)


def add_labels(
    session: Session, media_id: str, tags: Sequence[str], genres: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Add tags and genres a media does not have yet; returns those that were added."""
    media = session.scalar(select(MediaRow).where(MediaRow.id == media_id))
    if media is None:
        return [], []
    had_tags = tags_of(session, [media.number]).get(media.number, [])
    had_genres = genres_of(session, [media.number]).get(media.number, [])
    new_tags, new_genres = _missing(had_tags, tags), _missing(had_genres, genres)
    if new_tags:
        set_tags(session, media, [*had_tags, *new_tags])
    if new_genres:
        set_genres(session, media, [*had_genres, *new_genres])
    return new_tags, new_genres


def take_labels(
    session: Session, media_id: str, tags: Sequence[str], genres: Sequence[str]
) -> None:
    """Take tags and genres off a media again."""
    media = session.scalar(select(MediaRow).where(MediaRow.id == media_id))
    if media is None:
        return
    had_tags = tags_of(session, [media.number]).get(media.number, [])
    had_genres = genres_of(session, [media.number]).get(media.number, [])
    set_tags(session, media, _missing(tags, had_tags))
    set_genres(session, media, _missing(genres, had_genres))


def _missing(held: Sequence[str], names: Sequence[str]) -> list[str]:
    keys = {rules.label_key(name) for name in held}
    return [name for name in rules.labels(names) if rules.label_key(name) not in keys]


def tag_counts(
    session: Session, viewer: Viewer, *, prefix: str = "", limit: int = 1000
) -> list[tuple[str, int]]:
    """Return (tag, how many media the viewer sees with it), most used first."""
    mine = "tags", seen_by(session, viewer), prefix, limit
    return remembered(
        session, mine, lambda: _tag_counts(session, viewer, prefix, limit), of=Of.LIBRARY
    )


def _tag_counts(session: Session, viewer: Viewer, prefix: str, limit: int) -> list[tuple[str, int]]:
    used = (
        select(MediaTagRow.tag_number, func.count().label("count"))
        .where(MediaTagRow.media_number.not_in(hidden_from(viewer)))
        .group_by(MediaTagRow.tag_number)
    )
    if prefix:
        begins = TagRow.name_key.startswith(rules.label_key(prefix), autoescape=True)
        used = used.where(MediaTagRow.tag_number.in_(select(TagRow.number).where(begins)))
    counts = used.subquery()
    named = (
        select(TagRow.name, counts.c.count)
        .join(counts, counts.c.tag_number == TagRow.number)
        .order_by(counts.c.count.desc(), TagRow.name_key)
        .limit(limit)
    )
    return [(name, count) for name, count in session.execute(named)]


def tags_of(session: Session, numbers: Collection[int]) -> dict[int, list[str]]:
    """Return the tags of many media at once, by media number."""
    return _by_number(session, _TAGS, numbers)


def genres_of(session: Session, numbers: Collection[int]) -> dict[int, list[str]]:
    """Return the genres of many media at once, by media number."""
    return _by_number(session, _GENRES, numbers)


def set_series_genres(session: Session, series_id: str, names: Sequence[str]) -> None:
    """Replace the genres of a whole series, keeping the order given."""
    wanted = {rules.label_key(name): name for name in rules.labels(names)}
    numbers = _numbers(session, GenreRow, wanted)
    session.execute(delete(SeriesGenreRow).where(SeriesGenreRow.series_id == series_id))
    for position, number in enumerate(numbers.values()):
        session.add(SeriesGenreRow(genre_number=number, series_id=series_id, position=position))
    session.flush()


def own_genres_of_series(session: Session, series_id: str) -> list[str]:
    """Return the genres that something says of a series as a whole, in its order."""
    rows = session.scalars(
        select(GenreRow.name)
        .join(SeriesGenreRow, SeriesGenreRow.genre_number == GenreRow.number)
        .where(SeriesGenreRow.series_id == series_id)
        .order_by(SeriesGenreRow.position)
    )
    return list(rows)


def genres_of_series(session: Session, series_id: str) -> list[str]:
    """Return the genres of a series: its own, else those its episodes have, the commonest first."""
    own = own_genres_of_series(session, series_id)
    if own:
        return own
    rows = session.execute(
        select(GenreRow.name)
        .join(MediaGenreRow, MediaGenreRow.genre_number == GenreRow.number)
        .join(MediaRow, MediaRow.number == MediaGenreRow.media_number)
        .where(MediaRow.series_id == series_id, MediaRow.trashed_at.is_(None))
        .group_by(GenreRow.number)
        .order_by(func.count().desc(), GenreRow.name_key)
        .limit(10)
    )
    return [name for (name,) in rows]


def _of(word: Any, link: Any, column: str) -> Select[int, str]:
    words, links = word.__table__.c, link.__table__.c
    return ready(
        select(links.media_number, words.name)
        .join_from(link.__table__, word.__table__, words.number == links[column])
        .where(among(links.media_number, "numbers"))
        .order_by(links.media_number, links.position)
    )


_TAGS = _of(TagRow, MediaTagRow, "tag_number")
_GENRES = _of(GenreRow, MediaGenreRow, "genre_number")


def _by_number(
    session: Session, words: Select[int, str], numbers: Collection[int]
) -> dict[int, list[str]]:
    session.flush()  # who writes sees what they have changed
    found: dict[int, list[str]] = {}
    for number, name in session.execute(words, {"numbers": numbers}):
        found.setdefault(number, []).append(name)
    return found


def _replace(
    session: Session, media: MediaRow, names: Sequence[str], word: Any, link: Any, column: Any
) -> None:
    wanted = {rules.label_key(name): name for name in rules.labels(names)}
    held = set(session.scalars(select(column).where(link.media_number == media.number)))
    numbers = _numbers(session, word, wanted)
    session.execute(delete(link).where(link.media_number == media.number))
    for position, number in enumerate(numbers.values()):
        values = {column.key: number, "media_number": media.number, "position": position}
        session.add(link(**values))
    session.flush()
    drop_unused(session, word, held - set(numbers.values()))


def drop_unused(session: Session, word: Any, numbers: Collection[int]) -> None:
    """Delete those of some tags or genres that nothing has any more."""
    column = MediaGenreRow.genre_number if word is GenreRow else MediaTagRow.tag_number
    unused = [~select(column).where(column == word.number).exists()]
    if word is GenreRow:
        whole = select(SeriesGenreRow.series_id)
        unused.append(~whole.where(SeriesGenreRow.genre_number == word.number).exists())
    session.execute(delete(word).where(word.number.in_(numbers), *unused))


def numbers_of(session: Session, word: Any, names: Sequence[str]) -> list[int]:
    """Return the numbers of tags or genres by their names; new ones are written."""
    wanted = {rules.label_key(name): name for name in rules.labels(names)}
    return list(_numbers(session, word, wanted).values())


def _numbers(session: Session, word: Any, wanted: Mapping[str, str]) -> dict[str, int]:
    """Return the numbers of words by their keys, in the order given; new ones are written."""
    known: dict[str, int] = dict(
        session.execute(select(word.name_key, word.number).where(word.name_key.in_(wanted))).all()
    )
    for key, name in wanted.items():
        if key not in known:
            row = word(name=name, name_key=key)
            session.add(row)
            session.flush()
            known[key] = row.number
    return {key: known[key] for key in wanted}
