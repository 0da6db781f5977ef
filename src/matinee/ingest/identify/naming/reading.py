"""From a path to what it names: a film, an episode, an extra of either, or just a video.

The surest witness is asked first: a folder of extras, a numbering, a year, the words of a release,
what the owner said of the folder. What was guessed rather than read is told as a doubt, and lowers
the confidence, so that the owner is asked about few things and the right ones.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from matinee.ingest.identify.naming import folders, numbering, titles, words, years
from matinee.ingest.identify.naming.folders import HOME, MIXED, MOVIES, SAVED, SERIES, Around
from matinee.ingest.identify.naming.numbering import Numbering

_YOUTUBE = re.compile(r"\s*[\[(](?P<id>[A-Za-z0-9_-]{11})[\])]$")
_OTHER_SITE = re.compile(
    r"\s*\[(?P<id>(?:\d{6,20}|BV[A-Za-z0-9]{10}|v\d{6,}|x[a-z0-9]{6})(?:_\w+)?)\]$"
)
_OLD_YOUTUBE = re.compile(r"[\s_]?-(?P<id>[A-Za-z0-9_-]{11})$")
_SAVED_FRONT = re.compile(
    r"^(?:(?P<n>\d{1,4}|NA)[\s._]*-[\s._]+)?(?:(?P<d>(?:19|20)\d\d-?[01]\d-?[0-3]\d)[\s._]*[-_][\s._]*|(?P<e>(?:19|20)\d\d-[01]\d-[0-3]\d)\s+)?"
)
_CRC = re.compile(r"[\[(][0-9A-Fa-f]{8}[\])]")
_PART = re.compile(
    r"(?i)(?:[\s._-]+|(?<=\w)-)[\[(]?(?:cd|dvd|disc|disk|part|pt)(?P<gap>[\s._-]?)(?P<n>\d{1,2}|[a-d])[\])]?$"
)
_PART_IN = re.compile(
    r"(?i)[\s._-]+[\[(]?(?:cd|dvd|disc|disk)[\s._-]?(?P<n>\d{1,2})[\])]?(?=[\s._-])"
)
_BOX_END = re.compile(r"[\s._-]*[\[(](?P<in>[^\[\]()]*)[\])]$")
_SEASON_END = re.compile(
    rf"(?ix)[\s._(-]+(?:s(?P<a>\d{{1,2}})|(?:{words.SEASON})[\s._]*(?P<b>\d{{1,2}})|(?P<c>\d)(?:st|nd|rd|th)[\s._]*(?:{words.SEASON}))\)?[\s._-]*$"
)
_COPY = re.compile(r"(?i)\s*(?:\((?:\d{1,2}|copy)\)|-\s*copy(?:\s*\(\d+\))?)$")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says. `kind` is movie, episode, video or extra.

    Of an episode `title` is its own, perhaps empty, and `series` what it belongs to. Of an extra
    `series` or `of_title` and `of_year` say what it belongs to. `confidence` is from 0 to 1.
    """

    kind: str
    title: str = ""
    series: str | None = None
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    day: date | None = None
    edition: str | None = None
    part: int | None = None
    extra: str | None = None
    of_title: str | None = None
    of_year: int | None = None
    source_id: str | None = None
    ids: dict[str, str] = field(default_factory=dict[str, str])
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Name:
    """A file's name as it is taken apart."""

    text: str
    dotted: bool
    fansub: bool
    newest_year: int
    ids: dict[str, str]
    edition: str | None


def read(path: str, *, newest_year: int, hint: str = MIXED) -> Named:
    """Return what a path says: the library folder's name first, then folders, then the file.

    `hint` is what the owner said the library folder holds: mixed, movies, series or home.
    `newest_year` is the latest year that may be one, usually the next. Never fails.
    """
    parts = PurePath(path).parts
    stem = _COPY.sub("", PurePath(parts[-1]).stem) if parts else ""
    around = folders.read(list(parts[:-1]), hint, newest_year)
    name = _take_apart(stem, newest_year)
    if around.hint == HOME:
        return _video(stem, around)
    extra = _extra(name, around)
    if extra is not None:
        return extra
    if (saved := _saved(stem, around)) is not None:
        return saved
    number = _numbering(name, around)
    if number is not None and number.day is not None:
        return _daily(name, number, around) or _video(stem, around)
    if number is not None:
        return _episode(name, number, around)
    film = _film(name, stem, around)
    if film is not None:
        return film
    if around.hint == SERIES and around.title and around.season is not None:
        return _unnumbered(name, around)
    return _video(stem, around)


