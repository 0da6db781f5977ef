"""Finding media by words, behind one small interface, so that PostgreSQL can have its own.

`seen` is always a SELECT of media that the viewer may see, with any filters on it: what is found
is cut down by it inside the database, never afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from matinee.discovery.rules import Query

CANDIDATES = 500  # ranked by how well they fit; beyond them, the newest first
LINES = 400  # of what is said, ranked by how well they fit; of commoner words the newest
_SHORT = 3  # letters: the beginnings of a thousand words


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
