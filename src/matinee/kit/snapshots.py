"""A PostgreSQL library as one SQLite file, of one moment, in the shape of its own version."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from matinee.kit import copying, migrate, postgres
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Invalid, Unavailable


def snapshot(settings: Settings, target: Path) -> None:
    """Copy every row into a new file, out of one REPEATABLE READ transaction, and compare them.

    What full-text search keeps is left out: it is made anew when the copy is put back. Raises
    Unavailable where the database cannot be read, or is of a version unknown here.
    """
    revision = migrate.current_revision(settings)
    if revision not in migrate.revisions():
        raise Unavailable(
            f"The database is at {revision}, which this version does not know: it cannot copy it.",
            fix="Copy it with the version that made it.",
            code="database_newer",
        )
    migrate.make_empty(target, revision)
    triggers = _without_triggers(target)
    engine = create_engine(f"sqlite:///{target}", poolclass=NullPool)
    event.listen(engine, "connect", _quickly)
    source = Database(settings.database)
    try:
        tables = copying.tables_of(engine)
        with source.engine.connect() as there, engine.begin() as here:
            for table in tables:
                here.execute(table.delete())
                for batch in copying.batches(there, table):
                    copying.put(here, table, batch)
                for batch in copying.batches(there, table):
                    copying.point_at_own(here, table, batch)
                if copying.digest(there, table, True) != copying.digest(here, table, True):
                    raise Invalid(
                        f"The copy of {table.name} is not what the library has.",
                        code="copy_differs",
                    )
    except OperationalError as cause:
        raise postgres.unreachable(settings.database, cause) from cause
    finally:
        source.close()
        engine.dispose()
    with closing(sqlite3.connect(target)) as one:
        for statement in triggers:
            one.execute(statement)
        one.commit()


def _without_triggers(path: Path) -> list[str]:
    """Put the triggers away; returns the statements that make them again."""
    with closing(sqlite3.connect(path)) as one:
        found = one.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in found:
            one.execute(f'DROP TRIGGER "{name}"')
        one.commit()
        one.execute("PRAGMA journal_mode = DELETE")
    return [statement for _, statement in found]


def _quickly(connection: sqlite3.Connection, _record: object) -> None:
    """It is made durable when it is whole."""
    for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")


def lay(
    settings: Settings,
    source: Path,
    *,
    first: Callable[[Session], None],
    last: Callable[[Session], None],
) -> None:
    """Put all that is in an SQLite file in the place of what is in PostgreSQL, in one transaction:
    whatever happens on the way, the library is the one or the other.

    Both are of this version. `first` puts aside what is kept by triggers, `last` makes it anew.
    """
    engine = create_engine(f"sqlite:///{source}", poolclass=NullPool)
    database = Database(settings.database)
    try:
        tables = copying.tables_of(engine)
        with engine.connect() as there, database.write() as session:
            first(session)
            here = session.connection()
            for table in reversed(tables):
                here.execute(table.delete())
            for table in tables:
                _lay_table(there, here, table)
            last(session)
    finally:
        database.close()
        engine.dispose()


def _lay_table(there: Connection, here: Connection, table: Table) -> None:
    for batch in copying.batches(there, table):
        copying.put(here, table, [copying.clean(row, False)[0] for row in batch])
    for batch in copying.batches(there, table):
        copying.point_at_own(here, table, batch)
    copying.go_on_counting(here, table)
    if copying.digest(there, table, False) != copying.digest(here, table, False):
        raise Invalid(f"{table.name} is not what the copy has.", code="copy_differs")
