"""Putting a copy in the library's place. What is there now is copied first, so that a restore can
itself be undone; whatever happens on the way, the library is the one or the other.

Nobody else may have the database open meanwhile: who calls holds the server's lock.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from matinee import discovery
from matinee.admin.backups.preparing import Ready, prepare
from matinee.admin.backups.rehearsing import rehearse
from matinee.admin.backups.values import Rehearsal
from matinee.kit import copies, migrate, secrets, snapshots
from matinee.kit.config import Settings
from matinee.kit.copies import Say
from matinee.kit.errors import Conflict, MatineeError
from matinee.kit.store import sync_folder, write_atomic

BEFORE_RESTORE = "before-restore"


@dataclass(frozen=True, slots=True)
class Restored:
    """Where what was there is kept, None where there was nothing; and whether keys were made anew
    because there were none."""

    kept: Path | None
    new_keys: bool


def look(settings: Settings, source: Path, say: Say) -> Rehearsal:
    """Say what restoring a file would do. Nothing is changed."""
    with _work(settings) as work:
        return look_in(settings, source, work, say)


def look_in(settings: Settings, source: Path, work: Path, say: Say) -> Rehearsal:
    """Say the same, with what it takes in a folder that is there."""
    return rehearse(settings, prepare(settings, source, work, search=False, say=say))


def restore(settings: Settings, source: Path, *, say: Say = lambda _: None) -> Restored:
    """Put a file in the library's place.

    Raises NotFound, NoSpace, or Invalid for what is no sound copy, before anything is touched.
    """
    on_sqlite = settings.database_url is None
    with _work(settings) as work:
        ready = prepare(settings, source, work, search=on_sqlite, say=say)
        new_keys = not (settings.data / "secrets").exists()
        secrets.load(settings.data, existing=not new_keys)
        kept = _over_sqlite(settings, ready, say) if on_sqlite else _into(settings, ready, say)
    _note(settings)
    say("restored")
    return Restored(kept, new_keys)


def restored_at(settings: Settings) -> float | None:
    """Return when something was restored last (seconds since 1970), None when nothing ever was."""
    try:
        return _noted(settings).stat().st_mtime
    except OSError:
        return None


def _note(settings: Settings) -> None:
    write_atomic(_noted(settings), b"")


def _noted(settings: Settings) -> Path:
    return settings.data.resolve() / "backups" / "restored"


@contextlib.contextmanager
def _work(settings: Settings) -> Generator[Path]:
    """Give an empty folder on the disk of the library; one that was left there by a crash goes."""
    folder = settings.data.resolve() / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _over_sqlite(settings: Settings, ready: Ready, say: Say) -> Path | None:
    target = migrate.database_path(settings)
    say("keeping")
    kept = _keep(settings, target)
    with ready.path.open("rb") as file:
        os.fsync(file.fileno())
    say("laying")
    _fold(target)  # now the file is whole without its log, which must not stand beside another
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    say("replacing")
    ready.path.replace(target)
    sync_folder(target.parent)
    return kept


def _keep(settings: Settings, target: Path) -> Path | None:
    """Put the present database among the copies; one that is damaged as it lies."""
    if not target.exists() or target.stat().st_size == 0:
        return None
    try:
        return copies.make(settings, BEFORE_RESTORE).path
    except MatineeError as error:
        if error.code != "database_damaged":
            raise
    kept = copies.new_path(copies.folders(settings)[-1], "damaged")
    for suffix in ("", "-wal", "-shm"):
        part = target.with_name(target.name + suffix)
        if part.exists():
            shutil.copyfile(part, kept.with_name(kept.name + suffix))
            with kept.with_name(kept.name + suffix).open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(kept.parent)
    return kept


def _fold(target: Path) -> None:
    if target.exists():
        with (
            contextlib.suppress(sqlite3.DatabaseError),  # damaged: its log was kept as well
            closing(sqlite3.connect(target, timeout=30)) as one,
        ):
            one.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _into(settings: Settings, ready: Ready, say: Say) -> Path | None:
    present = migrate.current_revision(settings)
    if present is not None and present not in migrate.revisions():
        raise Conflict(
            f"What is in that database (at {present}) is not known here, and is not written over.",
            fix="Make an empty database and name it with MATINEE_DATABASE_URL, then restore into "
            "that one.",
            code="database_newer",
        )
    migrate.upgrade(settings)
    say("keeping")
    kept = copies.make(settings, BEFORE_RESTORE).path if present is not None else None
    say("laying")
    snapshots.lay(
        settings, ready.path, first=discovery.upkeep.put_aside, last=discovery.upkeep.make_anew
    )
    return kept
