"""PUBLISH: the one gate between what was brought in and the library.

The file is renamed to its final address first, and sent to the bucket where one keeps the library;
then one transaction writes every row, then one event is told. The address is derived from the job,
so a crash at any point is mended by running the job again. What the library already has (the same
source, or the same content) is answered with the media that is there, and the newcomer is thrown
away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matinee.kit import objects, store
from matinee.kit.errors import Invalid, Unavailable
from matinee.kit.objects import Watched
from matinee.kit.services import Services
from matinee.library import rules
from matinee.library.collections import collections
from matinee.library.gate import newcomers, works
from matinee.library.gate.entries import adopt_source, bring_back, new_asset, new_media, work_of
from matinee.library.roots import places
from matinee.library.summary import main_asset, refresh
from matinee.library.tables import READY, AssetRow, MediaRow, PlaceRow, RootRow
from matinee.library.texts.sidecars import keep_sidecars
from matinee.library.values import Landing, MediaAdded, MediaChanged, Published


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A landing whose files lie where they will stay."""

    landing: Landing
    asset_id: str
    key: str | None  # address of the owned file; None in a root, or when it is gone
    sidecar_keys: tuple[str | None, ...]


def publish(services: Services, landing: Landing, watched: Watched | None = None) -> Published:
    """Take a landing into the library; may be called again with the same landing.

    `watched` hears of the sending to the bucket. Raises Invalid for a file that is neither staged
    nor in a root, Unavailable when it is gone, or the bucket does not take it.
    """
    return publish_many(services, [landing], watched)[0]


def publish_many(
    services: Services, landings: Sequence[Landing], watched: Watched | None = None
) -> list[Published]:
    """Take several landings into the library in one transaction: all of them or none.

    Raises as `publish` does.
    """
    arrivals = [_settle(services, landing) for landing in landings]
    arrivals = [_keep(services, arrival, watched) for arrival in arrivals]
    try:
        published = _write_all(services, arrivals)
    except IntegrityError:  # another process published the same thing in between
        published = _write_all(services, arrivals)
    for arrival, came_out in zip(arrivals, published, strict=True):
        if came_out.asset_id != arrival.asset_id and arrival.landing.root_id is None:
            objects.forget_under(services, services.store.media_dir(arrival.asset_id))
        if arrival.landing.root_id is None:
            # What took the place of a lost file lies at another address than it came to, now or
            # since an attempt before this one.
            target = _target(services, arrival, came_out.asset_id)
            objects.keep(services, target.relative_to(services.store.data).as_posix(), watched)
    return published


def _keep(services: Services, arrival: _Arrival, watched: Watched | None) -> _Arrival:
    """Have the bucket keep what arrived before any row speaks of it; what the library has already
    is not sent."""
    if services.objects is None or arrival.landing.root_id is not None:
        return arrival
    with services.db.read() as session:
        asset, _ = _known(session, arrival)
        known = asset if asset is not None and asset.id != arrival.asset_id else None
        lacks = known is not None and not _has_file(services, session, known)
    if known is not None:
        return _in_place_of(services, arrival, known) if lacks else arrival
    for key in (*arrival.sidecar_keys, arrival.key):
        if key is not None:
            objects.keep(services, key, watched)
    return arrival


def _in_place_of(services: Services, arrival: _Arrival, asset: AssetRow) -> _Arrival:
    """Have what is in the bucket already at the address of an asset that has lost its file; what is
    here is renamed to it when the rows are written."""
    same = asset.fingerprint == arrival.landing.fingerprint
    if arrival.key is None or not same or (services.store.data / arrival.key).is_file():
        return arrival
    target = _target(services, arrival, asset.id).relative_to(services.store.data).as_posix()
    objects.keep_as(services, arrival.key, target)
    return replace(arrival, key=target)


def landed_file(services: Services, staged: Path) -> Path | None:
    """Return where a staged file is: still in staging, or at its address if a run got that far.

    A job that starts over after a crash examines this file instead of fetching again.
    """
    if staged.is_file():
        return staged
    address = _address(services, staged)
    if address is None:
        return None
    return objects.find(services, address.relative_to(services.store.data).as_posix())