def _take_apart(stem: str, newest_year: int) -> _Name:
    text = titles.unsite(stem)
    text, ids = titles.take_ids(text)
    text, edition = titles.take_edition(text)
    rest, group = titles.ungroup(text)
    fansub = group is not None or _CRC.search(text) is not None
    return _Name(rest.rstrip(), titles.is_dotted(rest), fansub, newest_year, ids, edition)


def _extra(name: _Name, around: Around) -> Named | None:
    found = words.EXTRA_SUFFIX.match(name.text)
    own, kind = name.text, around.extra
    if found is not None:
        said = _extra_kind(found["kind"])
        tight = name.text[len(found["own"])] in "-._([" or name.text[len(found["own"]) :][:2] in {
            " (",
            " [",
        }
        if (
            kind is not None
            or said in words.SURE_EXTRA
            or (tight and name.text[len(found["own"])] == "-")
        ) and any(c.isalnum() for c in found["own"]):
            kind = said if kind in {None, "other"} else kind
            own = found["own"]
        elif kind is None:
            return None
    alone = words.EXTRA_ALONE.match(name.text)
    if kind is None and alone and around.title and (around.filmlike or around.season is not None):
        kind = _extra_kind(alone[1])
    if kind is None or (around.hint == SAVED and around.extra is None):
        return None
    return _extra_named(name, around, own, kind, found is not None and around.extra is None)


def _extra_named(name: _Name, around: Around, own: str, kind: str, by_suffix: bool) -> Named:
    """An extra's title is its own name; by a suffix it bears that of its film."""
    owner = read_owner(own, name) if by_suffix else None
    title = titles.readable(own, dotted=name.dotted)
    number = numbering.find(own)
    series = around.title if around.season is not None or around.hint == SERIES or number else None
    if owner is not None and owner.kind == "episode":
        series = series or owner.series
    if owner is not None and owner.title and owner.kind != "episode":
        title = owner.title
    of_title = (
        around.title
        if around.title and not series
        else (owner.title if owner and owner.kind == "movie" else None)
    )
    of_year = around.year if of_title == around.title else (owner.year if owner else None)
    return Named(
        "extra", title, series, year=owner.year if owner and owner.kind == "movie" else None, season=around.season, extra=kind, of_title=of_title,
        of_year=of_year, ids=name.ids,
    )  # fmt: skip


def read_owner(own: str, name: _Name) -> Named | None:
    """Return the film or episode that `Heat (1995)-trailer` belongs to."""
    inner = replace_text(name, own)
    if (number := numbering.find(own)) is not None:
        return _episode(inner, number, Around())
    found = years.pick(own, name.newest_year)
    if found is None:
        return None
    return Named("movie", titles.readable(own[: found.start], dotted=name.dotted), year=found.year)


def replace_text(name: _Name, text: str) -> _Name:
    """Return a name with another text in it."""
    return _Name(text, name.dotted, name.fansub, name.newest_year, name.ids, name.edition)


def _extra_kind(said: str) -> str:
    low = re.sub(r"[\s._-]+", "", said.lower())
    return words.EXTRA_KINDS.get(low, low)


def _saved(stem: str, around: Around) -> Named | None:
    """A video saved by yt-dlp, which names it `Title [id]`, or something in a folder of such."""
    site = _YOUTUBE.search(stem) or _OTHER_SITE.search(stem)
    if site is not None and not _looks_like_id(site["id"]):
        site = None
    old = _OLD_YOUTUBE.search(stem) if site is None else None
    if old is not None and not (_looks_like_id(old["id"], strict=True)):
        old = None
    found = site or old
    if found is None:
        return None
    text = stem[: found.start()]
    front = _SAVED_FRONT.match(text)
    day = None
    if front is not None and front.end() < len(text):
        said = front["d"] or front["e"]
        day = numbering.day(said).day if said and numbering.day(said) else None  # type: ignore[union-attr]
        if day is not None or front["n"]:
            text = text[front.end() :]
    title = titles.readable(text, dotted=titles.is_dotted(text)) or found["id"]
    source = found["id"] if len(found["id"]) == 11 else None
    return Named("video", title, day=day, source_id=source)


