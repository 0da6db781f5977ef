"""Plex's com.plexapp.plugins.library.db.

Nothing official describes it; the tables and columns used here are those that its users' tools
agree on (and the database's own words). metadata_items: metadata_type 1 film, 2 series,
3 season, 4 episode, 15 playlist, 18 collection; parent_id from episode to season to series;
`index` the number. media_items (duration in ms, size) and media_parts (file). What a person did
stands under the item's guid in metadata_item_settings (view_offset in ms, view_count, rating 0
to 10, last_viewed_at) and metadata_item_views (viewed_at). Moments are seconds since 1970.

A guid is `plex://movie/…` with the ids of providers as tags of tag_type 314 (`imdb://tt1`), or of
the old agents: `com.plexapp.agents.imdb://tt1?lang=en`, `…thetvdb://74205/1/2`. Entries of a
playlist are play_queue_generators in their "order". A collection is a tag of tag_type 2.

The tables for its full-text search have a tokenizer that stock SQLite lacks; they are not touched.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from matinee.foreign import values
from matinee.foreign.database import Database
from matinee.foreign.values import Foreign, ForeignList, Person, Record, Use

_MOVIE, _SHOW, _SEASON, _EPISODE, _PLAYLIST = 1, 2, 3, 4, 15
_PROVIDER_TAG, _COLLECTION_TAG = 314, 2
_NEEDED = ("metadata_items", "media_items", "media_parts", "metadata_item_settings", "accounts")
_OLD_GUID = re.compile(r"com\.plexapp\.agents\.(imdb|themoviedb|thetvdb)://([\w-]+)(?:\?|$)")
_OLD_NAMES = {"imdb": "imdb", "themoviedb": "tmdb", "thetvdb": "tvdb"}


def read(path: Path, beside: Sequence[Path]) -> Iterator[str | Record]:
    """Give what a Plex knew; a text is a note for the person."""
    database = Database(path)
    try:
        database.need("Plex's com.plexapp.plugins.library.db", _NEEDED)
        yield "Plex Media Server"
        for row in database.rows("accounts", ("id", "name")):
            name = values.words(row["name"], 64)
            if name:
                yield Person(values.words(row["id"], 64), name)
        yield from _titles(database)
        yield from _playlists(database)
    finally:
        database.close()


def _titles(database: Database) -> Iterator[Record]:
    items = {
        row["id"]: row
        for row in database.rows(
            "metadata_items",
            ("id", "parent_id", "metadata_type", "guid", "title", "year", "index", "deleted_at"),
            f"WHERE metadata_type IN ({_MOVIE}, {_SHOW}, {_SEASON}, {_EPISODE})",
        )
        if row["deleted_at"] is None
    }
    files, uses = _files(database), _uses(database)
    providers, collections = _tags(database)
    for key, row in items.items():
        if row["metadata_type"] not in {_MOVIE, _EPISODE}:
            continue
        season = items.get(row["parent_id"], {})
        show = items.get(season.get("parent_id"), {})
        is_episode = row["metadata_type"] == _EPISODE
        guid = str(row["guid"] or "")
        paths, duration_s, size = files.get(key, ((), None, None))
        yield Foreign(
            key=str(key), kind="episode" if is_episode else "movie",
            title=values.words(row["title"]),
            year=values.whole(row["year"], 1800, 2200),
            series=values.words(show.get("title")) or None if is_episode else None,
            season=values.whole(season.get("index"), 0, 100_000) if is_episode else None,
            episode=values.whole(row["index"], 0, 100_000) if is_episode else None,
            paths=paths, providers={**_of_guid(guid), **providers.get(key, {})},
            size_bytes=size, duration_s=duration_s,
            uses=tuple(uses.get(guid, {}).values()) if guid else (),
        )  # fmt: skip
    for name, keys in collections.items():
        yield ForeignList(f"collection:{name}"[:300], name, values.keyed(keys))


def _files(database: Database) -> dict[Any, tuple[tuple[str, ...], float | None, int | None]]:
    items: dict[Any, tuple[Any, Any, Any]] = {}
    for row in database.rows("media_items", ("id", "metadata_item_id", "duration", "size")):
        items[row["id"]] = (row["metadata_item_id"], row["duration"], row["size"])
    found: dict[Any, tuple[tuple[str, ...], float | None, int | None]] = {}
    for row in database.rows("media_parts", ("media_item_id", "file")):
        item, duration, size = items.get(row["media_item_id"], (None, None, None))
        path = str(row["file"] or "")[: values.PATH_MAX]
        if item is None or not path:
            continue
        paths, duration_s, size_bytes = found.get(item, ((), None, None))
        if len(paths) < values.PATHS_MAX:
            paths = (*paths, path)
        if isinstance(duration, int):
            duration_s = values.seconds(duration / 1000) or duration_s
        found[item] = (paths, duration_s, values.whole(size, 1, 2**60) or size_bytes)
    return found


def _uses(database: Database) -> dict[str, dict[str, Use]]:
    found: dict[str, dict[str, Use]] = defaultdict(dict)
    names = ("account_id", "guid", "rating", "view_offset", "view_count", "last_viewed_at")
    for row in database.rows("metadata_item_settings", names):
        offset, user = row["view_offset"], values.words(row["account_id"], 64)
        count = values.whole(row["view_count"], 0, 1_000_000) or 0
        found[str(row["guid"])][user] = Use(
            user=user, watched=count > 0, play_count=count,
            position_s=values.seconds(offset / 1000) if isinstance(offset, int) else 0.0,
            last_played=values.moment(row["last_viewed_at"]),
            rating=values.half_stars(row["rating"]),
        )  # fmt: skip
    if not database.has("metadata_item_views"):
        return found
    for row in database.rows("metadata_item_views", ("account_id", "guid", "viewed_at")):
        user, at = values.words(row["account_id"], 64), values.moment(row["viewed_at"])
        before = found[str(row["guid"])].get(user, Use(user=user))
        last = max(before.last_played or "", at or "") or None
        found[str(row["guid"])][user] = replace(
            before, watched=True, play_count=max(1, before.play_count), last_played=last
        )
    return found


def _tags(database: Database) -> tuple[dict[Any, dict[str, str]], dict[str, list[str]]]:
    providers: dict[Any, dict[str, str]] = defaultdict(dict)
    collections: dict[str, list[str]] = defaultdict(list)
    if not database.has("tags", "taggings"):
        return providers, collections
    tags = {
        row["id"]: (row["tag_type"], str(row["tag"] or ""))
        for row in database.rows(
            "tags", ("id", "tag", "tag_type"),
            f"WHERE tag_type IN ({_PROVIDER_TAG}, {_COLLECTION_TAG})",
        )
    }  # fmt: skip
    for row in database.rows("taggings", ("metadata_item_id", "tag_id")):
        kind, text = tags.get(row["tag_id"], (None, ""))
        if kind == _PROVIDER_TAG:
            name, mark, value = text.partition("://")
            if mark and name in {"imdb", "tmdb", "tvdb"}:
                providers[row["metadata_item_id"]][name] = values.words(value, 64)
        elif kind == _COLLECTION_TAG and text:
            collections[values.words(text, 200)].append(str(row["metadata_item_id"]))
    return providers, collections


def _playlists(database: Database) -> Iterator[Record]:
    if not database.has("play_queue_generators"):
        yield from ()
        return
    entries: dict[Any, list[tuple[float, int, str]]] = defaultdict(list)
    names = ("id", "playlist_id", "metadata_item_id", "order")
    for row in database.rows("play_queue_generators", names):
        if row["metadata_item_id"] is not None and row["playlist_id"] is not None:
            order = row["order"] if isinstance(row["order"], (int, float)) else 0.0
            entry = (float(order), int(row["id"] or 0), str(row["metadata_item_id"]))
            entries[row["playlist_id"]].append(entry)
    where = f"WHERE metadata_type = {_PLAYLIST}"
    for row in database.rows("metadata_items", ("id", "title", "deleted_at"), where):
        keys = values.keyed(key for _, _, key in sorted(entries.get(row["id"], ())))
        if keys and row["deleted_at"] is None:
            name = values.words(row["title"], 200)
            yield ForeignList(f"playlist:{row['id']}", name, keys)


def _of_guid(guid: str) -> dict[str, str]:
    found = _OLD_GUID.match(guid)
    return {_OLD_NAMES[found[1]]: found[2]} if found else {}
