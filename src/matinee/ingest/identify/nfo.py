"""NFO files: what Kodi, Jellyfin and those like them write beside films, episodes and series.

The elements are those of the Kodi wiki (NFO files/Movies, TV shows, Music videos; version 20)
and what Jellyfin adds: `lockdata`, `lockedfields`, `episodenumberend`, `season`, and ids in
elements of their own. A file of several `episodedetails` is a file of several episodes. A file
that is only an address, or ends with one, names a work in a catalogue; the notes of those who
release films are no fault and say nothing but perhaps such an address.
"""

import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from matinee.ingest import loose
from matinee.ingest.identify import addresses, markup
from matinee.ingest.identify.description import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_S,
    MOST_EPISODE,
    MOST_IDS,
    MOST_PEOPLE,
    MOST_SEASON,
    NAME_CHARS,
    PLOT_CHARS,
    TITLE_CHARS,
    Description,
    Person,
    Watched,
    an_id,
    over,
)
from matinee.ingest.identify.reading import UNREAD, Reading, bounded

ROOTS: Final = {
    "movie": "movie", "episodedetails": "episode", "tvshow": "series", "season": "season",
    "musicvideo": "video", "video": "video", "homevideo": "video",
}  # fmt: skip
MOST_EPISODES: Final = 50
_CREDITS: Final = {
    "director": "director", "credits": "writer", "writer": "writer", "producer": "producer",
    "creator": "creator", "composer": "composer", "artist": "actor",
}  # fmt: skip
_TYPES: Final = {
    "gueststar": "guest", "guest star": "guest", "guest": "guest", "director": "director",
    "writer": "writer", "producer": "producer", "composer": "composer", "creator": "creator",
}  # fmt: skip
_LOCKED: Final = {
    "name": "title", "overview": "description", "genres": "genres", "cast": "people",
    "tags": "tags", "studios": "studios", "officialrating": "content_rating",
    "runtime": "runtime_s", "productionlocations": "countries",
}  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?(?![\d])")
_YOUTUBE = re.compile(r"plugin://plugin\.video\.youtube/.{0,200}?\bvideo_?id=([\w-]{11})(?![\w-])")


def read(path: Path) -> Description | None:
    """Return what an NFO says, None where it says nothing. Never fails."""
    return look(path).one


def look(path: Path) -> Reading:
    """Read an NFO from disk, with a word where nothing came of it. Never fails."""
    try:
        raw = bounded(path, markup.MOST_BYTES)
    except OSError:
        return UNREAD
    return parse(raw)


def parse(raw: bytes) -> Reading:
    """Read an NFO's bytes, whatever they are."""
    found = markup.read(raw, tuple(ROOTS))
    if found.problem:
        return Reading(problem=found.problem)
    named = addresses.read(found.around)
    if not found.roots:
        return Reading((named,) if named else ())
    said = tuple(_described(root) for root in found.roots[:MOST_EPISODES])
    if named is not None:
        said = (over(said[0], replace(named, kind=None)), *said[1:])
    return Reading(tuple(one for one in said if not one.says_nothing))


def _described(root: Element) -> Description:
    kind = ROOTS[root.tag]
    episodic = kind == "episode"
    season = _whole(root, "season" if episodic else "seasonnumber", MOST_SEASON)
    episode = _whole(root, "episode", MOST_EPISODE) if episodic else None
    end = _whole(root, "episodenumberend", MOST_EPISODE) if episode is not None else None
    title = _text(root, "title", "localtitle", "name")
    return Description(
        kind=kind,
        title=title,
        original_title=_text(root, "originaltitle"),
        sort_title=_text(root, "sorttitle", "sortname"),
        description=_text(root, "plot", "outline", limit=PLOT_CHARS, lines=True),
        tagline=_text(root, "tagline", limit=500),
        year=_whole(root, "year", LAST_YEAR, FIRST_YEAR),
        released=_day(root, "premiered", "aired", "releasedate", "release", "formed"),
        runtime_s=_runtime(root),
        series_title=None
        if kind in {"movie", "series"}
        else _text(root, "showtitle", "seriesname"),
        season=None if kind in {"movie", "series"} else season,
        episode=episode,
        episode_end=end if end is not None and end > (episode or 0) else None,
        season_name=title if kind == "season" else None,
        season_names=tuple(_season_names(root)),
        genres=_words(root, "genre"),
        tags=_words(root, "tag", "style"),
        studios=_words(root, "studio"),
        countries=_words(root, "country"),
        content_rating=_text(root, "customrating", "mpaa", "certification", limit=100),
        user_rating=_out_of_ten(_text(root, "userrating")),
        rating=_rating(root),
        people=_people(root),
        ids=_ids(root, kind),
        edition=_text(root, "edition", "videoversion", limit=100),
        collection=_collection(root),
        trailer_url=_trailer(root),
        watched=_watched(root),
        locked=_yes(root, "lockdata"),
        locked_fields=_locked(root),
    )


