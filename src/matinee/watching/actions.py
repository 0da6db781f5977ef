"""Keeping where people are. A write is one small transaction; the newest position wins."""

from datetime import datetime

from sqlalchemy import delete

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
