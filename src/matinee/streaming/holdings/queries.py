"""What lies in the segment cache, title by title, from the files themselves; and in the bucket."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from matinee import library
from matinee.kit.services import Services
from matinee.library import AssetRow, MediaRow
from matinee.streaming import prepared
from matinee.streaming.eviction import walk
from matinee.streaming.stored.tables import StoredRow


@dataclass(slots=True)
class Holding:
    """What the cache holds of one title; `stored_bytes` are what was prepared and lies in the
    bucket."""

    media_id: str
    title: str
    poster_url: str | None = None
    bytes: int = 0
    prepared_bytes: int = 0
    stored_bytes: int = 0
    used_s: float = 0.0

    @property
    def last_used_at(self) -> datetime:
        """When somebody last played from it."""
        return datetime.fromtimestamp(self.used_s, UTC)


@dataclass(frozen=True, slots=True)
class Holdings:
    """The whole cache; `titles` are the largest first."""

    bytes: int
    prepared_bytes: int
    stored_bytes: int
    titles: list[Holding]


def look(services: Services) -> Holdings:
    """Return what the cache holds, from the files themselves, and the bucket, by its rows."""
    root = os.fspath(services.store.cache_root)
    kept = prepared.kept_folders(services.store.cache_root)
    by_asset: dict[str, Holding] = {}
    for file in walk(services.store.cache_root):
        asset_id, _, rest = file.path[len(root) + 1 :].partition("/")
        if not rest or rest.endswith(("/plan.json", f"/{prepared.MARK}")):
            continue  # reading them is not watching: they would always be fresh
        one = by_asset.setdefault(asset_id, Holding("", ""))
        one.bytes += file.size_bytes
        one.used_s = max(one.used_s, file.used_s)
        if file.path.rpartition("/")[0] in kept:
            one.prepared_bytes += file.size_bytes
    with services.db.read() as session:
        rows = session.scalars(select(StoredRow)).all() if services.objects is not None else ()
    for row in rows:
        one = by_asset.setdefault(row.asset_id, Holding("", ""))
        one.stored_bytes += sum(track["bytes"] for track in row.tracks.values())
        one.used_s = max(one.used_s, row.kept_at.timestamp())
    return Holdings(
        sum(one.bytes for one in by_asset.values()),
        sum(one.prepared_bytes for one in by_asset.values()),
        sum(one.stored_bytes for one in by_asset.values()),
        _named(services, by_asset),
    )


def _named(services: Services, by_asset: dict[str, Holding]) -> list[Holding]:
    """Gather assets into titles. What belongs to none is counted and soon swept."""
    by_media: dict[str, Holding] = {}
    with services.db.read() as session:
        rows = session.execute(
            select(AssetRow.id, MediaRow.id, MediaRow.title)
            .join(MediaRow, MediaRow.id == AssetRow.media_id)
            .where(AssetRow.id.in_(list(by_asset)))
        ).all()
        posters = library.posters_of(session, [media_id for _, media_id, _ in rows])
    for asset_id, media_id, title in rows:
        poster = posters.get(media_id)
        whole = by_media.setdefault(media_id, Holding(media_id, title, poster and poster[0]))
        part = by_asset[asset_id]
        whole.bytes += part.bytes
        whole.prepared_bytes += part.prepared_bytes
        whole.stored_bytes += part.stored_bytes
        whole.used_s = max(whole.used_s, part.used_s)
    return sorted(by_media.values(), key=lambda one: (-one.bytes - one.stored_bytes, one.media_id))