def landing_address(services: Services, staged: Path) -> str:
    """Return the address below the data folder that a staged file is given. Raises Invalid."""
    address = _address(services, staged)
    if address is None:
        raise Invalid("Only staged files are moved into the library.")
    return address.relative_to(services.store.data).as_posix()


def _settle(services: Services, landing: Landing) -> _Arrival:
    if landing.root_id is not None:
        if landing.relative_path is None:
            raise Invalid("A file in a folder needs its path within it.")
        asset_id, key = rules.landing_asset_id(landing.root_id, landing.fingerprint), None
    else:
        address = _address(services, landing.path)
        if address is None:
            raise Invalid("Only staged files are moved into the library.")
        asset_id, key = address.parent.name, _rename(services, landing.path, address)
    folder = services.store.media_dir(asset_id)
    moved = tuple(
        _rename(services, sidecar.path, folder / f"sidecar-{n}{rules.suffix_of(sidecar.path.name)}")
        if sidecar.path.is_relative_to(services.store.staging_root)
        else None
        for n, sidecar in enumerate(landing.sidecars)
    )
    return _Arrival(landing, asset_id, key, moved)


def _address(services: Services, staged: Path) -> Path | None:
    """Return the address a staged file is given: derived from its job, so always the same."""
    try:
        job_id, *rest = staged.relative_to(services.store.staging_root).parts
    except ValueError:
        return None
    if not rest or ".." in rest:
        return None
    asset_id = rules.landing_asset_id(job_id, "/".join(rest))
    return services.store.media_dir(asset_id) / f"original{rules.suffix_of(staged.name)}"


def _rename(services: Services, source: Path, target: Path) -> str | None:
    if source.is_symlink():
        raise Invalid("A link is not taken into the library.")
    if source.is_file():
        store.replace(source, target)
    elif objects.find(services, target.relative_to(services.store.data).as_posix()) is None:
        return None
    return target.relative_to(services.store.data).as_posix()


def _write_all(services: Services, arrivals: Sequence[_Arrival]) -> list[Published]:
    with services.db.write() as session:
        pairs = [(arrival.landing, arrival.asset_id) for arrival in arrivals]
        fresh = newcomers.among(session, pairs)
        written = newcomers.write(session, [pairs[n] for n in fresh])
        out: dict[int, Published] = {}
        for n, media_id in zip(fresh, written, strict=True):
            arrival = arrivals[n]
            keys = arrival.sidecar_keys
            if keys:
                keep_sidecars(services, session, arrival.landing, arrival.asset_id, keys)
            services.bus.publish_after_commit(session, MediaAdded(media_id))
            out[n] = Published(media_id, arrival.asset_id, duplicate=False)
        return [
            out.get(n) or _write(services, session, arrival) for n, arrival in enumerate(arrivals)
        ]


def _write(services: Services, session: Session, arrival: _Arrival) -> Published:
    """Write every row of an arrival."""
    landing = arrival.landing
    asset, media = _known(session, arrival)
    copied = asset is not None and _is_copy(session, landing, asset)
    version = works.standing(session, work_of(session, landing)) if media is None else None
    is_new, media = media is None and version is None, media or version
    wanted = is_new or (
        asset is None and (version is not None or _takes_another(services, session, landing, media))
    )
    if landing.root_id is None and arrival.key is None and wanted:
        raise Unavailable(
            "The file that was brought in is gone.", fix="Bring it in again.", code="staging_gone"
        )
    if media is None:
        media = new_media(session, landing)
    if wanted and asset is None:
        asset = new_asset(session, landing, arrival.asset_id, media.id)
    asset = asset or session.scalars(main_asset(media.id)).one()
    _settle_file(services, session, arrival, asset)
    mine = asset.id == arrival.asset_id and not copied
    if mine:
        keep_sidecars(services, session, landing, asset.id, arrival.sidecar_keys)
    adopt_source(session, media, landing.identity)
    bring_back(media)
    session.flush()
    if landing.collection_id is not None:
        collections.append(session, landing.collection_id, media.id)
    refresh(session, [media.id])
    added = is_new or mine
    event = MediaAdded(media.id) if added else MediaChanged(media.id)
    services.bus.publish_after_commit(session, event)
    return Published(media.id, asset.id, duplicate=not added)


