"""A library of many titles, real-looking and always the same, written fast.

Rows go in as SQL with triggers and indexes put aside; these are made again at the end, and what is
searched is filled by the program's own statements, so what is measured afterwards is exactly what
people have.
"""

import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from matinee.discovery import upkeep
from matinee.engine import Probe, Track
from matinee.kit.db import Database
from matinee.library import rules
from matinee.library.tables import AssetRow, MediaRow, ProbeRow, SeriesRow
from matinee.library.words.tables import GenreRow, MediaGenreRow, MediaTagRow, TagRow


def words_in(words: str) -> list[str]:
    """Return the words of a text."""
    return words.split()


BATCH = 5_000
START = datetime(2024, 1, 1, tzinfo=UTC)
FIRST = words_in("""
    The A My Our Last First Great Little Lost Hidden Silent Burning Golden Midnight Electric
    Frozen Wild Secret Broken Endless Paper Crystal Iron Velvet Distant Sleeping Wandering
    Northern Southern Café Über El La Las Noches Señor Château Straße Ángel Ōsaka
""")
SECOND = words_in("""
    River Mountain Night Garden House Road Train Ocean Harbour Forest City Island Bridge Mirror
    Summer Winter Letter Song Dream Shadow Lantern Clock Kitchen Circus Orchard Valley
    Lighthouse Engine Machine Astronaut Violin Detective Captain Witness Stranger Brother
    Daughter Recipe Documentary Interview Lecture Tutorial Concert Trailer Walkthrough Review
    Episode Journey Volcano Penguin Tiger Elephant Rabbit Whale Falcon Python Rust Linux
    Kubernetes Piano Guitar
""")
THIRD = words_in("""
    of in from beyond without under against between before after with for to and at on near
""")
WORDS = words_in("""
    a an the and of to in is it that this we you they watch video film story about how why make
    made with from people city music nature light camera scene director follow link channel
    subscribe thanks support official full part episode season new best day night travel food
    science history math physics code build learn guide simple complete live recording archive
""")
TAGS = ("travel", "food", "music", "science", "history", "nature", "comedy", "news", "family",
        "école", "niños", "4k", "to watch", "kids", "lecture", "sport")  # fmt: skip
GENRES = ("Drama", "Comedy", "Documentary", "Action", "Animation", "Thriller", "Romance", "Horror")
LANGUAGES = ("eng", "spa", "fra", "deu", "jpn", "por", "ita", "kor", None)
LANGUAGE_WEIGHTS = (40, 15, 10, 8, 8, 5, 4, 4, 6)
SIZES = ((640, 360), (854, 480), (1280, 720), (1920, 1080), (3840, 2160))
KINDS = (("video", 70), ("movie", 18), ("episode", 12))
PLATFORMS = ("youtube", "youtube", "youtube", "vimeo", "archive.org", "twitch", None, None)


def seed(database: Database, n: int, seed: int = 1) -> None:
    """Write `n` media with assets, tags and genres; the same `seed` gives the same library."""
    rng = random.Random(seed)
    with database.write() as session:
        upkeep.put_aside(session)
        indexes = _indexes(session) if database.is_sqlite else []
        tags = _words(session, TagRow, [*TAGS, *(f"tag {k}" for k in range(300))])
        genres = _words(session, GenreRow, GENRES)
        series = _series(session, rng, max(1, n // 200))
        first = (session.scalar(text("SELECT coalesce(max(number), 0) FROM media")) or 0) + 1
    # Each step is a transaction: one over a million rows would be a log of many gigabytes.
    for batch in _batches(rng, range(first, first + n), series):
        with database.write() as session:
            _write(session, rng, batch, tags, genres)
    for statement in indexes if database.is_sqlite else [_NUMBERS, "ANALYZE"]:
        with database.write() as session:
            session.execute(text(statement))
    with database.write() as session:
        upkeep.make_anew(session)


_NUMBERS = "SELECT setval(pg_get_serial_sequence('media', 'number'), max(number)) FROM media"


def _indexes(session: Session) -> list[str]:
    """Drop the indexes of what is filled; returns the statements that make them again."""
    filled = (MediaRow, AssetRow, ProbeRow, MediaTagRow, MediaGenreRow)
    names = ", ".join(f"'{row.__tablename__}'" for row in filled)
    found = session.execute(
        text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            f"AND tbl_name IN ({names})"
        )
    ).all()
    for name, _ in found:
        session.execute(text(f"DROP INDEX {name}"))
    return [sql for _, sql in found]


def _batches(
    rng: random.Random, numbers: range, series: list[str]
) -> Iterator[list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]]:
    for start in range(numbers.start, numbers.stop, BATCH):
        stop = min(start + BATCH, numbers.stop)
        yield [_title(rng, number, series) for number in range(start, stop)]


def _write(
    session: Session, rng: random.Random, batch: list[Any], tags: list[int], genres: list[int]
) -> None:
    session.execute(insert(MediaRow.__table__), [media for media, _, _ in batch])
    session.execute(insert(AssetRow.__table__), [asset for _, asset, _ in batch])
    session.execute(insert(ProbeRow.__table__), [probe for _, _, probe in batch])
    tagged, of_genre = [], []
    for media, _, _ in batch:
        chosen = {min(int(rng.paretovariate(0.5)), len(tags)) for _ in range(rng.randrange(5))}
        for position, tag in enumerate(sorted(chosen)):
            tagged.append((tags[tag - 1], media["number"], position))
        for position, genre in enumerate(rng.sample(genres, rng.randrange(3))):
            of_genre.append((genre, media["number"], position))
    for row, column, values in (
        (MediaTagRow, "tag_number", tagged),
        (MediaGenreRow, "genre_number", of_genre),
    ):
        session.execute(
            insert(row.__table__),
            [{column: word, "media_number": number, "position": at} for word, number, at in values],
        )


