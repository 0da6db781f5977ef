"""What one process does for all: who has the duty, and who is there at all.

The rows are leases by the database's clock. Where one process is all there is, nobody asks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.kit.db import Database
from matinee.kit.jobs.tables import DutyRow, WorkerRow
from matinee.kit.jobs.types import Lane

BEAT: Final = "beat"  # looks at what is due, and watches the library folders
HELD_S: Final = 20.0
SEEN_S: Final = 20.0
_RENEW_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker that runs."""

    host: str
    version: str
    lanes: frozenset[Lane]
    started_at: datetime


class Duty:
    """This process's part in a cluster: it says that it is there, and has the duty or not."""

    def __init__(
        self, db: Database, owner: str, version: str, lanes: Collection[Lane], name: str = BEAT
    ) -> None:
        self._db, self._owner, self._version = db, owner, version
        self._lanes, self._name = sorted(lanes), name
        self._asked_at = -_RENEW_S
        self._has = False

    def held(self) -> bool:
        """Say whether this process has the duty; asks for it, and holds on to it."""
        if clock.monotonic() - self._asked_at >= _RENEW_S:
            self._has = False  # where the database does not answer, nobody has it
            with self._db.write() as session:
                now = self._db.now(session)
                self._say(session, now)
                self._has = self._take(session, now)
            self._asked_at = clock.monotonic()
        return self._has

    def leave(self) -> None:
        """Give the duty back, and be gone."""
        self._has, self._asked_at = False, float("inf")
        with self._db.write() as session:
            session.execute(delete(WorkerRow).where(WorkerRow.owner == self._owner))
            mine = (DutyRow.name == self._name, DutyRow.owner == self._owner)
            session.execute(delete(DutyRow).where(*mine))

    def _say(self, session: Session, now: datetime) -> None:
        row = session.get(WorkerRow, self._owner)
        if row is None:
            row = WorkerRow(
                owner=self._owner, version=self._version, lanes=list(self._lanes), started_at=now
            )
            session.add(row)
        row.seen_at = now
        long_ago = now - timedelta(seconds=10 * SEEN_S)
        session.execute(delete(WorkerRow).where(WorkerRow.seen_at < long_ago))

    def _take(self, session: Session, now: datetime) -> bool:
        row = session.get(DutyRow, self._name)
        if row is not None and row.owner != self._owner and row.until > now:
            return False
        if row is None:
            row = DutyRow(name=self._name)
            session.add(row)
        row.owner, row.until = self._owner, now + timedelta(seconds=HELD_S)
        return True


def workers(db: Database) -> list[Worker]:
    """Return the workers that run now."""
    with db.read() as session:
        since = db.now(session) - timedelta(seconds=SEEN_S)
        rows = session.scalars(
            select(WorkerRow).where(WorkerRow.seen_at >= since).order_by(WorkerRow.owner)
        )
        return [
            Worker(
                row.owner.partition("|")[0], row.version,
                frozenset(Lane(lane) for lane in row.lanes), row.started_at,
            )
            for row in rows
        ]  # fmt: skip
