"""What costs much to read is remembered until something is written (decision 0028)."""

import contextlib
import enum
import sqlite3
import threading
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matinee.kit import clock, context
from matinee.kit.statements import ready

MOST = 500
_HOLDS_S = 0.1  # what a request was told once: its guard and its route are one look
_MEMORY = "matinee.memory"
_WRITTEN = ready(text("SELECT number, library, people FROM written"))
T = TypeVar("T")


class Of(enum.Enum):
    """What something that is remembered tells of."""

    LIBRARY = "library"
    """Of titles and what belongs to them: not of what people do with them."""
    PEOPLE = "people"
    """Of who somebody is that asks: accounts and sign-ins."""
    ALL = "all"


class Stamp(NamedTuple):
    """How often anything was written, and how often the library was, and who may sign in."""

    all: int
    library: int
    people: int


def remembered(session: Session, key: Hashable, make: Callable[[], T], *, of: Of = Of.ALL) -> T:
    """Return what `make` reads, or what it read before where nothing of that kind was written
    since, by whomever: for what costs much and is asked again and again. It must not be changed."""
    memory: tuple[Memory, Stamp] | None = session.info.get(_MEMORY)
    if memory is None:  # a session that writes sees what nobody else does
        return make()
    store, stamp = memory
    return store.get(stamp, of, key, make)


class Teller(Protocol):
    """Tells how often something was written."""

    def stamp(self) -> Stamp | None:
        """Return it; None where the database does not answer."""
        ...

    def close(self) -> None:
        """Let its connection go."""
        ...


class Memory:
    """What was read since the last write, by its key.

    The stamp is another one once anybody has committed anything. It is taken before a session
    begins, so what is read then is never older. Of more than MOST values the one that was asked
    longest ago goes: a hundred pages that are asked once leave what is asked with each.
    """

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._lock = threading.Lock()
        self._stamps = dict.fromkeys(Of, 0)
        self._values: dict[Of, dict[Hashable, Any]] = {of: {} for of in Of}

    def stamp(self) -> Stamp | None:
        """Return the stamp; None where the database does not answer, which is for who asks it
        something to tell. A request is told once, unless it takes long or writes."""
        known = context.known.get()
        if known is None:
            return self._teller.stamp()
        now = clock.monotonic()
        told = known.get(id(self))
        if told is not None and now - told[1] < _HOLDS_S:
            return told[0]
        stamp = self._teller.stamp()
        known[id(self)] = stamp, now
        return stamp

    def wrote(self) -> None:
        """Hear that this request has written."""
        known = context.known.get()
        if known is not None:
            known.pop(id(self), None)

    def give(self, session: Session, stamp: Stamp | None = None) -> None:
        """Let a session that has not begun remember."""
        stamp = stamp or self.stamp()
        if stamp is not None:
            session.info[_MEMORY] = self, stamp

    def get(self, stamp: Stamp, of: Of, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is remembered as of a stamp, made where it is not."""
        number: int = getattr(stamp, of.value)
        with self._lock:
            values = self._values[of]
            if self._stamps[of] == number and key in values:
                value = values[key] = values.pop(key)  # the last of the row now
                return value
        value = make()
        with self._lock:
            if self._stamps[of] != number:
                values.clear()
                self._stamps[of] = number
            elif len(values) >= MOST:
                del values[next(iter(values))]
            values[key] = value
        return value

    def close(self) -> None:
        """Forget everything."""
        self._teller.close()
        with self._lock:
            for values in self._values.values():
                values.clear()


class SqliteTeller:
    """SQLite's `data_version`, as one connection that is kept sees it, and the other numbers, read
    anew when that is another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._connection: Any = None
        self._last = Stamp(-1, -1, -1)

    def stamp(self) -> Stamp | None:
        """Return it; None where the database does not answer."""
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._engine.raw_connection()
                    self._connection.detach()
                    self._last = Stamp(-1, -1, -1)
                cursor = self._connection.cursor()
                try:
                    version = cursor.execute("PRAGMA data_version").fetchone()[0]
                    if version != self._last.all:
                        row = cursor.execute("SELECT library, people FROM written").fetchone()
                        self._last = Stamp(version, *row)
                    return self._last
                finally:
                    cursor.close()
            except (sqlite3.Error, SQLAlchemyError):
                self._connection = None
                return None

    def close(self) -> None:
        """Let its connection go."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class PostgresTeller:
    """The numbers that every writing transaction counts up, asked on a connection that is kept:
    without a turn in the pool, and a look whether it still stands, for each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    def stamp(self) -> Stamp | None:
        """Return it; None where the database does not answer."""
        with self._lock:
            if self._connection is not None:
                try:
                    return Stamp(*self._connection.execute(_WRITTEN).one())
                except SQLAlchemyError:  # it broke since: another may stand
                    self._drop()
            try:
                self._connection = self._engine.connect()
                self._connection.detach()
                return Stamp(*self._connection.execute(_WRITTEN).one())
            except SQLAlchemyError:
                self._drop()
                return None

    def close(self) -> None:
        """Let its connection go."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None
