"""The tables of a new SQLite library, all at once: what the migrations together make, written down.

To walk through every migration takes seconds, which a first start has not. `make migrate` writes
the page (migrations/whole.sql), and a test holds it against the migrations. One that is behind
them is no harm: the migrations that came since follow.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

NAME: Final = "whole.sql"
_SHADOWS: Final = ("data", "idx", "content", "docsize", "config")  # what FTS5 keeps for itself


def revision(migrations: Path) -> str | None:
    """Return the revision that the page is of; None where there is no page."""
    try:
        with (migrations / NAME).open(encoding="utf-8") as page:
            return page.readline().split()[-1]
    except FileNotFoundError:
        return None


def make(path: Path, migrations: Path) -> None:
    """Make the tables in a file that has none, in one transaction: all of them or nothing.

    Where another process made them first, nothing is done. Raises sqlite3.Error.
    """
    text = (migrations / NAME).read_text(encoding="utf-8")
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            for statement in _statements(text):
                connection.execute(statement)
        connection.execute("COMMIT")


def written(path: Path) -> str:
    """Return the page that makes what a migrated file holds, which has nothing in it yet."""
    with closing(sqlite3.connect(path)) as connection:
        [number] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        lines = [
            f"-- What the migrations together make, written by `make migrate`: revision {number}"
        ]
        lines += [f"{sql};" for _kind, _name, sql in described(connection)]
        for table in ("alembic_version", "written"):
            [row] = connection.execute(f"SELECT * FROM {table}").fetchall()
            lines.append(f"INSERT INTO {table} VALUES ({', '.join(map(repr, row))});")
    return "\n".join(lines) + "\n"


def described(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return kind, name and statement of all that there is but what SQLite makes by itself."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    indexed = {name for _kind, name, sql in rows if sql and "USING fts5(" in sql}
    shadows = {f"{name}_{part}" for name in indexed for part in _SHADOWS}
    kinds = ("table", "index", "trigger")
    kept = [row for row in rows if row[2] and row[1] not in shadows | {"sqlite_sequence"}]
    return sorted(kept, key=lambda row: kinds.index(row[0]))


def _statements(text: str) -> Iterator[str]:
    """Take the page apart; a trigger has semicolons of its own."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