def _looks_like_id(text: str, *, strict: bool = False) -> bool:
    """An id mixes what words do not: capitals inside, digits among letters."""
    if text.isdigit():
        return len(text) >= 6 and not strict
    kinds = [
        any(c.isupper() for c in text),
        any(c.islower() for c in text),
        any(c.isdigit() or c in "_-" for c in text),
    ]
    inner = any(c.isupper() for c in text[1:]) or sum(c.isdigit() for c in text) >= 2
    if titles.is_bare_release(text) or re.fullmatch(
        r"(?i)[a-z]+(?:[-_][a-z]+)*|\d{4}-\d\d-\d\d.*|\d+", text
    ):
        return bool(
            kinds[0] and kinds[1] and any(c.isupper() for c in text[1:]) and not text.isalpha()
        ) or (text.isalpha() and not strict and _odd(text))
    return sum(kinds) >= (3 if strict else 2) and inner


def _odd(text: str) -> bool:
    """Capitals in the middle of letters, as no word has them."""
    return sum(a.islower() and b.isupper() for a, b in zip(text, text[1:], strict=False)) >= 2


def _numbering(name: _Name, around: Around) -> Numbering | None:
    text = name.text
    found = numbering.find(text)
    if found is not None:
        return found
    year = years.pick(text, name.newest_year)
    release = titles.release_start(text)
    in_series = around.season is not None or around.hint == SERIES
    alone = numbering.without_season(text)
    if alone is not None and (
        in_series
        or (
            (name.fansub or release is not None or alone.start > 0)
            and year is None
            and not words.HOME_WORDS.search(text)
        )
    ):
        if in_series or around.hint != MOVIES:
            return alone
    if (that := numbering.day(text)) is not None:
        return that
    if name.fansub and (year is None or not year.boxed or in_series) and around.hint != MOVIES:
        found = numbering.absolute(
            text if year is None else text.replace(str(year.year), "    "), fansub=True
        )
        if found is not None:
            return found
    if in_series and around.hint != MOVIES:
        found = (
            numbering.counted(_unboxed(text[:release] if release else text))
            if around.season is not None
            else numbering.absolute(text, fansub=False) or _leading(text)
        )
        if found is not None:
            return found
    if year is None and around.hint != MOVIES:
        return numbering.three_digits(text)
    return None


def _leading(text: str) -> Numbering | None:
    found = numbering.counted(_unboxed(text))
    return found if found is not None and (found.absolute or found.end < 6) else None


def _unboxed(text: str) -> str:
    """Take off boxes at the end that hold no number of an episode."""
    while (
        (found := _BOX_END.search(text)) is not None
        and not re.fullmatch(r"\s*\d{1,3}\s*", found["in"])
        and found.start() > 0
    ):
        text = text[: found.start()]
    return text


def _episode(name: _Name, number: Numbering, around: Around) -> Named:
    series, year, season = _series_of(name, number, around)
    own = _own_title(name, number.end)
    own, part = _part(own)
    season = number.season if number.season is not None else season
    doubts: list[str] = []
    if not number.sure:
        doubts.append("number_guessed")
    if season is None:
        season = around.season if around.season is not None else 1
        if around.season is None and number.absolute:
            doubts.append("absolute_number")
    if not series:
        doubts.append("no_series")
    return Named(
        "episode", own, series or None, year, season, number.episode, number.episode_end, part=part,
        ids={**around.ids, **name.ids}, confidence=_confidence(doubts), doubts=tuple(doubts),
    )  # fmt: skip


