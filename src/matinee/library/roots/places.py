"""Folders scanned in place: what was seen in them, what is missing, what only moved.

A file that is not found is remembered as missing; a folder that is away makes its media
unavailable. Neither ever deletes a media or what people did with it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session, aliased

from matinee.kit import clock, ids, objects
from matinee.kit.errors import NotFound
from matinee.kit.services import Services
from matinee.library import files
from matinee.library.roots import nesting
from matinee.library.summary import refresh, refresh_status
from matinee.library.tables import (
    READY,
    UNAVAILABLE,
    AssetRow,
    MediaRow,
    PlaceRow,
    RootRow,
)
from matinee.library.values import KnownFile, Landing, MediaChanged, RootsChanged

_CHUNK = 200  # rows a write, so that it is over in some tens of milliseconds


def add_root(
    services: Services, path: Path, *, kind: str | None = None, watch: bool | None = None
) -> RootRow:
    """Remember a folder to be scanned in place; the one there already is returned.

    `kind` is what the owner says it holds; what is not said stays as it was.
    """
    with services.db.write() as session:
        row = session.scalar(select(RootRow).where(RootRow.path == str(path)))
        if row is None:
            row = RootRow(id=ids.new_id(), path=str(path), added_at=clock.now(), status=READY)
            session.add(row)
        row.kind = kind or row.kind or "mixed"
        row.watch = (row.watch is not False) if watch is None else watch
        services.bus.publish_after_commit(session, RootsChanged())
        return row


def change_root(
    services: Services, root_id: str, *, kind: str | None = None, watch: bool | None = None
) -> bool:
    """Change what a folder is said to hold and whether it is watched; says whether the kind is
    another now. Raises NotFound."""
    with services.db.write() as session:
        row = get_root(session, root_id)
        changed = kind is not None and kind != row.kind
        row.kind = kind or row.kind
        row.watch = row.watch if watch is None else watch
        services.bus.publish_after_commit(session, RootsChanged())
        return changed


def roots(session: Session) -> Sequence[RootRow]:
    """Return every folder scanned in place, oldest first."""
    return session.scalars(select(RootRow).order_by(RootRow.id)).all()


def get_root(session: Session, root_id: str) -> RootRow:
    """Return one root. Raises NotFound."""
    row = session.get(RootRow, root_id)
    if row is None:
        raise NotFound("There is no such folder in the library.", code="no_such_folder")
    return row


def media_counts(session: Session) -> dict[str, int]:
    """Return how many media have a file in each root, the trash left out."""
    rows = session.execute(
        select(PlaceRow.root_id, func.count(func.distinct(MediaRow.id)))
        .join(AssetRow, AssetRow.id == PlaceRow.asset_id)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(MediaRow.trashed_at.is_(None))
        .group_by(PlaceRow.root_id)
    )
    return {row[0]: row[1] for row in rows.all()}


def remove_root(services: Services, root_id: str) -> str | None:
    """Forget a folder. Its files are not touched; its media become unavailable, not deleted.

    Within another folder they go on as files of that one, whose id is returned.
    """
    with services.db.read() as session:
        get_root(session, root_id)
    outer_id = nesting.give_back(services, root_id)
    if outer_id is None:
        mark_root_unavailable(services, root_id)
    with services.db.write() as session:
        session.delete(get_root(session, root_id))
        services.bus.publish_after_commit(session, RootsChanged())
    return outer_id


def mark_root_unavailable(services: Services, root_id: str, problem: str | None = None) -> None:
    """Note that a folder is away, and why: its media show so until it is back."""
    _mark_root(services, root_id, UNAVAILABLE, problem)


def mark_root_ready(services: Services, root_id: str) -> None:
    """Note that a folder is there (again)."""
    _mark_root(services, root_id, READY, None)


def note_watching(services: Services, root_id: str, problem: str | None) -> None:
    """Note why a folder that is there cannot be watched, or that it can."""
    with services.db.read() as session:
        root = session.get(RootRow, root_id)
        if root is None or root.problem == problem or root.status != READY:
            return
    with services.db.write() as session:
        root = session.get(RootRow, root_id)
        if root is not None:
            root.problem = problem
            services.bus.publish_after_commit(session, RootsChanged())


def save_scan(
    services: Services, root_id: str, result: Mapping[str, object], *, partly: bool = False
) -> None:
    """Keep when a folder was scanned last and what came of it; a look at a part of it leaves the
    rest as the last whole one had it."""
    with services.db.write() as session:
        root = get_root(session, root_id)
        root.last_scan_at = clock.now()
        root.last_scan = {**(root.last_scan or {}), **result} if partly else dict(result)
        services.bus.publish_after_commit(session, RootsChanged())


def known_files(session: Session, root_id: str) -> dict[str, KnownFile]:
    """Return every file of a root as last seen, by relative path.

    A file whose size and modification time are unchanged needs no second look, also when it
    failed, and also when its media was deleted on purpose (then `asset_id` is None).
    """
    rows = session.execute(
        select(
            PlaceRow.relative_path,
            PlaceRow.size_bytes,
            PlaceRow.modified_ns,
            PlaceRow.asset_id,
            PlaceRow.failure,
            PlaceRow.missing_since,
        ).where(PlaceRow.root_id == root_id)
    )
    return {
        path: KnownFile(size, modified, asset_id, failure, missing is not None)
        for path, size, modified, asset_id, failure, missing in rows
    }


def media_by_path(session: Session, root_id: str) -> dict[str, str]:
    """Return the media of every file of a root that is there, by relative path."""
    rows = session.execute(
        select(PlaceRow.relative_path, AssetRow.media_id)
        .join(AssetRow, AssetRow.id == PlaceRow.asset_id)
        .where(PlaceRow.root_id == root_id, PlaceRow.missing_since.is_(None))
    )
    return {row[0]: row[1] for row in rows.all()}


def series_by_path(session: Session, root_id: str) -> dict[str, tuple[str | None, int | None]]:
    """Return (series id, season) of the media of every file of a root that is there, by path."""
    rows = session.execute(
        select(PlaceRow.relative_path, MediaRow.series_id, MediaRow.season_number)
        .join(AssetRow, AssetRow.id == PlaceRow.asset_id)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(PlaceRow.root_id == root_id, PlaceRow.missing_since.is_(None))
    )
    return {path: (series_id, season) for path, series_id, season in rows}


def mark_seen(services: Services, root_id: str, relative_paths: Collection[str]) -> int:
    """Note that files believed missing are there unchanged; returns how many were."""
    return _mark_files(services, root_id, relative_paths, None)


def mark_missing(
    services: Services,
    root_id: str,
    relative_paths: Collection[str],
    *,
    since: datetime | None = None,
) -> int:
    """Note that files are not there any more; returns how many were there before.

    A place is forgotten at once when its content has another (it was moved).
    """
    return _mark_files(services, root_id, relative_paths, since or clock.now())


def adopt_moved(
    services: Services, root_id: str, relative_path: str, path: Path, fingerprint: str
) -> str | None:
    """Attach a file with known content to its media without examining it again.

    Returns the media's id, None when the content is new to the library.
    """
    same = select(AssetRow).where(AssetRow.fingerprint == fingerprint)
    with services.db.read() as session:  # most files are new, and for those nobody waits
        if session.scalar(same.with_only_columns(AssetRow.id)) is None:
            return None
    facts = facts_of(path)
    with services.db.write() as session:
        asset = session.scalar(same)
        if asset is None:
            return None
        media = session.get_one(MediaRow, asset.media_id)
        if media.trashed_at is not None:
            return None  # bringing it in again restores it: that is the gate's work
        set_place(session, root_id, relative_path, facts, asset.id)
        refresh_status(session, [media.id])
        return media.id


def remember_failure(
    services: Services, root_id: str, relative_path: str, path: Path, code: str
) -> None:
    """Remember that a file could not be taken in, so that it is left alone until it changes."""
    facts = facts_of(path)
    with services.db.write() as session:
        place = set_place(session, root_id, relative_path, facts, None)
        place.failure = code[:64]


def recheck(services: Services, asset_id: str) -> bool:
    """Look whether an asset's own file is there, and let its media say so; returns what was seen.

    For whoever came to read it and found nothing.
    """
    with services.db.read() as session:
        asset = session.get(AssetRow, asset_id)
        found = asset is not None and any(True for _ in files.asset_files(services, session, asset))
        known = asset is not None and asset.key is not None
    if asset is None or not known:
        return found
    missing = objects.find(services, asset.key or "") is None
    if missing != asset.file_missing:
        with services.db.write() as session:
            values = update(AssetRow).where(AssetRow.id == asset_id).values(file_missing=missing)
            session.execute(values)
            refresh_status(session, [asset.media_id])
            services.bus.publish_after_commit(session, MediaChanged(asset.media_id))
    return found


def put(session: Session, landing: Landing, asset_id: str) -> None:
    """Note the place of a published file that stays where it lies."""
    assert landing.root_id is not None
    assert landing.relative_path is not None
    facts = landing.facts or facts_of(landing.path)
    set_place(session, landing.root_id, landing.relative_path, facts, asset_id)


def facts_of(path: Path) -> tuple[int, int]:
    """Return a file's size in bytes and its time in ns."""
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns


