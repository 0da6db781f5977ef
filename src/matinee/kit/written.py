"""What was written: anything at all, something of the library, or something of who may sign in.

Places, opinions, jobs and sign-ins are written every few seconds while somebody watches; lists of
the library say nothing of them. Their tables are `quiet`: a transaction that writes to these alone
does not count as one that changed the library. Whatever else is written does, by whichever
statement, so a table that nobody thought of makes lists slower and never wrong. Who asks is looked
up with every request, so the tables that tell it are counted by themselves (`of_people`).

One row holds the numbers: `number` counts transactions (PostgreSQL; SQLite has `data_version`),
`library` and `people` those that changed these. It is written in the same transaction, so whoever
reads a number sees all that it counts.
"""

import re
from enum import Flag, auto
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text

from matinee.kit.statements import ready

_TOLD: Final = "matinee.written"
_HEAD: Final = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+\"?(\w+)", re.I
)
_READS: Final = re.compile(
    r"\s*(?:SELECT|PRAGMA|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW)\b", re.I
)
_CHANGES: Final = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.I)
_quiet: set[str] = {"written"}
_people: set[str] = set()


class Told(Flag):
    """What a statement changes, beside what nobody counts."""

    NOTHING = 0
    LIBRARY = auto()
    PEOPLE = auto()


def quiet(table: str) -> dict[str, Any]:
    """Note that no list of the library says anything of a table; returns the last of its
    `__table_args__`, which is nothing."""
    _quiet.add(table)
    tells.cache_clear()
    return {}


def of_people(table: str) -> dict[str, Any]:
    """Note that a table tells who somebody is that asks; returns nothing, as `quiet` does."""
    _people.add(table)
    tells.cache_clear()
    return {}


def note(
    connection: Connection, _cursor: Any, statement: str, _values: Any, _context: Any, _many: bool
) -> None:
    """Note a statement of a transaction that writes (SQLAlchemy's `before_cursor_execute`)."""
    if connection.get_execution_options().get("matinee_write"):
        told = tells(statement)
        if told:
            connection.info[_TOLD] = connection.info.get(_TOLD, Told.NOTHING) | told


def forget(connection: Connection) -> None:
    """Begin to note what a transaction writes."""
    connection.info.pop(_TOLD, None)


def count(connection: Connection, *, sqlite: bool) -> int:
    """Count this transaction, at its end; returns how many there were, 0 on SQLite."""
    told: Told = connection.info.pop(_TOLD, Told.NOTHING)
    if sqlite:
        if told:
            connection.execute(_counting(told, sqlite=True))
            connection.info.pop(_TOLD, None)
        return 0
    return int(connection.execute(_counting(told, sqlite=False)).scalar_one())


@lru_cache(maxsize=8)
def _counting(told: Told, *, sqlite: bool) -> TextClause:
    names = [] if sqlite else ["number"]
    names += [str(one.name).lower() for one in Told if one in told]
    counted = ", ".join(f"{name} = {name} + 1" for name in names)
    return ready(text(f"UPDATE written SET {counted}{'' if sqlite else ' RETURNING number'}"))


@lru_cache(maxsize=2048)
def tells(statement: str) -> Told:
    """Return what a statement changes."""
    found = _HEAD.match(statement)
    if found is None:
        reads = _READS.match(statement) or not _CHANGES.search(statement)
        return Told.NOTHING if reads else Told.LIBRARY | Told.PEOPLE
    table = found[1].lower()
    told = Told.NOTHING if table in _quiet else Told.LIBRARY
    return told | (Told.PEOPLE if table in _people else Told.NOTHING)
