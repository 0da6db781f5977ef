"""`matinee restore`: says what putting a copy back would do, and does it, losing nothing."""

import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from matinee.admin import backups
from matinee.app.lock import ServerLock
from matinee.kit import migrate
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Conflict, MatineeError
from matinee.kit.jobs.duty import workers

_STEPS = {
    "fetching": "fetching the copy from the bucket",
    "opening": "looking through the copy", "taking over": "taking its rows over",
    "upgrading": "bringing it to this version", "indexing": "making it searchable",
    "keeping": "keeping what is there now", "laying": "putting it in its place",
}  # fmt: skip
_WHERE = {"here": "here", "store": "in the bucket", "both": "here, the bucket"}


def run(settings: Settings, named: str | None, *, only_look: bool, sure: bool) -> int:
    """Do what the command line asks for; returns the exit code."""
    if named is None:
        return list_all(settings)
    with _alone(settings), sought(settings, named) as source:
        said = backups.look(settings, source, _say)
        print(told(said))
        if only_look:
            return 0
        if not sure and sys.stdin.isatty() and not _agreed():
            print("Nothing was changed.")
            return 1
        done = backups.restore(settings, source, say=_say)
    print(f"Restored {source}." + (f" What was there is kept as {done.kept}." if done.kept else ""))
    print("Everybody signs in again, with the passwords of that day.")
    return 0


def restore(settings: Settings, source: Path) -> Path | None:
    """Put `source` in the database's place; returns where the present one was kept, if any.

    Raises NotFound, Invalid for what is no sound copy of a library, Conflict while a server runs.
    """
    with _alone(settings):
        return backups.restore(settings, source).kept


@contextmanager
def sought(settings: Settings, named: str) -> Generator[Path]:
    """Give the file that is meant: a path, the name of a copy here or in the store, or `latest`.
    What comes from the store goes afterwards. Raises Invalid, NotFound, or what the store says."""
    path = Path(named).expanduser()
    if path.exists():
        yield path
    elif named == "latest":
        with backups.listing.latest(settings, _say) as found:
            yield found
    else:
        one = backups.listing.get(settings, named)
        with backups.listing.at_hand(settings, one, _say) as found:
            yield found


def told(said: backups.Rehearsal) -> str:
    """Return what a restore would do, in words."""
    then, now = said.then, said.now
    words = f"There would be {then.titles:,} titles, {then.users:,} accounts"
    lines = [f"{words} and {then.progress:,} places of viewers."]
    if now is None:
        lines.append("What is there now is no library that can be read.")
    else:
        lines.append(
            f"Now there are {now.titles:,}, {now.users:,} and {now.progress:,}. Lost would be "
            f"{said.lost_titles:,} titles, {len(said.lost_users):,} accounts and "
            f"{said.lost_progress:,} places of viewers."
        )
    lines += [f"  title:   {name}" for name in said.lost_title_names]
    lines += [f"  account: {name}" for name in said.lost_users]
    if said.files_missing:
        lines.append(f"{said.files_missing:,} of {said.files:,} files are not where it has them:")
        lines += [f"  {name}" for name in said.missing_names]
    elif said.files_missing is None:
        lines.append(f"Which of {said.files:,} files are there is not known: the store of the "
                     "library could not be asked.")  # fmt: skip
    elif said.files:
        lines.append(f"All {said.files:,} files are there.")
    return "\n".join(lines)


def list_all(settings: Settings) -> int:
    """Print the copies there are, and with a store where each lies; returns the exit code."""
    found = backups.listing.look(settings)
    if found.refusal is not None:
        print(
            f"{found.store} cannot be asked: {found.refusal.detail} {found.refusal.fix}",
            file=sys.stderr,
        )
    if not found.items:
        print("There are no copies. Make one: matinee backup")
        return 1
    for listed in found.items:
        one = listed.copy
        rows = f"{one.rows.get('media', 0):>9,} titles" if one.rows else "  not looked through"
        where = f"  {_WHERE[listed.where]:<16}" if found.store is not None else ""
        print(
            f"{one.made_at:%Y-%m-%d %H:%M} UTC {rows}  {one.size_bytes / 1e6:>9,.1f} MB{where}  "
            f"{one.path}"
        )
    return 0


def _say(step: str) -> None:
    if step in _STEPS:
        print(f"  {_STEPS[step]} …", file=sys.stderr, flush=True)


def _agreed() -> bool:
    print("Restore it? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


@contextmanager
def _alone(settings: Settings) -> Generator[None]:
    """Hold the library while nobody else has it. Raises Conflict."""
    lock = ServerLock(settings.data)
    if not lock.acquire("restoring"):
        raise Conflict("Matinee runs on this library.", fix="Stop it, then restore.")
    try:
        if settings.redis_url is not None and _a_worker_runs(settings):
            raise Conflict("A worker runs on this library.", fix="Stop it, then restore.")
        yield
    finally:
        lock.release()


def _a_worker_runs(settings: Settings) -> bool:
    try:
        if migrate.current_revision(settings) != migrate.revisions()[-1]:
            return False
        with closing(Database(settings.database)) as database:
            return bool(workers(database))
    except MatineeError:
        return False
