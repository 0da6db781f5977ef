"""Files that are written under another name until they are whole, and what a full disk says."""

import contextlib
import shutil
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Final

from matinee.kit import clock, sealing
from matinee.kit.errors import MatineeError, NoSpace, Unavailable

PARTIAL: Final = ".partial"


@contextlib.contextmanager
def written(path: Path, wanted_bytes: int) -> Generator[Path]:
    """Give the name under which a file is written that is to become `path`; what stands under it
    afterwards goes. A full disk is told as such."""
    partial = path.with_name(path.name + PARTIAL)
    _sweep(path.parent)
    try:
        free = shutil.disk_usage(path.parent).free
        if free < wanted_bytes:
            raise _full(path.parent)
        yield partial
    except (OSError, sqlite3.Error) as cause:
        if getattr(cause, "errno", None) == 28 or "disk is full" in str(cause):
            raise _full(path.parent) from cause
        if isinstance(cause, OSError):
            raise Unavailable(
                f"The copy cannot be written to {path.parent}: {cause.strerror}.",
                fix="Give this user the right to write there, or name another folder with "
                "MATINEE_BACKUP_FOLDER.",
                code="backup_folder_away",
            ) from cause
        raise Unavailable(
            f"The database cannot be copied: {cause}.",
            fix="Put the last whole copy back: matinee restore.",
            code="database_damaged",
        ) from cause
    finally:
        for end in ("", "-journal", "-wal", "-shm", sealing.SUFFIX):
            partial.with_name(partial.name + end).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Delete what was begun and never finished, an hour ago or longer."""
    long_ago = clock.epoch() - 3600
    for path in folder.glob(f"matinee-*{PARTIAL}*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < long_ago:
                path.unlink()


def _full(folder: Path) -> MatineeError:
    return NoSpace(
        f"The disk of {folder} is too full for a copy of the database.",
        fix="Free some space there, delete old copies, or name another folder with "
        "MATINEE_BACKUP_FOLDER.",
        code="backup_no_space",
    )
