"""Disks and the library, as figures: measured beside a scrape and not by it.

To walk the data folder and to sum a hundred thousand files takes seconds, and a disk may hang. So
a thread looks at most every five minutes, when somebody asks, and what it found is told meanwhile.
"""

import logging
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matinee import library
from matinee.admin.storage import queries
from matinee.admin.storage.measure import Measured, measurer_of
from matinee.admin.storage.queries import Held
from matinee.kit import clock
from matinee.kit.figures import Family, gauge
from matinee.kit.services import Services

log = logging.getLogger(__name__)
_AGAIN_S: Final = 300.0
_PATIENCE_S: Final = 0.5  # a small library is measured while it is asked for
DATA: Final = "data"


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured last."""

    measured: Measured
    held: Held
    folders: dict[tuple[str, ...], float]


class _Beside:
    """One look goes on at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._looked_s: float | None = None
        self._found: Found | None = None

    def look(self, services: Services) -> Found | None:
        """Return what was found last; None before anything was."""
        with self._lock:
            now = clock.monotonic()
            due = self._looked_s is None or now - self._looked_s > _AGAIN_S
            if due and (self._thread is None or not self._thread.is_alive()):
                self._looked_s = now
                self._thread = threading.Thread(
                    target=self._measure, args=(services,), name="figures", daemon=True
                )
                self._thread.start()
            thread = self._thread
        if self._found is None and thread is not None:
            thread.join(_PATIENCE_S)
        return self._found

    def _measure(self, services: Services) -> None:
        try:
            measured = measurer_of(services).look(services)
            with services.db.read() as session:
                held = queries.held(session)
                folders: dict[tuple[str, ...], float] = {("ready",): 0, ("unavailable",): 0}
                for root in library.roots(session):
                    folders[root.status,] = folders.get((root.status,), 0) + 1
        except Exception:  # the server stops, or a disk is away: the next look tells
            log.debug("the disks could not be measured", exc_info=True)
            return
        self._found = Found(measured, held, folders)


_besides: dict[Path, _Beside] = {}
_besides_lock = threading.Lock()


def look(services: Services) -> Iterable[Family]:
    """Return the free space of now, and what was measured last."""
    with _besides_lock:
        beside = _besides.setdefault(services.store.data, _Beside())
    usage = shutil.disk_usage(services.store.data)
    found = beside.look(services)
    free: dict[tuple[str, ...], float] = {(DATA,): usage.free}
    total: dict[tuple[str, ...], float] = {(DATA,): usage.total}
    for number, disk in enumerate(found.measured.disks[1:] if found else (), start=1):
        free[f"library_{number}",] = disk.free_bytes
        total[f"library_{number}",] = disk.total_bytes
    told = [
        gauge(
            "matinee_storage_free_bytes",
            "Bytes free: on the disk of the data folder, and others of library folders.",
            free, ("disk",),
        ),
        gauge("matinee_storage_size_bytes", "Bytes that those disks hold.", total, ("disk",)),
        gauge(
            "matinee_storage_floor_bytes", "Nothing more is brought in below so many bytes free.",
            services.store.floor_bytes,
        ),
        gauge(
            "matinee_segment_cache_max_bytes", "Cap of the segment cache.",
            services.settings.cache_max_bytes,
        ),
    ]  # fmt: skip
    return [*told, *_measured(found)] if found is not None else told


def _measured(found: Found) -> Iterable[Family]:
    parts = found.measured
    used: dict[tuple[str, ...], float] = {
        ("artwork",): parts.artwork,
        ("cache",): parts.cache.bytes - parts.cache.prepared_bytes,
        ("prepared",): parts.cache.prepared_bytes,
        ("staging",): parts.staging,
        ("uploads",): parts.uploads,
        ("kept",): parts.kept,
        ("backups",): parts.backups,
        ("database",): parts.database,
    }
    sizes: dict[tuple[str, ...], float] = {(one.name,): one.size_bytes for one in found.held.kinds}
    counts: dict[tuple[str, ...], float] = {(one.name,): one.count for one in found.held.kinds}
    return (
        gauge(
            "matinee_storage_used_bytes",
            "Bytes in the data folder beside the films themselves.", used, ("kind",),
        ),
        gauge("matinee_library_bytes", "Bytes of the library's files.", sizes, ("kind",)),
        gauge("matinee_library_files", "Files of the library.", counts, ("kind",)),
        gauge(
            "matinee_library_folders", "Folders scanned in place.", found.folders, ("status",)
        ),
        gauge(
            "matinee_storage_measured_timestamp_seconds",
            "When the data folder was measured last.", parts.at.timestamp(),
        ),
    )  # fmt: skip
