"""What takes space and what can go, put together."""

import os
import shutil
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.ingest.loose import printable
from matinee.keeping import queries, schemas
from matinee.keeping.disk import Counter, Sizes
from matinee.kit.services import Services

_LARGEST = 20


def storage(services: Services, counter: Counter) -> schemas.Storage:
    """Return what takes space. Our own folders are counted in the background."""
    sizes, counting = counter.look()
    with services.db.read() as session:
        titles = library.largest(session, _LARGEST)
        posters = library.posters_of(session, [one.id for one in titles])
        return schemas.Storage(
            kinds=_shares(library.by_kind(session)),
            codecs=_shares(library.by_codec(session)),
            resolutions=_shares(library.by_height(session)),
            places=_shares(library.by_folder(session)),
            folders=sizes.bytes,
            counted_at=sizes.at,
            counting=counting,
            disks=_disks(services, session),
            floor_bytes=services.store.floor_bytes,
            largest=[
                schemas.LargeTitle(
                    media_id=one.id, title=one.title, bytes=one.size_bytes, owned=one.owned,
                    poster_url=posters.get(one.id, (None, None))[0],
                )
                for one in titles
            ],
            can_go=_can_go(session, sizes),
        )  # fmt: skip


def _shares(shares: list[library.Share]) -> list[schemas.Share]:
    return [
        schemas.Share(
            name=printable(one.name), owned=one.owned, files=one.files, bytes=one.size_bytes
        )
        for one in shares
    ]


def _disks(services: Services, session: Session) -> list[schemas.Disk]:
    """Return each disk once; one that is away, or does not answer, is left out."""
    found: dict[int, schemas.Disk] = {}
    folders = [("data", services.store.data)]
    folders += [
        (printable(root.path), Path(root.path))
        for root in library.roots(session)
        if root.status == "ready"
    ]
    for name, path in folders:
        try:
            device, space = os.stat(path).st_dev, shutil.disk_usage(path)  # noqa: PTH116
        except OSError:
            continue
        disk = found.setdefault(
            device, schemas.Disk(holds=[], total_bytes=space.total, free_bytes=space.free)
        )
        disk.holds.append(name)
    return list(found.values())


def _can_go(session: Session, sizes: Sizes) -> list[schemas.CanGo]:
    trashed, trash_bytes = library.in_trash(session)
    watched = queries.watched_by_all(session).subquery()
    seen, seen_bytes = session.execute(
        select(func.count(), func.coalesce(func.sum(watched.c.size_bytes), 0))
    ).one()
    files, versions_bytes = library.lesser_versions(session)
    prepared, cached = sizes.prepared_bytes, sizes.bytes.get("cache", 0)
    suggestions = [
        schemas.CanGo(what="trash", count=trashed, bytes=trash_bytes),
        schemas.CanGo(what="watched", count=seen, bytes=seen_bytes),
        schemas.CanGo(what="versions", count=files, bytes=versions_bytes),
        schemas.CanGo(what="cache", count=sizes.cached_titles, bytes=max(0, cached - prepared)),
        schemas.CanGo(what="prepared", count=0, bytes=prepared),
        schemas.CanGo(what="uploads", count=0, bytes=sizes.bytes.get("uploads", 0)),
    ]
    return [one for one in suggestions if one.count or one.bytes]
