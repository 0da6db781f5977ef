"""Sending what was prepared to the bucket, and letting it go there.

A row is written after everything was compared, and deleted before the first object is. So what a
crash leaves in between are objects that no row knows: the next run goes on with them, or `matinee
doctor` names them.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import delete, select

from matinee.engine import Plan, PlanTrack
from matinee.kit import clock, objects
from matinee.kit.errors import MatineeError
from matinee.kit.objects import Watched
from matinee.kit.services import Services
from matinee.library import AssetRow
from matinee.streaming import prepared
from matinee.streaming.stored import queries
from matinee.streaming.stored.queries import Kept
from matinee.streaming.stored.tables import StoredRow

log = logging.getLogger(__name__)


def names(segments: int) -> list[str]:
    """Return what the files of a track of so many segments are called."""
    return ["init.mp4", *(f"{number}.m4s" for number in range(segments))]


def address(asset_id: str, plan: str, track: str, name: str = "") -> str:
    """Return where a segment lies, in the cache and in the bucket; without a name, its folder."""
    return f"cache/{asset_id}/{plan}/{track}/{name}".rstrip("/")


def send(
    services: Services, folder: Path, plan: Plan, tracks: Sequence[PlanTrack],
    watched: Watched | None = None,
) -> None:  # fmt: skip
    """Have the bucket keep prepared tracks of a plan, all of which lie in its folder here.

    When it returns they are compared, the row says so, and here they are like all that is in the
    cache. What other plans of the same file are kept of goes: an earlier version made it. Raises
    Interrupted, StorageAway, StorageRefused; what was sent is not sent again.
    """
    storage = services.objects
    assert storage is not None
    watched = watched or Watched()
    asset_id, name = folder.parent.name, folder.name
    new: dict[str, Kept] = {}
    for n, track in enumerate(tracks):
        prefix = address(asset_id, name, track.id)
        segments = prepared.total(plan, track)
        size = objects.put_many(
            storage.bucket, prefix,
            {f"{prefix}/{one}": folder / track.id / one for one in names(segments)},
            on_progress=_share(watched, n, len(tracks)), should_stop=watched.should_stop,
        )  # fmt: skip
        new[track.id] = Kept(segments, size)
    if _keep(services, asset_id, name, new):
        prepared.unmark(folder)
        _forget_others(services, asset_id, name)


def _share(watched: Watched, n: int, of: int) -> Callable[[float], None]:
    """Return who hears how far one of several tracks is, and tells it of all of them."""

    def tell(percent: float) -> None:
        if watched.on_progress is not None:
            watched.on_progress((100.0 * n + percent) / of)

    return tell


def _keep(services: Services, asset_id: str, plan: str, new: dict[str, Kept]) -> bool:
    """Write that the bucket has these tracks too; False where the file went meanwhile."""
    with services.db.write() as session:
        row = session.get(StoredRow, (asset_id, plan))
        if session.get(AssetRow, asset_id) is None:
            return False
        said = {one: {"segments": it.segments, "bytes": it.bytes} for one, it in new.items()}
        if row is None:
            session.add(StoredRow(asset_id=asset_id, plan=plan, tracks=said, kept_at=clock.now()))
        else:
            row.tracks, row.kept_at = {**row.tracks, **said}, clock.now()
    queries.unremember()
    return True


def _forget_others(services: Services, asset_id: str, plan: str) -> None:
    others = select(StoredRow.plan).where(StoredRow.asset_id == asset_id, StoredRow.plan != plan)
    with services.db.read() as session:
        names_ = session.scalars(others).all()
    for other in names_:
        forget(services, asset_id, other)


def forget(services: Services, asset_id: str, plan: str | None = None) -> int:
    """Let what the bucket has of a plan go, or of a file; returns the bytes of it."""
    if services.objects is None:
        return 0
    which = [StoredRow.asset_id == asset_id, *([StoredRow.plan == plan] if plan else [])]
    with services.db.write() as session:
        rows = session.scalars(select(StoredRow).where(*which)).all()
        tracks = {(row.plan, track): one for row in rows for track, one in row.tracks.items()}
        session.execute(delete(StoredRow).where(*which))
    queries.unremember()
    for name, track in tracks:
        _delete(services, address(asset_id, name, track))
    return sum(one["bytes"] for one in tracks.values())


def drop(services: Services, asset_id: str | None = None) -> int:
    """Let what was prepared go, of a file or of all, with what came back of it into the cache here;
    returns the bytes of it."""
    if services.objects is None:
        return 0
    with services.db.read() as session:
        plans = queries.kept_plans(session)
    freed = 0
    for (one, plan), tracks in plans.items():
        if asset_id in {None, one}:
            freed += forget(services, one, plan)
            for track in tracks:
                objects.forget_under(services, services.store.cache_dir(one, plan) / track)
    return freed


def checked(services: Services, asset_id: str, plan: str) -> frozenset[str]:
    """Return the tracks of a plan that the bucket has, as it lists them now. Where it lacks any of
    what its row says, all of that plan is prepared no longer."""
    assert services.objects is not None
    with services.db.read() as session:
        tracks = queries.kept(session, asset_id, plan)
    for track, one in tracks.items():
        sizes = [
            found.size for found in services.objects.bucket.list(address(asset_id, plan, track))
        ]
        if (len(sizes), sum(sizes)) != (one.segments + 1, one.bytes):
            log.warning("%s/%s lacks something in the bucket.", asset_id, plan)
            forget(services, asset_id, plan)
            return frozenset()
    return frozenset(tracks)


def cancel(services: Services, folder: Path) -> None:
    """Take out what a job that was cancelled had sent of a plan, but for what a row knows; soon."""
    storage = services.objects
    if storage is None:
        return
    asset_id, plan = folder.parent.name, folder.name

    def take_out() -> None:
        with services.db.read() as session:
            tracks = queries.kept(session, asset_id, plan)
        prefix = f"cache/{asset_id}/{plan}"
        found = [one.key for one in storage.bucket.list(prefix)]
        storage.bucket.delete(key for key in found if key.split("/")[3] not in tracks)

    storage.later(take_out)


def _delete(services: Services, prefix: str) -> None:
    assert services.objects is not None
    try:
        services.objects.bucket.delete_under(prefix)
    except MatineeError as error:
        log.warning("%s stays in the bucket until it is swept: %s", prefix, error.code)
