"""What was written: anything at all, or something of the library.

Places, opinions, jobs and sign-ins are written every few seconds while somebody watches; lists of
the library say nothing of them. Their tables are `quiet`: a transaction that writes to these alone
does not count as one that changed the library. Whatever else is written does, by whichever
statement, so a table that nobody thought of makes lists slower and never wrong.

One row holds both numbers: `number` counts transactions (PostgreSQL; SQLite has `data_version`),
`library` those that changed the library. It is written in the same transaction, so whoever reads a
number sees all that it counts.
"""

import re
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, text

_LOUD: Final = "matinee.loud"
_HEAD: Final = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+\"?(\w+)", re.I
)
_READS: Final = re.compile(
    r"\s*(?:SELECT|PRAGMA|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW)\b", re.I
)
_CHANGES: Final = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.I)
_LIBRARY: Final = text("UPDATE written SET library = library + 1")
_NUMBER: Final = text("UPDATE written SET number = number + 1 RETURNING number")
_BOTH: Final = text(
    "UPDATE written SET number = number + 1, library = library + 1 RETURNING number"
)
_quiet: set[str] = {"written"}


def quiet(table: str) -> dict[str, Any]:
    """Note that no list of the library says anything of a table; returns the last of its
    `__table_args__`, which is nothing."""
    _quiet.add(table)
    _is_loud.cache_clear()
    return {}


def note(
    connection: Connection, _cursor: Any, statement: str, _values: Any, _context: Any, _many: bool
) -> None:
    """Note a statement of a transaction that writes (SQLAlchemy's `before_cursor_execute`)."""
    if connection.get_execution_options().get("matinee_write") and _is_loud(statement):
        connection.info[_LOUD] = True


def forget(connection: Connection) -> None:
    """Begin to note what a transaction writes."""
    connection.info.pop(_LOUD, None)


def count(connection: Connection, *, sqlite: bool) -> int:
    """Count this transaction, at its end; returns how many there were, 0 on SQLite."""
    loud = connection.info.pop(_LOUD, False)
    if sqlite:
        if loud:
            connection.execute(_LIBRARY)
            connection.info.pop(_LOUD, None)
        return 0
    return int(connection.execute(_BOTH if loud else _NUMBER).scalar_one())


@lru_cache(maxsize=2048)
def _is_loud(statement: str) -> bool:
    found = _HEAD.match(statement)
    if found is not None:
        return found[1].lower() not in _quiet
    return not _READS.match(statement) and bool(_CHANGES.search(statement))
