"""Everything that a file beside a film, or the film itself, can say of what it is. Values only.

An NFO, an info.json and the tags in a container are each read into this one shape, bounded and
cleaned by `loose`; what a file does not say is None or empty. Who is believed first is decided
elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, Final

from matinee.ingest import loose

KINDS: Final = ("movie", "episode", "series", "season", "video")
JOBS: Final = ("actor", "director", "writer", "producer", "creator", "composer", "guest")
MOST_PEOPLE: Final = 300
MOST_IDS: Final = 20
NAME_CHARS: Final = 200
TITLE_CHARS: Final = 300
PLOT_CHARS: Final = 20_000
MOST_SEASON: Final = 10_000
MOST_EPISODE: Final = 100_000
FIRST_YEAR, LAST_YEAR = 1870, 2200
LONGEST_S: Final = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who took part. `job` is one of JOBS; `character` is whom an actor plays."""

    name: str
    job: str
    character: str | None = None
    order: int | None = None
    picture_url: str | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """What another player kept of watching; `last_played` is in its own clock, without a zone."""

    plays: int = 0
    last_played: datetime | None = None
    position_s: float | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What a file says; `kind` is one of KINDS, `user_rating` and `rating` go from 0 to 10.

    `ids` are by the small name of who gave them: imdb, tmdb, tvdb; those of an episode's or a
    season's series begin with `series_`. `chapters` are (start, end, title) in seconds.
    """

    kind: str | None = None
    title: str | None = None
    original_title: str | None = None
    sort_title: str | None = None
    description: str | None = None
    tagline: str | None = None
    year: int | None = None
    released: date | None = None
    runtime_s: float | None = None
    series_title: str | None = None
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    season_name: str | None = None
    season_names: tuple[tuple[int, str], ...] = ()
    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    content_rating: str | None = None
    user_rating: float | None = None
    rating: float | None = None
    people: tuple[Person, ...] = ()
    ids: dict[str, str] = field(default_factory=dict[str, str])
    edition: str | None = None
    collection: str | None = None
    trailer_url: str | None = None
    watched: Watched | None = None
    locked: bool = False
    locked_fields: tuple[str, ...] = ()
    platform: str | None = None
    source_id: str | None = None
    source_url: str | None = None
    uploader: str | None = None
    uploader_url: str | None = None
    upload_date: date | None = None
    language: str | None = None
    is_live: bool = False
    chapters: tuple[tuple[float, float, str], ...] = ()

    @property
    def first_year(self) -> int | None:
        """Return the year, or that of the day of release where only this is said."""
        return self.year or (self.released.year if self.released else None)

    @property
    def says_nothing(self) -> bool:
        """Say whether nothing was said but perhaps what kind of thing it is."""
        return replace(self, kind=None) == Description()


def together(parts: Sequence[Description]) -> Description | None:
    """Return the episodes of one file as one: the first, reaching to the last. None for none.

    Only neighbours in one season are joined; anything else leaves the first as it stands.
    """
    if not parts:
        return None
    first = parts[0]
    numbers = [part.episode for part in parts]
    joined = sorted({number for number in numbers if number is not None})
    alike = all(part.kind == "episode" and part.season == first.season for part in parts)
    if len(parts) == 1 or None in numbers or not alike or len(joined) < 2:
        return first
    ordered = sorted(parts, key=lambda part: part.episode or 0)
    first = ordered[0]
    titles = dict.fromkeys(part.title for part in ordered if part.title)
    plots = dict.fromkeys(part.description for part in ordered if part.description)
    people = {(one.name, one.job): one for part in reversed(ordered) for one in part.people}
    kept = [
        one for part in ordered for one in part.people if people.get((one.name, one.job)) == one
    ]
    lengths = [part.runtime_s for part in ordered]
    return replace(
        first,
        title=" / ".join(titles)[:TITLE_CHARS].strip() or None,
        description="\n\n".join(plots)[:PLOT_CHARS].strip() or None,
        episode_end=max(joined[-1], *(part.episode_end or 0 for part in ordered)),
        people=tuple(dict.fromkeys(kept))[:MOST_PEOPLE],
        runtime_s=max((length for length in lengths if length), default=None),
    )


def over(first: Description, second: Description) -> Description:
    """Return `first`, with what it leaves open taken from `second`."""
    empty = Description()
    taken: dict[str, Any] = {
        one.name: getattr(second, one.name)
        for one in fields(Description)
        if getattr(first, one.name) == getattr(empty, one.name)
    }
    return replace(first, **(taken | {"ids": {**second.ids, **first.ids}}))


def an_id(raw_name: str, raw: str) -> tuple[str, str] | None:
    """Return (name, id) as they are kept, None where the id cannot be one of that name."""
    name = "".join(c for c in raw_name.lower() if c.isascii() and (c.isalnum() or c == "_"))[:30]
    name = {"themoviedb": "tmdb", "thetvdb": "tvdb", "imdb_id": "imdb"}.get(name, name)
    value = loose.text(raw, 100)
    if not name or value is None:
        return None
    number = value.isascii() and value.isdigit() and len(value) <= 10 and int(value) > 0
    bare = name.removeprefix("series_")
    if bare == "imdb":
        tail = value[2:]
        real = value[:2] == "tt" and tail.isascii() and tail.isdigit() and 5 <= len(tail) <= 10
        return (name, value) if real else None
    if bare in {"tmdb", "tvdb"} and not number:
        return None
    return name, value
