"""The trash as a whole: many titles at once, and emptying it."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library.actions import schedule_purge
from matinee.library.tables import TRASHED, MediaRow
from matinee.library.values import MediaRemoved

_CHUNK = 100


def let_go(services: Services, media_ids: Sequence[str]) -> list[str]:
    """Put owned titles into the trash, their files with them when its time is over; returns which.

    Titles scanned in place, and those that are in the trash already, are left alone.
    """
    gone: list[str] = []
    for start in range(0, len(media_ids), _CHUNK):
        chunk = media_ids[start : start + _CHUNK]
        with services.db.write() as session:
            rows = session.scalars(
                select(MediaRow).where(
                    MediaRow.id.in_(chunk), MediaRow.owned.is_(True), MediaRow.trashed_at.is_(None)
                )
            ).all()
            now = clock.now()
            for media in rows:
                media.trashed_at, media.status, media.delete_file = now, TRASHED, True
                media.purge_at = now + timedelta(days=services.settings.trash_days)
                media.updated_at = now
                services.bus.publish_after_commit(session, MediaRemoved(media.id))
                gone.append(media.id)
            session.flush()
            schedule_purge(services, session)
    return gone


def empty_trash(services: Services) -> int:
    """Let the time of everything in the trash be over; returns how many titles. What is to be
    deleted is, by a job."""
    with services.db.write() as session:
        mine = MediaRow.trashed_at.is_not(None)
        ids = session.scalars(select(MediaRow.id).where(mine)).all()
        if ids:
            session.execute(update(MediaRow).where(mine).values(purge_at=clock.now()))
            session.flush()
            schedule_purge(services, session)
        return len(ids)
