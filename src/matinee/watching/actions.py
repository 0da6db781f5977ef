"""Keeping where people are. A write is one small transaction; the newest position wins."""

from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, delete, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.kit.db import STATEMENTS
from matinee.kit.errors import Unprocessable
from matinee.kit.services import Services
from matinee.kit.statements import ready
from matinee.library import MediaPlayed, MediaRow
from matinee.watching import queries, rules, schemas
from matinee.watching.tables import ProgressRow


def save(
    services: Services,
    viewer: Viewer,
    media_id: str,
    position_s: float,
    duration_s: float | None,
    seen_at: datetime,
) -> schemas.Progress:
    """Keep a position that was true at `seen_at`; one older than what is kept changes nothing.

    Returns what is kept. Raises NotFound, or Unprocessable for a position beyond the end.
    """
    with services.db.write() as session:
        before = session.execute(_place(viewer), {"media": media_id}).first()
        if before is None:
            library.get_media(session, viewer, media_id)  # says why not
            raise AssertionError("a title is seen and not seen")
        standing = rules.weigh(position_s, duration_s, before.known_s)
        if standing is None:
            raise Unprocessable(
                f"Position {position_s} s is beyond the end of this title.",
                fix="Send the position within the title, in seconds.",
                code="position_out_of_range",
            )
        if before.seen_at is not None and seen_at < before.seen_at:
            return schemas.Progress.model_validate(before, from_attributes=True)
        if rules.may_be_at_credits(standing):
            standing = rules.at_credits(standing, queries.markers(session, media_id))
        services.bus.publish_after_commit(
            session,
            MediaPlayed(media_id, viewer.profile_id, before.percent or 0.0, standing.percent),
        )
        return _keep(session, viewer, media_id, standing, before, seen_at)


_KEPT = cast("Table", ProgressRow.__table__)
_MINE = ready(
    _KEPT.update().where(
        _KEPT.c.profile_id == bindparam("of_profile"), _KEPT.c.media_id == bindparam("of_media")
    )
)


@lru_cache(maxsize=STATEMENTS)
def _place(viewer: Viewer) -> Executable:
    """Return the SELECT of what a title's length is and of where the viewer is in it: players ask
    it every few seconds."""
    row = ProgressRow
    mine = (row.media_id == MediaRow.id) & (row.profile_id == viewer.profile_id)
    return ready(
        library.visible_to(viewer)
        .outerjoin(row, mine)
        .where(MediaRow.id == bindparam("media"))
        .with_only_columns(
            MediaRow.duration_s.label("known_s"), row.position_s, row.duration_s, row.percent,
            row.completed, row.times_completed, row.seen_at, row.updated_at,
        )
    )  # fmt: skip


def _keep(
    session: Session, viewer: Viewer, media_id: str, standing: rules.Standing, before: Any,
    seen_at: datetime,
) -> schemas.Progress:  # fmt: skip
    now = clock.now()
    kept = schemas.Progress(
        position_s=standing.position_s, duration_s=standing.duration_s,
        percent=standing.percent, completed=standing.completed, updated_at=now,
    )  # fmt: skip
    anew = int(standing.completed and not before.completed)
    times = (before.times_completed or 0) + anew
    values = {**dict(kept), "seen_at": seen_at, "times_completed": times}
    if before.seen_at is None:
        mine = {"profile_id": viewer.profile_id, "media_id": media_id, "started_at": now}
        session.execute(_KEPT.insert(), {**mine, **values})
    else:
        mine = {"of_profile": viewer.profile_id, "of_media": media_id}
        session.execute(_MINE, {**mine, **values})
    return kept


def forget(services: Services, viewer: Viewer, media_id: str) -> None:
    """Forget where the viewer is in a media, which takes it out of their row. Repeatable."""
    with services.db.write() as session:
        library.get_media(session, viewer, media_id, or_trashed=True)
        session.execute(
            delete(ProgressRow).where(
                ProgressRow.profile_id == viewer.profile_id, ProgressRow.media_id == media_id
            )
        )


def follow(session: Session, from_media: str, to_media: str) -> None:
    """Let what people did with a media go over to another that it is a version of: of two places
    of one profile the newer stays, and what was seen to the end stays seen."""
    for row in session.scalars(select(ProgressRow).where(ProgressRow.media_id == from_media)).all():
        mine = session.get(ProgressRow, (row.profile_id, to_media))
        if mine is None:
            values = {
                column.key: getattr(row, column.key) for column in ProgressRow.__table__.columns
            }
            session.add(ProgressRow(**(values | {"media_id": to_media})))
            continue
        mine.times_completed = max(mine.times_completed, row.times_completed)
        if row.seen_at > mine.seen_at:
            mine.position_s, mine.percent = row.position_s, row.percent
            mine.completed, mine.seen_at = row.completed, row.seen_at
            mine.duration_s, mine.updated_at = row.duration_s, row.updated_at
    session.flush()
