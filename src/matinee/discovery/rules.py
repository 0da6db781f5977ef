"""What people type, turned into a search that cannot fail. No I/O.

Nothing of a query is ever FTS5 syntax: it is cut at white space, and each part is quoted as a
string (https://sqlite.org/fts5.html#fts5_strings), which the tokenizer then reads as plain words.
"""

import unicodedata
from dataclasses import dataclass

WORDS_MAX, TEXT_MAX = 12, 200
_UNSPACED_FROM = 0x0E00  # Thai, Lao, Khmer, Chinese, Japanese, Korean …: words without spaces
_UNSPACED_UNTIL = 0x1F000


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its plain text, and its FTS5 form, empty when it has no word in it."""

    text: str
    match: str

    @property
    def is_empty(self) -> bool:
        """Nothing was asked."""
        return not self.text

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
    last = len(words) - 1
    return Query(
        text,
        " AND ".join(_quoted(word, prefix=n == last or len(word) > 2)
                     for n, word in enumerate(words)),
    )  # fmt: skip


def _quoted(word: str, *, prefix: bool) -> str:
    return '"' + word.replace('"', '""') + '"' + (" *" if prefix else "")


def _has_word(word: str) -> bool:
    """Say whether the tokenizer finds anything in it: letters, digits or private use."""
    return any(unicodedata.category(char)[0] in "LN" or char == "" for char in word)


def like(text: str) -> str:
    """Return a LIKE pattern (escape `\\`) that finds the text anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
