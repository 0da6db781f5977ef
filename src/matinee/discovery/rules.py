"""What people type, turned into a search that cannot fail. No I/O.

Nothing of a query is ever FTS5 syntax: it is cut at white space, and each part is quoted as a
string (https://sqlite.org/fts5.html#fts5_strings), which the tokenizer then reads as plain words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WORDS_MAX, TEXT_MAX = 12, 200
_UNSPACED_FROM = 0x0E00  # Thai, Lao, Khmer, Chinese, Japanese, Korean …: words without spaces
_UNSPACED_UNTIL = 0x1F000
_YEAR = re.compile(r"\(?(?:18[89]|19\d|20\d|210)\d\)?")


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its plain text, its FTS5 form, empty when it has no word in it, and its words."""

    text: str
    match: str
    words: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()  # for each word, what may stand in its place

    @property
    def is_empty(self) -> bool:
        """Nothing was asked."""
        return not self.text

    @property
    def parts(self) -> tuple[str, ...]:
        """The FTS5 form of each word; all of them must be found."""
        return _parts(self.choices)

    @property
    def whole(self) -> tuple[str, ...]:
        """The same of words that are written just so, and do not only begin so."""
        return _parts(self.choices, begins=False)

    @property
    def by_letters(self) -> bool:
        """Whether titles must be looked through letter by letter: for marks, emoji, and scripts
        in which words cannot be told apart."""
        return not self.match or any(
            _UNSPACED_FROM <= ord(char) < _UNSPACED_UNTIL and char.isalpha() for char in self.text
        )


def parse(typed: str) -> Query:
    """Read what was typed. Every word must be found; the last and long ones by their start."""
    text = " ".join(typed.replace("\0", " ").encode("utf-8", "ignore").decode().split())[:TEXT_MAX]
    words = [word for word in text.split() if _has_word(word)][:WORDS_MAX]
    choices = tuple((word,) for word in words)
    return Query(text, " AND ".join(_parts(choices)), tuple(words), choices)


def respelled(query: Query, choices: Sequence[Sequence[str]]) -> Query:
    """Return a query that finds, in the place of each word, any of its choices."""
    whole = tuple(tuple(some) for some in choices)
    return Query(query.text, " AND ".join(_parts(whole)), query.words, whole)


def _parts(choices: Sequence[Sequence[str]], *, begins: bool = True) -> tuple[str, ...]:
    last = len(choices) - 1
    parts: list[str] = []
    for n, some in enumerate(choices):
        either = [_quoted(one, prefix=begins and (n == last or len(one) > 2)) for one in some]
        parts.append(either[0] if len(either) == 1 else f"({' OR '.join(either)})")
    return tuple(parts)


def year_in(query: Query) -> tuple[int, Query] | None:
    """Return the year that stands among other words, and the query without it."""
    years = [word for word in query.words if _YEAR.fullmatch(word)]
    rest = [word for word in query.words if word not in years[-1:]]
    return (int(years[-1].strip("()")), parse(" ".join(rest))) if years and rest else None


def _quoted(word: str, *, prefix: bool) -> str:
    return '"' + word.replace('"', '""') + '"' + (" *" if prefix else "")


def _has_word(word: str) -> bool:
    """Say whether the tokenizer finds anything in it: letters, digits or private use."""
    return any(unicodedata.category(char)[0] in "LN" or char == "" for char in word)


def like(text: str) -> str:
    """Return a LIKE pattern (escape `\\`) that finds the text anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
