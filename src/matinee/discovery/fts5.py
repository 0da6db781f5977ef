"""Search on SQLite, by FTS5. What it reads stands in `tables.py`."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    column,
    func,
    intersect,
    literal_column,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from matinee import library
from matinee.discovery import tables as ddl
from matinee.discovery.rules import Query
from matinee.discovery.search import CANDIDATES, LINES, MANY, Hits, Ranked, Seen, tells
from matinee.kit.remembered import Of, remembered
from matinee.library import MediaRow

_WEIGHTS = "10.0, 6.0, 0.5, 2.0, 5.0"  # title, other titles, description, uploader, words
_SHORT = 3  # letters: the beginnings of a thousand words


class Fts5(Ranked):
    """Search on SQLite."""

    def matching(self, query: Query) -> ColumnElement[bool]:
        """Return the condition; the sum keeps the planner on the index of the wanted order."""
        if not query.by_letters:
            return (MediaRow.number + 0).in_(_found("media_search", query))
        titles = aliased(MediaRow)
        spelled = select(titles.number).where(
            titles.trashed_at.is_(None),
            titles.sort_title >= "",  # always so, and has the index of titles read instead of rows
            func.instr(titles.sort_title, library.sort_title(query.text) or query.text) > 0,
        )
        if not query.match:
            return (MediaRow.number + 0).in_(spelled)
        return (MediaRow.number + 0).in_(spelled.union(_found("media_search", query)))

    def found(self, query: Query) -> Select[int] | None:
        """Return the numbers in the index; the trash is not in it, but other limits may apply."""
        return None if query.by_letters else _found("media_search", query)

    def newest(self, session: Session, query: Query) -> Select[int] | None:
        """Return the same, the newest first, which costs no more here. Of more than MANY that have
        the words as they are written, those: all that begin so are gathered before the first."""
        if query.by_letters:
            return None
        whole = " AND ".join(query.whole)
        match = whole if _is_common(session, "media_search", whole) else query.match
        return _with_words("media_search", match).order_by(text("rowid DESC"))

    def rebuild(self, session: Session) -> None:
        """Fill both indexes from the library's rows."""
        for statement in ddl.FILL:
            session.execute(text(statement))

    def words(self, session: Session) -> Iterable[tuple[str, int]]:
        """Return the words of titles."""
        for term, count in session.execute(text("SELECT term, doc FROM words_search")):
            yield str(term), int(count)

    def said_exactly(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the newest cues in which the words follow each other."""
        return _cues(_phrase(words))

    def said_anywhere(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the newest cues in which all the words are said."""
        return _cues(" AND ".join(_phrase((word,)) for word in words))

    def said_across(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the cues that begin a sentence which the cue after them ends."""
        both = [
            select(intersect(_numbers(words[:at], 0), _numbers(words[at:], 1)).subquery().c.number)
            for at in range(1, len(words))
            if tells(words[:at]) and tells(words[at:])
        ]
        if not both:
            return select(literal_column("0").label("number"), literal_column("0.0").label("score"))
        found = union_all(*both).subquery()
        return select(found.c.number, literal_column("0.0").label("score")).limit(LINES)

    def ranked(
        self, session: Session, seen: Seen, query: Query, *, offset: int, limit: int
    ) -> Hits:
        """Return the best, as on any database; but where a word is common, after the titles the
        newest that have the words as they are written, then those with words that begin so.

        bm25 reads all that have a word to tell how rare it is, and of one that stands everywhere
        it tells next to nothing.
        """
        plain = query.is_empty or query.by_letters
        if plain or not _has_common(session, "media_search", query):
            return super().ranked(session, seen, query, offset=offset, limit=limit)
        titles = self._best(session, seen, query, titles=True)
        others = seen.media.where(MediaRow.number.not_in(titles))
        numbers, skipped = titles[offset : offset + limit], max(0, offset - len(titles))
        written = " AND ".join(query.whole)
        for match in (written, f"({query.match}) NOT ({written})"):
            if len(numbers) == limit:
                break
            rest = _newest_with("media_search", others, match)
            more = rest.offset(skipped).limit(limit - len(numbers))
            numbers += session.scalars(more).all()
            count = select(func.count()).select_from(rest.subquery())
            skipped = 0 if numbers else max(0, skipped - (session.scalar(count) or 0))
        return Hits(numbers, None)

    def _best(self, session: Session, seen: Seen, query: Query, *, titles: bool) -> list[int]:
        """Return the newest candidates by bm25; titles with a common word by how near they are to
        what was typed."""
        name = _index(titles=titles)
        if titles and _has_common(session, name, query):
            newest = self._newest(seen, query, titles=titles).limit(CANDIDATES)
            named = session.execute(newest.add_columns(MediaRow.sort_title)).all()
            typed = library.sort_title(query.text)
            return [row[0] for row in sorted(named, key=lambda row: _distance(row[1], typed))]
        weights = "" if titles else f", {_WEIGHTS}"
        score = literal_column(f"bm25({name}{weights})").label("score")
        newest = (
            self._newest(seen, query, titles=titles).add_columns(score).limit(CANDIDATES).subquery()
        )
        best = select(newest.c.number).order_by(newest.c.score, newest.c.number.desc())
        return list(session.scalars(best))

    def _newest(
        self, seen: Seen, query: Query, *, titles: bool, below: int | None = None
    ) -> Select[int]:
        found = _newest_with(_index(titles=titles), seen.media, query.match)
        return found if below is None else found.where(_rowid(_index(titles=titles)) < below)


def _newest_with(name: str, seen: Select[Any], match: str) -> Select[int]:
    """Found first, then looked up."""
    return (
        seen.with_only_columns(MediaRow.number)
        .join(table(name), _rowid(name) == MediaRow.number)
        .where(_match(name, match))
        .order_by(_rowid(name).desc())
    )


def _has_common(session: Session, name: str, query: Query) -> bool:
    """Say whether one of the words stands in more than are ranked by bm25; first as it is written,
    which is told at once."""
    return any(
        _is_common(session, name, part) for part in dict.fromkeys((*query.whole, *query.parts))
    )


def _is_common(session: Session, name: str, match: str) -> bool:
    """Say whether more than MANY have the words."""
    return remembered(
        session,
        ("common", name, match),
        lambda: _count(session, name, match) > MANY,
        of=Of.LIBRARY,
    )


def _count(session: Session, name: str, match: str) -> int:
    """Return how many have the words, counted no further than is asked."""
    some = _with_words(name, match).limit(MANY + 1).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()


def _distance(title: str, typed: str) -> tuple[bool, bool, int]:
    """Return the key that sorts titles by how near they are to what was typed."""
    return title != typed, not title.startswith(typed), len(title)


def _index(*, titles: bool) -> str:
    return "title_search" if titles else "media_search"


def _rowid(name: str) -> ColumnElement[int]:
    return literal_column(f"{name}.rowid", Integer)


def _match(name: str, match: str) -> ColumnElement[bool]:
    return literal_column(name).op("MATCH")(bindparam(None, match, unique=True))


def _found(name: str, query: Query) -> Select[int]:
    return _with_words(name, query.match)


def _with_words(name: str, match: str) -> Select[int]:
    return select(column("rowid", Integer)).select_from(table(name)).where(_match(name, match))


def _phrase(words: Sequence[str]) -> str:
    """Return the words one after the other, the last one by its beginning when that says enough."""
    whole = '"' + " ".join(word.replace('"', '""') for word in words) + '"'
    return f"{whole} *" if len(words[-1]) > _SHORT else whole


def _cues(match: str) -> Select[Any, Any]:
    """Return the SELECT of (number, score) of the newest cues that match."""
    return (
        select(literal_column("rowid").label("number"), literal_column("rank").label("score"))
        .select_from(table("cue_search"))
        .where(_cue_matches(match))
        .order_by(literal_column("rowid").desc())
        .limit(LINES)
    )


def _cue_matches(match: str) -> Any:
    return _match("cue_search", match)


def _numbers(part: Sequence[str], step: int) -> Select[Any]:
    number = literal_column(f"rowid - {step}").label("number")
    return select(number).select_from(table("cue_search")).where(_cue_matches(_phrase(part)))
