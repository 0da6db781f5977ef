"""What a profile has watched and goes on watching."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.engine import Marker
from matinee.kit.db import STATEMENTS
from matinee.kit.statements import among, ready
from matinee.library import MediaRow
from matinee.watching import rules
from matinee.watching.tables import ProgressRow


def find(session: Session, viewer: Viewer, media_id: str) -> ProgressRow | None:
    """Return how far the viewer is in a media, None when they never began."""
    return session.get(ProgressRow, (viewer.profile_id, media_id))


def resume_at(session: Session, viewer: Viewer, media_id: str) -> float:
    """Return the second to go on at: 0 when never begun, or watched to the end."""
    row = find(session, viewer, media_id)
    return 0.0 if row is None or row.completed else row.position_s


def markers(session: Session, media_id: str) -> tuple[Marker, ...]:
    """Return what may be passed over in the file of a media that is played."""
    asset = library.main_asset(session, media_id)
    if asset is None:
        return ()
    return library.markers_of(session, asset.id, library.get_probe(session, asset.id))


def continue_watching(session: Session, viewer: Viewer, limit: int) -> Sequence[int]:
    """Return the numbers of media begun and not finished, the one watched last first."""
    return session.scalars(_begun(viewer, limit)).all()


@lru_cache(maxsize=STATEMENTS)
def _begun(viewer: Viewer, limit: int) -> Select[int]:
    started = or_(
        ProgressRow.position_s > rules.STARTED_AFTER_S,
        ProgressRow.percent >= rules.STARTED_FROM * 100,
    )
    return ready(
        library.visible_to(viewer)
        .join(ProgressRow, ProgressRow.media_id == MediaRow.id)
        .where(
            ProgressRow.profile_id == viewer.profile_id,
            ProgressRow.completed.is_(False),
            started,
        )
        .with_only_columns(MediaRow.number)
        .order_by(ProgressRow.updated_at.desc(), ProgressRow.media_id.desc())
        .limit(limit)
    )


def history(
    session: Session, viewer: Viewer, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return a stretch of what the viewer watched or began, the last first, and how many."""
    mine = (
        library.visible_to(viewer)
        .join(ProgressRow, ProgressRow.media_id == MediaRow.id)
        .where(ProgressRow.profile_id == viewer.profile_id)
    )
    total = session.scalar(mine.with_only_columns(func.count())) or 0
    latest_first = mine.order_by(ProgressRow.updated_at.desc(), ProgressRow.media_id.desc())
    return session.scalars(latest_first.offset(offset).limit(limit)).all(), total


_KEPT = ProgressRow.__table__.c
# Every list asks this: it is built once, of columns alone, which spares half of what it costs.
_OF_MANY = ready(
    select(
        _KEPT.media_id, _KEPT.position_s, _KEPT.duration_s, _KEPT.percent, _KEPT.completed,
        _KEPT.updated_at,
    ).where(_KEPT.profile_id == bindparam("profile"), among(_KEPT.media_id, "media"))
)  # fmt: skip


def decorate(
    session: Session, viewer: Viewer, media_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return the `progress` of many media at once, for those the viewer began."""
    rows = session.execute(_OF_MANY, {"profile": viewer.profile_id, "media": media_ids})
    return {
        media_id: {
            "progress": {
                "position_s": position_s,
                "duration_s": duration_s,
                "percent": percent,
                "completed": completed,
                "updated_at": updated_at,
            }
        }
        for media_id, position_s, duration_s, percent, completed, updated_at in rows
    }


def watched(session: Session, viewer: Viewer) -> int:
    """Return how many media the viewer has watched to the end."""
    seen = library.visible_to(viewer).join(ProgressRow, ProgressRow.media_id == MediaRow.id)
    mine = seen.where(ProgressRow.profile_id == viewer.profile_id, ProgressRow.times_completed > 0)
    return session.scalar(mine.with_only_columns(func.count())) or 0
