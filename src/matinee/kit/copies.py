"""Copies of the database: one file each, opened and looked through before it counts as made.

Whatever the library stands in, a copy is an SQLite database: that of SQLite by its own backup call,
that of PostgreSQL row by row out of one transaction (decision 0037). Beside it lies a page of JSON
that says when, by which version and of what it was made, and its SHA-256. A copy is written under
another name and renamed when all is done: what bears a copy's name is whole.
"""

import contextlib
import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from matinee import __version__
from matinee.kit import clock, migrate, sealing
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid, NotFound, Unavailable
from matinee.kit.partial import PARTIAL, written
from matinee.kit.store import sync_folder, write_atomic

_NAME: Final = re.compile(
    r"matinee-(?P<label>[a-z0-9][a-z0-9-]*?)-(?P<at>\d{8}T\d{6})(-\d+)?\.db(\.age)?", re.ASCII
)
PAGE_BYTES: Final = 1024**2
_PIECE_BYTES: Final = 1024**2
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy, and what its page says of it; of one that has none little is known."""

    path: Path
    label: str
    made_at: datetime
    size_bytes: int
    sha256: str | None = None
    revision: str | None = None
    source: str | None = None
    program: str | None = None
    rows: Mapping[str, int] = field(default_factory=dict[str, int])
    parts: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def name(self) -> str:
        """Return its name, by which it is asked for."""
        return self.path.name

    @property
    def is_sealed(self) -> bool:
        """Say whether it is encrypted."""
        return self.path.suffix == sealing.SUFFIX

    @property
    def page(self) -> Path:
        """Return where its page lies."""
        return page_of(self.path)

    @property
    def people(self) -> Path | None:
        """Return the file with what people did, None where there is none."""
        name = self.parts.get("people")
        return self.path.with_name(name) if name else None


def page_of(path: Path) -> Path:
    """Return where the page of a copy lies."""
    return path.with_name(f"{path.name}.json")


def folders(settings: Settings) -> list[Path]:
    """Return where copies lie: first where they are put, then the data folder's own, in which those
    made before an upgrade are."""
    own = settings.data.resolve() / "backups"
    chosen = settings.backup_folder
    return [own] if chosen is None or chosen.resolve() == own else [chosen.resolve(), own]


def every(settings: Settings) -> list[Copy]:
    """Return the copies there are, newest first."""
    found: list[Copy] = []
    for folder in folders(settings):
        with contextlib.suppress(OSError):
            for path in folder.iterdir():
                one = _known(path)
                if one is not None:
                    found.append(one)
    return sorted(found, key=lambda one: (one.made_at, one.name), reverse=True)


def get(settings: Settings, name: str) -> Copy:
    """Return a copy by its name. Raises NotFound."""
    for one in every(settings):
        if one.name == name:
            return one
    raise no_such_copy()


def no_such_copy() -> NotFound:
    """Return what is said of a name that no copy has."""
    return NotFound("There is no such copy.", fix="Look at the list again.", code="no_such_backup")


def _known(path: Path) -> Copy | None:
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError:
        return None
    return None if size is None else described(path, size, read_page(page_of(path)))


def described(path: Path, size_bytes: int, page: Mapping[str, Any] | None) -> Copy | None:
    """Return the copy that a file of this name and size is, by its page if that speaks of the very
    same; None for a name that no copy has."""
    named = _NAME.fullmatch(path.name)
    if named is None:
        return None
    at = datetime.strptime(named["at"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    if page is None or page.get("bytes") != size_bytes:
        return Copy(path, named["label"], at, size_bytes)
    return Copy(
        path, named["label"], at, size_bytes, str(page["sha256"]), page.get("revision"),
        page.get("source"), page.get("program"), page.get("rows") or {}, page.get("parts") or {},
    )  # fmt: skip


def read_page(path: Path) -> dict[str, Any] | None:
    """Return what a page says; None for one that is not there or says nothing sane."""
    try:
        return page_in(path.read_bytes()) if path.stat().st_size <= PAGE_BYTES else None
    except OSError:
        return None


def page_in(content: bytes) -> dict[str, Any] | None:
    """Return what the bytes of a page say; None where that is nothing sane."""
    try:
        page = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return page if isinstance(page, dict) and isinstance(page.get("sha256"), str) else None


def new_path(folder: Path, label: str) -> Path:
    """Return a name that no other copy has, in a folder that is there.

    Raises Unavailable where it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as cause:
        raise Unavailable(
            f"The folder of backups, {folder}, cannot be used: {cause.strerror}.",
            fix="Connect its disk, give this user the right to write there, or name another one "
            "with MATINEE_BACKUP_FOLDER.",
            code="backup_folder_away",
        ) from cause
    stem = f"matinee-{label}-{clock.now():%Y%m%dT%H%M%S}"
    names = (f"{stem}{extra}.db" for extra in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(
        folder / name for name in names
        if not any((folder / (name + end)).exists() for end in ("", sealing.SUFFIX, PARTIAL))
    )  # fmt: skip


def make(
    settings: Settings, label: str, *, floor_bytes: int = 0, say: Say = lambda _: None
) -> Copy:
    """Copy the database, look the copy through, and put it where copies go.

    Nothing is left behind where that fails. `say` hears each step: copying, verifying, sealing,
    finishing. Raises NoSpace when less than `floor_bytes` would stay free, Unavailable for a
    database that is damaged or a folder that is not there.
    """
    before = label.startswith("before-")  # quick to reach, and there before any other disk is
    path = new_path(folders(settings)[-1 if before else 0], label)
    with written(path, floor_bytes + _bytes_of(settings)) as partial:
        say("copying")
        source = _fill(settings, partial)
        say("verifying")
        verdict = look_through(partial)
        if verdict != "ok":
            raise Unavailable(
                f"The database is damaged ({verdict}): no copy was made of it.",
                fix="Put the last whole copy back: matinee restore.",
                code="database_damaged",
            )
        return finish(settings, partial, path, say=say, label=label, source=source)


def finish(
    settings: Settings, partial: Path, path: Path, *, say: Say, label: str, source: str
) -> Copy:
    """Give a file that was looked through its page and its name, sealed where that is set."""
    facts = {"revision": _revision(partial), "rows": _rows(partial)}
    key = settings.backup_key_file
    if key is not None:
        say("sealing")
        path = path.with_name(path.name + sealing.SUFFIX)
        partial = _sealed(partial, key)
    partial.chmod(0o600)
    size = partial.stat().st_size
    say("finishing")
    page = {
        "format": "matinee-copy", "version": 1, "label": label, "made_at": f"{clock.now():%FT%TZ}",
        "program": __version__, "source": source, "bytes": size, "sha256": digest(partial), **facts,
    }  # fmt: skip
    write_atomic(page_of(path), (json.dumps(page, indent=1) + "\n").encode())
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.rename(path)
    sync_folder(path.parent)
    found = _known(path)
    assert found is not None
    return found


def add_part(copy: Copy, name: str, path: Path) -> None:
    """Note in a copy's page that a file belongs to it."""
    page = read_page(copy.page) or {}
    page["parts"] = {**page.get("parts", {}), name: path.name}
    write_atomic(copy.page, (json.dumps(page, indent=1) + "\n").encode())


def remove(copy: Copy) -> None:
    """Delete a copy and all that belongs to it; the copy goes first, its page last."""
    for path in files_of(copy):
        path.unlink(missing_ok=True)


def files_of(copy: Copy) -> list[Path]:
    """Return the files that a copy is made of."""
    return [copy.path, *(copy.path.with_name(name) for name in copy.parts.values()), copy.page]


def _bytes_of(settings: Settings) -> int:
    """Return about how many bytes a copy takes; of PostgreSQL that is seen when it is written."""
    if settings.database_url is not None:
        return 0
    path = migrate.database_path(settings)
    return path.stat().st_size if path.exists() else 0


def _fill(settings: Settings, partial: Path) -> str:
    if settings.database_url is not None:
        from matinee.kit.snapshots import snapshot

        snapshot(settings, partial)
        return "postgresql"
    with (
        closing(sqlite3.connect(migrate.database_path(settings), timeout=30)) as source,
        closing(sqlite3.connect(partial)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    return "sqlite"


def _sealed(partial: Path, key: Path) -> Path:
    """Seal a file, open it again and compare; the plain one goes."""
    sealed = partial.with_name(partial.name + sealing.SUFFIX)
    again = partial.with_name(partial.name + "-journal")  # swept with the rest
    sealing.seal(partial, sealed, key)
    sealing.unseal(sealed, again, key)
    if digest(again) != digest(partial):
        raise Unavailable("The encrypted copy is not what was encrypted.", code="backup_damaged")
    again.unlink()
    partial.unlink()
    return sealed


@contextlib.contextmanager
def opened(path: Path) -> Generator[sqlite3.Connection]:
    """Open a copy for reading alone, trusting nothing that stands in it."""
    with closing(
        sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    ) as one:
        one.execute("PRAGMA trusted_schema = OFF")
        one.execute("PRAGMA cell_size_check = ON")
        yield one


def look_through(path: Path) -> str:
    """Read a whole database; returns `ok`, or what is wrong with it."""
    try:
        with opened(path) as one:
            return str(one.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as cause:
        return str(cause)


def check(path: Path) -> str:
    """Return the revision of a copy that is whole. Raises NotFound, or Invalid in words."""
    if not path.is_file():
        raise NotFound(
            f"There is no file {path}.", fix="Copies lie in the backups folder.",
            code="no_such_backup",
        )  # fmt: skip
    verdict = look_through(path)
    if verdict != "ok":
        raise Invalid(
            f"{path.name} is damaged, or no copy of a library: {verdict}.",
            fix="Choose another copy.",
            code="backup_damaged",
        )
    revision = _revision(path)
    known = migrate.revisions()
    if revision is None:
        raise Invalid(
            f"{path.name} is no copy of a library of Matinee.", fix="Choose another file.",
            code="backup_foreign",
        )  # fmt: skip
    if revision not in known:
        raise Invalid(
            f"{path.name} was made by a newer Matinee (its database is at {revision}, this version "
            f"knows up to {known[-1]}).",
            fix="Restore it with that version.",
            code="backup_newer",
        )
    return revision


def _revision(path: Path) -> str | None:
    try:
        with opened(path) as one:
            row = one.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        return None
    return str(row[0]) if row else None


def _rows(path: Path) -> dict[str, int]:
    """Return how many rows each table has that is not of full-text search."""
    with opened(path) as one:
        names = [
            str(name)
            for (name,) in one.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                "AND name NOT LIKE '%_search%'"
            )
        ]
        return {name: one.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            found.update(piece)
    return found.hexdigest()


def is_as_made(copy: Copy) -> bool:
    """Say whether a copy is, to the byte, what its page says of it."""
    return copy.sha256 is not None and digest(copy.path) == copy.sha256
