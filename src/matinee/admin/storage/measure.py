"""What lies in the data folder besides originals, measured on the disk.

Walking it takes a while on a large library, so what was found is remembered for some minutes, and
forgotten when something was let go of. One measures while others wait.
"""

import os
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from matinee import library, streaming
from matinee.admin.leftovers import Leftover, leftovers
from matinee.admin.storage.values import Disk
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.kit.store import tree_bytes

_REMEMBER_S = 300.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Bytes of each part of the data folder but for the originals, and the disks."""

    at: datetime
    artwork: int
    cache: streaming.Holdings
    staging: int
    uploads: int
    kept: int
    backups: int
    database: int
    leftovers: tuple[Leftover, ...]
    leftover_bytes: int
    disks: tuple[Disk, ...]


class Measurer:
    """Measures one data folder, and remembers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[float, Measured] | None = None

    def look(self, services: Services, *, fresh: bool = False) -> Measured:
        """Return what was found, at most some minutes ago unless it is to be `fresh`."""
        with self._lock:
            now = clock.monotonic()
            if self._known is None or fresh or now - self._known[0] > _REMEMBER_S:
                self._known = (now, _measure(services))
            return self._known[1]

    def forget(self) -> None:
        """Measure anew the next time."""
        with self._lock:
            self._known = None


_measurers: dict[Path, Measurer] = {}
_measurers_lock = threading.Lock()


def measurer_of(services: Services) -> Measurer:
    """Return the measurer of this library's data folder."""
    with _measurers_lock:
        return _measurers.setdefault(services.store.data, Measurer())


def _measure(services: Services) -> Measured:
    store = services.store
    left = tuple(one for one in leftovers(services) if not one.original)
    return Measured(
        at=clock.now(),
        artwork=tree_bytes(store.artwork_root),
        cache=streaming.cache_holdings(services),
        staging=tree_bytes(store.staging_root),
        uploads=tree_bytes(store.uploads_root),
        kept=tree_bytes(store.data / "kept"),
        backups=tree_bytes(store.data / "backups"),
        database=_database_bytes(services),
        leftovers=left,
        leftover_bytes=sum(tree_bytes(one.folder) for one in left),
        disks=_disks(services),
    )


def _database_bytes(services: Services) -> int:
    if not services.db.is_sqlite:
        with services.db.read() as session:
            return session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    total = 0
    for file in services.store.data.glob("matinee.db*"):
        try:
            total += file.stat().st_size
        except OSError:
            continue
    return total


def _disks(services: Services) -> tuple[Disk, ...]:
    """Return the disk of the data folder first, then those of library folders that are there."""
    with services.db.read() as session:
        roots = [row.path for row in library.roots(session)]
    found: dict[int, list[str]] = {}
    for folder in (os.fspath(services.store.data), *roots):
        try:
            found.setdefault(os.stat(folder).st_dev, []).append(folder)  # noqa: PTH116 - text
        except OSError:
            continue
    return tuple(_disk(folders) for folders in found.values())


def _disk(folders: Iterable[str]) -> Disk:
    folders = tuple(folders)
    try:
        usage = shutil.disk_usage(folders[0])
    except OSError:
        return Disk(folders, 0, 0)
    return Disk(folders, usage.total, usage.free)
