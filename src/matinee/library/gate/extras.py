"""Trailers and other extras: found their film or series by where they lie, or by its name.

An extra comes in like any video and may come before its film, so they are put together once a
folder has been looked through: by the film that they name, else by the folder they lie in or below
of. What finds nothing stays a title of its own.
"""

import os
from collections.abc import Iterable, Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matinee.kit.services import Services
from matinee.library.tables import AssetRow, MediaRow, PlaceRow
from matinee.library.values import MediaChanged

_CHUNK = 200
_UP = 3  # folders: a film's own, its folder of extras, and one below that


def attach(services: Services, root_id: str) -> int:
    """Give the extras of a root their films; returns how many found one now."""
    with services.db.read() as session:
        loose = _loose(session, root_id)
        if not loose:
            return 0
        films = _films(
            session, {folder for path, _ in loose.values() for folder in _above(path)}, root_id
        )
        keys = _by_key(session, {key for _, key in loose.values() if key})
    found = {
        media_id: owner
        for media_id, (path, key) in loose.items()
        if (owner := _owner(path, key, keys, films)) is not None
    }
    pairs = list(found.items())
    for start in range(0, len(pairs), _CHUNK):
        with services.db.write() as session:
            for media_id, owner in pairs[start : start + _CHUNK]:
                session.execute(
                    update(MediaRow).where(MediaRow.id == media_id).values(extra_of=owner)
                )
                services.bus.publish_after_commit(session, MediaChanged(owner))
                services.bus.publish_after_commit(session, MediaChanged(media_id))
    return len(found)


def release(session: Session, media_id: str) -> None:
    """Let the extras of a media that goes for good be titles of their own."""
    session.execute(update(MediaRow).where(MediaRow.extra_of == media_id).values(extra_of=None))


def _loose(session: Session, root_id: str) -> dict[str, tuple[str, str | None]]:
    """Return (path in the root, key of the film it names) of extras without a film."""
    rows = session.execute(
        select(MediaRow.id, PlaceRow.relative_path, MediaRow.work_key)
        .join(AssetRow, AssetRow.media_id == MediaRow.id)
        .join(PlaceRow, PlaceRow.asset_id == AssetRow.id)
        .where(
            PlaceRow.root_id == root_id,
            MediaRow.extra_kind.is_not(None),
            MediaRow.extra_of.is_(None),
            MediaRow.series_id.is_(None),
        )
    )
    return {
        media_id: (path, (key or "").removeprefix("x:") or None) for media_id, path, key in rows
    }


def _above(path: str) -> list[str]:
    """Return the folders above a file, the nearest first; not the root itself, which holds much."""
    found: list[str] = []
    while len(found) < _UP and (path := path.rpartition(os.sep)[0]):
        found.append(path)
    return found


def _films(session: Session, folders: Iterable[str], root_id: str) -> dict[str, str]:
    """Return, for each of these folders with exactly one title right in it, that title."""
    wanted = set(folders)
    rows = session.execute(
        select(PlaceRow.relative_path, AssetRow.media_id)
        .join(AssetRow, AssetRow.id == PlaceRow.asset_id)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(
            PlaceRow.root_id == root_id,
            PlaceRow.missing_since.is_(None),
            MediaRow.extra_kind.is_(None),
            MediaRow.trashed_at.is_(None),
        )
    )
    inside: dict[str, set[str]] = {}
    for path, media_id in rows:
        folder = path.rpartition(os.sep)[0]
        if folder in wanted:
            inside.setdefault(folder, set()).add(media_id)
    return {folder: next(iter(some)) for folder, some in inside.items() if len(some) == 1}


def _by_key(session: Session, keys: set[str]) -> dict[str, str]:
    rows = session.execute(
        select(MediaRow.work_key, MediaRow.id)
        .where(MediaRow.work_key.in_(keys), MediaRow.trashed_at.is_(None))
        .order_by(MediaRow.number.desc())
    )
    return {str(key): media_id for key, media_id in rows}


def _owner(
    path: str, key: str | None, keys: Mapping[str, str], films: Mapping[str, str]
) -> str | None:
    if key is not None and key in keys:
        return keys[key]
    return next((films[folder] for folder in _above(path) if folder in films), None)
