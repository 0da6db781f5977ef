"""What a file says of itself: the tags in its container, taken only where they say something."""

import re
from dataclasses import dataclass
from datetime import date

from matinee.ingest import loose

_RELEASE = re.compile(
    r"(?i)\b(?:\d{3,4}p|x26[45]|h\.?26[45]|hevc|blu-?ray|web-?(?:dl|rip)|hdtv|dvdrip|xvid|aac|rarbg)\b"
)
_EMPTY = re.compile(r"(?i)^(?:untitled|unknown|title|video|movie|none|n/?a|\d+|.{0,1})$")
_YEAR = re.compile(r"\b(1[89]\d\d|2[01]\d\d)\b")


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


def _title(raw: str | None) -> str | None:
    title = loose.text(raw, 300)
    if title is None or _EMPTY.match(title) or _RELEASE.search(title):
        return None
    return title if " " in title or not re.search(r"[._]", title) else None


def _year(raw: str | None) -> int | None:
    found = _YEAR.search(raw or "")
    return int(found[1]) if found else None


def _genres(raw: str | None) -> tuple[str, ...]:
    return loose.words([part.strip() for part in re.split(r"[;,/|]", raw or "") if part.strip()])


def _whole(raw: str | None) -> int | None:
    text = (raw or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
