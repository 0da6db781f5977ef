"""What it is not sure of: titles that were guessed, for the owner to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit.services import Services
from matinee.library import actions
from matinee.library.queries import get_editable, listed
from matinee.library.tables import MediaRow
from matinee.library.values import MediaChanged


def doubtful(
    session: Session, viewer: Viewer, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return media that were guessed, the most doubtful first, and how many there are."""
    unsure = listed(viewer).where(MediaRow.doubts.is_not(None))
    total = session.scalar(unsure.with_only_columns(func.count())) or 0
    order = (MediaRow.confidence, MediaRow.sort_title, MediaRow.number)
    return session.scalars(unsure.order_by(*order).offset(offset).limit(limit)).all(), total


def fix(
    services: Services, viewer: Viewer, media_ids: Sequence[str], changes: Mapping[str, Any]
) -> None:
    """Say what media are; without changes, that they are what they were taken for."""
    for media_id in dict.fromkeys(media_ids):
        if changes:
            actions.edit(services, viewer, media_id, changes)
            continue
        with services.db.write() as session:
            media = get_editable(session, viewer, media_id)
            media.doubts, media.confidence = None, 1.0
            media.locked = sorted({*(media.locked or ()), "title", "kind"})
            services.bus.publish_after_commit(session, MediaChanged(media_id))
