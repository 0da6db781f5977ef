"""What was missing for so long that the library lets go of it.

Only rows go, never a file. Nothing goes while a folder is away or asks its owner, nothing that
has a file of ours, and nothing of a folder that was taken out of the library.
"""

import logging
import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from matinee.kit import clock, objects
from matinee.kit.db import after_commit
from matinee.kit.jobs import JobSpec, Priority
from matinee.kit.services import Services
from matinee.library.gate import extras
from matinee.library.tables import READY, UNAVAILABLE, AssetRow, MediaRow, PlaceRow, RootRow
from matinee.library.values import MediaRemoved

log = logging.getLogger(__name__)
PURGE = "library.purge_missing"


def queue_if_due(services: Services) -> None:
    """Queue the purge when something has been missing for long enough."""
    with services.db.read() as session:
        due = session.scalar(_due(services).limit(1)) is not None
    if due:
        with services.db.write() as session:
            spec = JobSpec(PURGE, {}, priority=Priority.BACKGROUND, dedupe_key=PURGE)
            services.jobs.enqueue(session, spec)


def purge_missing(services: Services) -> int:
    """Let go of what has been missing for long enough; returns how many media went."""
    with services.db.read() as session:
        due = session.scalars(_due(services)).all()
    gone = 0
    for media_id in due:
        # The disk is asked once more, and not while the write lock is held.
        if not _is_back(services, media_id):
            gone += _purge(services, media_id)
    if gone:
        log.info("%d titles that were missing for %d days were let go of",
                 gone, services.settings.missing_days)  # fmt: skip
    return gone


def _due(services: Services) -> Any:
    before = clock.now() - timedelta(days=services.settings.missing_days)
    settled = exists().where(
        RootRow.id == PlaceRow.root_id, RootRow.status == READY, RootRow.gone == 0
    )
    placed = exists().where(PlaceRow.asset_id == AssetRow.id)
    unsettled = exists().where(
        PlaceRow.asset_id == AssetRow.id,
        or_(PlaceRow.missing_since.is_(None), PlaceRow.missing_since > before, ~settled),
    )
    kept = exists().where(
        AssetRow.media_id == MediaRow.id, or_(AssetRow.key.is_not(None), ~placed, unsettled)
    )
    has_files = exists().where(AssetRow.media_id == MediaRow.id)
    return select(MediaRow.id).where(MediaRow.status == UNAVAILABLE, has_files, ~kept)


def _is_back(services: Services, media_id: str) -> bool:
    """Say whether a file is there after all, or its folder is not."""
    with services.db.read() as session:
        rows = session.execute(
            select(RootRow.path, PlaceRow.relative_path)
            .join(PlaceRow, PlaceRow.root_id == RootRow.id)
            .join(AssetRow, AssetRow.id == PlaceRow.asset_id)
            .where(AssetRow.media_id == media_id)
        ).all()
    return any(
        os.path.lexists(os.path.join(root, path)) or not _holds_anything(root)  # noqa: PTH118
        for root, path in rows
    )


def _holds_anything(root: str) -> bool:
    try:
        with os.scandir(root) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def _purge(services: Services, media_id: str) -> bool:
    with services.db.write() as session:
        if session.scalar(_due(services).where(MediaRow.id == media_id)) is None:
            return False
        assets = session.scalars(select(AssetRow.id).where(AssetRow.media_id == media_id)).all()
        _forget(session, media_id, assets)
        store = services.store
        folders = [store.artwork_dir(media_id)]
        folders += [folder(one) for one in assets for folder in (store.media_dir, store.cache_dir)]
        after_commit(session, lambda: objects.forget_under(services, *folders))
        services.bus.publish_after_commit(session, MediaRemoved(media_id))
        return True


def _forget(session: Session, media_id: str, asset_ids: Sequence[str]) -> None:
    """Delete the rows, the places too: a file that comes back later is a new one."""
    session.execute(delete(PlaceRow).where(PlaceRow.asset_id.in_(asset_ids)))
    extras.release(session, media_id)
    session.execute(delete(MediaRow).where(MediaRow.id == media_id))
