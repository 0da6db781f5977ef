"""Keeping the segment cache within its cap: what was used longest ago goes first.

The sizes and times of the files themselves are the record, so the cache survives restarts and
anyone may delete from it. The cap shrinks when the disk runs full, so that the floor of free
space is kept for the library and not for what can be made again. What is prepared counts against
the cap and goes last: only when the disk is below its floor.
"""

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.kit.store import Store
from matinee.streaming import prepared

log = logging.getLogger(__name__)

_LOOK_EVERY_BYTES = 256 * 1024**2
_DOWN_TO = 0.9
_PARTIAL_AGE_S = 3600.0
_EMPTY_PLAN_AGE_S = 24 * 3600.0
_RECORDS = ("/plan.json", f"/{prepared.MARK}")


@dataclass(frozen=True, slots=True)
class Cached:
    """One file of the cache."""

    used_s: float
    size_bytes: int
    path: str


class Keeper:
    """Looks after one cache; looks happen one at a time, on a thread of their own."""

    def __init__(self, store: Store, cap_bytes: int) -> None:
        self._store = store
        self._cap_bytes = cap_bytes
        self._since_look = _LOOK_EVERY_BYTES  # the first segment after a start looks
        self._looking: threading.Thread | None = None
        self._lock = threading.Lock()

    def added(self, size_bytes: int) -> None:
        """Count what was written; look when it is enough to matter."""
        with self._lock:
            self._since_look += size_bytes
            due = self._since_look >= min(_LOOK_EVERY_BYTES, self._cap_bytes * (1 - _DOWN_TO) / 2)
        if due:
            self.look_now()

    def look_now(self) -> None:
        """Start a look, unless one goes on."""
        with self._lock:
            self._since_look = 0
            if self._looking is not None and self._looking.is_alive():
                return
            self._looking = threading.Thread(target=self.look, name="cache-keeper", daemon=True)
            self._looking.start()

    def look(self) -> int:
        """Delete what is too much; returns the bytes that stay."""
        now = clock.epoch()
        files = sorted(walk(self._store.cache_root), key=lambda one: one.used_s)
        total = sum(file.size_bytes for file in files)
        try:
            spare = self._store.free_bytes() - self._store.floor_bytes
        except OSError:
            spare = 0
        on_disk = max(0, total + spare)
        kept_in = prepared.kept_folders(self._store.cache_root)
        kept: list[Cached] = []
        goal = _goal(total, min(self._cap_bytes, on_disk))
        for file in files:
            if _is_partial(file):
                if now - file.used_s > _PARTIAL_AGE_S:  # its writer was killed
                    total -= _delete(file)
            elif file.path.rpartition("/")[0] in kept_in:
                kept.append(file)
            elif total > goal and not file.path.endswith(_RECORDS):
                total -= _delete(file)
        goal = _goal(total, on_disk)
        for file in kept:
            if total > goal:
                total -= _delete(file)
        self._drop_empty(now)
        return total

    def _drop_empty(self, now: float) -> None:
        """Take away plans of which nothing is left and that nobody has opened for a day."""
        for folder in _folders(_folders_of(self._store.cache_root)):
            try:
                filled = any(any(track.iterdir()) for track in _folders_of(folder))
                if not filled and now - folder.stat().st_mtime > _EMPTY_PLAN_AGE_S:
                    shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                continue


def _goal(total: int, limit: int) -> float:
    """Return how much may stay: somewhat less than the limit, once it is passed."""
    return limit * _DOWN_TO if total > limit else limit


def walk(root: Path) -> Iterator[Cached]:
    """Yield every file under the cache; what disappears meanwhile is passed over."""
    pending = [os.fspath(root)]
    while pending:
        try:
            with os.scandir(pending.pop()) as found:
                entries = list(found)
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    used_s = max(status.st_atime, status.st_mtime)
                    yield Cached(used_s, status.st_size, entry.path)
            except OSError:
                continue


def _is_partial(file: Cached) -> bool:
    return file.path.rpartition("/")[2].startswith(".")


def _delete(file: Cached) -> int:
    try:
        os.unlink(file.path)  # noqa: PTH108 - text from scandir
    except FileNotFoundError:
        return file.size_bytes
    except OSError as cause:
        log.warning("The segment cache cannot be cleared: %s.", cause.strerror)
        return 0
    return file.size_bytes


def _folders_of(root: Path) -> list[Path]:
    try:
        return [path for path in root.iterdir() if path.is_dir()]
    except OSError:
        return []


def _folders(parents: list[Path]) -> Iterator[Path]:
    for parent in parents:
        yield from _folders_of(parent)


_keepers: dict[tuple[Path, int], Keeper] = {}
_keepers_lock = threading.Lock()


def keeper_of(services: Services) -> Keeper:
    """Return the keeper of this library's cache."""
    with _keepers_lock:
        key = (services.store.cache_root, services.settings.cache_max_bytes)
        if key not in _keepers:
            _keepers[key] = Keeper(services.store, services.settings.cache_max_bytes)
        return _keepers[key]


def cache_bytes(services: Services) -> int:
    """Return the bytes in the segment cache."""
    return sum(file.size_bytes for file in walk(services.store.cache_root))
