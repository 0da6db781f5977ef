"""What is asked of a library, and the plain SQL that a person would write for the same."""

import random
import sqlite3
from urllib.parse import urlencode

from bench.seed import FIRST, SECOND, WORDS

Ask = tuple[str, str]  # the address, and the word or the condition that the rival is given
Said = dict[str, object]

# Each with the same on the rows.
_FILTERS = [
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


class Questions:
    """Asks drawn one after the other; the same `rng` gives the same ones."""

    def __init__(self, rng: random.Random, titles: int) -> None:
        self._rng = rng
        self._titles = titles

    def listed(self) -> Ask:
        """A page in one of the orders, sometimes far down, sometimes by kind or tag."""
        rng = self._rng
        asked: Said = {
            "page": rng.randrange(1, max(2, self._titles // 60)) if rng.random() < 0.3 else 1,
            "limit": 60,
            "sort_by": rng.choice(("added_at", "title", "year", "duration_s", "size_bytes")),
            "sort_order": rng.choice(("asc", "desc")),
        }
        if rng.random() < 0.4:
            asked["kind"] = rng.choice(("movie", "video", "episode"))
        if rng.random() < 0.2:
            asked["tag"] = "music"
        return f"/api/media?{urlencode(asked)}", ""

    def narrowed(self) -> Ask:
        """A list by one to four of what titles can be filtered by."""
        rng = self._rng
        order: Said = {
            "limit": 60,
            "sort_by": rng.choice(("added_at", "title", "year", "duration_s", "random")),
            "sort_order": rng.choice(("asc", "desc")),
        }
        asked, condition = self._filter(rng.randrange(1, 5))
        return f"/api/media?{urlencode(order | asked)}", condition

    def facets(self) -> Ask:
        """The choices that a filter of none to three leaves."""
        asked, condition = self._filter(self._rng.randrange(4))
        return f"/api/media/facets?{urlencode(asked)}", condition

    def letters(self) -> Ask:
        """The letters of a list by title, of a filter of none to three."""
        asked, condition = self._filter(self._rng.randrange(4))
        return f"/api/media/letters?{urlencode(asked)}", condition

    def search(self) -> Ask:
        """One word of a title, or two, or a common one of the descriptions."""
        text, rng = self._word(), self._rng
        if rng.random() < 0.4:
            text += f" {rng.choice(SECOND)}"
        if rng.random() < 0.15:
            text = rng.choice(WORDS)
        return f"/api/search?{urlencode({'q': text, 'limit': 30})}", text

    def suggest(self) -> Ask:
        """The beginning of a word, from its first letter on."""
        word = self._word()
        text = word[: self._rng.randrange(1, len(word) + 1)]
        return f"/api/search/suggest?{urlencode({'q': text, 'limit': 8})}", text

    def _word(self) -> str:
        return self._rng.choice(FIRST if self._rng.random() < 0.5 else SECOND)

    def _filter(self, most: int) -> tuple[Said, str]:
        rng = self._rng
        year = rng.randrange(1940, 2020)
        by_year = {"year_from": year, "year_to": year + 9}
        some = [(by_year, f"year BETWEEN {year} AND {year + 9}"), *_FILTERS]
        asked: Said = {}
        conditions: list[str] = []
        for more, condition in rng.sample(some, most):
            asked.update(more)
            conditions.append(condition)
        return asked, " AND ".join(conditions or ["1"])


# All that Home asks for, whatever it has rows of.
HOME = ("/api/home", "/api/media/stats/overview", "/api/collections", "/api/folders")


def lines(rng: random.Random, database: sqlite3.Connection, count: int) -> list[Ask]:
    """Return searches for what is said: pieces of lines, whole words and beginnings of them."""
    [most] = database.execute("SELECT max(number) FROM cue").fetchone()
    found: list[Ask] = []
    while most and len(found) < count:
        number = rng.randrange(1, most + 1)
        [said] = database.execute("SELECT text FROM cue WHERE number = ?", (number,)).fetchone()
        words = said.split()
        at = rng.randrange(len(words))
        piece = " ".join(words[at : at + rng.randrange(1, 5)])
        if rng.random() < 0.3:
            piece = piece[: max(2, len(piece) - 2)]
        found.append((f"/api/search/said?{urlencode({'q': piece})}", piece))
    return found


def naive_narrowed(database: sqlite3.Connection, condition: str) -> object:
    """Count and read a page of a list by its conditions."""
    joined = (
        "media JOIN asset ON asset.media_id = media.id JOIN probe ON probe.asset_id = asset.id "
        f"WHERE trashed_at IS NULL AND {condition}"
    )
    database.execute(f"SELECT count(*) FROM {joined}").fetchone()
    return database.execute(f"SELECT * FROM {joined} ORDER BY lower(title) LIMIT 60").fetchall()


def naive_list(database: sqlite3.Connection, _word: str) -> object:
    """Count and read the eleventh page of the list by title."""
    database.execute("SELECT count(*) FROM media WHERE trashed_at IS NULL").fetchone()
    return database.execute(
        "SELECT * FROM media WHERE trashed_at IS NULL ORDER BY lower(title) LIMIT 60 OFFSET 600"
    ).fetchall()


def naive_search(database: sqlite3.Connection, word: str) -> object:
    """Look through titles, descriptions and channels."""
    like = f"%{word}%"
    return database.execute(
        "SELECT * FROM media WHERE title LIKE ? OR description LIKE ? OR uploader LIKE ? "
        "ORDER BY title LIMIT 30",
        (like, like, like),
    ).fetchall()


def naive_suggest(database: sqlite3.Connection, word: str) -> object:
    """Look through titles."""
    return database.execute(
        "SELECT id, title FROM media WHERE title LIKE ? ORDER BY title LIMIT 8", (f"%{word}%",)
    ).fetchall()


def naive_said(database: sqlite3.Connection, words: str) -> object:
    """Look through all lines."""
    return database.execute(
        "SELECT * FROM cue WHERE text LIKE ? ORDER BY number DESC LIMIT 400", (f"%{words}%",)
    ).fetchall()