def _text(root: Element, *names: str, limit: int = TITLE_CHARS, lines: bool = False) -> str | None:
    """Return the first text that one of these elements holds."""
    for name in names:
        for element in root.findall(name):
            if found := loose.text(element.text, limit, lines=lines):
                return found
    return None


def _number(raw: str | None) -> float | None:
    found = _NUMBER.match((raw or "").strip())
    if found is None:
        return None
    value = float(found[0].replace(",", "."))
    return value if math.isfinite(value) else None


def _whole(root: Element, name: str, high: int, low: int = 0) -> int | None:
    return loose.whole(_number(_text(root, name)), low, high)


def _day(root: Element, *names: str) -> date | None:
    for name in names:
        if found := loose.day((_text(root, name) or "")[:10]):
            day = date.fromisoformat(found)
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
    return None


def _runtime(root: Element) -> float | None:
    """Return seconds: those of the stream where they stand, else the minutes of `runtime`."""
    exact = root.find("fileinfo/streamdetails/video/durationinseconds")
    seconds = _number(exact.text) if exact is not None else None
    if not seconds or seconds < 0:
        raw = _text(root, "runtime") or ""
        hours = re.match(r"(\d{1,2})\s*h(?:\s*(\d{1,2}))?", raw)
        clock = re.match(r"(\d{1,2}):(\d{2}):(\d{2})$", raw)
        if hours:
            seconds = int(hours[1]) * 3600 + int(hours[2] or 0) * 60
        elif clock:
            seconds = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
        else:
            seconds = (_number(raw) or 0) * 60
    return float(seconds) if 0 < seconds <= LONGEST_S else None


def _words(root: Element, *names: str) -> tuple[str, ...]:
    """Return the words of elements that may be many, or one that lists them with " / "."""
    return loose.words(
        [
            part
            for name in names
            for element in root.findall(name)[:100]
            for part in re.split(r"\s/\s|\|", (element.text or "")[:2000])
        ]
    )


def _season_names(root: Element) -> Iterator[tuple[int, str]]:
    for element in root.findall("namedseason")[:200]:
        number = loose.whole(_number(element.get("number")), 0, MOST_SEASON)
        name = loose.text(element.text, NAME_CHARS)
        if number is not None and name:
            yield number, name


def _out_of_ten(raw: str | None, most: float = 10.0) -> float | None:
    """Return a rating from 0 to 10. Zero stands for none in all that write these files."""
    value = _number(raw)
    if value is None or not 0 < value <= most:
        return None
    return round(value * 10.0 / most, 2) or None


def _rating(root: Element) -> float | None:
    """Return the public rating: the default one of several, else the first."""
    several = root.findall("ratings/rating")[:20]
    several.sort(key=lambda one: one.get("default") != "true")
    for one in several:
        most = _number(one.get("max")) or 10.0
        value = _out_of_ten(_text(one, "value"), most if most > 0 else 10.0)
        if value is not None:
            return value
    return _out_of_ten(_text(root, "rating"))


