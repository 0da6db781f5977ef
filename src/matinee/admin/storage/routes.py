"""Storage over HTTP, for those who run the server."""

import os
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import func
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import AdminDep
from matinee.admin.storage import actions, queries, schemas, values
from matinee.admin.storage.measure import measurer_of
from matinee.kit import clock
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.library import MediaRow

router = APIRouter(prefix="/api/admin/storage", tags=["storage"])


@router.get("")
def storage(viewer: AdminDep, services: ServicesDep) -> schemas.Storage:
    """Say what the library takes: by kind, folder, codec and size of picture; and what can go."""
    with services.db.read() as session:
        held = queries.held(session)
        return schemas.Storage(
            now=clock.now(),
            total=_sum(held.total),
            kinds=[_sum(one) for one in held.kinds],
            folders=[
                schemas.StorageFolder(
                    id=one.id, path=_readable(one.path), status=one.status, count=one.count,
                    bytes=one.size_bytes,
                )
                for one in queries.folders(session)
            ],
            codecs=[_sum(one) for one in held.codecs],
            resolutions=[_sum(one) for one in held.resolutions],
            largest=_titles(session, queries.largest(session, viewer)),
            trash_bytes=queries.trashed_bytes(session),
            can_go=_can_go([queries.trash(session, clock.now()), queries.watched(session)]),
        )  # fmt: skip


@router.get("/disk")
def disk(
    _: AdminDep, services: ServicesDep, fresh: Annotated[bool, Query()] = False
) -> schemas.StorageOnDisk:
    """Say what the data folder holds besides originals, and what of that can go.

    It is measured on the disk and remembered for five minutes, unless it is to be `fresh`.
    """
    found = measurer_of(services).look(services, fresh=fresh)
    with services.db.read() as session:
        can_go = _can_go(queries.of_disk(session, found))
    return schemas.StorageOnDisk(
        measured_at=found.at,
        artwork_bytes=found.artwork,
        cache_bytes=found.cache.bytes - found.cache.prepared_bytes,
        prepared_bytes=found.cache.prepared_bytes,
        staging_bytes=found.staging,
        uploads_bytes=found.uploads,
        kept_bytes=found.kept,
        backups_bytes=found.backups,
        database_bytes=found.database,
        disks=[
            schemas.StorageDisk(
                folders=[_readable(folder) for folder in one.folders],
                total_bytes=one.total_bytes,
                free_bytes=one.free_bytes,
            )
            for one in found.disks
        ],
        can_go=can_go,
    )


@router.get("/watched")
def watched(
    _: AdminDep, services: ServicesDep, page: PageNumber = 1, limit: PageLimit = 50
) -> schemas.StorageTitles:
    """Return the titles that all who began them have watched, the largest first."""
    with services.db.read() as session:
        wanted = queries.watched_titles()
        total = session.scalar(wanted.with_only_columns(func.count())) or 0
        largest_first = wanted.order_by(MediaRow.size_bytes.desc(), MediaRow.number)
        rows = session.scalars(largest_first.offset((page - 1) * limit).limit(limit)).all()
        items = _titles(session, rows)
    return schemas.StorageTitles(**page_of(items, total=total, page=page, limit=limit))


@router.post("/free")
def free(body: schemas.FreeWish, _: AdminDep, services: ServicesDep) -> schemas.StorageFreed:
    """Let go of one kind of thing. Titles go to the trash, the rest is deleted."""
    freed = actions.free(services, body.what, body.as_of)
    return schemas.StorageFreed(freed_bytes=freed.size_bytes, media_ids=list(freed.media_ids))


@router.post("/undo")
def undo(body: schemas.Undo, _: AdminDep, services: ServicesDep) -> schemas.Undone:
    """Take titles out of the trash again, many at once. Repeatable."""
    return schemas.Undone(restored=library.bring_back_many(services, body.media_ids))


def _sum(one: values.Sum) -> schemas.StorageSum:
    return schemas.StorageSum(
        name=one.name, count=one.count, bytes=one.size_bytes, owned_count=one.owned_count,
        owned_bytes=one.owned_bytes,
    )  # fmt: skip


def _can_go(found: Sequence[values.CanGo]) -> list[schemas.CanGo]:
    return [
        schemas.CanGo(what=one.what, count=one.count, bytes=one.size_bytes)
        for one in found
        if one.count
    ]


def _titles(session: Session, rows: Sequence[MediaRow]) -> list[schemas.StorageTitle]:
    posters: dict[str, Any] = library.posters_of(session, [row.id for row in rows])
    return [
        schemas.StorageTitle(
            media_id=row.id, title=row.title, bytes=row.size_bytes, owned=row.owned,
            poster_url=posters.get(row.id, (None, None))[0],
            blurhash=posters.get(row.id, (None, None))[1],
        )
        for row in rows
    ]  # fmt: skip


def _readable(path: str) -> str:
    """Return a path that JSON can carry: bytes that are not UTF-8 are shown as marks."""
    return os.fsencode(path).decode("utf-8", "replace")
