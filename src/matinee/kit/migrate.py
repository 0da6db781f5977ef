"""Bringing the database to this version's shape, with a verified copy made first.

Revisions are numbered files under migrations/versions, so whether anything is to be done is
seen without loading Alembic, which keeps a warm start short.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from matinee.kit import clock, postgres
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import MatineeError, Unavailable, Unsupported

log = logging.getLogger(__name__)
MOVING = "moving"  # in the place of a revision, while a library is copied into a database
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
            fix="Start the newer version, or restore a copy from the backups folder.",
            code="database_newer",
        )
    if present is not None and settings.database_url is None:
        copy = backup(settings, f"before-{known[-1]}")
        log.info("the database was copied to %s before its upgrade", copy)
    _run_alembic(settings)


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
        raise Unavailable(
            f"The database {path} cannot be read: {cause}.",
            fix=f"It has been left as it is. Put a copy from {settings.data / 'backups'} in its "
            "place, or choose another data folder with --data.",
            code="database_damaged",
        ) from cause


def database_path(settings: Settings) -> Path:
    """Return the SQLite file of these settings."""
    return settings.data.resolve() / "matinee.db"


def backup(settings: Settings, label: str) -> Path:
    """Copy the SQLite database by its own backup call, open the copy and check it.

    Returns the copy's path. Raises Unavailable when the copy does not check out, Unsupported where
    the database is PostgreSQL.
    """
    if settings.database_url is not None:
        raise by_its_own_tools()
    target = copy_path(settings, label)
    partial = target.with_suffix(".partial")
    with (
        closing(sqlite3.connect(database_path(settings), timeout=30)) as source,
        closing(sqlite3.connect(partial)) as copy,
    ):
        source.backup(copy)
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        partial.unlink(missing_ok=True)
        raise Unavailable(
            f"The database is damaged ({verdict}); it was not upgraded.",
            fix="Put a copy from the backups folder in its place.",
            code="database_damaged",
        )
    partial.rename(target)
    return target


def by_its_own_tools() -> MatineeError:
    """Return the answer where a copy of PostgreSQL is asked for."""
    return Unsupported(
        "This library is in PostgreSQL, whose copies are made and put back by its own tools.",
        fix="Copy it with pg_dump --format=custom, and put it back with pg_restore --clean.",
        code="database_foreign",
    )


def copy_path(settings: Settings, label: str) -> Path:
    """Return a name among the copies that no other copy has."""
    folder = settings.data / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"matinee-{label}-{clock.now():%Y%m%dT%H%M%S}"
    names = (f"{stem}{extra}.db" for extra in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(folder / name for name in names if not (folder / name).exists())


def _alembic_config(settings: Settings) -> "object":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = settings.database
    return config


def _run_alembic(settings: Settings) -> None:
    from alembic import command

    command.upgrade(_alembic_config(settings), "head")  # pyright: ignore[reportArgumentType]


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
