"""How large our own folders are: counted file by file, in the background, and remembered a while.

A library of a hundred thousand titles has a million pictures: nobody waits for their counting.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.streaming import held_by_cache

_FRESH_S = 300.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of each of our folders by its name, what of the cache was prepared, of how many titles
    it holds something, and when this was counted."""

    bytes: dict[str, int] = field(default_factory=dict[str, int])
    prepared_bytes: int = 0
    cached_titles: int = 0
    at: datetime | None = None


class Counter:
    """Counts in a thread of its own, one count at a time."""

    def __init__(self, count: Callable[[], Sizes]) -> None:
        self._count_all = count
        self._lock = threading.Lock()
        self._sizes = Sizes()
        self._counted_s = float("-inf")
        self._running: threading.Thread | None = None

    def look(self, *, wait_s: float = 0.3) -> tuple[Sizes, bool]:
        """Return the last count, and whether another one is under way; waits a little for it."""
        with self._lock:
            if self._running is None and clock.monotonic() - self._counted_s > _FRESH_S:
                self._running = threading.Thread(target=self._count, name="count", daemon=True)
                self._running.start()
            running = self._running
        if running is not None:
            running.join(wait_s)
        with self._lock:
            return self._sizes, self._running is not None

    def forget(self) -> None:
        """Count anew when asked the next time: something was deleted."""
        with self._lock:
            self._counted_s = float("-inf")

    def _count(self) -> None:
        try:
            sizes = self._count_all()
        except OSError:
            sizes = self._sizes  # the disk is away: what was known stays
        with self._lock:
            self._sizes, self._counted_s = sizes, clock.monotonic()
            self._running = None


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; what goes meanwhile is not there."""
    total, waiting = 0, [os.fspath(path)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except NotADirectoryError:
            total += os.stat(here, follow_symlinks=False).st_size  # noqa: PTH116 - a plain path
        except OSError:
            continue
    return total


def count(services: Services) -> Sizes:
    """Count what of ours there is; the originals are known to the database. Raises OSError."""
    cached = held_by_cache(services)
    parts = {name: sum(map(size_of, some)) for name, some in _folders(services).items()}
    return Sizes(parts, cached.prepared_bytes, len(cached.titles), clock.now())


def _folders(services: Services) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(services.store.data.iterdir()):
        if path.name.startswith("matinee.db"):
            found.setdefault("database", []).append(path)
        elif path != services.store.media_root and not path.name.startswith("."):
            found.setdefault(path.name if path.is_dir() else "other", []).append(path)
    return found
