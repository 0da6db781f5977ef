"""Emptying the segment cache.

All of it can be made again, so emptying needs neither question nor undo, and playing goes on:
a player that asks for a segment that went away has it made.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from matinee.kit.services import Services
from matinee.library import AssetRow
from matinee.streaming import prepared, stored
from matinee.streaming.eviction import walk


def empty(services: Services, media_id: str | None = None) -> int:
    """Delete every segment of a title, or of all, also what the bucket has; returns the freed
    bytes."""
    if media_id is None:
        freed = stored.drop(services)
        return freed + sum(_empty_asset(one) for one in _folders(services.store.cache_root))
    with services.db.read() as session:
        ids = session.scalars(select(AssetRow.id).where(AssetRow.media_id == media_id)).all()
    freed = sum(stored.drop(services, asset_id) for asset_id in ids)
    return freed + sum(_empty_asset(services.store.cache_dir(asset_id)) for asset_id in ids)


def empty_passing(services: Services) -> int:
    """Delete every segment but what was prepared; returns the freed bytes."""
    kept = prepared.kept_folders(services.store.cache_root)
    tracks = (
        track
        for asset in _folders(services.store.cache_root)
        for plan in _folders(asset)
        for track in _folders(plan)
    )
    return sum(_delete(track) for track in tracks if os.fspath(track) not in kept)


def drop_prepared(services: Services, asset_id: str) -> int:
    """Delete what was prepared of an asset; returns the freed bytes."""
    freed = stored.drop(services, asset_id)
    for plan in _folders(services.store.cache_dir(asset_id)):
        tracks = prepared.marked(plan)
        prepared.unmark(plan)
        freed += sum(_delete(plan / track) for track in tracks)
    return freed


def _empty_asset(folder: Path) -> int:
    freed = 0
    for plan in _folders(folder):
        prepared.unmark(plan)
        freed += sum(_delete(track) for track in _folders(plan))
    return freed


def _delete(folder: Path) -> int:
    size = sum(file.size_bytes for file in walk(folder))
    shutil.rmtree(folder, ignore_errors=True)  # a run that writes meanwhile makes it anew
    return size


def _folders(parent: Path) -> Iterable[Path]:
    try:
        return [path for path in parent.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:
        return []
