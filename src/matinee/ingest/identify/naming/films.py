"""Films: by their year, by the folder they have to themselves, by the words of a release."""

import re

from matinee.ingest.identify.naming import editions, release, titles, words, years
from matinee.ingest.identify.naming.folders import MOVIES, SAVED, SERIES, Around
from matinee.ingest.identify.naming.named import Name, Named, confidence
from matinee.ingest.identify.naming.years import Year

_PART = re.compile(
    r"(?i)(?:[\s._-]{1,5}|(?<=\w)-)[\[(]?(?:cd|dvd|disc|disk|(?P<part>part|pt))(?P<gap>[\s._-]?)"
    r"(?P<n>\d{1,2}|[a-d])[\])]?$"
)
_PART_IN = re.compile(
    r"(?i)[\s._-]{1,5}[\[(]?(?:cd|dvd|disc|disk)[\s._-]?(?P<n>\d)[\])]?(?=[\s._-]|$)"
)
_PLACE = re.compile(r"^(?:0\d\s|\d{1,2}(?:\.\s|\s?-\s))(?:-\s)?(?=\S)")
"""A film's place in its collection."""
_COPY = re.compile(r"\s?\(\d{1,2}\)$")


def read(name: Name, around: Around) -> Named | None:
    """Return a film; None where neither name nor folders tell of one."""
    text, part = _take_part(name, around)
    begin = release.start(text)
    year = years.pick(text, name.newest_year, begin)
    first = years.first(text, name.newest_year)
    camera = words.CAMERA.match(name.stem) is not None
    if year is not None and _is_film_year(name, text, year, begin, around, camera=camera):
        doubts = () if _told(name, year, begin, around) else ("kind_guessed",)
        return _named(name, around, text, (0, year.start, year.end), year.year, part, doubts)
    at_home = words.HOME_WORDS.search(text) is not None and around.hint != MOVIES
    if first is not None and year is None and around.hint != SAVED and not at_home:
        ends = (first.end, begin or len(text), begin or len(text))
        return _named(name, around, text, ends, first.year, part, ())
    obscure = words.DISC_NAMES.match(name.stem) is not None or release.is_bare(text)
    if (found := _of_folder(name, around, text, part, begin, obscure=obscure)) is not None:
        return found
    if camera or around.hint == SAVED or not any(char.isalnum() for char in text):
        return None
    if obscure and around.hint != MOVIES:
        return None
    if obscure:
        return _named(name, around, text, (0, len(text), len(text)), None, part, ("no_title",))
    return _without_year(name, around, text, part, begin)


def _is_film_year(
    name: Name, text: str, year: Year, begin: int | None, around: Around, *, camera: bool
) -> bool:
    """Say whether a year is that of a film, and not of a birthday."""
    if around.hint == SAVED:
        return begin is not None
    if year.boxed or begin is not None:
        return True
    if camera:
        return False
    at_home = words.HOME_WORDS.search(text) is not None
    return around.hint == MOVIES or around.filmlike or not at_home


def _told(name: Name, year: Year, begin: int | None, around: Around) -> bool:
    """Say whether more than a bare year speaks for a film; a season of sport has one too."""
    between = editions.without(name.text[year.end : begin]) if begin is not None else ""
    far = len(re.findall(r"[^\W_]+", between)) > 2
    if far and not year.boxed:
        return False
    told = year.boxed or (begin is not None and not far) or name.dotted
    return told or around.hint == MOVIES or around.filmlike


def _take_part(name: Name, around: Around) -> tuple[str, int | None]:
    """Take off `cd1`, `part 2`: a piece of a film; in a title with a year after it, it stays."""
    found = _PART.search(name.text)
    if found is not None:
        after = name.year is not None and found.start() >= name.year.end
        own = found["gap"] in {"", "-"} or found["part"] is None
        own = own or (
            around.filmlike and titles.same(name.text[: found.start()], around.title or "")
        )
        if after or (own and found["n"].isdigit()):
            return name.text[: found.start()], _part_number(found["n"])
    found = _PART_IN.search(name.text)
    if found is not None and (name.release is not None or name.year is not None):
        return f"{name.text[: found.start()]}{name.text[found.end() :]}", int(found["n"])
    return name.text, None


