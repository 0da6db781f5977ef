"""The database door: sync sessions, one writer at a time, commits at the edge only.

SQLite allows one writer. Inside a process writers queue on a lock, which is fair and never
fails; between processes BEGIN IMMEDIATE waits on SQLite's own lock (busy_timeout) before it
has read anything, so a transaction is never turned away half-way with "database is locked".
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from matinee.kit import clock, postgres, sqlite_told, written
from matinee.kit.errors import MatineeError, NoSpace
from matinee.kit.figures import Histogram
from matinee.kit.remembered import Memory, PostgresTeller, SqliteTeller, Stamp

BUSY_TIMEOUT_MS = 30_000
CACHE_KIB = 16_384  # the facets of a hundred thousand titles, and an index to walk along
STATEMENTS = 256  # of each kind that are kept once they were built, one a viewer
_AFTER_COMMIT = "matinee.after_commit"
_CONNECTION = "matinee.connection"
_FAILED = "matinee.failed"
LEFT_ALONE_S = 5.0  # a replica that did not answer
WAITED = Histogram(
    "matinee_database_write_wait_seconds", "Seconds that a write waited for its turn.",
    (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0),
)  # fmt: skip
log = logging.getLogger(__name__)
T = TypeVar("T")


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


def only(condition: str) -> dict[str, Any]:
    """Return the options of an index over the rows of which a condition is true."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


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

    def __init__(self, url: str, replica_url: str | None = None) -> None:
        self.url = postgres.url_of(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self._writer = threading.Lock()
        self.make_room: Callable[[], object] = lambda: None  # when the disk was full
        self.engine: Engine
        if self.is_sqlite:
            # The connection used last is used next: few of them hold what is read again and again.
            self.engine = create_engine(
                url, pool_size=16, max_overflow=48, pool_timeout=30, pool_use_lifo=True
            )
            event.listen(self.engine, "connect", _configure_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            self._reading = self.engine
            self._writing = self.engine.execution_options(matinee_write=True)
        else:
            self.engine = postgres.make_engine(self.url)
            self._reading = postgres.reading(self.engine)
            self._writing = postgres.writing(self.engine)
        event.listen(self.engine, "checkout", _refuse_failed)
        event.listen(self.engine, "before_cursor_execute", written.note)
        self._memory = Memory(SqliteTeller(self.engine) if self.is_sqlite else
                              PostgresTeller(self.engine))  # fmt: skip
        self._written = 0  # how often anything was, when this process wrote last
        self._replica = Replica(replica_url) if replica_url else None

    @contextmanager
    def read(self) -> Generator[Session]:
        """Open a session for reading; anything written to it is thrown away, or refused."""
        with self._telling(), _reading(self._reading) as session:
            self._memory.give(session)  # its stamp is taken before the session sees anything
            yield session

    @contextmanager
    def read_lists(self) -> Generator[Session]:
        """Open a session for lists and search: on the replica, where there is one and it has all
        that this process wrote; else as `read` does."""
        stamp = self._replica.stamp_from(self._written) if self._replica is not None else None
        if self._replica is None or stamp is None:
            with self.read() as session:
                yield session
        else:
            with self._replica.read(stamp) as session:
                yield session

    @contextmanager
    def write(self) -> Generator[Session]:
        """Open a session for writing: one at a time, committed at the exit, else undone.

        What was registered with `after_commit` runs once the lock is free again.
        """
        asked_s = clock.monotonic()
        with (
            self._lock(),
            self._telling(),
            _Session(self._writing, expire_on_commit=False) as session,
        ):
            number = 0
            with session.begin(), _dropping(session):
                if not self.is_sqlite:
                    postgres.lock(session.connection())
                WAITED.note(clock.monotonic() - asked_s)
                connection = session.connection()
                written.forget(connection)
                yield session
                session.flush()
                number = written.count(connection, sqlite=self.is_sqlite)
            self._written = max(self._written, number)
            self._memory.wrote()
            callbacks: list[Callable[[], None]] = session.info.pop(_AFTER_COMMIT, [])
        for callback in callbacks:
            callback()

    def now(self, session: Session) -> datetime:
        """Return the moment it is, by the clock that all processes of this database share."""
        if self.is_sqlite:
            return clock.now()
        return session.execute(text("SELECT clock_timestamp()")).scalar_one()

    @property
    def written(self) -> int:
        """How often anything was written, as far as this process knows; 0 on SQLite."""
        return self._written

    def note_written(self, number: int) -> None:
        """Hear that another process has written: lists show what it tells of."""
        self._written = max(self._written, number)

    def insertion(self, row: type[Base]) -> Any:
        """Return an INSERT that can say what is done with rows that are there already."""
        return (sqlite if self.is_sqlite else postgresql).insert(row)

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Say in words what a server of its own may do: be away; and what a disk does not do."""
        try:
            yield
        except DatabaseError as cause:
            told = self._told(cause)
            if told is None:
                raise
            if isinstance(told, NoSpace):
                self.make_room()
            raise told from cause

    def _told(self, cause: DatabaseError) -> MatineeError | None:
        if self.is_sqlite:
            return sqlite_told.told(cause)
        if isinstance(cause, OperationalError):
            return postgres.told(self.url, cause)
        return None

    @contextmanager
    def _lock(self) -> Generator[None]:
        if not self.is_sqlite:
            yield
            return
        with self._writer:
            yield

    def close(self) -> None:
        """Close every connection; SQLite folds its log back into the file."""
        self._memory.close()
        if self._replica is not None:
            self._replica.close()
        if not self.is_sqlite:  # what is in use now is closed when it comes back
            event.listen(self.engine, "checkin", _close_now)
        self.engine.dispose()


@contextmanager
def _reading(engine: Engine) -> Generator[Session]:
    """Open a session that leaves nothing behind, and what was read readable."""
    with _Session(engine, expire_on_commit=False) as session, _dropping(session):
        yield session
        if session.in_transaction() and engine.dialect.name != "sqlite":
            # Nothing can have been written. After a rollback the driver would prepare its
            # statements anew.
            session.expunge_all()
            session.commit()


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


class Replica:
    """A PostgreSQL that follows the library's own, a moment behind it, and is only read."""

    def __init__(self, url: str) -> None:
        self.url = postgres.url_of(url)
        self._engine = postgres.make_engine(self.url)
        self._reading = postgres.reading(self._engine)
        self._memory = Memory(PostgresTeller(self._engine))
        self._left_alone_until = 0.0

    def stamp_from(self, written: int) -> Stamp | None:
        """Return its stamp; None while it is behind `written`, or does not answer."""
        if clock.monotonic() < self._left_alone_until:
            return None
        stamp = self._memory.stamp()
        if stamp is None:
            log.warning("the replica of the database does not answer: its own is asked")
            self._left_alone_until = clock.monotonic() + LEFT_ALONE_S
            return None
        return stamp if stamp.all >= written else None

    @contextmanager
    def read(self, stamp: Stamp) -> Generator[Session]:
        """Open a session on it."""
        try:
            with _reading(self._reading) as session:
                self._memory.give(session, stamp)
                yield session
        except OperationalError as cause:
            self._left_alone_until = clock.monotonic() + LEFT_ALONE_S
            raise postgres.unreachable(self.url, cause) from cause

    def close(self) -> None:
        """Let its connections go."""
        self._memory.close()
        event.listen(self._engine, "checkin", _close_now)
        self._engine.dispose()


class _Session(Session):
    """A session that knows which connection it stands on."""


@event.listens_for(_Session, "after_begin")
def _remember_connection(session: Session, _transaction: object, connection: Connection) -> None:
    session.info[_CONNECTION] = connection.connection.info


def _close_now(connection: Any, _record: object) -> None:
    if connection is not None:
        connection.close()


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
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    write = connection.get_execution_options().get("matinee_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