def _series_of(
    name: _Name, number: Numbering, around: Around
) -> tuple[str, int | None, int | None]:
    """Return (title, year, season) of the series: the folder's word, else what stands before the number."""
    before = name.text[: number.start]
    season = None
    if (
        (found := _SEASON_END.search(before)) is not None
        and found.start() > 0
        and number.season is None
    ):
        season = next(int(found[one]) for one in "abc" if found[one])
        before = before[: found.start()]
    found_year = years.pick(before + " ", name.newest_year)
    year = None
    if found_year is not None and (
        found_year.boxed or not any(c.isalnum() for c in before[found_year.end :])
    ):
        before, year = before[: found_year.start], found_year.year
    before, _ids = titles.take_ids(before)
    own = titles.readable(_without_day(before), dotted=name.dotted)
    if not any(char.isalnum() for char in own):
        own = ""
    if around.title is None or around.hint == SAVED:
        return own, year, season
    if not own or around.season is not None or around.hint == SERIES or _same(own, around.title):
        if (
            own
            and around.filmlike
            and around.season is None
            and around.hint != SERIES
            and not _same(own, around.title)
        ):
            return own, year, season
        return around.title, around.year or year, season
    return own, year, season


def _without_day(text: str) -> str:
    return text


def _same(one: str, other: str) -> bool:
    def key(text: str) -> str:
        return re.sub(r"[\W_]+", "", text.casefold().replace("&", "and"))

    return key(one) == key(other)


def _own_title(name: _Name, end: int) -> str:
    rest = name.text[end:]
    rest = _CRC.sub(" ", rest)
    release = titles.release_start(" " + rest)
    rest = rest[: max(0, release - 1)] if release is not None else rest
    lead = len(rest) - len(rest.lstrip(" ._-"))
    while (
        rest.strip(" ._-") and titles.weak_at(rest, lead) and (release is not None or name.dotted)
    ):
        found = words.WEAK.match(rest, lead)
        if found is None:
            break
        rest = rest[found.end() :]
        lead = len(rest) - len(rest.lstrip(" ._-"))
    while (box := _BOX_END.search(rest)) is not None and (
        titles.is_bare_release(box["in"]) or rest.rstrip().endswith("]")
    ):
        rest = rest[: box.start()]
    return titles.readable(rest, dotted=name.dotted)


def _part(title: str) -> tuple[str, int | None]:
    found = re.search(r"(?i)^(?:-\s*)?(?:pt|cd|dvd|disc|disk|part)[\s._-]?(\d{1,2})$", title)
    return ("", int(found[1])) if found and not title.lower().startswith("part ") else (title, None)


def _daily(name: _Name, number: Numbering, around: Around) -> Named | None:
    """A show named by the day it was shown; without more to go by it is somebody's own video."""
    before = titles.readable(name.text[: number.start], dotted=name.dotted)
    after = _own_title(name, number.end)
    release = titles.release_start(name.text) is not None
    dashed = re.search(r"\s-\s*$", name.text[: number.start]) and re.match(
        r"\s*-\s", name.text[number.end :]
    )
    in_series = around.hint == SERIES or around.season is not None
    own_folder = bool(before and around.title and _same(before, around.title))
    if not number.sure and not release and not in_series:
        return None
    if not (in_series or own_folder or (before and (release or dashed))):
        return None
    if words.CAMERA.match(name.text) or (
        not in_series and not release and not own_folder and words.HOME_WORDS.search(before)
    ):
        return None
    series, year, _season = _series_of(name, number, around)
    if not series:
        return None
    return Named(
        "episode",
        after,
        series,
        year,
        day=number.day,
        ids={**around.ids, **name.ids},
        confidence=0.9,
    )


def _unnumbered(name: _Name, around: Around) -> Named:
    title = _video_title(name.text)
    return Named(
        "episode",
        title,
        around.title,
        around.year,
        around.season,
        confidence=0.4,
        doubts=("no_number",),
    )


