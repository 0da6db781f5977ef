"""`matinee restore`: puts a copy of the database back, after looking at it, losing nothing.

The copy is opened and checked before anything is touched, and the database that is there now
is kept beside the copies, so that a restore can itself be undone.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from matinee.app.lock import ServerLock
from matinee.kit import migrate
from matinee.kit.config import Settings
from matinee.kit.errors import Conflict, Invalid, NotFound


def restore(settings: Settings, copy: Path) -> Path | None:
    """Put `copy` in the database's place; returns where the present one was kept, if any.

    Raises NotFound, Invalid for what is no sound copy of a library, Conflict while a server runs.
    """
    if settings.database_url is not None:
        raise migrate.by_its_own_tools()
    check(copy)
    lock = ServerLock(settings.data)
    if not lock.acquire("restoring"):
        raise Conflict("Matinee runs on this library.", fix="Stop it, then restore.")
    try:
        target = migrate.database_path(settings)
        kept = _keep(settings, target)
        fresh = target.with_suffix(".restoring")
        shutil.copyfile(copy, fresh)
        check(fresh)
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        fresh.replace(target)
        return kept
    finally:
        lock.release()


def check(copy: Path) -> None:
    """Raise unless a file is a whole library database of a version known here."""
    if not copy.is_file():
        raise NotFound(f"There is no file {copy}.", fix="Copies lie in the backups folder.")
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True, timeout=30)) as opened:
            verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
            row = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as cause:
        raise Invalid(f"{copy} is not a copy of a library: {cause}.") from cause
    if verdict != "ok":
        raise Invalid(f"{copy} is damaged: {verdict}.", fix="Choose an older copy.")
    if row is None or row[0] not in migrate.revisions():
        raise Invalid(f"{copy} was made by a newer Matinee.", fix="Restore it with that version.")


def _keep(settings: Settings, target: Path) -> Path | None:
    """Put the present database, with its log, among the copies."""
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        return None
    kept = migrate.copy_path(settings, "before-restore")
    try:
        with closing(sqlite3.connect(target)) as present, closing(sqlite3.connect(kept)) as copy:
            present.backup(copy)
    except sqlite3.DatabaseError:  # it is damaged: kept as it lies
        shutil.copyfile(target, kept)
    return kept
