"""`matinee migrate-database`: copies a library into another database and compares every row.

Rows go over table by table in the order of their keys, so a copy that was cut off goes on where
it stopped: what is there already is the beginning. Until all is compared the new database is
marked as unfinished, and no server starts on it. The old one is only read.
"""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Table, text

from matinee import discovery
from matinee.app import tables
from matinee.app.lock import ServerLock
from matinee.kit import copying, migrate
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Conflict, Invalid

SQLITE: Final = "sqlite"  # as an address: the file in the data folder
Say = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows there are, and in how many texts another sign stands for a NUL, which
    PostgreSQL does not take."""

    rows: int
    cleaned: int


def transfer(settings: Settings, target: str, say: Say, *, again: bool = False) -> Copied:
    """Copy the library of these settings into the database at `target` (an address, or `sqlite`
    for the file in the data folder). `say(table, rows so far, of)` hears how far it is; `again`
    throws away what an earlier copy that was not finished has left.

    Raises Conflict while a server runs or where the target holds a library, Unavailable where a
    database cannot be used, Invalid where the copy is not what the library is.
    """
    goal = replace(settings, database_url=None if target == SQLITE else target)
    if goal.database == settings.database:
        raise Invalid("The library is in that database already.")
    lock = ServerLock(settings.data)
    if not lock.acquire("moving the library"):
        raise Conflict("Matinee runs on this library.", fix="Stop it, then move the library.")
    try:
        with ExitStack() as stack:
            migrate.upgrade(settings)
            source = stack.enter_context(closing(Database(settings.database)))
            new = _begun(stack, goal, again=again)
            copied = _copy(source, new, say)
            with new.write() as session:
                discovery.upkeep.make_anew(session)
            _compare(source, new)
            _mark(new, migrate.revisions()[-1])
            return copied
    finally:
        lock.release()


def _begun(stack: ExitStack, goal: Settings, *, again: bool) -> Database:
    """Open the new database: an empty one, or one into which a copy has begun."""
    under_way = migrate.current_revision(goal) == migrate.MOVING
    if not under_way:
        migrate.upgrade(goal)
    new = stack.enter_context(closing(Database(goal.database)))
    with new.read() as session:
        taken = [one.name for one in _kept() if copying.count(session, one)]
    if taken and not under_way:
        raise Conflict(
            f"There is a library in that database already ({taken[0]} has rows).",
            fix="Name an empty database, or empty that one first.",
        )
    with new.write() as session:
        discovery.upkeep.put_aside(session)
        if again:
            for one in reversed(tables.in_order()):
                session.execute(one.delete())
    _mark(new, migrate.MOVING)
    return new


def _mark(new: Database, revision: str) -> None:
    with new.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": revision})


def _kept() -> list[Table]:
    """Return the tables that are copied, those first to which others point."""
    return [one for one in tables.in_order() if one.name not in discovery.upkeep.DERIVED]


def _copy(source: Database, new: Database, say: Say) -> Copied:
    rows = cleaned = 0
    for table in _kept():
        with source.read() as there:
            most = copying.count(there, table)
            with new.read() as session:
                done = copying.count(session, table)
                last = copying.last_key(session, table) if done else None
            for batch in copying.batches(there, table, last):
                values = [copying.clean(row, new.is_sqlite) for row in batch]
                cleaned += sum(count for _, count in values)
                with new.write() as session:
                    copying.put(session, table, [row for row, _ in values])
                done += len(batch)
                say(table.name, done, most)
            for batch in copying.batches(there, table):
                with new.write() as session:
                    copying.point_at_own(session, table, batch)
        rows += done
        if not new.is_sqlite:
            with new.write() as session:
                copying.go_on_counting(session, table)
    return Copied(rows, cleaned)


def _compare(source: Database, new: Database) -> None:
    """Read every row on both sides. Raises Invalid for the first table that is not the same."""
    for table in _kept():
        with source.read() as there, new.read() as here:
            same = copying.digest(there, table, new.is_sqlite) == copying.digest(
                here, table, new.is_sqlite
            )
        if not same:
            raise Invalid(
                f"The copy of {table.name} is not what the library has: something was written "
                "meanwhile, or a copy that was cut off is of another day.",
                fix="Stop everything that writes, and copy from the beginning with --again.",
                code="copy_differs",
            )
