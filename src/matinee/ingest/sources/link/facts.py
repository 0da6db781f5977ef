"""What is known of a link: yt-dlp's loose dictionary read into bounded, typed values.

The same reading is done twice, in the child before sending and in the server on arrival, so
that neither a site nor a child gone wrong decides the size or shape of what is kept.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from matinee.ingest import guard, loose
from matinee.ingest.loose import Loose
from matinee.ingest.sources.link import choice

MAX_ENTRIES = 500
_MAX_FORMATS = 300
_MAX_OFFERED = 2000
_MAX_CHAPTERS = 1000
_MAX_SUBTITLES = 40
_TEXT_SUBTITLES = ("vtt", "srt", "ass", "ssa", "ttml", "dfxp")


@dataclass(frozen=True, slots=True)
class Format:
    """One offered format; sizes in bytes, bit rates in bits a second."""

    id: str
    label: str
    container: str
    height: int | None
    width: int | None
    frame_rate: float | None
    video_codec: str | None
    audio_codec: str | None
    size_bytes: int | None
    bit_rate: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """One entry of the short list people choose from."""

    id: str
    label: str
    height: int | None = None
    size_bytes: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One video of a playlist. `url` is None when it is only reachable through its page."""

    index: int
    id: str
    platform: str
    title: str
    url: str | None
    duration_s: float | None
    thumbnail: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything kept of a link; durations in seconds, dates as YYYY-MM-DD."""

    kind: str
    url: str
    platform: str
    source_id: str
    title: str
    description: str | None = None
    uploader: str | None = None
    upload_date: str | None = None
    duration_s: float | None = None
    thumbnail: str | None = None
    is_live: bool = False
    release_year: int | None = None
    series: str | None = None
    season_number: int | None = None
    episode_number: int | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    chapters: tuple[tuple[float, float, str], ...] = ()
    subtitles: tuple[tuple[str, str | None], ...] = ()
    formats: tuple[Format, ...] = ()
    qualities: tuple[Quality, ...] = ()
    entries: tuple[Entry, ...] = field(default=())
    entry_count: int | None = None

    def to_json(self) -> Loose:
        """Return plain values for a pipe or a job's payload."""
        return asdict(self)


def of_info(info: Loose, *, url: str, item: int | None = None) -> Facts:
    """Read yt-dlp's dictionary for a video or a playlist that was asked for as `url`."""
    platform = loose.platform(
        info.get("extractor_key") or info.get("extractor") or info.get("ie_key")
    )
    page = loose.web_url(info.get("webpage_url")) or url
    listing = str(info.get("_type")) in {"playlist", "multi_video"}
    listed = info.get("entries")
    entries = _entries(listed, page) if listing and isinstance(listed, Iterable) else ()
    formats = loose.dicts(info.get("formats"), _MAX_OFFERED)
    offered = choice.usable(formats)
    duration_s = loose.number(info.get("duration"))
    return Facts(
        kind="playlist" if listing else "video",
        url=page,
        platform=platform,
        source_id=_source_id(platform, info.get("id"), page, item),
        title=_title(info, platform, listing, item),
        description=loose.text(info.get("description"), 20_000, lines=True),
        uploader=loose.text(
            info.get("uploader") or info.get("channel") or info.get("creator"), 200
        ),
        upload_date=_day(info, platform),
        duration_s=duration_s,
        thumbnail=_thumbnail(info),
        is_live=bool(info.get("is_live"))
        or str(info.get("live_status")) in {"is_live", "is_upcoming"},
        release_year=loose.whole(info.get("release_year"), 1870, 2200),
        series=loose.text(info.get("series"), 300),
        season_number=loose.whole(info.get("season_number"), 0, 10_000),
        episode_number=loose.whole(info.get("episode_number"), 0, 100_000),
        language=loose.language(info.get("language")),
        tags=loose.words(info.get("tags")),
        genres=loose.words(info.get("genres") or info.get("categories")),
        chapters=(
            *_chapters(info.get("chapters"), duration_s),
            *_marked(info.get("sponsorblock_chapters")),
        ),
        subtitles=_subtitles(info.get("subtitles")),
        formats=tuple(_format(f) for f in reversed(offered[-_MAX_FORMATS:]) if _listed(f)),
        qualities=_qualities(offered),
        entries=entries,
        entry_count=loose.whole(info.get("playlist_count"), 0, 10**6) if listing else None,
    )


def _title(info: Loose, platform: str, listing: bool, item: int | None) -> str:
    title = loose.text(info.get("title") or info.get("fulltitle"), 500) or "Untitled"
    if platform == "generic" and not listing and item is None:
        return title.removesuffix(" (1)")  # yt-dlp numbers even the only video of a page
    return title


def _day(info: Loose, platform: str) -> str | None:
    if platform == "generic":
        return None  # it would be the Last-Modified of a file, which says nothing of the work
    return loose.day(info.get("upload_date") or info.get("release_date"))


def _source_id(platform: str, raw: Any, page: str, item: int | None) -> str:
    """Return the id within a platform; on unknown sites the address is the only true name."""
    name = loose.text(raw, 200)
    if platform != "generic" and name:
        return name
    spelled = guard.normal_url(page) + (f"#item={item}" if item is not None else "")
    return hashlib.sha256(spelled.encode()).hexdigest()[:32]