def set_place(
    session: Session, root_id: str, relative_path: str, facts: tuple[int, int], asset_id: str | None
) -> PlaceRow:
    """Write what lies at a path of a root, by its size and time; what lay there before is let go
    of. A disk is not asked here: one that hangs must not hold the write lock."""
    place = find_place(session, root_id, relative_path)
    if place is None:
        place = PlaceRow(id=ids.new_id(), root_id=root_id, relative_path=relative_path)
        session.add(place)
    before = place.asset_id
    place.size_bytes, place.modified_ns = facts
    place.asset_id, place.failure, place.missing_since = asset_id, None, None
    session.flush()
    if asset_id is not None:
        session.execute(
            delete(PlaceRow).where(
                PlaceRow.asset_id == asset_id, PlaceRow.missing_since.is_not(None)
            )
        )
    if before is not None and before != asset_id:
        _let_go(session, before, asset_id)
    return place


def find_place(session: Session, root_id: str, relative_path: str) -> PlaceRow | None:
    """Return what is known of a path in a root."""
    return session.scalar(
        select(PlaceRow).where(PlaceRow.root_id == root_id, PlaceRow.relative_path == relative_path)
    )


def _let_go(session: Session, asset_id: str, successor_id: str | None) -> None:
    """Drop an asset whose file was replaced by another version of the same media."""
    asset = session.get(AssetRow, asset_id)
    successor = session.get(AssetRow, successor_id) if successor_id else None
    if asset is None:
        return
    placed = session.scalar(select(PlaceRow.id).where(PlaceRow.asset_id == asset_id).limit(1))
    same = successor is not None and successor.media_id == asset.media_id
    if same and asset.key is None and placed is None:
        session.delete(asset)
        session.flush()
    else:
        refresh(session, [asset.media_id])


