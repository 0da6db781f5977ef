"""Another program's SQLite file, opened with nothing of it trusted.

What the file may do is bounded by SQLite's own means for hostile databases (sqlite.org/security):
`trusted_schema` off, `query_only` on, no extensions, cells and statements with a limit, and an
authorizer that lets statements read tables and call a few plain functions. A view in the place
of a table is not read: its text is the file's, not ours.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

MAGIC = b"SQLite format 3\0"
_CELL_BYTES = 4 * 1024 * 1024
_ROWS_MAX = 1_000_000
_FUNCTIONS = frozenset(
    {"substr", "count", "max", "min", "coalesce", "hex", "length", "lower", "like"}
)
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_TRANSACTION})


class Unreadable(Exception):
    """The file cannot be taken; the code is for programs, the words for people."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class Database:
    """One database of another program, for reading."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
        if not head:
            raise Unreadable("empty_file", "The file is empty.")
        if head != MAGIC:
            raise Unreadable("not_a_database", "The file is not a SQLite database.")
        with_log = path.with_name(path.name + "-wal").exists()
        how = "mode=rw" if with_log else "mode=ro&immutable=1"  # the copy is ours: its log is read
        try:
            self._raw = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)
            self._limit()
            rows = self._raw.execute("SELECT type, name, substr(sql, 1, 20) FROM sqlite_master")
            self.tables = {
                str(name).lower()
                for kind, name, sql in rows.fetchmany(_ROWS_MAX)
                if kind == "table" and "virtual" not in str(sql).lower()
            }
        except sqlite3.Error as cause:
            raise _broken(cause) from cause

    def _limit(self) -> None:
        raw = self._raw
        raw.text_factory = _text
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON",
                       "temp_store = MEMORY", "mmap_size = 0"):  # fmt: skip
            raw.execute(f"PRAGMA {pragma}")
        raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _CELL_BYTES)
        raw.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
        raw.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        raw.create_collation("icu_root", _by_case)  # Plex declares columns with its own
        raw.set_authorizer(_authorize)

    def has(self, *names: str) -> bool:
        """Say whether all of these stand there as real tables."""
        return all(name.lower() in self.tables for name in names)

    def need(self, program: str, names: Sequence[str]) -> None:
        """Raise Unreadable with what is missing when a table is not there."""
        missing = [name for name in names if not self.has(name)]
        if missing:
            known = ", ".join(sorted(self.tables)[:8]) or "none"
            raise Unreadable(
                "wrong_database",
                f"This is not {program}: it needs the table {missing[0]}; found are {known}.",
            )

    def columns(self, table: str) -> set[str]:
        """Return the names of a table's columns, in lower case."""
        try:
            cursor = self._raw.execute(f'SELECT * FROM "{table}" LIMIT 0')
        except sqlite3.Error as cause:
            raise _broken(cause) from cause
        return {str(column[0]).lower() for column in cursor.description}

    def rows(self, table: str, names: Sequence[str], where: str = "") -> Iterator[dict[str, Any]]:
        """Give rows with the columns of these names; a column an old version lacks is None.

        Table, names and condition are this program's own words, never the file's.
        """
        there = self.columns(table)
        picked = ", ".join(
            f'"{name}"' if name.lower() in there else f'NULL AS "{name}"' for name in names
        )
        query = f'SELECT {picked} FROM "{table}" {where}'
        try:
            cursor = self._raw.execute(query)
            for count, row in enumerate(cursor):
                if count >= _ROWS_MAX:
                    raise Unreadable("too_large", f"The table {table} has too many rows.")
                yield dict(zip(names, row, strict=True))
        except sqlite3.Error as cause:
            raise _broken(cause) from cause

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()


def _authorize(action: int, first: str | None, second: str | None, *_rest: Any) -> int:
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _by_case(one: str, other: str) -> int:
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _broken(cause: sqlite3.Error) -> Unreadable:
    words = str(cause)[:200]
    if "too big" in words:
        return Unreadable("too_large", "A cell of the database is larger than is read here.")
    if "malformed" in words or "not a database" in words or "disk I/O" in words:
        return Unreadable("damaged", "The database is damaged or cut off. Copy it again while the "
                          "other program is stopped.")  # fmt: skip
    return Unreadable("unreadable", f"The database cannot be read: {words}.")
