"""Words that nobody wrote so: which of the library's own words may have been meant.

The words are those of titles, series and people, as the index knows them (folded). Distances are
counted by rapidfuzz as optimal string alignment: a letter left out, put in, changed, or two that
changed places are one mistake each.
"""

import threading
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.discovery.rules import Query, respelled
from matinee.discovery.search import index_of
from matinee.kit import clock

_MOST = 4  # words that may have been meant by one
_FRESH_S = 300.0  # a book is made anew after that, and when titles came that it does not know
_SOONEST_S = 10.0
_SHORTEST = 3  # of a part of a word that was written as two


class Book:
    """The words of a library."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self.words: dict[str, int] = defaultdict(int)
        for word, count in words:
            self.words[word] += count
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.words:
            self._by_length[len(word)].append(word)
        self._sorted = sorted(self.words)

    def begins(self, part: str) -> bool:
        """Say whether a word begins so."""
        at = bisect_left(self._sorted, part)
        return at < len(self._sorted) and self._sorted[at].startswith(part)

    def near(self, word: str, *, whole: bool) -> list[str]:
        """Return the words that may have been meant, the likeliest first.

        `whole` false: it may be the beginning of one, because somebody is still writing.
        """
        most = mistakes(len(word))
        if not most:
            return []
        lengths = range(len(word) - most, len(word) + most + 1)
        some = [one for length in lengths for one in self._by_length.get(length, ())]
        found = self._closest(word, some, most)
        if not found and not whole and len(word) > _SHORTEST:
            begun = {one[: len(word)] for one in self._sorted if len(one) > len(word)}
            found = self._closest(word, list(begun), 1)
        return found

    def _closest(self, word: str, some: Sequence[str], most: int) -> list[str]:
        hits = process.extract(word, some, scorer=OSA.distance, score_cutoff=most, limit=24)
        if not hits:
            return []
        # One mistake is likelier than two, one behind the first letter likelier than in it.
        ranked = sorted(
            hits, key=lambda hit: (hit[1], hit[0][0] != word[0], -self.words.get(hit[0], 0))
        )
        best = ranked[0][1]
        return [hit[0] for hit in ranked if hit[1] <= best + 1][:_MOST]


def mistakes(length: int) -> int:
    """Return how many mistakes a word of so many letters may have."""
    return 0 if length < 3 else 1 if length < 6 else 2


def fold(word: str) -> str:
    """Fold a word as the index does: small letters without marks."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if char.isalnum())


def corrected(book: Book, query: Query) -> tuple[Query, str] | None:
    """Return the query with words that were probably meant, and how it is then read; None when
    nothing better is known."""
    words = [fold(word) for word in query.words]
    joined = _joined(book, words)
    if joined is not None:
        return respelled(query, [(word,) for word in joined]), " ".join(joined)
    choices: list[Sequence[str]] = []
    for n, word in enumerate(words):
        last = n == len(words) - 1
        if book.begins(word) if last else word in book.words:
            choices.append((word,))
        elif near := book.near(word, whole=not last):
            choices.append(near)
        elif parted := _parted(book, word):
            choices += [(part,) for part in parted]
        else:
            return None
    if [some[0] for some in choices] == words:
        # Every word is one, and yet they are not found together: any may stand for another.
        choices = [list(dict.fromkeys([word, *book.near(word, whole=True)])) for word in words]
        if all(len(some) == 1 for some in choices):
            return None
        return respelled(query, choices), query.text
    return respelled(query, choices), " ".join(some[0] for some in choices)


def _joined(book: Book, words: list[str]) -> list[str] | None:
    """Put two words together that are written as one: bat man."""
    for n, (one, other) in enumerate(pairwise(words)):
        if one + other in book.words:
            return [*words[:n], one + other, *words[n + 2 :]]
    return None


def _parted(book: Book, word: str) -> tuple[str, str] | None:
    """Take a word apart that is written as two: spiderman."""
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    pairs = [(word[:at], word[at:]) for at in cuts]
    known = [pair for pair in pairs if pair[0] in book.words and book.begins(pair[1])]
    return max(known, key=lambda pair: book.words.get(pair[0], 0), default=None)


class _Shelf:
    """The book of one database, made when it is first asked for, and anew when it is old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._book: Book | None = None
        self._made_at, self._newest = 0.0, -1

    def book(self, session: Session) -> Book:
        with self._lock:
            newest = session.scalar(select(library.MediaRow.number).order_by(_NEWEST).limit(1)) or 0
            age = clock.monotonic() - self._made_at
            old = age > _FRESH_S or (newest != self._newest and age > _SOONEST_S)
            if self._book is None or old:
                self._book = Book(_words(session))
                self._made_at, self._newest = clock.monotonic(), newest
            return self._book


_NEWEST = library.MediaRow.number.desc()
_shelves: "WeakKeyDictionary[Engine, _Shelf]" = WeakKeyDictionary()
_shelving = threading.Lock()


def book_of(session: Session) -> Book:
    """Return the words of the library behind a session."""
    engine = session.get_bind()
    engine = engine if isinstance(engine, Engine) else engine.engine
    with _shelving:
        shelf = _shelves.setdefault(engine, _Shelf())
    return shelf.book(session)


def _words(session: Session) -> Iterable[tuple[str, int]]:
    yield from index_of(session).words(session)
    for names in (library.people.names(session), session.scalars(select(library.SeriesRow.title))):
        for name in names:
            for word in name.split():
                if folded := fold(word):
                    yield folded, 1