def _mark_root(services: Services, root_id: str, status: str, problem: str | None) -> None:
    """Write a root's status, then that of its media in small pieces, so that nobody who writes
    waits for a hundred thousand of them; a crash in between is mended by the next call."""
    with services.db.write() as session:
        root = get_root(session, root_id)
        away, why = root.status != READY, problem if status == UNAVAILABLE else root.problem
        why = None if away and status == READY else why
        changed = (root.status, root.problem) != (status, why)
        root.status, root.problem = status, why
    with services.db.read() as session:
        opposite = UNAVAILABLE if status == READY else READY
        media_ids = _media_in(session, root_id, MediaRow.status == opposite)
    _refresh_in_pieces(services, media_ids)
    if changed:
        services.bus.publish(RootsChanged())


def _refresh_in_pieces(services: Services, media_ids: Sequence[str]) -> None:
    for start in range(0, len(media_ids), _CHUNK):
        with services.db.write() as session:
            refresh_status(session, media_ids[start : start + _CHUNK])


def _media_in(session: Session, root_id: str, *conditions: ColumnElement[bool]) -> list[str]:
    return list(
        session.scalars(
            select(MediaRow.id)
            .join(AssetRow, AssetRow.media_id == MediaRow.id)
            .join(PlaceRow, PlaceRow.asset_id == AssetRow.id)
            .where(PlaceRow.root_id == root_id, *conditions)
            .distinct()
        )
    )


def _mark_files(
    services: Services, root_id: str, relative_paths: Collection[str], since: datetime | None
) -> int:
    paths, changed = list(relative_paths), 0
    for start in range(0, len(paths), _CHUNK):
        chunk = paths[start : start + _CHUNK]
        with services.db.write() as session:
            changed += _mark_chunk(session, root_id, chunk, since)
    if changed:
        services.bus.publish(RootsChanged())
    return changed


def _mark_chunk(session: Session, root_id: str, paths: list[str], since: datetime | None) -> int:
    missing = since is not None
    wanted = (
        PlaceRow.root_id == root_id,
        PlaceRow.relative_path.in_(paths),
        PlaceRow.missing_since.is_(None) if missing else PlaceRow.missing_since.is_not(None),
    )
    rows = session.execute(select(PlaceRow.id, PlaceRow.asset_id).where(*wanted)).all()
    place_ids = [row.id for row in rows]
    asset_ids = {row.asset_id for row in rows if row.asset_id is not None}
    quietly = {"synchronize_session": False}
    session.execute(
        update(PlaceRow).where(PlaceRow.id.in_(place_ids)).values(missing_since=since),
        execution_options=quietly,
    )
    if missing:
        other = aliased(PlaceRow)
        elsewhere = (
            select(other.id)
            .where(other.asset_id == PlaceRow.asset_id, other.missing_since.is_(None))
            .exists()
        )
        session.execute(
            delete(PlaceRow).where(PlaceRow.id.in_(place_ids), elsewhere), execution_options=quietly
        )
    media_ids = session.scalars(select(AssetRow.media_id).where(AssetRow.id.in_(asset_ids))).all()
    refresh_status(session, media_ids)
    return len(rows)
