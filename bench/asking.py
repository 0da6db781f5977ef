"""Lists and search over HTTP with many titles, against what a plain LIKE scan would take."""

import http.client
import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from bench.processes import Server
from bench.seed import FIRST, SECOND, WORDS
from bench.table import Figure, percentile

REQUESTS = 300
WARM_UP = 20
NAIVE = 12


def measure(server: Server, data: Path, titles: int) -> list[Figure]:
    """Measure lists, search and suggestions; each beside the naive statement for the same."""
    rng = random.Random(11)
    words = [rng.choice(FIRST if rng.random() < 0.5 else SECOND) for _ in range(REQUESTS)]
    lists = [_list(rng, titles) for _ in words]
    narrowed = [_narrowed(rng) for _ in words]
    searches = [_search(rng, word) for word in words]
    prefixes = [_suggest(rng, word) for word in words]
    database = sqlite3.connect(f"file:{data / 'matinee.db'}?mode=ro", uri=True)
    try:
        return [
            _figure("List, p95", server, database, (lists, _naive_list, 50)),
            _figure("Filtered list, p95", server, database, (narrowed, _naive_narrowed, 50)),
            _figure("Search, p95", server, database, (searches, _naive_search, 50)),
            _figure("Suggest, p95", server, database, (prefixes, _naive_suggest, 20)),
        ]
    finally:
        database.close()


Ask = tuple[str, str]  # the address, and the word that is looked for


def _list(rng: random.Random, titles: int) -> Ask:
    asked: dict[str, object] = {
        "page": rng.randrange(1, max(2, titles // 60)) if rng.random() < 0.3 else 1,
        "limit": 60,
        "sort_by": rng.choice(("added_at", "title", "year", "duration_s", "size_bytes")),
        "sort_order": rng.choice(("asc", "desc")),
    }
    if rng.random() < 0.4:
        asked["kind"] = rng.choice(("movie", "video", "episode"))
    if rng.random() < 0.2:
        asked["tag"] = "music"
    return f"/api/media?{urlencode(asked)}", ""


def _narrowed(rng: random.Random) -> Ask:
    """Return a list by one to four of what titles can be filtered by, and as SQL on the rows."""
    year = rng.randrange(1940, 2020)
    some = [
        ({"year_from": year, "year_to": year + 9}, f"year BETWEEN {year} AND {year + 9}"),
        ({"max_duration_s": 1800}, "media.duration_s <= 1800"),
        ({"min_duration_s": 5400}, "media.duration_s >= 5400"),
        ({"resolution": "2160p"}, "media.height >= 1800"),
        ({"resolution": "1080p"}, "media.height BETWEEN 900 AND 1259"),
        ({"hdr": "true"}, "media.hdr IS NOT NULL"),
        ({"hdr": "false"}, "media.hdr IS NULL"),
        ({"codec": "av1"}, "video_codec = 'av1'"),
        ({"language": "en"}, 'probe LIKE \'%"audio"%"eng"%\''),
        ({"language": "ko"}, 'probe LIKE \'%"audio"%"kor"%\''),
        ({"subtitles": "es"}, 'probe LIKE \'%"text"%"spa"%\''),
        ({"kind": "movie"}, "kind = 'movie'"),
        ({"platform": "youtube"}, "source_platform = 'youtube'"),
        ({"watched": "unwatched"}, "1"),
    ]
    asked: dict[str, object] = {
        "limit": 60,
        "sort_by": rng.choice(("added_at", "title", "year", "duration_s", "random")),
        "sort_order": rng.choice(("asc", "desc")),
    }
    conditions: list[str] = []
    for more, condition in rng.sample(some, rng.randrange(1, 5)):
        asked.update(more)
        conditions.append(condition)
    return f"/api/media?{urlencode(asked)}", " AND ".join(conditions)


def _search(rng: random.Random, word: str) -> Ask:
    text = word
    if rng.random() < 0.4:
        text += f" {rng.choice(SECOND)}"
    if rng.random() < 0.15:
        text = rng.choice(WORDS)
    return f"/api/search?{urlencode({'q': text, 'limit': 30})}", text


def _suggest(rng: random.Random, word: str) -> Ask:
    text = word[: rng.randrange(1, len(word) + 1)]
    return f"/api/search/suggest?{urlencode({'q': text, 'limit': 8})}", text


def _figure(
    what: str,
    server: Server,
    database: sqlite3.Connection,
    case: tuple[list[Ask], Callable[[sqlite3.Connection, str], object], float],
) -> Figure:
    asks, naive, limit_ms = case
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    times: list[float] = []
    try:
        for number, (address, _) in enumerate(asks[:WARM_UP] + asks):
            begun = time.perf_counter()
            client.request("GET", address, headers={"Authorization": f"Bearer {server.token}"})
            answer = client.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address}: {answer.status} {content[:200]!r}")
            if number >= WARM_UP:
                times.append((time.perf_counter() - begun) * 1000)
    finally:
        client.close()
    ours = percentile(times, 0.95)
    rival_times: list[float] = []
    for _, word in asks[:NAIVE]:
        begun = time.perf_counter()
        naive(database, word)
        rival_times.append((time.perf_counter() - begun) * 1000)
    rival = percentile(rival_times, 0.95)
    return Figure(
        what, f"{ours:.1f} ms", f"plain SQL scan {rival:.0f} ms", f"{ours / rival:.2f}",
        f"≤ {limit_ms:.0f} ms", ours <= limit_ms,
        f"median {percentile(times, 0.5):.1f} ms over HTTP; the rival is the bare statement",
    )  # fmt: skip


def _naive_narrowed(database: sqlite3.Connection, condition: str) -> object:
    joined = (
        "media JOIN asset ON asset.media_id = media.id JOIN probe ON probe.asset_id = asset.id "
        f"WHERE trashed_at IS NULL AND {condition}"
    )
    database.execute(f"SELECT count(*) FROM {joined}").fetchone()
    return database.execute(f"SELECT * FROM {joined} ORDER BY lower(title) LIMIT 60").fetchall()


def _naive_list(database: sqlite3.Connection, _word: str) -> object:
    database.execute("SELECT count(*) FROM media WHERE trashed_at IS NULL").fetchone()
    return database.execute(
        "SELECT * FROM media WHERE trashed_at IS NULL ORDER BY lower(title) LIMIT 60 OFFSET 600"
    ).fetchall()


def _naive_search(database: sqlite3.Connection, word: str) -> object:
    like = f"%{word}%"
    return database.execute(
        "SELECT * FROM media WHERE title LIKE ? OR description LIKE ? OR uploader LIKE ? "
        "ORDER BY title LIMIT 30",
        (like, like, like),
    ).fetchall()


def _naive_suggest(database: sqlite3.Connection, word: str) -> object:
    return database.execute(
        "SELECT id, title FROM media WHERE title LIKE ? ORDER BY title LIMIT 8", (f"%{word}%",)
    ).fetchall()
