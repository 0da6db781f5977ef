"""Facts that came through a pipe or a job's payload, read again with the same distrust."""

from typing import Any

from matinee.ingest import loose
from matinee.ingest.loose import Loose
from matinee.ingest.sources.link import facts

_MAX_FORMATS = 300
_MAX_CHAPTERS = 1000
_MAX_SUBTITLES = 40


def read(raw: Loose) -> facts.Facts:
    """Read facts that came through a pipe or a payload, trusting none of their shapes."""
    return facts.Facts(
        kind="playlist" if raw.get("kind") == "playlist" else "video",
        url=loose.web_url(raw.get("url")) or "",
        platform=loose.platform(raw.get("platform")),
        source_id=loose.text(raw.get("source_id"), 200) or "",
        title=loose.text(raw.get("title"), 500) or "Untitled",
        description=loose.text(raw.get("description"), 20_000, lines=True),
        uploader=loose.text(raw.get("uploader"), 200),
        upload_date=loose.day(raw.get("upload_date")),
        duration_s=loose.number(raw.get("duration_s")),
        thumbnail=loose.web_url(raw.get("thumbnail")),
        is_live=bool(raw.get("is_live")),
        release_year=loose.whole(raw.get("release_year"), 1870, 2200),
        series=loose.text(raw.get("series"), 300),
        season_number=loose.whole(raw.get("season_number"), 0, 10_000),
        episode_number=loose.whole(raw.get("episode_number"), 0, 100_000),
        language=loose.language(raw.get("language")),
        tags=loose.words(raw.get("tags")),
        genres=loose.words(raw.get("genres")),
        chapters=_chapters(raw.get("chapters")),
        subtitles=tuple(
            (code, loose.text(name, 100))
            for said, name in _pairs(raw.get("subtitles"))[:_MAX_SUBTITLES]
            if (code := loose.language(said))
        ),
        formats=tuple(_format(f) for f in loose.dicts(raw.get("formats"), _MAX_FORMATS)),
        qualities=tuple(_quality(q) for q in loose.dicts(raw.get("qualities"), 40)),
        entries=tuple(_entry(e) for e in loose.dicts(raw.get("entries"), facts.MAX_ENTRIES)),
        entry_count=loose.whole(raw.get("entry_count"), 0, 10**6),
    )


def _pairs(raw: Any) -> list[tuple[Any, Any]]:
    if not isinstance(raw, (list, tuple)):
        return []
    return [(p[0], p[1]) for p in raw if isinstance(p, (list, tuple)) and len(p) == 2]


def _chapters(raw: Any) -> tuple[tuple[float, float, str], ...]:
    found: list[tuple[float, float, str]] = []
    for item in raw[:_MAX_CHAPTERS] if isinstance(raw, (list, tuple)) else ():
        if isinstance(item, (list, tuple)) and len(item) == 3:
            start, end = loose.number(item[0]), loose.number(item[1])
            if start is not None and end is not None and end > start:
                found.append((start, end, loose.text(item[2], 200) or "Chapter"))
    return tuple(found)


def _format(raw: Loose) -> facts.Format:
    return facts.Format(
        id=loose.text(raw.get("id"), 80) or "",
        label=loose.text(raw.get("label"), 120) or "",
        container=loose.text(raw.get("container"), 10) or "",
        height=loose.whole(raw.get("height"), 1, 100_000),
        width=loose.whole(raw.get("width"), 1, 100_000),
        frame_rate=loose.number(raw.get("frame_rate")),
        video_codec=loose.codec(raw.get("video_codec")),
        audio_codec=loose.codec(raw.get("audio_codec")),
        size_bytes=loose.whole(raw.get("size_bytes"), 1, 2**50),
        bit_rate=loose.whole(raw.get("bit_rate"), 0, 2**40),
    )


def _quality(raw: Loose) -> facts.Quality:
    return facts.Quality(
        id=loose.text(raw.get("id"), 80) or "best",
        label=loose.text(raw.get("label"), 80) or "",
        height=loose.whole(raw.get("height"), 1, 100_000),
        size_bytes=loose.whole(raw.get("size_bytes"), 1, 2**50),
        note=loose.text(raw.get("note"), 120),
    )


def _entry(raw: Loose) -> facts.Entry:
    return facts.Entry(
        index=loose.whole(raw.get("index"), 1, 10**6) or 1,
        id=loose.text(raw.get("id"), 200) or "",
        platform=loose.platform(raw.get("platform")),
        title=loose.text(raw.get("title"), 500) or "Untitled",
        url=loose.web_url(raw.get("url")),
        duration_s=loose.number(raw.get("duration_s")),
        thumbnail=loose.web_url(raw.get("thumbnail")),
    )
