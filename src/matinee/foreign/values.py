"""What the readers give, whichever program it comes from: titles, their use, and lists.

The values cross the border of a child process as JSON, one record a line, so everything that
comes back is read again with limits: `title` and `playlist` take what they are given as hostile.
"""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

TEXT_MAX, PATH_MAX, LIST_MAX, PATHS_MAX = 500, 4096, 20_000, 20
RULE_MAX, DESCRIPTION_MAX = 20_000, 5_000
_LONGEST_S = 10_000_000.0


@dataclass(frozen=True, slots=True)
class Use:
    """What one person did with a title. `user` is the other program's id of that person."""

    user: str
    watched: bool = False
    play_count: int = 0
    position_s: float = 0.0
    last_played: str | None = None  # ISO 8601, UTC
    rating: int | None = None  # half stars, 1 to 10
    favourite: bool = False
    liked: bool | None = None
    in_list: bool = False
    choices: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """A title as the other program knew it; None where it did not say."""

    key: str
    kind: str = "video"
    title: str = ""
    year: int | None = None
    series: str | None = None
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    paths: tuple[str, ...] = ()
    providers: dict[str, str] = field(default_factory=dict[str, str])  # imdb, tmdb, tvdb
    source_platform: str | None = None
    source_id: str | None = None
    fingerprints: tuple[str, ...] = ()
    size_bytes: int | None = None
    duration_s: float | None = None
    uses: tuple[Use, ...] = ()
    tags: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain values, without what is not said."""
        return {"record": "title", **_said(asdict(self))}


@dataclass(frozen=True, slots=True)
class ForeignList:
    """A playlist or collection in its order: entries are `key:` of a title, or `path:`.

    With a `rule` it holds what passes a filter of Matinee's; `names` are what that calls by number.
    """

    key: str
    name: str
    entries: tuple[str, ...] = ()
    description: str | None = None
    rule: dict[str, Any] | None = None
    names: dict[str, str] = field(default_factory=dict[str, str])

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {"record": "list", **_said(asdict(self))}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who used the other program."""

    id: str
    name: str
    preferences: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {"record": "person", **_said(asdict(self))}


Record = Foreign | ForeignList | Person


def title(values: dict[str, Any]) -> Foreign:
    """Read a title back, with limits."""
    uses = values.get("uses")
    providers = values.get("providers")
    return Foreign(
        key=words(values.get("key"), 300),
        kind=words(values.get("kind"), 16) or "video",
        title=words(values.get("title")),
        year=whole(values.get("year"), 1800, 2200),
        series=words(values.get("series")) or None,
        season=whole(values.get("season"), 0, 100_000),
        episode=whole(values.get("episode"), 0, 100_000),
        episode_end=whole(values.get("episode_end"), 0, 100_000),
        paths=many(values.get("paths"), PATH_MAX, PATHS_MAX),
        providers={
            words(name, 16).lower(): words(value, 64)
            for name, value in (providers.items() if isinstance(providers, dict) else ())
        },
        source_platform=words(values.get("source_platform"), 64) or None,
        source_id=words(values.get("source_id"), 255) or None,
        fingerprints=many(values.get("fingerprints"), 128, PATHS_MAX),
        size_bytes=whole(values.get("size_bytes"), 1, 2**60),
        duration_s=seconds(values.get("duration_s")) or None,
        uses=tuple(map(use, uses[:1000])) if isinstance(uses, list) else (),
        tags=many(values.get("tags"), 60, 50),
        genres=many(values.get("genres"), 60, 50),
    )


def use(values: Any) -> Use:
    """Read what one person did back, with limits."""
    values = values if isinstance(values, dict) else {}
    chosen = values.get("choices")
    return Use(
        user=words(values.get("user"), 64),
        watched=bool(values.get("watched")),
        play_count=whole(values.get("play_count"), 0, 1_000_000) or 0,
        position_s=seconds(values.get("position_s")),
        last_played=moment(values.get("last_played")),
        rating=whole(values.get("rating"), 1, 10),
        favourite=bool(values.get("favourite")),
        liked=values["liked"] if isinstance(values.get("liked"), bool) else None,
        in_list=bool(values.get("in_list")),
        choices=chosen if isinstance(chosen, dict) else None,
    )


def keyed(keys: Iterable[str]) -> tuple[str, ...]:
    """Return entries of a list from keys of titles."""
    return tuple(f"key:{key}" for key in islice(keys, LIST_MAX))


def playlist(values: dict[str, Any]) -> ForeignList:
    """Read a list back, with limits."""
    rule, names, told = values.get("rule"), values.get("names"), values.get("description")
    return ForeignList(
        key=words(values.get("key"), 300),
        name=words(values.get("name"), 200),
        entries=many(values.get("entries"), PATH_MAX, LIST_MAX),
        description=told[:DESCRIPTION_MAX] if isinstance(told, str) else None,
        rule=rule if isinstance(rule, dict) and len(str(rule)) <= RULE_MAX else None,
        names={
            words(mark, 16): words(name)
            for mark, name in (names.items() if isinstance(names, dict) else ())
        },
    )


def words(value: Any, limit: int = TEXT_MAX) -> str:
    """Return one line of text; "" for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    shown = "".join(char if char.isprintable() else " " for char in value[: 2 * limit])
    return " ".join(shown.split())[:limit]


def many(value: Any, limit: int, most: int) -> tuple[str, ...]:
    """Return the texts in a list, at most so many; paths keep the spaces they have."""
    if not isinstance(value, (list, tuple)):
        return ()
    return tuple(one[:limit] for one in value[:most] if isinstance(one, str) and one)


def whole(value: Any, least: int, most: int) -> int | None:
    """Return a whole number within bounds, None for anything else."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if least <= number <= most else None


def seconds(value: Any) -> float:
    """Return a span in seconds; 0 for what is none."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) and 0 < number <= _LONGEST_S else 0.0


def half_stars(value: Any) -> int | None:
    """Return a rating of 0 to 10 as half stars: 0 is none given."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if not math.isfinite(number) or not 0 < number <= 10:
        return None
    return max(1, int(number + 0.5))


def moment(value: Any) -> str | None:
    """Return a moment as ISO 8601 in UTC: from such a text, or from seconds since 1970."""
    try:
        if isinstance(value, str):
            text = value.strip()[:40]
            if "." in text:  # .NET writes seven digits of a second, more than is read here
                head, _, tail = text.partition(".")
                digits = len(tail) - len(tail.lstrip("0123456789"))
                text = f"{head}.{tail[:digits][:6].ljust(6, '0')}{tail[digits:]}"
            at = datetime.fromisoformat(text)
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
            at = datetime.fromtimestamp(value, UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return at.isoformat() if at.year >= 1971 else None


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, (), {}, "")}