def _part_number(said: str) -> int:
    return int(said) if said.isdigit() else ord(said.lower()) - ord("a") + 1


def _of_folder(
    name: Name, around: Around, text: str, part: int | None, begin: int | None, *, obscure: bool
) -> Named | None:
    """Return the film whose folder a file lies in, under a name that need not say much."""
    told = around.filmlike or (around.hint == MOVIES and not around.root)
    if not around.title or not told or around.season is not None or around.hint == SERIES:
        return None
    own = name.readable(text[:begin])
    key, of = titles.key(own), titles.key(around.title)
    begins = around.filmlike and bool(of) and (key.startswith(of) or of.startswith(key))
    bears = not key or key == of or begins
    told_by_folder = around.filmlike and (around.hint == MOVIES or around.releaselike)
    short = around.filmlike and " " not in own and own == own.lower()
    at_home = words.HOME_WORDS.search(around.title) or words.CAMERA.match(name.stem)
    if not (obscure or bears or ((told_by_folder or short) and not at_home)):
        return None
    rest = text[len(around.title) :] if text.lower().startswith(around.title.lower()) else text
    edition = name.edition or around.edition or editions.said(rest)
    plain = around.hint == MOVIES and begin is None and not around.releaselike
    doubts = () if around.year or plain else ("no_year",)
    if not (obscure or bears or around.releaselike):
        doubts = (*doubts, "other_name")
    return Named(
        "movie", around.title, year=around.year, edition=edition, part=part,
        ids={**around.ids, **name.ids}, confidence=_sure(around.year, doubts), doubts=doubts,
    )  # fmt: skip


def _without_year(
    name: Name, around: Around, text: str, part: int | None, begin: int | None
) -> Named | None:
    """Return a film told by a release's words, by being cut in parts, or by the owner's word."""
    films = around.hint == MOVIES
    told = name.fansub or name.dotted or len(release.STRONG.findall(text)) > 1
    released = begin is not None and told
    cut = part is not None and not words.HOME_WORDS.search(text) and around.hint != SERIES
    if not (films or released or cut):
        return None
    text = _COPY.sub("", text)
    end = len(text) if begin is None else begin
    plain = films and begin is None
    return _named(
        name, around, text, (0, end, end), None, part, () if plain else ("no_year",)
    )  # fmt: skip


def _named(
    name: Name, around: Around, text: str, ends: tuple[int, int, int], year: int | None,
    part: int | None, doubts: tuple[str, ...],
) -> Named:  # fmt: skip
    """Name a film by its title at `ends[0]` to `ends[1]`, and what follows from `ends[2]` on."""
    head, last = editions.take_last(text[ends[0] : ends[1]])
    edition = name.edition or editions.said(text[ends[2] :]) or last or around.edition
    front = _PLACE.match(head)
    in_collection = around.title is not None and not (around.filmlike or around.root)
    if front is not None and year is not None and (head.startswith("0") or in_collection):
        head = head[front.end() :]
    title = name.readable(head) or name.readable(text) or "Untitled"
    if around.filmlike and titles.same(title, around.title or ""):
        title, year = around.title or title, year or around.year
    if year is not None and "no_year" in doubts:
        doubts = ()
    return Named(
        "movie", title, year=year, edition=edition, part=part, ids={**around.ids, **name.ids},
        confidence=_sure(year, doubts), doubts=doubts,
    )  # fmt: skip


def _sure(year: int | None, doubts: tuple[str, ...]) -> float:
    """A plain title where the owner said that there are films is believed, but no more."""
    return 0.7 if year is None and not doubts else confidence(doubts)
