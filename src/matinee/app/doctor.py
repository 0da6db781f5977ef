"""`matinee doctor`: looks at everything, says what it would do, and does it when told to.

Nothing published is ever swept: only folders that no row knows, older than an hour, so that a
job that runs at this moment keeps what it has. A file that came in after the day of a copy that was
restored is known to no row either: it is told, and never swept.
"""

import random
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from matinee import admin, library
from matinee.app import wiring
from matinee.engine import EngineError
from matinee.kit import clock, copies, migrate, objects, store
from matinee.kit.config import Settings
from matinee.kit.errors import MatineeError
from matinee.kit.services import Services

_SAMPLE: Final = 24
_CLOCKS_APART_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `would` says what `mend` does about it; without them
    it is for a person to mend. A `note` is nothing to mend."""

    words: str
    would: str = ""
    mend: Callable[[], object] | None = None
    note: bool = False


def examine(settings: Settings, *, fix: bool) -> int:
    """Print what is found; with `fix`, mend it. Returns 0 when all is well or was mended."""
    with wiring.opened(settings) as services:
        looks = (_database, _health, _missing, _sampled, _rotten, _leftovers, _private, _clocks,
                 _copies, _stored_copies, _in_bucket)  # fmt: skip
        findings = [finding for look in looks for finding in look(services)]
        for finding in findings:
            mended = fix and finding.mend is not None
            if mended and finding.mend is not None:
                finding.mend()
            what = "mended" if mended else "note  " if finding.note else "found "
            print(f"{what} {finding.words}")
            if finding.would and not mended:
                print(f"       would {finding.would}")
    serious = [one for one in findings if not one.note]
    left = [one for one in serious if one.mend is None or not fix]
    if not serious:
        print("All is well.")
    elif not fix and any(one.mend for one in left):
        print("Let it be done with: matinee doctor --fix")
    return 1 if left else 0


def _database(services: Services) -> Iterator[Finding]:
    if not services.db.is_sqlite:
        return
    with closing(sqlite3.connect(migrate.database_path(services.settings), timeout=30)) as opened:
        verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            yield Finding(
                f"the database is damaged: {verdict}. {migrate.last_whole(services.settings)}"
            )
        strays = opened.execute("PRAGMA foreign_key_check").fetchall()
        if strays:
            yield Finding(f"{len(strays)} rows point at rows that are not there")


def _health(services: Services) -> Iterator[Finding]:
    """What the page of health says: space, ffmpeg, the media workers, yt-dlp, Redis and so on."""
    for name, check in admin.run_checks(services).items():
        if check.status != "ok":
            words = f"{name}: {check.detail} {check.fix}".rstrip()
            yield Finding(words, note=check.status == "warning")


def _leftovers(services: Services) -> Iterator[Finding]:
    restored = admin.backups.restored_at(services.settings)
    for left in admin.leftovers(services):
        if left.original and restored is not None and left.folder.stat().st_mtime < restored:
            yield Finding(
                f"{left.folder}: a file that no title has since a copy was restored; bring it in "
                f"again with: matinee add {left.folder}",
                note=True,
            )
        else:
            yield Finding(
                f"{left.folder}: {left.words}", "delete it",
                lambda folder=left.folder: objects.forget_under(services, folder),
            )  # fmt: skip


def _owned(services: Services) -> list[tuple[library.AssetRow, Path]]:
    owned = select(library.AssetRow).where(library.AssetRow.key.is_not(None))
    with services.db.read() as session:
        return [(one, services.store.data / str(one.key)) for one in session.scalars(owned)]


def _missing(services: Services) -> Iterator[Finding]:
    for asset, path in _owned(services):
        found = objects.find(services, str(asset.key))
        if found is None:
            yield Finding(f"{path}: the file is not there; restore it from a backup")
        elif found.stat().st_size != asset.size_bytes:
            yield Finding(
                f"{path}: {found.stat().st_size} bytes, and {asset.size_bytes} came in; restore it "
                "from a backup"
            )


def _sampled(services: Services) -> Iterator[Finding]:
    """Some files of ours are known again by what is in them."""
    there = [(asset, path) for asset, path in _owned(services)
             if path.is_file() and path.stat().st_size == asset.size_bytes]  # fmt: skip
    for asset, path in random.sample(there, min(_SAMPLE, len(there))):
        try:
            if services.engine.fingerprint(path) != asset.fingerprint:
                yield Finding(f"{path}: it does not hold what came in; restore it from a backup")
        except EngineError as error:
            yield Finding(f"{path}: it cannot be read ({error.detail})")


def _rotten(services: Services) -> Iterator[Finding]:
    for one in admin.scrub.state(services).rotten:
        yield Finding(f"{one.path}: its bytes have changed by themselves; restore it from a backup")


def _private(services: Services) -> Iterator[Finding]:
    """Keys and copies are for the eyes of one user."""
    data = services.store.data
    places = [data / "secrets", *(data / "secrets").iterdir()]
    places += [one.path for one in copies.every(services.settings)]
    for path in places:
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            continue
        if mode & 0o077:
            yield Finding(
                f"{path}: others can read it", "let its owner alone",
                lambda path=path, mode=mode: path.chmod(mode & 0o700),
            )  # fmt: skip


def _clocks(services: Services) -> Iterator[Finding]:
    with services.db.read() as session:
        apart_s = abs((services.db.now(session) - clock.now()).total_seconds())
        newest = session.scalar(select(func.max(library.AssetRow.added_at)))
    if apart_s > _CLOCKS_APART_S:
        yield Finding(f"the clocks of this machine and of the database are {apart_s:.0f} s apart")
    if newest is not None and (newest - clock.now()).total_seconds() > 3600:
        yield Finding(f"the clock of this machine was put back: a file came in at {newest:%F %T}")


def _copies(services: Services) -> Iterator[Finding]:
    """What a backup or a restore that was cut off has left."""
    for path in admin.backups.left_over(services.settings):
        yield Finding(
            f"{path}: of a backup or a restore that was cut off", "delete it",
            lambda path=path: store.drop(path),
        )  # fmt: skip


def _stored_copies(services: Services) -> Iterator[Finding]:
    """What the sending of a copy, or its going, has left in the store when it was cut off."""
    bucket = admin.backups.stored.bucket_of(services.settings)
    if bucket is None:
        return
    try:
        for found in admin.backups.stored.strays(bucket):
            yield Finding(
                f"{found.key} in the store: it belongs to no copy ({found.size:,} bytes)",
                "delete it", lambda key=found.key: bucket.delete([key]),
            )  # fmt: skip
    except MatineeError as error:
        yield Finding(f"the store of copies: {error.detail} {error.fix}", note=True)


def _in_bucket(services: Services) -> Iterator[Finding]:
    if services.objects is None:
        return
    for prefix, size in admin.bucket.strays(services):
        yield Finding(
            f"{prefix} in the bucket: what no title has ({size:,} bytes)", "delete it",
            lambda prefix=prefix: admin.bucket.clear(services, prefix),
        )  # fmt: skip
    counts = admin.bucket.sweep(services)
    if any(counts.values()):
        words = (
            f"{counts['sent']} files and {counts['prepared']} prepared tracks sent to the bucket, "
            f"{counts['aborted']} unfinished uploads aborted"
        )
        yield Finding(words, note=True)