def _people(root: Element) -> tuple[Person, ...]:
    found: list[Person] = []
    for element in root:
        if len(found) >= MOST_PEOPLE:
            break
        if element.tag == "actor":
            found += _actor(element)
        elif job := _CREDITS.get(element.tag):
            for part in re.split(r"\s/\s", (element.text or "")[:2000]):
                if name := loose.text(part, NAME_CHARS):
                    found.append(Person(name, job))
    return tuple(dict.fromkeys(found))[:MOST_PEOPLE]


def _actor(element: Element) -> list[Person]:
    name = _text(element, "name", limit=NAME_CHARS)
    if name is None:
        return []
    kind = (_text(element, "type", limit=30) or "").lower()
    order = _number(_text(element, "order") or _text(element, "sortorder"))
    return [
        Person(
            name,
            _TYPES.get(kind, "actor"),
            _text(element, "role", limit=NAME_CHARS),
            loose.whole(order, 0, 100_000),
            loose.web_url(_text(element, "thumb", limit=2000)),
        )
    ]


def _ids(root: Element, kind: str) -> dict[str, str]:
    """Return ids: `uniqueid` first, then Jellyfin's own elements, then the old `id`."""
    found: list[tuple[str, str | None]] = [
        (one.get("type") or "", one.text) for one in root.findall("uniqueid")[:MOST_IDS]
    ]
    for site in ("imdb", "tmdb", "tvdb", "tvrage", "tvmaze", "anidb"):
        found += [(site, _text(root, f"{site}id", f"{site}_id", limit=100))]
    for one in root.findall("id")[:5]:
        text = (one.text or "").strip()
        digits = {"movie": "tmdb", "series": "tvdb"}.get(kind, "")
        found += [(site, one.get(site.upper())) for site in ("imdb", "tmdb", "tvdb")]
        found += [("imdb" if text.startswith("tt") else digits, text)]
    if kind == "series":
        found += _guide(root)
    kept: dict[str, str] = {}
    for name, raw in found:
        one = an_id(name, raw or "")
        if one and one[0] != "unknown" and len(kept) < MOST_IDS:
            kept.setdefault(*one)
    return kept


def _guide(root: Element) -> list[tuple[str, str | None]]:
    """Return the ids in Kodi's `episodeguide`, which since version 19 is JSON."""
    raw = _text(root, "episodeguide", limit=2000) or ""
    if not raw.startswith("{"):
        return []
    with suppress(ValueError, RecursionError):
        said = json.loads(raw)
        return [(name, str(said[name])) for name in ("imdb", "tmdb", "tvdb") if said.get(name)]
    return []


def _collection(root: Element) -> str | None:
    for one in root.findall("set")[:5]:
        if name := _text(one, "name") or loose.text(one.text, TITLE_CHARS):
            return name
    return None


def _trailer(root: Element) -> str | None:
    """Return the trailer's address; the one Kodi gives to its add-on as the page it means."""
    raw = _text(root, "trailer", limit=2000) or ""
    if found := _YOUTUBE.match(raw):
        return f"https://www.youtube.com/watch?v={found[1]}"
    return loose.web_url(raw)


def _watched(root: Element) -> Watched | None:
    plays = _whole(root, "playcount", 100_000) or (1 if _yes(root, "watched") else 0)
    last = None
    with suppress(ValueError, OverflowError):
        last = datetime.fromisoformat(_text(root, "lastplayed", limit=40) or "").replace(
            tzinfo=None
        )
        last = last if FIRST_YEAR <= last.year <= LAST_YEAR else None
    resume = root.find("resume/position")
    position = _number(resume.text) if resume is not None else None
    if position is not None and not 0 < position <= LONGEST_S:
        position = None
    said = Watched(plays, last, position)
    return None if said == Watched() else said


def _yes(root: Element, name: str) -> bool:
    return (_text(root, name, limit=10) or "").lower() in {"true", "1", "yes"}


def _locked(root: Element) -> tuple[str, ...]:
    said = [one.strip().lower() for one in (_text(root, "lockedfields") or "").split("|")]
    return tuple(dict.fromkeys(_LOCKED[one] for one in said if one in _LOCKED))