def _thumbnail(info: Loose) -> str | None:
    direct = loose.web_url(info.get("thumbnail"))
    if direct:
        return direct
    found = [loose.web_url(t.get("url")) for t in loose.dicts(info.get("thumbnails"), 100)]
    return next((url for url in reversed(found) if url), None)


def _entries(raw: Iterable[Any], page: str) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for index, item in enumerate(raw, start=1):
        if index > MAX_ENTRIES:
            break
        if not isinstance(item, dict):
            continue  # private and deleted videos leave holes
        entry: Loose = item
        linked = str(entry.get("_type")) in {"url", "url_transparent"}
        platform = loose.platform(entry.get("ie_key") or entry.get("extractor_key"))
        own = _own_url(entry, platform) if linked else None
        found.append(
            Entry(
                index=index,
                id=_source_id(platform, entry.get("id"), own or page, None if own else index),
                platform=platform,
                title=loose.text(entry.get("title"), 500) or f"Video {index}",
                url=own,
                duration_s=loose.number(entry.get("duration")),
                thumbnail=_thumbnail(entry),
            )
        )
    return tuple(found)


def _own_url(entry: Loose, platform: str) -> str | None:
    """Return the address of an entry by itself, None when yt-dlp needs more than an address."""
    address, smuggled, _ = str(entry.get("url") or "").partition("#__youtubedl_smuggle")
    if smuggled and platform != "generic":
        return None
    return loose.web_url(address)


def _chapters(raw: Any, duration_s: float | None) -> tuple[tuple[float, float, str], ...]:
    found: list[tuple[float, float, str]] = []
    items = loose.dicts(raw, _MAX_CHAPTERS)
    for number, item in enumerate(items, start=1):
        start = loose.number(item.get("start_time"))
        following = items[number].get("start_time") if number < len(items) else duration_s
        end = loose.number(item.get("end_time")) or loose.number(following)
        if start is not None and end is not None and end > start:
            found.append((start, end, loose.text(item.get("title"), 200) or f"Chapter {number}"))
    return tuple(found)


def _marked(raw: Any) -> tuple[tuple[float, float, str], ...]:
    """Read the stretches that SponsorBlock's people marked, named as yt-dlp names them in files."""
    skipped = [item for item in loose.dicts(raw, _MAX_CHAPTERS) if item.get("type") == "skip"]
    return tuple(
        (start, end, f"[SponsorBlock]: {title}") for start, end, title in _chapters(skipped, None)
    )


def _subtitles(raw: Any) -> tuple[tuple[str, str | None], ...]:
    if not isinstance(raw, dict):
        return ()
    found: list[tuple[str, str | None]] = []
    for code, kinds in raw.items():
        known = [k for k in loose.dicts(kinds, 20) if k.get("ext") in _TEXT_SUBTITLES]
        language = loose.language(code)
        if known and language and len(found) < _MAX_SUBTITLES:
            found.append((language, loose.text(known[0].get("name"), 100)))
    return tuple(found)


def _listed(item: Loose) -> bool:
    return bool(choice.FORMAT_ID.fullmatch(str(item.get("format_id") or "")))


def _format(item: Loose) -> Format:
    height = choice.rows(item)
    note = loose.text(item.get("format_note"), 60)
    named = f"{height}p" if height else ("audio" if not choice.has_picture(item) else None)
    bit_rate = loose.number(item.get("tbr"))
    return Format(
        id=str(item["format_id"]),
        label=" · ".join(part for part in (named, note, loose.text(item.get("ext"), 10)) if part),
        container=loose.text(item.get("ext"), 10) or "",
        height=loose.whole(item.get("height"), 1, 100_000),
        width=loose.whole(item.get("width"), 1, 100_000),
        frame_rate=loose.number(item.get("fps")),
        video_codec=loose.codec(item.get("vcodec")),
        audio_codec=loose.codec(item.get("acodec")),
        size_bytes=size_of(item),
        bit_rate=bit_rate * 1000 if bit_rate else None,
    )


def size_of(item: Loose) -> int | None:
    """Return the size of a format in bytes, as far as it is known."""
    return loose.whole(item.get("filesize") or item.get("filesize_approx"), 1, 2**50)


def _qualities(offered: Sequence[Loose]) -> tuple[Quality, ...]:
    if not offered:
        return ()
    heights = sorted({h for item in offered if (h := choice.rows(item))}, reverse=True)
    found = [Quality("best", "Best", heights[0] if heights else None, _total(offered, "best"))]
    found.extend(
        Quality(str(height), f"{height}p", height, _total(offered, str(height)))
        for height in heights[:12]
    )
    sounds = [item for item in offered if choice.has_sound(item)]
    if sounds:
        found.append(Quality("audio", "Audio only", None, _total(offered, "audio")))
    return tuple(found)


def _total(offered: Sequence[Loose], wanted: str) -> int | None:
    try:
        sizes = [size_of(item) for item in choice.decide(offered, choice.parse(wanted))]
    except ValueError:
        return None
    return sum(s for s in sizes if s) if all(sizes) else None
