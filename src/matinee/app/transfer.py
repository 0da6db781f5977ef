"""`matinee migrate-database`: copies a library into another database and compares every row.

Rows go over table by table in the order of their keys, so a copy that was cut off goes on where
it stopped: what is there already is the beginning. Until all is compared the new database is
marked as unfinished, and no server starts on it. The old one is only read.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import JSON, Integer, Table, func, insert, select, text, tuple_

from matinee import discovery
from matinee.app import tables
from matinee.app.lock import ServerLock
from matinee.kit import migrate, postgres
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Conflict, Invalid

BATCH: Final = 2_000
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
        counts = {one.name: select(func.count()).select_from(one) for one in _kept()}
        taken = [name for name, count in counts.items() if session.scalar(count)]
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
        with source.read() as session:
            most = session.scalar(select(func.count()).select_from(table)) or 0
        with new.read() as session:
            done = session.scalar(select(func.count()).select_from(table)) or 0
            last = _last(session, table) if done else None
        for batch in _batches(source, table, last):
            values = [_clean(row, new.is_sqlite) for row in batch]
            cleaned += sum(count for _, count in values)
            with new.write() as session:
                session.execute(insert(table), [row for row, _ in values])
            done += len(batch)
            say(table.name, done, most)
        rows += done
        if not new.is_sqlite:
            _go_on_counting(new, table)
    return Copied(rows, cleaned)


def _last(session: Any, table: Table) -> tuple[Any, ...]:
    keys = list(table.primary_key.columns)
    row = session.execute(select(*keys).order_by(*(key.desc() for key in keys)).limit(1)).one()
    return tuple(row)


def _batches(
    source: Database, table: Table, last: tuple[Any, ...] | None
) -> Iterator[list[dict[str, Any]]]:
    """Yield rows in the order of their keys, from behind `last` on."""
    keys = list(table.primary_key.columns)
    while True:
        wanted = select(table).order_by(*keys).limit(BATCH)
        if last is not None:
            wanted = wanted.where(tuple_(*keys) > tuple_(*last))
        with source.read() as session:
            found = [dict(row) for row in session.execute(wanted).mappings()]
        if not found:
            return
        yield found
        last = tuple(found[-1][key.name] for key in keys)


def _clean(row: dict[str, Any], any_text: bool) -> tuple[dict[str, Any], int]:
    """Return a row as PostgreSQL takes it, and how many of its texts had a NUL."""
    if any_text:
        return row, 0
    marred = [name for name, value in row.items() if isinstance(value, str) and "\0" in value]
    return row | {name: postgres.without_nul(row[name]) for name in marred}, len(marred)


def _go_on_counting(new: Database, table: Table) -> None:
    """Let PostgreSQL give numbers from behind the highest there is."""
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer) and column.autoincrement is not False:
            sequence = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            with new.write() as session:
                if session.scalar(text(f"SELECT {sequence}")) is not None:
                    session.execute(
                        text(f"SELECT setval({sequence}, max({column.name})) FROM {table.name} "
                             f"HAVING max({column.name}) IS NOT NULL")
                    )  # fmt: skip


def _compare(source: Database, new: Database) -> None:
    """Read every row on both sides. Raises Invalid for the first table that is not the same."""
    for table in _kept():
        was, now = (_digest(one, table, new.is_sqlite) for one in (source, new))
        if was != now:
            raise Invalid(
                f"The copy of {table.name} is not what the library has: something was written "
                "meanwhile, or a copy that was cut off is of another day.",
                fix="Stop everything that writes, and copy from the beginning with --again.",
                code="copy_differs",
            )


def _digest(database: Database, table: Table, any_text: bool) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for batch in _batches(database, table, None):
        count += len(batch)
        for row in batch:
            values, _ = _clean(row, any_text)
            digest.update(repr([_plain(table, *one) for one in values.items()]).encode())
    return count, digest.hexdigest()


def _plain(table: Table, name: str, value: Any) -> Any:
    if isinstance(table.c[name].type, JSON):
        return json.dumps(value, sort_keys=True)
    return bytes(value) if isinstance(value, memoryview) else value
