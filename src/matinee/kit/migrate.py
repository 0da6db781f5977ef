"""Bringing the database to this version's shape, with a verified copy made first.

Revisions are numbered files under migrations/versions, so whether anything is to be done is
seen without loading Alembic, which keeps a warm start short.
"""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from matinee.kit import postgres, sqlite_told, whole
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Unavailable

log = logging.getLogger(__name__)
MOVING = "moving"  # in the place of a revision, while a library is copied into a database
_GLANCE_S: Final = 0.25
MIGRATIONS = Path(__file__).resolve().parents[3] / "migrations"


def revisions() -> list[str]:
    """Return the known revisions, oldest first (`0001`, `0002`, …)."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def upgrade(settings: Settings) -> None:
    """Bring the database to the newest revision; a copy of an older one is kept first.

    Raises Unavailable when the database is damaged or was made by a newer Matinee.
    """
    known = revisions()
    present = current_revision(settings)
    if present is not None and settings.database_url is None:
        _glance(settings)
    if present == known[-1]:
        return
    if present == MOVING:
        raise Unavailable(
            "A library was being moved into this database, and that has not been finished.",
            fix="Go on with `matinee migrate-database`, or use the library where it was.",
            code="database_unfinished",
        )
    if present is not None and present not in known:
        raise Unavailable(
            f"This library was made by a newer Matinee (its database is at {present}, "
            f"this version knows up to {known[-1]}).",
            fix=_way_back(settings, known[-1]),
            code="database_newer",
        )
    if present is not None:
        from matinee.kit import copies  # which asks this page what is known

        copy = copies.make(settings, f"before-{known[-1]}")
        log.warning(
            "the database goes from %s to %s; to go back, check the older version out and run: "
            "matinee restore %s", present, known[-1], copy.path,
        )  # fmt: skip
    if present is None and settings.database_url is None:
        _begin(settings)
    else:
        _run_alembic(settings.database, "head")


def _begin(settings: Settings) -> None:
    """Make the database of a new library."""
    path = database_path(settings)
    try:
        _make(path, revisions()[-1])
    except sqlite3.Error as cause:
        told = sqlite_told.told(DatabaseError("begin a library", None, cause))
        if told is None:
            raise
        raise told from cause


def _make(path: Path, revision: str) -> None:
    """Make what there is at a revision in a file that has no tables."""
    page = whole.revision(MIGRATIONS)
    if page is not None and page <= revision:
        whole.make(path, MIGRATIONS)
    if page != revision:
        walk(path, revision)


def _way_back(settings: Settings, newest: str) -> str:
    """Say how an older version gets its library back: by the copy made before the upgrade."""
    from matinee.kit import copies

    made = [one for one in copies.every(settings) if one.label.startswith("before-")]
    older = (one for one in made if one.revision is not None and one.revision <= newest)
    copy = next(older, None)
    if copy is None:
        return "Start the newer version, or restore a copy with: matinee restore"
    return (
        "Start the newer version. Or go back to what was before the upgrade, of "
        f"{copy.made_at:%Y-%m-%d %H:%M} UTC (what came since is then in a copy of its own): "
        f"matinee restore {copy.path}"
    )


def last_whole(settings: Settings) -> str:
    """Say which copy is the last that was looked through, and how it is put back."""
    from matinee.kit import copies

    for copy in copies.every(settings):
        if copy.sha256 is not None and copies.is_as_made(copy):
            return (
                f"The last copy that was looked through, of {copy.made_at:%Y-%m-%d %H:%M} UTC, is "
                f"put back with: matinee restore {copy.path}"
            )
    return "No copy of it was found here. Choose another data folder with --data."


def current_revision(settings: Settings) -> str | None:
    """Return the revision the database is at, None for a new one."""
    if settings.database_url is not None:
        return _revision_by_alembic(settings)
    path = database_path(settings)
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if "alembic_version" not in tables:
                if tables:
                    raise Unavailable(
                        f"{path} is a database, but not one of Matinee's.",
                        fix="Choose another data folder with --data.",
                        code="database_foreign",
                    )
                return None
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    except sqlite3.DatabaseError as cause:
        raise _damaged(settings, cause) from cause


def _damaged(settings: Settings, cause: Exception) -> Unavailable:
    return Unavailable(
        f"The database {database_path(settings)} cannot be read: {cause}.",
        fix=f"It has been left as it is. {last_whole(settings)}",
        code="database_damaged",
    )


def _glance(settings: Settings) -> None:
    """Look for damage, but no longer than a start may take: every copy is looked through whole.

    Raises Unavailable, naming the last copy that is whole.
    """
    uri = f"file:{database_path(settings)}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=30, check_same_thread=False)) as opened:
            # SQLite asks nobody while it walks through pages (before 3.42), but it can be told.
            enough = threading.Timer(_GLANCE_S, opened.interrupt)
            enough.start()
            try:
                verdict = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
            finally:
                enough.cancel()
                enough.join()
            if verdict != "ok":
                raise sqlite3.DatabaseError(verdict)
    except sqlite3.DatabaseError as cause:
        if getattr(cause, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
            raise _damaged(settings, cause) from cause


def database_path(settings: Settings) -> Path:
    """Return the SQLite file of these settings."""
    return settings.data.resolve() / "matinee.db"


def make_empty(path: Path, revision: str) -> None:
    """Make an SQLite database of a revision, with nothing in it."""
    _make(path, revision)


def walk(path: Path, revision: str = "head") -> None:
    """Take an SQLite file to a revision by every migration on the way, the first one too."""
    _run_alembic(f"sqlite:///{path.resolve()}", revision)


def bring_up(path: Path) -> None:
    """Bring an SQLite file that no library stands on to the newest revision, without a copy."""
    walk(path)


def _run_alembic(url: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, revision)


def _revision_by_alembic(settings: Settings) -> str | None:
    from alembic.runtime.migration import MigrationContext

    database = Database(settings.database)
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as cause:
        raise postgres.unreachable(settings.database, cause) from cause
    finally:
        database.close()
