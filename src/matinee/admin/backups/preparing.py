"""From a file to a database that can be laid in the library's place: opened, looked through, and
brought to this version, in a folder of its own. The file itself is only read.

A copy that is, to the byte, what its page says is one of ours, and taken as it is. Of any other
only the rows are taken, by a child process, into a database that our own migrations made.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from matinee import discovery
from matinee.kit import copies, migrate, sealing
from matinee.kit.config import Settings
from matinee.kit.copies import Copy, Say
from matinee.kit.db import Database
from matinee.kit.errors import Invalid, NoSpace, NotFound

_MODULE: Final = "matinee.foreign.library"
_PATIENCE_S: Final = 1800.0
_TIDY: Final = (
    "DELETE FROM sign_in",  # one that was ended since would live again
    "DELETE FROM job WHERE kind LIKE 'backup.%'",  # this copy was being made
    "DELETE FROM duty",
    "DELETE FROM worker",
    "DELETE FROM server",
)
_FIX: Final = "Choose another file: one that Matinee made as a backup."


@dataclass(frozen=True, slots=True)
class Ready:
    """A database of this version, and of which one the copy is."""

    path: Path
    revision: str


def prepare(settings: Settings, source: Path, work: Path, *, search: bool, say: Say) -> Ready:
    """Make a database ready in the folder `work`; with `search` so that it can be searched.

    Raises NotFound, NoSpace, or Invalid in words that say why not.
    """
    path = work / "library.db"
    known = _known(settings, source)
    say("opening")
    try:
        _copy(settings, source, path)
        if known is not None:
            revision = copies.check(path)
        else:
            path, revision = _rows_of(path, source.name, say)
        if revision != migrate.revisions()[-1]:
            say("upgrading")
            migrate.bring_up(path)
        if search and not (known is not None and known.source == "sqlite"):
            say("indexing")
            _index(path)
        with closing(sqlite3.connect(path)) as one:
            for statement in _TIDY:
                one.execute(statement)
            one.commit()
            one.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    except OSError as cause:
        if cause.errno == 28:
            raise NoSpace(
                f"The disk of {work} is too full to look into the copy.",
                fix="Free some space there.", code="backup_no_space",
            ) from cause  # fmt: skip
        raise
    return Ready(path, revision)


def _known(settings: Settings, source: Path) -> Copy | None:
    """Return the copy that a file is, None for one that no page tells of. Raises Invalid where it
    is not, to the byte, what its page says: SQLite finds a letter that was turned in order."""
    full = source.resolve()
    found = (one for one in copies.every(settings) if one.path.resolve() == full)
    copy = next(found, None)
    if copy is None or copy.sha256 is None:
        return None
    if not copies.is_as_made(copy):
        raise Invalid(
            f"{source.name} is damaged: it is not what was made.",
            fix="Choose another copy. What can be read of this one is taken when it lies in "
            "another folder, without its page.",
            code="backup_damaged",
        )
    return copy


def _copy(settings: Settings, source: Path, path: Path) -> None:
    if not source.is_file():
        raise NotFound(
            f"There is no file {source}.", fix="Copies lie in the backups folder.",
            code="no_such_backup",
        )  # fmt: skip
    if 2 * source.stat().st_size > shutil.disk_usage(path.parent).free:
        raise NoSpace(
            f"The disk of {path.parent} is too full to look into the copy.",
            fix="Free some space there.", code="backup_no_space",
        )  # fmt: skip
    if sealing.is_sealed(source):
        sealing.unseal(source, path, settings.backup_key_file)
    else:
        shutil.copyfile(source, path)


def _rows_of(path: Path, name: str, say: Say) -> tuple[Path, str]:
    """Take the rows of a file that is not known into a database of ours."""
    revision = str(_child(name, "look", path)["revision"])
    known = migrate.revisions()
    if revision not in known:
        raise Invalid(
            f"{name} was made by a newer Matinee (its database is at {revision}, this version "
            f"knows up to {known[-1]}).",
            fix="Restore it with that version.",
            code="backup_newer",
        )
    say("taking over")
    fresh = path.with_name("fresh.db")
    fresh.unlink(missing_ok=True)
    migrate.make_empty(fresh, revision)
    _child(name, "fill", path, fresh)
    path.unlink()
    return fresh, revision


def _child(name: str, *arguments: str | Path) -> dict[str, Any]:
    """Run the child. Raises Invalid with what it says, or for one that does not come to its end."""
    kept = {k: v for k, v in os.environ.items() if k.startswith("PYTHON") or k == "TZ"}
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-s", "-m", _MODULE, *map(str, arguments)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=False,
            env={**kept, "PATH": os.defpath, "LANG": "C.UTF-8"}, start_new_session=True,
        )  # fmt: skip
        said = json.loads(ended.stdout)
    except (ValueError, subprocess.TimeoutExpired) as cause:
        raise Invalid(
            f"{name} cannot be read to its end.", fix=_FIX, code="backup_damaged"
        ) from cause
    words = f"{name} cannot be taken: {said.get('words')}."
    if said.get("error") == "backup_damaged":
        raise Invalid(words, fix=_FIX, code="backup_damaged")
    if "error" in said:
        raise Invalid(words, fix=_FIX, code="backup_foreign")
    return said


def _index(path: Path) -> None:
    with closing(Database(f"sqlite:///{path}")) as database, database.write() as session:
        discovery.upkeep.put_aside(session)
        discovery.upkeep.make_anew(session)
