"""What the folders above a file say: a library of films, a series and its season, its extras."""

import re
from dataclasses import dataclass, field

from matinee.ingest.identify.naming import counting, editions, release, titles, words, years
from matinee.ingest.identify.naming.named import tidy

MOVIES, SERIES, HOME, SAVED, MIXED = "movies", "series", "home", "saved", "mixed"

_SEASONS = re.compile(
    rf"""(?ix)[\s._(\[-]{{1,4}}(?:s\d{{1,3}}[\s._]?[-–][\s._]?s?\d{{1,3}}
    |(?:{words.SEASON})[\s._]*\d{{1,2}}[\s._]*(?:[-–&]|to|bis|and)[\s._]*\d{{1,2}}
    |(?:the[\s._])?complete[\s._](?:tv[\s._])?(?:series|collection|box[\s._]?set))
    (?![^\W_]).*$"""
)
_ARCS = re.compile(r"(?i)^(?:arc|vol(?:ume)?|book|part|disc|disk|dvd|cd|cour|bd)[\s._-]*\d{1,3}$")
_COUNT = re.compile(r"[\s._]*[\[(]\d{1,3}\s?[-~～]\s?\d{1,4}(?:\s?(?:end|fin))?[\])]")
_LETTER = re.compile(r"^(?:season|series)\s[a-z]$")
"""A season without a number: `Series A`."""
_BARE_SEASON = re.compile(r"^(?:\d{1,2}|(?:19|20)\d\d)$")
_KINDS = {
    MOVIES: words.FILM_FOLDERS, SERIES: words.SERIES_FOLDERS, HOME: words.HOME_FOLDERS,
    SAVED: words.SAVED_FOLDERS,
}  # fmt: skip
_DEEPEST = 12


@dataclass(slots=True)
class Around:
    """What the folders say together. `title` is the nearest folder that names a work."""

    hint: str = MIXED
    said: bool = False
    """The owner said what the library holds, or a folder bears the name of a kind."""
    anime: bool = False
    title: str | None = None
    year: int | None = None
    filmlike: bool = False
    """A year in brackets, an id or the words of a release stand beside the title."""
    releaselike: bool = False
    season: int | None = None
    extra: str | None = None
    near: str = ""
    """The folder in which the file lies."""
    direct: bool = False
    """The file lies in the folder of the title itself."""
    root: bool = False
    """The title is the library folder's own name."""
    edition: str | None = None
    ids: dict[str, str] = field(default_factory=dict[str, str])


def read(names: list[str], hint: str, newest_year: int) -> Around:
    """Read folders from the file upwards. The first name is the library folder's own."""
    names = [names[0], *names[1:][-_DEEPEST:]] if names else []
    around = Around(hint, said=hint != MIXED, near=tidy(names[-1]) if len(names) > 1 else "")
    for depth in range(len(names) - 1, -1, -1):
        name = tidy(names[depth])
        low = _low(name)
        if depth and (low in words.DISC_FOLDERS or _ARCS.match(low)):
            continue
        kind = words.EXTRA_FOLDERS.get(low)
        if kind and around.title is None and around.extra is None and _owns(names, depth):
            around.extra = kind
            continue
        if (said := _class(low)) is not None:
            around.anime = low in words.ANIME_FOLDERS
            around.said = True
            if around.hint == MIXED:
                around.hint = said
            break
        if around.title is None and low not in words.PLAIN_FOLDERS and not _LETTER.match(low):
            _work(around, names, depth, newest_year)
    return around


def _work(around: Around, names: list[str], depth: int, newest_year: int) -> None:
    """Read a folder that names a season, a work, or both."""
    name = tidy(names[depth])
    if (found := season_of(name)) is not None and around.season is None:
        around.season, before = found
        if not before:
            return
        name = before
    elif around.season is None and _is_bare_season(names, depth, around):
        around.season = int(name)
        return
    elif depth == 0 and around.season is None and around.hint not in {SERIES, MIXED}:
        return
    around.root = depth == 0
    around.direct = depth == len(names) - 1 and around.season is None
    _name(around, name, newest_year)


def season_of(name: str) -> tuple[int, str] | None:
    """Return (season, what stands before it) of a folder's name; None where it names no season."""
    if _low(name) in words.SPECIALS:
        return 0, ""
    if _SEASONS.search(f" {name}"):
        return None
    found = next(
        (one for one in counting.SEASON_MARK.finditer(name) if _parted(name, one.start())), None
    )
    if found is None:
        return None
    before = name[: found.start()].strip(" ._-([")
    if release.is_bare(before):
        before = ""
    return counting.of(found), before


def _parted(name: str, at: int) -> bool:
    return at == 0 or not name[at - 1].isalnum() or name[at] == "第"


def _is_bare_season(names: list[str], depth: int, around: Around) -> bool:
    """`Six Feet Under/5`: a number right under a series, where series are what the folder holds."""
    if depth == 0 or not _BARE_SEASON.match(names[depth].strip()):
        return False
    above = _low(names[depth - 1])
    in_series = around.hint == SERIES or any(_class(_low(one)) == SERIES for one in names[:depth])
    return in_series and depth > 1 and _class(above) is None and above not in words.PLAIN_FOLDERS


def _owns(names: list[str], depth: int) -> bool:
    """Say whether what lies above a folder of extras can have extras."""
    if depth == 0:
        return False
    above = _low(names[depth - 1])
    if not above or _class(above) is not None or above in words.PLAIN_FOLDERS:
        return False
    return depth > 1 or season_of(names[0]) is not None


def _low(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").split())


def _class(low: str) -> str | None:
    if words.HOME_FOLDER.match(low):
        return HOME
    return next((hint for hint, names in _KINDS.items() if low in names), None)


def _name(around: Around, name: str, newest_year: int) -> None:
    text, ids = titles.take_ids(titles.unsite(name))
    text, edition = editions.take_marked(text)
    text, _group = titles.ungroup(text)
    text = _SEASONS.sub("", _COUNT.sub(" ", text)) or text
    dotted = titles.is_dotted(text)
    begin = release.start(text)
    year = years.pick(text, newest_year, begin)
    first = years.first(text, newest_year) if year is None else None
    ends = [one for one in (year.start if year else None, begin, len(text)) if one is not None]
    head, last = editions.take_last(text[first.end if first else 0 : min(ends)])
    title = titles.readable(head, dotted=dotted)
    if not any(char.isalnum() for char in title):
        return
    year = year or first
    around.title, around.ids = title, ids
    around.year = year.year if year else None
    around.edition = edition or last or (editions.said(text[year.end :]) if year else None)
    around.releaselike = begin is not None and not around.root
    around.filmlike = not around.root and bool((year and year.boxed) or around.releaselike or ids)
