"""Which of the numbers in a name is the year a work came out."""

import re
from dataclasses import dataclass

from matinee.ingest.identify.naming import editions, release

OLDEST = 1888
"""The year of the first film there is (Roundhay Garden Scene)."""
_YEAR = re.compile(
    r"(?<![^\W_])((?:18[89]|19\d|20\d)\d)(?:\s?[-–]\s?(?:(?:19|20)?\d\d)?(?=\s?[)\]]))?(?![^\W_])"
)
_CLOSING = re.compile(r"\s*[)\]}]")
_BOXES = re.compile(r"\[[^\]]*\]|\([^)]*\)|\{[^}]*\}")
_PART = re.compile(r"(?i)(?<![^\W_])(?:cd|disc|disk|dvd|part|pt)[\s._-]?\d\b|trailer|teaser|sample")
_FIRST = re.compile(r"^\s*(?:[\[(](?P<a>\d{4})[\])][\s._-]*|(?P<b>\d{4})\s*[-–]\s+|)(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Year:
    """A year, where it stands with its brackets, and whether it stands in brackets."""

    year: int
    start: int
    end: int
    boxed: bool


def pick(text: str, newest: int, release_start: int | None) -> Year | None:
    """Return the year of a work. One at the beginning is its title; the last one counts."""
    found = [
        _with_box(text, one) for one in _YEAR.finditer(text) if OLDEST <= int(one[1]) <= newest
    ]
    found = [one for one in found if any(char.isalnum() for char in text[: one.start])]
    boxed = [one for one in found if one.boxed]
    if boxed:
        before = [one for one in boxed if release_start is None or one.start <= release_start]
        return (before or boxed[:1])[-1]
    before = [one for one in found if release_start is None or one.start <= release_start]
    if not before:
        return None
    return before[-1] if release_start is not None or _ends(text[before[-1].end :]) else None


def first(text: str, newest: int) -> Year | None:
    """Return a year that stands before the title: `[1994] Title`, `1994 - Title`."""
    found = _FIRST.match(text)
    number = found and (found["a"] or found["b"])
    if not found or not number or not OLDEST <= int(number) <= newest:
        return None
    return Year(int(number), 0, found.end(), boxed=found["a"] is not None)


def _with_box(text: str, found: re.Match[str]) -> Year:
    start, end = found.start(), found.end()
    opening = len(text[:start].rstrip()) - 1
    closing = _CLOSING.match(text, end)
    if opening >= 0 and text[opening] in "([{" and closing:
        return Year(int(found[1]), opening, closing.end(), boxed=True)
    return Year(int(found[1]), start, end, boxed=False)


def _ends(rest: str) -> bool:
    """Say whether nothing but an edition, a part, boxes or a release's words follow."""
    bare = _PART.sub(" ", _BOXES.sub(" ", editions.without(rest)))
    return release.is_bare(bare) or release.weak_at(rest, 0) is not None
