"""`matinee doctor`: finds what a crash has left over, and sweeps it when told to.

Nothing published is ever swept: only folders that no row knows, older than an hour, so that a
job that runs at this moment keeps what it has.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from matinee import admin, library
from matinee.app import wiring
from matinee.kit import migrate, objects
from matinee.kit.config import Settings
from matinee.kit.services import Services


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `sweep` is the folder that may go."""

    words: str
    sweep: Path | None = None


def examine(settings: Settings, *, fix: bool) -> int:
    """Print what is found; with `fix`, sweep it. Returns 0 when all is well or was mended."""
    with wiring.opened(settings) as services:
        findings = [*_database(services), *_leftovers(services), *_missing(services)]
        findings += _in_bucket(services)
        for finding in findings:
            mended = fix and finding.sweep is not None
            if mended and finding.sweep is not None:
                objects.forget_under(services, finding.sweep)
            print(f"{'mended' if mended else 'found'}  {finding.words}")
    left = [one for one in findings if one.sweep is None or not fix]
    if not findings:
        print("All is well.")
    elif left and not fix and any(one.sweep for one in left):
        print("Sweep what can be swept with: matinee doctor --fix")
    return 1 if left else 0


def _database(services: Services) -> Iterator[Finding]:
    if not services.db.is_sqlite:
        return
    with closing(sqlite3.connect(migrate.database_path(services.settings), timeout=30)) as opened:
        verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            yield Finding(f"the database is damaged: {verdict}; restore a copy from backups/")
        strays = opened.execute("PRAGMA foreign_key_check").fetchall()
        if strays:
            yield Finding(f"{len(strays)} rows point at rows that are not there")


def _leftovers(services: Services) -> Iterator[Finding]:
    for left in admin.leftovers(services):
        yield Finding(f"{left.folder}: {left.words}", left.folder)


def _missing(services: Services) -> Iterator[Finding]:
    owned = select(library.AssetRow).where(library.AssetRow.key.is_not(None))
    with services.db.read() as session:
        for asset in session.scalars(owned):
            path = services.store.data / str(asset.key)
            if objects.find(services, str(asset.key)) is None:
                yield Finding(f"{path}: the file is not there; restore it from a backup")


def _in_bucket(services: Services) -> Iterator[Finding]:
    if services.objects is None:
        return
    for prefix, size in admin.bucket.strays(services):
        words = f"{prefix} in the bucket: what no title has ({size:,} bytes)"
        yield Finding(words, services.store.data / prefix)
    counts = admin.bucket.sweep(services)
    if any(counts.values()):
        sent, aborted = counts["sent"], counts["aborted"]
        print(f"mended  {sent} files sent to the bucket, {aborted} unfinished uploads aborted")
