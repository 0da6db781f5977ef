"""Keeping where people are. A write is one small transaction; the newest position wins."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.kit.errors import Unprocessable
from matinee.kit.services import Services
from matinee.library import MediaPlayed
from matinee.watching import queries, rules
from matinee.watching.queries import find
from matinee.watching.tables import ProgressRow


def save(
    services: Services,
    viewer: Viewer,
    media_id: str,
    position_s: float,
    duration_s: float | None,
    seen_at: datetime,
) -> ProgressRow:
    """Keep a position that was true at `seen_at`; one older than what is kept changes nothing.

    Returns what is kept. Raises NotFound, or Unprocessable for a position beyond the end.
    """
    with services.db.write() as session:
        media = library.get_media(session, viewer, media_id)
        standing = rules.weigh(position_s, duration_s, media.duration_s)
        if standing is None:
            raise Unprocessable(
                f"Position {position_s} s is beyond the end of this title.",
                fix="Send the position within the title, in seconds.",
                code="position_out_of_range",
            )
        if rules.may_be_at_credits(standing):
            standing = rules.at_credits(standing, queries.markers(session, media_id))
        now = clock.now()
        row = find(session, viewer, media_id)
        if row is None:
            row = ProgressRow(
                profile_id=viewer.profile_id,
                media_id=media_id,
                started_at=now,
                completed=False,
                times_completed=0,
            )
            session.add(row)
        elif seen_at < row.seen_at:
            return row
        played = MediaPlayed(media_id, viewer.profile_id, row.percent or 0.0, standing.percent)
        services.bus.publish_after_commit(session, played)
        row.times_completed += int(standing.completed and not row.completed)
        row.position_s, row.duration_s = standing.position_s, standing.duration_s
        row.percent, row.completed = standing.percent, standing.completed
        row.seen_at, row.updated_at = seen_at, now
        return row


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
