"""Finding media by words, behind one small interface, so that PostgreSQL can have its own.

`seen` is always a SELECT of media that the viewer may see, with any filters on it: what is found
is cut down by it inside the database, never afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session, aliased

from matinee import library
from matinee.discovery import tables as ddl
from matinee.discovery.rules import Query
from matinee.kit.errors import Unsupported
from matinee.library import MediaRow

CANDIDATES = 500  # ranked by how well they fit; beyond them, the newest first
_WEIGHTS = "10.0, 6.0, 0.5, 2.0, 5.0"  # title, other titles, description, uploader, words


@dataclass(frozen=True, slots=True)
class Hits:
    """Numbers of media in their order, and how many there are in all, if that came by itself."""

    numbers: list[int]
    total: int | None


class SearchIndex(Protocol):
    """What a database must be able to do for search."""

    def matching(self, query: Query) -> ColumnElement[bool]:
        """Return the condition on media that a query finds, for lists in another order."""
        ...

    def found(self, query: Query) -> Select[int] | None:
        """Return the SELECT of all numbers found, for counting; None where there is none."""
        ...

    def ranked(
        self, session: Session, seen: Select[Any], query: Query, *, offset: int, limit: int
    ) -> Hits:
        """Return a stretch of what a query finds, the best first."""
        ...

    def suggest(
        self, session: Session, seen: Select[Any], query: Query, limit: int
    ) -> Sequence[int]:
        """Return a few titles while somebody types: those that begin so, then the newest."""
        ...

    def rebuild(self, session: Session) -> None:
        """Make the index anew from the library."""
        ...


def index_of(session: Session) -> SearchIndex:
    """Return the search of the database behind a session."""
    if session.get_bind().dialect.name == "sqlite":
        return _SQLITE
    raise Unsupported("Search is not there yet for this database.")


class Fts5:
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

    def ranked(
        self, session: Session, seen: Select[Any], query: Query, *, offset: int, limit: int
    ) -> Hits:
        """Return the best: titles before the rest, each by bm25 among the newest candidates."""
        if query.is_empty:
            return Hits([], 0)
        if query.by_letters:
            return self._by_letters(session, seen, query, offset, limit)
        best = _best(session, seen, "media_search", query)
        if len(best) < CANDIDATES:
            return Hits(best[offset : offset + limit], len(best))
        oldest = min(best)
        titles = _best(session, seen, "title_search", query)
        first = list(dict.fromkeys([*titles, *best]))
        numbers = first[offset : offset + limit]
        if len(numbers) < limit:
            rest = (
                _joined(seen, "media_search", query)
                .where(_rowid("media_search") < oldest, MediaRow.number.not_in(titles))
                .order_by(_rowid("media_search").desc())
                .offset(max(0, offset - len(first)))
                .limit(limit - len(numbers))
            )
            numbers += session.scalars(rest).all()
        return Hits(numbers, None)

    def suggest(
        self, session: Session, seen: Select[Any], query: Query, limit: int
    ) -> Sequence[int]:
        """Return titles that begin as typed by their own order, then any with such a word."""
        begins = library.sort_title(query.text)
        if query.is_empty or not begins:
            return []
        numbers = list(
            session.scalars(
                seen.where(
                    MediaRow.sort_title >= begins, MediaRow.sort_title < begins + "\U0010ffff"
                )
                .with_only_columns(MediaRow.number)
                .order_by(MediaRow.sort_title, MediaRow.number)
                .limit(limit)
            )
        )
        if len(numbers) < limit and query.match:
            more = (
                _joined(seen, "title_search", query)
                .order_by(_rowid("title_search").desc())
                .limit(limit)
            )
            numbers = list(dict.fromkeys([*numbers, *session.scalars(more)]))[:limit]
        return numbers

    def rebuild(self, session: Session) -> None:
        """Fill both indexes from the library's rows."""
        for statement in ddl.FILL:
            session.execute(text(statement))

    def _by_letters(
        self, session: Session, seen: Select[Any], query: Query, offset: int, limit: int
    ) -> Hits:
        found = seen.where(self.matching(query)).with_only_columns(MediaRow.number)
        numbers = session.scalars(
            found.order_by((MediaRow.number + 0).desc())
        ).all()  # newest first
        return Hits(list(numbers[offset : offset + limit]), len(numbers))


_SQLITE = Fts5()


def _rowid(name: str) -> ColumnElement[int]:
    return literal_column(f"{name}.rowid", Integer)


def _match(name: str, query: Query) -> ColumnElement[bool]:
    return literal_column(name).op("MATCH")(bindparam(None, query.match, unique=True))


def _found(name: str, query: Query) -> Select[int]:
    return select(column("rowid", Integer)).select_from(table(name)).where(_match(name, query))


def _joined(seen: Select[Any], name: str, query: Query) -> Select[int]:
    """Return the numbers of media that are seen and found: found first, then looked up."""
    return (
        seen.with_only_columns(MediaRow.number)
        .join(table(name), _rowid(name) == MediaRow.number)
        .where(_match(name, query))
    )


def _best(session: Session, seen: Select[Any], name: str, query: Query) -> list[int]:
    weights = f", {_WEIGHTS}" if name == "media_search" else ""
    score = literal_column(f"bm25({name}{weights})").label("score")
    newest = (
        _joined(seen, name, query)
        .add_columns(score)
        .order_by(_rowid(name).desc())
        .limit(CANDIDATES)
        .subquery()
    )
    best = select(newest.c.number).order_by(newest.c.score, newest.c.number.desc())
    return list(session.scalars(best))
