"""The servers that stand over one library: each says that it is there, and how others reach it.

Where one process is all there is, nobody asks. The rows are of the database's clock, as leases are.
"""

import contextlib
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, Database, UtcDateTime
from matinee.kit.errors import MatineeError
from matinee.kit.ids import new_id
from matinee.kit.written import quiet

SEEN_S: Final = 20.0
SAY_S: Final = 5.0


class ServerRow(Base):
    """A server that runs, as it last said; gone when it has said nothing for a while."""

    __tablename__ = "server"
    __table_args__ = quiet(__tablename__)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    host: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that runs. `address` is where others of this library ask it: `http://host:port`."""

    id: str
    host: str
    address: str
    version: str


class Peers:
    """This server among the others of its library."""

    def __init__(self, db: Database, address: str, version: str) -> None:
        self._db, self._version = db, version
        self.address = address
        self.id = new_id()
        self._host = f"{socket.gethostname()}-{os.getpid()}"

    def say(self) -> None:
        """Say that this server is there; to be called every SAY_S seconds."""
        with self._db.write() as session:
            now = self._db.now(session)
            row = session.get(ServerRow, self.id)
            if row is None:
                row = ServerRow(
                    id=self.id, host=self._host, address=self.address, version=self._version,
                    started_at=now,
                )  # fmt: skip
                session.add(row)
            row.seen_at = now
            long_ago = now - timedelta(seconds=10 * SEEN_S)
            session.execute(delete(ServerRow).where(ServerRow.seen_at < long_ago))

    def leave(self) -> None:
        """Be gone. Where the database is away too, the row lapses by itself."""
        with contextlib.suppress(MatineeError), self._db.write() as session:
            session.execute(delete(ServerRow).where(ServerRow.id == self.id))

    def all(self) -> list[Peer]:
        """Return the servers that run now, this one too."""
        with self._db.read() as session:
            since = self._db.now(session) - timedelta(seconds=SEEN_S)
            rows = session.scalars(
                select(ServerRow).where(ServerRow.seen_at >= since).order_by(ServerRow.id)
            )
            return [Peer(row.id, row.host, row.address, row.version) for row in rows]

    def others(self) -> list[Peer]:
        """Return the servers that run now beside this one."""
        return [peer for peer in self.all() if peer.id != self.id]
