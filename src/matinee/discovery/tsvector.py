"""Search on PostgreSQL, by documents of words. What it reads stands in `postgres.py`."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    column,
    false,
    func,
    intersect,
    literal,
    literal_column,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from matinee import library
from matinee.discovery import postgres as ddl
from matinee.discovery.rules import Query
from matinee.discovery.search import CANDIDATES, LINES, Ranked, Seen, tells
from matinee.kit.remembered import Of, remembered
from matinee.library import CueRow, MediaRow

_WEIGHTS = "'{0.05, 0.5, 0.6, 1.0}'::float4[]"  # of what weighs D, C, B and A
_SHORT = 3  # letters: the beginnings of a thousand words
_SEARCH = table("media_search", column("number", Integer), column("document"))
_TITLES = table("title_search", column("number", Integer), column("words"))
_FOLDED = text(
    "SELECT coalesce(matinee_fold(word), '') FROM unnest(CAST(:words AS text[])) "
    "WITH ORDINALITY AS given (word, place) ORDER BY place"
)


class Tsvector(Ranked):
    """Search on PostgreSQL, in one session: what is asked is folded by the database itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def matching(self, query: Query) -> ColumnElement[bool]:
        """Return the condition on media that a query finds."""
        if not query.by_letters:
            return MediaRow.number.in_(self._found(query))
        titles = aliased(MediaRow)
        letters = library.sort_title(query.text) or query.text
        spelled = select(titles.number).where(
            titles.trashed_at.is_(None), titles.sort_title.contains(letters, autoescape=True)
        )
        if not query.match:
            return MediaRow.number.in_(spelled)
        return MediaRow.number.in_(spelled.union(self._found(query)))

    def found(self, query: Query) -> Select[int] | None:
        """Return the numbers of what is found; the trash is not in it."""
        return None if query.by_letters else self._found(query)

    def newest(self, session: Session, query: Query) -> Select[int] | None:
        """Return the numbers in whatever order they are met in: it is enough to stop counting."""
        return self.found(query)

    def rebuild(self, session: Session) -> None:
        """Fill the documents from the library's rows."""
        for statement in ddl.FILL:
            session.execute(text(statement))

    def words(self, session: Session) -> Iterable[tuple[str, int]]:
        """Return the words of titles."""
        documents = "SELECT words FROM title_search"
        rows = session.execute(
            text("SELECT word, ndoc FROM ts_stat(:documents)"), {"documents": documents}
        )
        return [(str(word), int(count)) for word, count in rows]

    def said_exactly(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the newest cues in which the words follow each other."""
        return self._cues(self._phrase(words))

    def said_anywhere(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the newest cues in which all the words are said."""
        parts = [self._phrase((word,)) for word in words]
        return self._cues(" & ".join(f"({part})" for part in parts if part))

    def said_across(self, session: Session, words: Sequence[str]) -> Select[Any, Any]:
        """Return the cues that begin a sentence which the cue after them ends."""
        both = [
            select(
                intersect(self._numbers(words[:at], 0), self._numbers(words[at:], 1))
                .subquery()
                .c.number
            )
            for at in range(1, len(words))
            if tells(words[:at]) and tells(words[at:])
        ]
        if not both:
            return select(literal(0).label("number"), literal(0.0).label("score"))
        found = union_all(*both).subquery()
        return select(found.c.number, literal(0.0).label("score")).limit(LINES)

    def _fold(self, words: Iterable[str]) -> list[list[str]]:
        """Return the words in which each of these falls, folded."""
        given = tuple(words)
        rows = remembered(
            self._session, ("folded", given),
            lambda: self._session.scalars(_FOLDED, {"words": list(given)}).all(), of=Of.LIBRARY,
        )  # fmt: skip
        return [str(row).split() for row in rows]

    def _query(self, query: Query) -> str:
        """Return what a query asks as a tsquery: any of the choices of each word."""
        last = len(query.choices) - 1
        asked: list[str] = []
        folded = iter(self._fold(word for some in query.choices for word in some))
        for n, some in enumerate(query.choices):
            either: list[str] = []
            for word in some:
                begins = n == last or len(word) > 2
                either += _follow(next(folded), begins=begins)
            if either:
                asked.append(f"({' | '.join(either)})")
        return " & ".join(asked)

    def _phrase(self, words: Sequence[str]) -> str:
        """Return the words one after the other, the last one by its beginning when that says
        enough."""
        parts = [part for word in self._fold(words) for part in word]
        return "".join(_follow(parts, begins=len(words[-1]) > _SHORT))

    def _found(self, query: Query) -> Select[int]:
        asked = self._query(query)
        found = select(_SEARCH.c.number)
        return found.where(_matches(_SEARCH.c.document, asked) if asked else false())

    def _best(self, session: Session, seen: Seen, query: Query, *, titles: bool) -> list[int]:
        """Return the newest candidates by rank."""
        asked = self._query(query)
        if not asked:
            return []
        found = self._found_among(seen, asked, titles=titles)
        words = _TITLES.c.words if titles else _SEARCH.c.document
        newest = found.add_columns(words.label("words")).limit(CANDIDATES).subquery()
        # 1: a long document says less by saying a word once.
        rank = func.ts_rank(literal_column(_WEIGHTS), newest.c.words, _tsquery(asked), 1)
        best = select(newest.c.number).order_by(rank.desc(), newest.c.number.desc())
        return list(session.scalars(best))

    def _newest(
        self, seen: Seen, query: Query, *, titles: bool, below: int | None = None
    ) -> Select[int]:
        found = self._found_among(seen, self._query(query), titles=titles)
        number = (_TITLES if titles else _SEARCH).c.number
        return found if below is None else found.where(number < below)

    def _found_among(self, seen: Seen, asked: str, *, titles: bool) -> Select[int]:
        """Return the SELECT of what is seen and found, the newest first. Titles are found without
        a look at the library; of documents the planner would then read all, and not the newest."""
        index = _TITLES if titles else _SEARCH
        words = _TITLES.c.words if titles else _SEARCH.c.document
        if titles and seen.but is not None:
            found = select(index.c.number).where(index.c.number.not_in(seen.but))
        else:
            found = seen.media.with_only_columns(MediaRow.number).join(
                index, index.c.number == MediaRow.number
            )
        matches = _matches(words, asked) if asked else false()
        return found.where(matches).order_by(index.c.number.desc())

    def _cues(self, asked: str) -> Select[Any, Any]:
        """Return the SELECT of (number, score) of the newest cues that match."""
        if not asked:
            return select(literal(0).label("number"), literal(0.0).label("score"))
        words = func.matinee_words(CueRow.text)
        newest = (
            select(CueRow.number, words.label("words"))
            .where(_matches(words, asked))
            .order_by(CueRow.number.desc())
            .limit(LINES)
            .subquery()
        )
        rank = func.ts_rank(newest.c.words, _tsquery(asked), 1)
        return select(newest.c.number, (-rank).label("score"))

    def _numbers(self, part: Sequence[str], step: int) -> Select[Any]:
        words = func.matinee_words(CueRow.text)
        return select((CueRow.number - step).label("number")).where(
            _matches(words, self._phrase(part))
        )


def _follow(parts: Sequence[str], *, begins: bool) -> list[str]:
    """Return the words one after the other, in a list that is empty where there is none."""
    if not parts:
        return []
    quoted = ["'" + part.replace("'", "''").replace("\\", "\\\\") + "'" for part in parts]
    return [" <-> ".join(quoted) + (":*" if begins else "")]


def _tsquery(asked: str) -> ColumnElement[Any]:
    return func.to_tsquery(literal_column("'pg_catalog.simple'::regconfig"),
                           bindparam(None, asked, unique=True))  # fmt: skip


def _matches(document: Any, asked: str) -> ColumnElement[bool]:
    return document.op("@@", is_comparison=True)(_tsquery(asked))
