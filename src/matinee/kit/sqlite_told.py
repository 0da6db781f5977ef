"""What SQLite says of the disk it stands on, in words and with what a person can do.

The numbers are SQLite's primary result codes (sqlite.org/rescode.html).
"""

import sqlite3
from typing import Final

from sqlalchemy.exc import DatabaseError

from matinee.kit.errors import MatineeError, NoSpace, Unavailable

_BUSY: Final = (5, 6)
_READ_ONLY, _IO, _CORRUPT, _FULL, _CANT_OPEN, _NO_DATABASE = 8, 10, 11, 13, 14, 26


def told(cause: DatabaseError) -> MatineeError | None:
    """Return the answer to what a statement was refused with; None where it was our own doing."""
    code = getattr(cause.orig, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == _FULL:
        return NoSpace(
            "The disk of the database is full.",
            fix="Free some space on the disk that holds the data folder, then retry.",
        )
    if primary in _BUSY:
        return Unavailable(
            "Another program holds the database.",
            fix="Try again in a moment. No program but Matinee should open it while it runs.",
            code="database_busy",
        )
    if primary in {_READ_ONLY, _CANT_OPEN}:
        return Unavailable(
            "The database cannot be written.",
            fix="See whether its disk was mounted read-only, and who may write in the data folder.",
            code="disk_read_only",
        )
    if primary == _IO:
        return Unavailable(
            "The disk does not take or give what the database should hold.",
            fix="See the system's log (dmesg) and the health of the disk.",
            code="disk_failing",
        )
    if primary in {_CORRUPT, _NO_DATABASE}:
        return Unavailable(
            f"The database is damaged: {_said(cause)}.",
            fix="Stop the server and put the last whole copy back: matinee restore.",
            code="database_damaged",
        )
    return None


def _said(cause: DatabaseError) -> str:
    return str(cause.orig) if isinstance(cause.orig, sqlite3.Error) else "unreadable"
