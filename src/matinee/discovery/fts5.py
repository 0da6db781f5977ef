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
from matinee.discovery.search import CANDIDATES, LINES, Hits, tells
from matinee.library import MediaRow

_WEIGHTS = "10.0, 6.0, 0.5, 2.0, 5.0"  # title, other titles, description, uploader, words
_SHORT = 3  # letters: the beginnings of a thousand words


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

    def _by_letters(
        self, session: Session, seen: Select[Any], query: Query, offset: int, limit: int
    ) -> Hits:
        found = seen.where(self.matching(query)).with_only_columns(MediaRow.number)
        numbers = session.scalars(
            found.order_by((MediaRow.number + 0).desc())
        ).all()  # newest first
        return Hits(list(numbers[offset : offset + limit]), len(numbers))


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
    return literal_column("cue_search").op("MATCH")(bindparam(None, match, unique=True))


def _numbers(part: Sequence[str], step: int) -> Select[Any]:
    number = literal_column(f"rowid - {step}").label("number")
    return select(number).select_from(table("cue_search")).where(_cue_matches(_phrase(part)))