def _known(session: Session, arrival: _Arrival) -> tuple[AssetRow | None, MediaRow | None]:
    """Return what the library has of this: by content, by this very job, by path, by source, and
    at last another version of the same work."""
    landing = arrival.landing
    same_content = AssetRow.fingerprint == landing.fingerprint
    asset = session.scalar(select(AssetRow).where(same_content))
    asset = asset or session.get(AssetRow, arrival.asset_id)
    if asset is not None:
        return asset, session.get_one(MediaRow, asset.media_id)
    if landing.root_id is not None and landing.relative_path is not None:
        place = places.find_place(session, landing.root_id, landing.relative_path)
        replaced = session.get(AssetRow, place.asset_id) if place and place.asset_id else None
        if replaced is not None:
            return None, session.get_one(MediaRow, replaced.media_id)
    source_id = rules.source_key(landing.identity.source_id)
    platform = rules.clean_line(landing.identity.source_platform, 64)
    if source_id is not None and platform:
        same_source = (MediaRow.source_platform == platform, MediaRow.source_id == source_id)
        found = session.scalar(select(MediaRow).where(*same_source))
        if found is not None:
            return None, found
    return None, None


def _is_copy(session: Session, landing: Landing, asset: AssetRow) -> bool:
    """Say whether known content lies at a further place of a folder."""
    if landing.root_id is None or landing.relative_path is None:
        return False
    place = places.find_place(session, landing.root_id, landing.relative_path)
    return place is None or place.asset_id != asset.id


def _takes_another(
    services: Services, session: Session, landing: Landing, media: MediaRow | None
) -> bool:
    """Say whether a known media takes this file as a further version of itself.

    A file in a folder stays where it is, so it is always one; an owned one is kept only when the
    media has no file left.
    """
    if media is None or landing.root_id is not None:
        return True
    assets = session.scalars(select(AssetRow).where(AssetRow.media_id == media.id)).all()
    return not any(_has_file(services, session, asset) for asset in assets)


def _has_file(services: Services, session: Session, asset: AssetRow) -> bool:
    """Say whether an asset has a file: owned ones are looked at, folders taken at their word,
    because a disk that hangs must not hold the write lock."""
    if objects.has_owned(services, asset.key, missing=asset.file_missing):
        return True
    placed = (
        select(PlaceRow.id)
        .join(RootRow, RootRow.id == PlaceRow.root_id)
        .where(
            PlaceRow.asset_id == asset.id,
            PlaceRow.missing_since.is_(None),
            RootRow.status == READY,
        )
    )
    return session.scalar(placed.limit(1)) is not None


def _settle_file(services: Services, session: Session, arrival: _Arrival, asset: AssetRow) -> None:
    """Give the asset the file that came, where it has none."""
    landing = arrival.landing
    if landing.root_id is not None:
        places.put(session, landing, asset.id)
        return
    same_content = asset.fingerprint == landing.fingerprint
    if same_content and not _has_file(services, session, asset):
        asset.key = _into_own_folder(services, arrival, asset.id) or asset.key
    if asset.key is not None:
        was_missing = asset.file_missing and asset.key != arrival.key
        asset.file_missing = not objects.has_owned(services, asset.key, missing=was_missing)


def _into_own_folder(services: Services, arrival: _Arrival, asset_id: str) -> str | None:
    """Return the address of an asset's file in the folder of its own id, where everything owned
    lies; a file that arrived under another id is moved there (or was, before a crash)."""
    target = _target(services, arrival, asset_id)
    arrived = services.store.data / (arrival.key or "")
    if arrived != target and arrived.is_file():
        store.replace(arrived, target)
    there = target.is_file() or (arrival.key is not None and arrived == target)
    return target.relative_to(services.store.data).as_posix() if there else None


def _target(services: Services, arrival: _Arrival, asset_id: str) -> Path:
    suffix = rules.suffix_of(arrival.landing.path.name)
    return services.store.media_dir(asset_id) / f"original{suffix}"
