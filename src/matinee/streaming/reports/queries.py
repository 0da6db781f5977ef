"""The reports of the last days."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.streaming.reports.rules import Viewing
from matinee.streaming.reports.tables import ReportRow

_COLUMNS = tuple(getattr(ReportRow, one.name) for one in fields(Viewing))


def since(session: Session, days: int) -> Iterator[Viewing]:
    """Return the viewings told of in the last days."""
    asked = select(*_COLUMNS).where(ReportRow.updated_at > clock.now() - timedelta(days=days))
    for row in session.execute(asked):
        yield Viewing(*row)
