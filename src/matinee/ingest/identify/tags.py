"""What a file says of itself: the tags in its container, taken only where they say something.

Names are those the media library hands over, in small letters: of MP4 the atoms under words of
their own (`tvsh` is "show", `tves` "episode_sort", `tven` "episode_id", `stik` "media_type",
`ldes` "synopsis", and iTunes' `iTunMOVI` and `iTunEXTC` as they stand), of Matroska the official
tags (RFC 9559 and matroska.org, Tag names), those of another level with it before them:
"collection_title", "season_part_number".
"""

import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from xml.parsers.expat import ExpatError

from matinee.ingest import loose
from matinee.ingest.identify import description
from matinee.ingest.identify.description import Description, Person, an_id

_RELEASE = re.compile(
    r"(?i)\b(?:\d{3,4}p|x26[45]|h\.?26[45]|hevc|blu-?ray|web-?(?:dl|rip)|hdtv|dvdrip|xvid|aac|rarbg)\b"
)
_EMPTY = re.compile(r"(?i)^(?:untitled|unknown|title|video|movie|none|n/?a|\d+|.{0,1})$")
_YEAR = re.compile(r"\b(1[89]\d\d|2[01]\d\d)\b")

_PEOPLE: Final = {
    "actor": "actor", "lead_performer": "actor", "director": "director", "writer": "writer",
    "written_by": "writer", "screenplay_by": "writer", "producer": "producer",
    "executive_producer": "producer", "composer": "composer",
}  # fmt: skip
_MOVI: Final = {
    "cast": "actor", "directors": "director", "screenwriters": "writer", "producers": "producer",
}  # fmt: skip
_STIK: Final = {"9": "movie", "10": "episode", "0": "movie"}
_OF_THE_PROGRAM: Final = frozenset({
    "major_brand", "minor_version", "compatible_brands", "encoder", "creation_time", "duration",
})  # fmt: skip
"""What every muxer writes, and nobody about the film."""
_MOVI_CHARS: Final = 100_000
_SEPARATORS = re.compile(r"[;,/|]")


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tags say; None where they say nothing of use."""

    title: str | None = None
    description: str | None = None
    year: int | None = None
    day: date | None = None
    uploader: str | None = None
    genres: tuple[str, ...] = ()
    series: str | None = None
    season: int | None = None
    episode: int | None = None
    url: str | None = None


def read(tags: dict[str, str]) -> Tagged:
    """Read a container's tags; keys are compared without case."""
    said = {key.lower(): value for key, value in tags.items()}
    day = loose.day(said.get("date") or said.get("date_released") or "")
    return Tagged(
        title=_title(said.get("title")),
        description=loose.text(
            said.get("synopsis") or said.get("description") or said.get("summary"), 20_000,
            lines=True,
        ),
        year=_year(said.get("date") or said.get("year") or said.get("date_released")),
        day=date.fromisoformat(day) if day else None,
        uploader=loose.text(said.get("artist") or said.get("album_artist"), 200),
        genres=_genres(said.get("genre")),
        series=loose.text(said.get("show"), 300),
        season=_whole(said.get("season_number")),
        episode=_whole(said.get("episode_sort") or said.get("episode_number")),
        url=loose.web_url(said.get("purl") or said.get("comment")),
    )  # fmt: skip


def describe(tags: dict[str, str]) -> Description | None:
    """Return all that a container's tags say, None where they say nothing."""
    said = {key.lower(): value for key, value in tags.items()}
    if said.keys() <= _OF_THE_PROGRAM:
        return None
    plain = read(tags)
    season = plain.season
    if season is None:
        season = _whole(said.get("season_part_number"))
    episode = plain.episode
    if episode is None:
        episode = _whole(said.get("episode_part_number") or said.get("part_number"))
    above = loose.text(said.get("collection_title"), 300)
    # Matroska calls what stands above a film and above a season by one name.
    series = plain.series or (above if season is not None else None)
    episodic = series is not None and season is not None and episode is not None
    kind = "episode" if episodic else _STIK.get(said.get("media_type", "").strip())
    title = plain.title or (_title(said.get("episode_title")) if episodic else None)
    found = Description(
        kind="movie" if kind == "episode" and not episodic else kind,
        title=title,
        sort_title=loose.text(said.get("sort_name"), 300),
        description=plain.description
        or loose.text(said.get("plot"), description.PLOT_CHARS, lines=True),
        tagline=loose.text(said.get("subtitle") or said.get("tagline"), 500),
        year=plain.year,
        released=plain.day,
        series_title=series,
        season=season if series else None,
        episode=episode if series and season is not None else None,
        season_name=loose.text(said.get("season_title"), 200),
        genres=plain.genres,
        tags=_genres(said.get("keywords")),
        studios=_genres(said.get("network") or said.get("production_studio")),
        content_rating=_content_rating(said),
        people=tuple(dict.fromkeys(_people(said)))[: description.MOST_PEOPLE],
        ids=dict(_ids(said)),
        collection=above if series is None else None,
        source_url=plain.url,
        uploader=plain.uploader,
    )
    return None if found.says_nothing else found


def _content_rating(said: dict[str, str]) -> str | None:
    """Return a rating's word: that of iTunEXTC is the second of `mpaa|PG-13|300|`."""
    parts = said.get("itunextc", "").split("|")
    return loose.text(said.get("law_rating") or (parts[1] if len(parts) > 2 else None), 100)


def _people(said: dict[str, str]) -> Iterator[Person]:
    for key, job in _PEOPLE.items():
        raw = said.get(key) or said.get(f"movie_{key}") or said.get(f"episode_{key}") or ""
        for part in re.split(r"[;,|]|\s/\s", raw[:5000])[:50]:
            if name := loose.text(part, description.NAME_CHARS):
                yield Person(name, job)
    for key, job in _MOVI.items():
        for one in loose.dicts(_movi(said.get("itunmovi")).get(key), 50):
            if name := loose.text(one.get("name"), description.NAME_CHARS):
                yield Person(name, job)


def _movi(raw: str | None) -> dict[str, Any]:
    """Read iTunMOVI, a property list in XML; {} where it is anything else."""
    if not raw or len(raw) > _MOVI_CHARS or "<!ENTITY" in raw or "<plist" not in raw:
        return {}
    try:
        found = plistlib.loads(raw.encode(), fmt=plistlib.FMT_XML)
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        ExpatError,
        RecursionError,
    ):
        return {}
    return found if isinstance(found, dict) else {}


def _ids(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("imdb", "tmdb", "tvdb", "tvdb2"):
        raw = said.get(name) or said.get(f"movie_{name}") or ""
        # Matroska writes "movie/603" and "tv/1399"; of a series it is the series' own.
        path, _, number = raw.strip().rpartition("/")
        series = path in {"tv", "series"}
        whose = "series_" if series else ""
        if one := an_id(whose + name.removesuffix("2"), number):
            yield one


def _title(raw: str | None) -> str | None:
    title = loose.text(raw, 300)
    if title is None or _EMPTY.match(title) or _RELEASE.search(title):
        return None
    return title if " " in title or not re.search(r"[._]", title) else None


def _year(raw: str | None) -> int | None:
    found = _YEAR.search(raw or "")
    return int(found[1]) if found else None


def _genres(raw: str | None) -> tuple[str, ...]:
    return loose.words([part.strip() for part in _SEPARATORS.split(raw or "") if part.strip()])


def _whole(raw: str | None) -> int | None:
    text = (raw or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
