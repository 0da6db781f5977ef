"""What the folders above a file say: a library of films, a series and its season, a film's extras."""

import re
from dataclasses import dataclass, field

from matinee.ingest.identify.naming import titles, words, years
from matinee.ingest.identify.naming.words import SEASON, SPECIALS, S

MOVIES, SERIES, HOME, SAVED, MIXED = "movies", "series", "home", "saved", "mixed"

_SEASON = re.compile(
    rf"(?ix)^(?P<before>.*?)(?:^|[\s._(\[-]+)(?:(?:{SEASON}){S}*(?P<a>\d{{1,4}})|(?P<b>\d{{1,2}})(?:st|nd|rd|th|ª|º|°|\.)?{S}*(?:{SEASON})|s(?P<c>\d{{1,3}})|第\s*(?P<d>\d{{1,3}})\s*[季期部])(?![^\W_])(?P<after>.*)$"
)
_ARCS = re.compile(r"(?i)^(?:arc|volume|vol|book|part|disc|disk|dvd|cd)[\s._-]*\d{1,3}$")


@dataclass(slots=True)
class Around:
    """What the folders say together. `title` is the nearest folder that names a work."""

    hint: str = MIXED
    title: str | None = None
    year: int | None = None
    filmlike: bool = False
    season: int | None = None
    extra: str | None = None
    inner: bool = False
    """The file lies right in the folder of the title, or in its season or disc."""
    edition: str | None = None
    ids: dict[str, str] = field(default_factory=dict[str, str])


def read(names: list[str], hint: str, newest_year: int) -> Around:
    """Read folders from the file upwards. The first name is the library folder's own."""
    around = Around(hint)
    for depth in range(len(names) - 1, -1, -1):
        name = names[depth]
        low = " ".join(name.lower().replace("_", " ").split())
        above = names[depth - 1].lower() if depth else ""
        if low in words.DISC_FOLDERS or (_ARCS.match(low) and depth):
            continue
        kind = words.EXTRA_FOLDERS.get(low)
        if kind and around.title is None and around.extra is None and _owns(above, depth):
            around.extra = kind
            continue
        if (said := _class(low)) is not None:
            if around.hint == MIXED:
                around.hint = said
            break
        if around.title is not None or low in words.PLAIN_FOLDERS:
            continue
        if (found := season_of(name)) is not None and around.season is None:
            around.season, before = found
            if not before:
                continue
            name = before
        elif depth == 0 and around.season is None and hint != SERIES:
            continue  # the library folder names a work only where it holds its seasons
        _name(around, name, newest_year)
    return around


def season_of(name: str) -> tuple[int, str] | None:
    """Return (season, what stands before it) of a folder's name; None where it names no season."""
    low = " ".join(name.lower().split())
    if low in SPECIALS:
        return 0, ""
    found = _SEASON.match(name)
    if found is None:
        return None
    number = next(int(found[one]) for one in "abcd" if found[one])
    before = found["before"].strip(" ._-([")
    return number, before


def _owns(above: str, depth: int) -> bool:
    low = " ".join(above.replace("_", " ").split())
    return (
        depth > 0
        and _class(low) is None
        and low not in words.PLAIN_FOLDERS
        and bool(low)
        and (depth > 1 or season_of(above) is not None)
    )


def _class(low: str) -> str | None:
    for hint, names in (
        (MOVIES, words.FILM_FOLDERS), (SERIES, words.SERIES_FOLDERS),
        (HOME, words.HOME_FOLDERS), (SAVED, words.SAVED_FOLDERS),
    ):  # fmt: skip
        if low in names:
            return hint
    return None


def _name(around: Around, name: str, newest_year: int) -> None:
    text, ids = titles.take_ids(titles.unsite(name))
    text, around.edition = titles.take_edition(text)
    text, _group = titles.ungroup(text)
    dotted = titles.is_dotted(text)
    found = years.pick(text, newest_year)
    release = titles.release_start(text)
    end = min(
        one for one in (found.start if found else None, release, len(text)) if one is not None
    )
    title = titles.readable(text[:end], dotted=dotted)
    if not any(char.isalnum() for char in title):
        return
    around.title, around.ids = title, ids
    around.year = found.year if found else None
    around.filmlike = bool((found and found.boxed) or release is not None or ids)
