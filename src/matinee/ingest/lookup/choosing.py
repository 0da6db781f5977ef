"""Which of the works a catalogue offers is meant; nobody, where two could be. No I/O.

A wrong poster is worse than none: the title must be the same but for case, accents and signs, and
the year may be one off (a film is often dated by its festival).
"""

from collections.abc import Sequence

from matinee.ingest.lookup.found import Candidate
from matinee.library import fold

_YEARS_OFF = 1
_KNOWN_BY_FAR = 10.0


def choose(
    candidates: Sequence[Candidate], titles: Sequence[str], year: int | None
) -> Candidate | None:
    """Return the one that bears one of `titles` and fits `year`; None for none or several.

    Without a year one that is ten times as well known as all others of its title is taken.
    """
    wanted = {key for title in titles if (key := _key(title))}
    same = [one for one in candidates if {_key(one.title), _key(one.original_title)} & wanted]
    if year is not None:
        exact = [one for one in same if one.year == year]
        near = [one for one in same if one.year and abs(one.year - year) <= _YEARS_OFF]
        same = exact or near
        return _only(same)
    return _only(same) or _famous(same)


def _key(title: str | None) -> str:
    return "".join(char for char in fold(title or "") if char.isalnum())


def _only(some: Sequence[Candidate]) -> Candidate | None:
    return some[0] if len(some) == 1 else None


def _famous(some: Sequence[Candidate]) -> Candidate | None:
    ranked = sorted(some, key=lambda one: one.weight, reverse=True)
    if len(ranked) < 2 or ranked[0].weight <= 0:
        return None
    return ranked[0] if ranked[0].weight >= _KNOWN_BY_FAR * ranked[1].weight else None
