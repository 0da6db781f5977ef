"""What was prepared follows the library: into a bucket, out of it, and into it by and by."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from matinee.engine import Plan, PlanTrack
from matinee.kit import store
from matinee.kit.errors import Unavailable
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.streaming import prepared, records
from matinee.streaming.stored import queries
from matinee.streaming.stored.actions import address, forget, names, send
from matinee.streaming.stored.queries import Kept

Say = Callable[[str], None]
"""Hears what is dealt with."""


def addresses(session: Session) -> list[str]:
    """Return the keys of everything prepared that the bucket has."""
    return [
        address(asset_id, plan, track, name)
        for (asset_id, plan), tracks in queries.kept_plans(session).items()
        for track, one in tracks.items()
        for name in names(one.segments)
    ]


def sweep(services: Services, say: Say = lambda _: None) -> int:
    """Send what is prepared here as a whole and not in the bucket: it was before there was one, or
    the bucket was away. Returns how many tracks. Raises StorageAway, StorageRefused."""
    sent = 0
    for folder, plan, tracks in _whole(services):
        say(folder.relative_to(services.store.data).as_posix())
        send(services, folder, plan, tracks)
        sent += len(tracks)
    return sent


def _whole(services: Services) -> Iterator[tuple[Path, Plan, list[PlanTrack]]]:
    """Yield the plans here all of whose kept tracks are whole."""
    for folder in list(prepared.plans(services.store.cache_root)):
        record = records.read(folder)
        if record is None or record.raw_plan is None:
            continue
        plan, kept = record.plan, prepared.marked(folder)
        tracks = [track for track in plan.tracks if track.id in kept]
        headed = all((folder / track.id / "init.mp4").exists() for track in tracks)
        if tracks and headed and kept == prepared.ready(folder, plan):
            yield folder, plan, tracks


def back_to_folder(services: Services, say: Say) -> int:
    """Fetch what is prepared into the cache here, compared, and take it out of the bucket; returns
    the bytes that came. Begun again it goes on. Raises StorageAway, StorageRefused, NoSpace."""
    moved = 0
    with services.db.read() as session:
        plans = queries.kept_plans(session)
    for (asset_id, plan), tracks in plans.items():
        folder = services.store.cache_dir(asset_id, plan)
        # Before the first comes, so that none goes again when it is the cache's turn.
        prepared.mark(folder, tracks)
        moved += sum(
            _fetch(services, (asset_id, plan, track), one) for track, one in tracks.items()
        )
        say(folder.relative_to(services.store.data).as_posix())
        forget(services, asset_id, plan)
    return moved


def _fetch(services: Services, place: tuple[str, str, str], kept: Kept) -> int:
    """Fetch a track; what is here already is compared, and fetched again where it differs."""
    assert services.objects is not None
    bucket, moved = services.objects.bucket, 0
    there = {found.key: found for found in bucket.list(address(*place))}
    for name in names(kept.segments):
        key = address(*place, name)
        path, found = services.store.data / key, there.get(key)
        if found is None:
            continue  # gone from there: what is not here either is made again
        if path.is_file() and path.stat().st_size == found.size and bucket.holds(found, path):
            continue
        services.store.require_space(found.size)
        partial = path.with_name(f".{path.name}.{new_id()}")
        store.write_atomic(partial, b"".join(bucket.stream(key)))
        try:
            if not bucket.holds(found, partial):
                raise Unavailable(
                    f"{key} did not come as the bucket has it.",
                    fix="Begin again: what has come stays, and the bucket still has all of it.",
                    code="storage_damaged",
                )
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        moved += found.size
    return moved
