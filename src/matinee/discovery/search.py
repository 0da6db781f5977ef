"""Finding media by words, behind one small interface, so that PostgreSQL can have its own.

What is found is cut down to what is `Seen` inside the database, never afterwards.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from matinee import library
from matinee.discovery.rules import Query
from matinee.library import MediaRow

CANDIDATES = 500  # ranked by how well they fit; beyond them, the newest first
MANY = 10_000  # that have the words: more are neither counted at once nor all ranked
LINES = 400  # of what is said, ranked by how well they fit; of commoner words the newest
_SHORT = 3  # letters: the beginnings of a thousand words


@dataclass(frozen=True, slots=True)
class Hits:
    """Numbers of media in their order, and how many there are in all, if that came by itself."""

    numbers: list[int]
    total: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is looked through: the SELECT of media that the viewer may see, with any filters on it;
    and where these are none, the numbers of the few that are left out of all there are."""

    media: Select[Any]
    but: Select[int] | None = None


class SearchIndex(Protocol):
    """What a database must be able to do for search."""

    def matching(self, query: Query) -> ColumnElement[bool]:
        """Return the condition on media that a query finds, for lists in another order."""
        ...

    def found(self, query: Query) -> Select[int] | None:
        """Return the SELECT of all numbers found, for counting; None where there is none."""
        ...

    def newest(self, session: Session, query: Query) -> Select[int] | None:
        """Return the same in the order in which they can be counted up to some number; None where
        all are counted."""
        ...

    def ranked(
        self, session: Session, seen: Seen, query: Query, *, offset: int, limit: int
    ) -> Hits:
        """Return a stretch of what a query finds, the best first."""
        ...

    def suggest(self, session: Session, seen: Seen, query: Query, limit: int) -> Sequence[int]:
        """Return a few titles while somebody types: those that begin so, then the newest."""
        ...

    def rebuild(self, session: Session) -> None:
        """Make the index anew from the library."""
        ...

    def words(self, session: Session) -> Iterable[tuple[str, int]]:
        """Return the words of titles, folded, and in how many each stands."""
        ...

    def said_exactly(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the SELECT of (number, score) of cues in which the words follow each other; the
        least score fits best."""
        ...

    def said_anywhere(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the same of cues in which all the words are said."""
        ...

    def said_across(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the same of cues that begin a sentence which the cue after them ends."""
        ...


class Ranked(ABC):
    """How results are put in order on any database, from what each of them finds in its own way."""

    @abstractmethod
    def matching(self, query: Query) -> ColumnElement[bool]:
        """Return the condition on media that a query finds, for lists in another order."""

    @abstractmethod
    def _best(self, session: Session, seen: Seen, query: Query, *, titles: bool) -> list[int]:
        """Return the newest candidates, the best first; `titles`: by their titles alone."""

    @abstractmethod
    def _newest(
        self, seen: Seen, query: Query, *, titles: bool, below: int | None = None
    ) -> Select[int]:
        """Return the SELECT of the numbers that are seen and found, the newest first; `below` a
        number, which is told to the index of words."""

    def ranked(
        self, session: Session, seen: Seen, query: Query, *, offset: int, limit: int
    ) -> Hits:
        """Return the best: titles before the rest, each by how well they fit among the newest."""
        if query.is_empty:
            return Hits([], 0)
        if query.by_letters:
            found = seen.media.where(self.matching(query)).with_only_columns(MediaRow.number)
            # The sum keeps SQLite's planner from walking along all numbers.
            numbers = session.scalars(found.order_by((MediaRow.number + 0).desc())).all()
            return Hits(list(numbers[offset : offset + limit]), len(numbers))
        titles = self._best(session, seen, query, titles=True)
        if len(titles) == CANDIDATES >= offset + limit:  # nothing else comes before them
            return Hits(titles[offset : offset + limit], None)
        best = self._best(session, seen, query, titles=False)
        if len(best) < CANDIDATES:
            return Hits(best[offset : offset + limit], len(best))
        first = list(dict.fromkeys([*titles, *best]))
        numbers = first[offset : offset + limit]
        if len(numbers) < limit:
            others = Seen(seen.media.where(MediaRow.number.not_in(titles)))
            rest = self._newest(others, query, titles=False, below=min(best))
            skipped = max(0, offset - len(first))
            numbers += session.scalars(rest.offset(skipped).limit(limit - len(numbers))).all()
        return Hits(numbers, None)

    def suggest(self, session: Session, seen: Seen, query: Query, limit: int) -> Sequence[int]:
        """Return titles that begin as typed by their own order, then any with such a word."""
        begins = library.sort_title(query.text)
        if query.is_empty or not begins:
            return []
        first = (
            seen.media.where(
                MediaRow.sort_title >= begins, MediaRow.sort_title < begins + "\U0010ffff"
            )
            .with_only_columns(MediaRow.number)
            .order_by(MediaRow.sort_title, MediaRow.number)
            .limit(limit)
        )
        numbers = list(session.scalars(first))
        if len(numbers) < limit and query.match:
            more = session.scalars(self._newest(seen, query, titles=True).limit(limit))
            numbers = list(dict.fromkeys([*numbers, *more]))[:limit]
        return numbers


def index_of(session: Session) -> SearchIndex:
    """Return the search of the database behind a session."""
    if session.get_bind().dialect.name == "sqlite":
        from matinee.discovery.fts5 import Fts5

        return Fts5()
    from matinee.discovery.tsvector import Tsvector

    return Tsvector(session)


def tells(part: Sequence[str]) -> bool:
    """Whether a part of a sentence is rare enough to be looked for: not one short word."""
    return len(part) > 1 or len(part[0]) > _SHORT
