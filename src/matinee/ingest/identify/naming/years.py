"""Which of the numbers in a name is the year it came out."""

import re
from dataclasses import dataclass

from matinee.ingest.identify.naming import titles, words

OLDEST = 1888
"""The year of the first film there is (Roundhay Garden Scene)."""
_YEAR = re.compile(
    r"(?<![^\W_])((?:18[89]|19\d|20\d)\d)(?:[-–](?:(?:19|20)?\d\d)?(?=[)\]]))?(?![^\W_])"
)


@dataclass(frozen=True, slots=True)
class Year:
    """A year, where it stands with its brackets, and whether it stands in brackets."""

    year: int
    start: int
    end: int
    boxed: bool
    bare_end: bool = False
    """Nothing but words of a release, an edition or a label follows."""


def pick(text: str, newest: int) -> Year | None:
    """Return the year of a work. One at the beginning is its title; the last one counts."""
    release = titles.release_start(text)
    found = [
        _with_box(text, one) for one in _YEAR.finditer(text) if OLDEST <= int(one[1]) <= newest
    ]
    found = [one for one in found if _has_title(text[: one.start])]
    boxed = [one for one in found if one.boxed]
    if boxed:
        return _ended(
            text,
            boxed[-1] if len(boxed) < 2 or boxed[-1].start < (release or len(text)) else boxed[0],
        )
    before = [one for one in found if release is None or one.start < release + 1]
    if not before:
        return None
    last = _ended(text, before[-1])
    return last if last.bare_end or release is not None else None


def _with_box(text: str, found: re.Match[str]) -> Year:
    start, end = found.start(), found.end()
    opening = len(text[:start].rstrip()) - 1
    closing = re.compile(r"\s*[)\]}]").match(text, end)
    if opening >= 0 and text[opening] in "([{" and closing:
        return Year(int(found[1]), opening, closing.end(), boxed=True)
    return Year(int(found[1]), start, end, boxed=False)


def _has_title(before: str) -> bool:
    return any(char.isalnum() for char in before)


def _ended(text: str, one: Year) -> Year:
    rest = text[one.end :]
    for form, _name in words.EDITIONS:
        rest = form.sub(" ", rest)
    rest = re.sub(r"\[[^\]]*\]|\([^)]*\)|\{[^}]*\}", " ", rest)
    rest = re.sub(r"(?i)\b(?:cd|disc|disk|dvd|part|pt)[\s._-]*\d\b", " ", rest)
    bare = (
        not any(char.isalnum() for char in rest)
        or titles.weak_at(text, one.end)
        or (
            titles.release_start(text, one.end) is not None
            and titles.is_bare_release(rest.split("-")[0])
        )
    )
    return Year(one.year, one.start, one.end, one.boxed, bare)