def _words(session: Session, row: Any, names: Any) -> list[int]:
    known = {found.name_key: found.number for found in session.query(row)}
    keys = {rules.label_key(name): name for name in names}
    fresh = [{"name": name, "name_key": key} for key, name in keys.items() if key not in known]
    if fresh:
        session.execute(insert(row), fresh)
        known = {found.name_key: found.number for found in session.query(row)}
    return [known[key] for key in keys]


def _series(session: Session, rng: random.Random, count: int) -> list[str]:
    rows = []
    for k in range(count):
        title = f"{_name(rng)} {k}"
        rows.append({"id": _id(rng, k), "title": title, "title_key": rules.fold(title)})
    known = {row.title_key for row in session.query(SeriesRow)}
    fresh = [row for row in rows if row["title_key"] not in known]
    if fresh:
        session.execute(insert(SeriesRow), fresh)
    return [row["id"] for row in fresh] or [row.id for row in session.query(SeriesRow)]


def _title(
    rng: random.Random, number: int, series: list[str]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    media_id, asset_id = _id(rng, number), _id(rng, number)
    kind = rng.choices([name for name, _ in KINDS], [weight for _, weight in KINDS])[0]
    platform = rng.choice(PLATFORMS) if kind == "video" else None
    width, height = rng.choice(SIZES)
    duration_s = round(rng.lognormvariate(6.5, 1.1), 3)
    size_bytes = int(duration_s * width * height * 0.4)
    title = _name(rng)
    added_at = START + timedelta(seconds=number * 37)
    media = {
        "number": number, "id": media_id, "kind": kind, "status": "ready", "title": title,
        "sort_title": rules.sort_title(title), "original_title": None, "trashed_at": None,
        "year": rng.randrange(1930, 2027) if rng.random() < 0.8 else None,
        "duration_s": duration_s, "size_bytes": size_bytes, "width": width, "height": height,
        "hdr": "hdr10" if height == 2160 and rng.random() < 0.3 else None,
        "description": " ".join(rng.choices(WORDS, k=rng.randrange(10, 80))),
        "source_platform": platform, "source_id": f"s{number}" if platform else None,
        "source_url": f"https://{platform}.example/{number}" if platform else None,
        "uploader": f"{rng.choice(FIRST)} {rng.choice(SECOND)}" if platform else None,
        "upload_date": date(2010, 1, 1) + timedelta(days=rng.randrange(6000)) if platform else None,
        "series_id": rng.choice(series) if kind == "episode" else None,
        "season_number": rng.randrange(1, 9) if kind == "episode" else None,
        "episode_number": rng.randrange(1, 25) if kind == "episode" else None,
        "episode_number_end": None, "recorded_at": None, "added_by": None, "added_at": added_at,
        "updated_at": added_at, "purge_at": None, "delete_file": False, "owned": True,
        "shuffle": rng.randrange(2**31),
    }  # fmt: skip
    asset = {
        "id": asset_id, "media_id": media_id, "key": f"media/{asset_id}/original.mp4",
        "fingerprint": f"seed:{rng.getrandbits(128):032x}", "size_bytes": size_bytes,
        "container": "mp4", "duration_s": duration_s, "bit_rate": size_bytes * 8 // 60,
        "width": width, "height": height, "frame_rate": 25.0, "hdr": media["hdr"],
        "video_codec": rng.choice(("h264", "av1", "vp9")), "audio_codecs": ["aac"],
        "added_at": added_at, "file_missing": False, "full_hash": None,
    }  # fmt: skip
    probe = _probe() | {
        "duration_s": duration_s, "size_bytes": size_bytes, "bit_rate": asset["bit_rate"],
        "tracks": _tracks(rng),
    }  # fmt: skip
    return media, asset, {"asset_id": asset_id, "probe": probe, "keyframes": None}


@cache
def _probe() -> dict[str, Any]:
    return Probe("mp4", 0.0, 0.0, 0, 0, ()).to_json()


@cache
def _track(n: int, kind: Literal["audio", "text"], codec: str, language: str | None) -> Any:
    return asdict(Track(n, kind, codec, language=language))


def _tracks(rng: random.Random) -> list[Any]:
    sound = dict.fromkeys(rng.choices(LANGUAGES, LANGUAGE_WEIGHTS, k=rng.choice((1, 1, 1, 2, 3))))
    texts = dict.fromkeys(rng.choices(LANGUAGES, LANGUAGE_WEIGHTS, k=rng.randrange(4)))
    heard = [_track(n, "audio", "aac", one) for n, one in enumerate(sound)]
    return [*heard, *(_track(n, "text", "subrip", one) for n, one in enumerate(texts, len(heard)))]


def _name(rng: random.Random) -> str:
    parts = [rng.choice(FIRST), rng.choice(SECOND)]
    if rng.random() < 0.6:
        parts += [rng.choice(THIRD), rng.choice(FIRST), rng.choice(SECOND)]
    if rng.random() < 0.2:
        parts.append(str(rng.randrange(1, 100)))
    return " ".join(parts)


def _id(rng: random.Random, number: int) -> str:
    text_ = f"{(1_700_000_000_000 + number):012x}7{rng.getrandbits(12):03x}"
    tail = f"{(0b10 << 62) | rng.getrandbits(62):016x}"
    whole = text_ + tail
    return f"{whole[:8]}-{whole[8:12]}-{whole[12:16]}-{whole[16:20]}-{whole[20:]}"
