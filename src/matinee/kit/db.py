"""The database door: sync sessions, one writer at a time, commits at the edge only.

SQLite allows one writer. Inside a process writers queue on a lock, which is fair and never
fails; between processes BEGIN IMMEDIATE waits on SQLite's own lock (busy_timeout) before it
has read anything, so a transaction is never turned away half-way with "database is locked".
"""

import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 30_000
_AFTER_COMMIT = "matinee.after_commit"
_CONNECTION = "matinee.connection"
_FAILED = "matinee.failed"


class Base(DeclarativeBase):
    """The one metadata that every room's tables stand in."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment: stored as UTC, given back as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they would mean another time on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was given where an aware one is needed")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the stored moment its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Database:
    """One database and the sessions on it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = create_engine(url, pool_size=16, max_overflow=48, pool_timeout=30)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writer = threading.Lock()
        if self.is_sqlite:
            event.listen(self.engine, "connect", _configure_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            event.listen(self.engine, "checkout", _refuse_failed)
        self._writing = self.engine.execution_options(matinee_write=True)

    @contextmanager
    def read(self) -> Generator[Session]:
        """Open a session for reading; anything written to it is thrown away."""
        with _Session(self.engine, expire_on_commit=False) as session, _dropping(session):
            yield session  # closing undoes, and unlike a rollback leaves what was read readable

    @contextmanager
    def write(self) -> Generator[Session]:
        """Open a session for writing: one at a time, committed at the exit, else undone.

        What was registered with `after_commit` runs once the lock is free again.
        """
        with self._lock(), _Session(self._writing, expire_on_commit=False) as session:
            with session.begin(), _dropping(session):
                yield session
            callbacks: list[Callable[[], None]] = session.info.pop(_AFTER_COMMIT, [])
        for callback in callbacks:
            callback()

    @contextmanager
    def _lock(self) -> Generator[None]:
        if not self.is_sqlite:
            yield
            return
        with self._writer:
            yield

    def close(self) -> None:
        """Close every connection; SQLite folds its log back into the file."""
        self.engine.dispose()


@contextmanager
def _dropping(session: Session) -> Generator[None]:
    """Let a connection on which something failed not be used again.

    The error's traceback may keep a half-read cursor alive; SQLite would hold that cursor's old
    snapshot open, and the next writer on the connection would be told "database is locked".
    """
    try:
        yield
    except BaseException:
        used: dict[str, Any] | None = session.info.get(_CONNECTION)
        if used is not None:
            used[_FAILED] = True
        raise


def after_commit(session: Session, callback: Callable[[], None]) -> None:
    """Call `callback` after the surrounding `Database.write` has committed."""
    session.info.setdefault(_AFTER_COMMIT, []).append(callback)


class _Session(Session):
    """A session that knows which connection it stands on."""


@event.listens_for(_Session, "after_begin")
def _remember_connection(session: Session, _transaction: object, connection: Connection) -> None:
    session.info[_CONNECTION] = connection.connection.info


def _refuse_failed(_raw: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    if record.info.get(_FAILED):
        raise DisconnectionError  # the pool closes it and opens another


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the "begin" hook below says BEGIN, not the driver
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # a power cut loses no finished write
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -4096")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    write = connection.get_execution_options().get("matinee_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