def _film(name: _Name, stem: str, around: Around) -> Named | None:
    text, part = name.text, None
    release = titles.release_start(text)
    year = years.pick(text, name.newest_year)
    if (found := _PART.search(text)) is not None and (
        (year is not None and found.start() >= year.end)
        or not found["gap"]
        or found["gap"] == "-"
        or around.filmlike
    ):
        text, part = text[: found.start()], _part_number(found["n"])
    elif (found := _PART_IN.search(text)) is not None and release is not None:
        text, part = text[: found.start()] + text[found.end() :], _part_number(found["n"])
    release, year = titles.release_start(text), years.pick(text, name.newest_year)
    obscure = words.DISC_NAMES.match(stem) is not None or titles.is_bare_release(text)
    folder_film = around.title is not None and (around.filmlike or around.hint == MOVIES)
    if around.hint == SAVED and year is None and release is None:
        return None
    if (
        year is not None
        and (
            year.boxed
            or release is not None
            or name.dotted
            or around.hint == MOVIES
            or _home_not(text)
        )
        and (year.boxed or release is not None or not words.CAMERA.match(text))
    ):
        return _film_named(
            name,
            text,
            year.start,
            year,
            part,
            around,
            1.0 if year.boxed or release is not None else 0.7,
        )
    if folder_film and (obscure or _belongs(text, name, around, release)):
        return _film_of_folder(name, text, part, around)
    if obscure or words.CAMERA.match(text):
        return None
    if release is not None and (
        around.hint == MOVIES or len(words.STRONG.findall(text)) > 1 or name.dotted
    ):
        return _film_named(name, text, release, None, part, around, 0.6)
    if around.hint == MOVIES or (part is not None and not words.HOME_WORDS.search(text)):
        return _film_named(name, text, release or len(text), None, part, around, 0.6)
    return None


def _home_not(text: str) -> bool:
    """`Heat 1995` is a film, `Christmas 1995` is not."""
    return words.HOME_WORDS.search(text) is None


def _belongs(text: str, name: _Name, around: Around, release: int | None) -> bool:
    """Say whether a file in a film's folder is that film: by its title, or as a mere release name."""
    own = titles.readable(text[:release] if release else text, dotted=name.dotted)
    key = re.sub(r"[\W_]+", "", own.casefold())
    of = re.sub(r"[\W_]+", "", (around.title or "").casefold())
    short = " " not in own and len(own) <= 24 and own == own.lower() and not name.dotted
    return bool(of) and (
        key.startswith(of) or of.startswith(key) or not key or (around.filmlike and short)
    )


def _film_of_folder(name: _Name, text: str, part: int | None, around: Around) -> Named:
    edition = (
        name.edition
        or around.edition
        or _edition(
            text[len(around.title or "") :]
            if text.lower().startswith((around.title or "").lower())
            else text
        )
    )
    doubts = () if around.year else ("no_year",)
    return Named(
        "movie",
        around.title or "",
        year=around.year,
        edition=edition,
        part=part,
        ids={**around.ids, **name.ids},
        confidence=0.9 if around.year else 0.6,
        doubts=doubts,
    )


def _film_named(
    name: _Name,
    text: str,
    end: int,
    year: years.Year | None,
    part: int | None,
    around: Around,
    sure: float,
) -> Named:
    head, tail = text[:end], text[year.end if year else end :]
    edition = name.edition or _edition(tail) or around.edition
    found = words.SURE_EDITION.search(head)
    if (
        found is not None
        and not head[found.end() :].strip(" ._-()[]")
        and any(c.isalnum() for c in head[: found.start()])
    ):
        edition = edition or _edition(head[found.start() :])
        head = head[: found.start()]
    title = titles.readable(head, dotted=name.dotted)
    year_number = year.year if year else None
    if around.title and around.filmlike and _same(title, around.title):
        title, year_number = around.title, year_number or around.year
    doubts = ("no_year",) if year_number is None else ()
    return Named(
        "movie",
        title,
        year=year_number,
        edition=edition,
        part=part,
        ids={**around.ids, **name.ids},
        confidence=sure,
        doubts=doubts,
    )


def _edition(text: str) -> str | None:
    for form, said in words.EDITIONS:
        if form.search(text):
            return said
    return None


def _part_number(said: str) -> int:
    return int(said) if said.isdigit() else ord(said.lower()) - ord("a") + 1


def _video(stem: str, around: Around) -> Named:
    that = numbering.day(stem)
    return Named(
        "video", _video_title(stem) or "Untitled", day=that.day if that else None, confidence=0.8
    )


def _video_title(stem: str) -> str:
    """A bare name keeps its words; only separators are made spaces."""
    text = stem
    if " " not in text:
        text = text.replace("_", " ")
        text = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", text)
    return " ".join(text.split()).strip(" -_.")[:300]


def _confidence(doubts: list[str]) -> float:
    return max(0.2, 1.0 - 0.3 * len(doubts))
