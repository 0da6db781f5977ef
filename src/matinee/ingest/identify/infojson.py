"""The `.info.json` that yt-dlp and youtube-dl write beside a video, a playlist or a channel.

Its fields are those of yt-dlp's information dictionary, read as those of a link are
(`link.facts`), so that a video saved years ago says the same as one fetched today.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, Final

from matinee.ingest import loose
from matinee.ingest.identify.description import NAME_CHARS, TITLE_CHARS, Description, Person
from matinee.ingest.identify.reading import UNREAD, Reading, bounded
from matinee.ingest.sources.link import facts

MOST_BYTES: Final = 20 * 1024**2
MOST_PARTS: Final = 400_000
MOST_COMMAS: Final = 2_000_000
_NO_NAME = re.compile(r"(?i)episode \d+")
_WAS_LIVE = frozenset({"was_live", "post_live", "is_live"})
# Long, and said better by the file itself.
_LEFT_OUT: Final = {"entries": None, "formats": None, "subtitles": None}
_DAMAGED = Reading(problem="It is damaged: it is no JSON.")
_TOO_MUCH = Reading(problem="It holds more than any real one.")


def read(path: Path) -> Description | None:
    """Return what an info.json says, None where it says nothing. Never fails."""
    return look(path).one


def look(path: Path) -> Reading:
    """Read an info.json from disk, with a word where nothing came of it. Never fails."""
    try:
        raw = bounded(path, MOST_BYTES)
    except OSError:
        return UNREAD
    return parse(raw)


def parse(raw: bytes) -> Reading:
    """Read an info.json's bytes, whatever they are."""
    if len(raw) > MOST_BYTES:
        return Reading(problem="It is larger than 20 MB, which no real one is.")
    # Counted first: a small file of empty lists would take fifty times its size in memory.
    if raw.count(b"{") + raw.count(b"[") > MOST_PARTS or raw.count(b",") > MOST_COMMAS:
        return _TOO_MUCH
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return _DAMAGED
    if not isinstance(said, dict):
        return Reading()
    info: loose.Loose = said
    ours = any(info.get(key) for key in ("extractor", "extractor_key", "ie_key", "webpage_url"))
    return Reading((_described(info),)) if ours else Reading()


def _described(info: loose.Loose) -> Description:
    page = loose.web_url(info.get("webpage_url")) or loose.web_url(info.get("original_url"))
    known = facts.of_info(info | _LEFT_OUT, url=page or "")
    title = known.title if loose.text(info.get("title") or info.get("fulltitle"), 500) else None
    listing = known.kind == "playlist"
    episodic = (
        known.series is not None
        and known.season_number is not None
        and known.episode_number is not None
    )
    own = loose.text(info.get("episode"), TITLE_CHARS) if episodic else None
    if own and not _NO_NAME.fullmatch(own):
        title = own
    return Description(
        kind="series" if listing else "episode" if episodic else "video",
        title=title[:TITLE_CHARS].rstrip() if title else None,
        description=known.description,
        year=known.release_year,
        released=_day(info.get("release_date")),
        runtime_s=known.duration_s or None,
        series_title=known.series,
        season=known.season_number,
        episode=known.episode_number,
        season_name=loose.text(info.get("season"), NAME_CHARS),
        genres=known.genres,
        tags=known.tags,
        content_rating=_age(info.get("age_limit")),
        people=_people(info),
        platform=known.platform,
        source_id=known.source_id if page or known.platform != "generic" else None,
        source_url=page,
        uploader=known.uploader,
        uploader_url=loose.web_url(info.get("channel_url"))
        or loose.web_url(info.get("uploader_url")),
        upload_date=date.fromisoformat(known.upload_date) if known.upload_date else None,
        language=known.language,
        is_live=known.is_live
        or info.get("was_live") is True
        or str(info.get("live_status")) in _WAS_LIVE,
        chapters=known.chapters,
    )


def _day(raw: Any) -> date | None:
    day = loose.day(raw)
    return date.fromisoformat(day) if day else None


def _age(raw: Any) -> str | None:
    age = loose.whole(raw, 1, 30)
    return f"{age}+" if age else None


def _people(info: loose.Loose) -> tuple[Person, ...]:
    return tuple(Person(name, "actor") for name in loose.words(info.get("cast")))
