"""Keeping reports: the newest of a viewing replaces the one before, and old ones go."""

from datetime import timedelta

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit import clock, db
from matinee.kit.errors import Conflict
from matinee.kit.services import Services
from matinee.streaming.reports import figures, rules
from matinee.streaming.reports.schemas import PlaybackReport
from matinee.streaming.reports.tables import ReportRow

_NEWEST_FIRST = (ReportRow.updated_at.desc(), ReportRow.viewing.desc())


def keep(services: Services, viewer: Viewer, viewing: str, report: PlaybackReport) -> None:
    """Keep what a viewing says now; a report older than the one kept changes nothing.

    One person holds a share of the room at most, so that nobody's reports push out all others.
    Raises NotFound for a title the viewer cannot see.
    """
    with services.db.write() as session:
        library.get_media(session, viewer, report.media_id)
        row = session.get(ReportRow, (viewer.user_id, viewing))
        before = figures.Before() if row is None else figures.Before.of(row)
        if row is None:
            row = ReportRow(user_id=viewer.user_id, viewing=viewing, began_at=clock.now())
            session.add(row)
            _drop_beyond(session, rules.MOST_OF_ONE_PERSON - 1, viewer.user_id)
        elif row.media_id != report.media_id:
            raise Conflict(
                "This viewing is of another title.", fix="Begin a new viewing for each title."
            )
        elif report.seq <= row.seq:
            return
        for name, value in report.model_dump().items():
            setattr(row, name, value)
        row.updated_at = clock.now()
        db.after_commit(session, lambda: figures.note_report(before, report))


def prune(services: Services) -> None:
    """Delete what is older than it is kept, and what is beyond the room for it."""
    too_old = clock.now() - timedelta(days=rules.KEPT_DAYS)
    with services.db.write() as session:
        session.execute(delete(ReportRow).where(ReportRow.updated_at < too_old))
        _drop_beyond(session, rules.MOST_ROWS)


def _drop_beyond(session: Session, most: int, user_id: str | None = None) -> None:
    """Delete all but the newest, of one person or of all."""
    ranked = select(ReportRow.user_id, ReportRow.viewing)
    if user_id is not None:
        ranked = ranked.where(ReportRow.user_id == user_id)
    with session.no_autoflush:
        beyond = session.execute(ranked.order_by(*_NEWEST_FIRST).offset(most)).all()
    if beyond:
        names = [(row.user_id, row.viewing) for row in beyond]
        for first in range(0, len(names), 400):
            key = tuple_(ReportRow.user_id, ReportRow.viewing)
            session.execute(
                delete(ReportRow)
                .where(key.in_(names[first : first + 400]))
                .execution_options(synchronize_session=False, autoflush=False)
            )
