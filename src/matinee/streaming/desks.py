"""Which of several servers encodes a plan: the one that holds its desk.

A desk is a file that one process at a time has locked (flock), and in which it says where it is
reached. So no two servers encode the same segment, and the desk of one that died is free at once.
It is given back when nobody has asked for the plan for a while.
"""

import contextlib
import fcntl
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.kit.store import Store

KEPT_S: Final = 15.0  # longer than a run that nobody asks for goes on
_SWEEP_S: Final = 5.0


@dataclass(slots=True)
class _Desk:
    file: IO[str]
    used_s: float = field(default_factory=clock.monotonic)


class Desks:
    """The desks that this process holds. `is_busy(folder)` says whether a plan is being made."""

    def __init__(self, store: Store, address: str, is_busy: Callable[[Path], bool]) -> None:
        self._store, self._address, self._is_busy = store, address, is_busy
        self._held: dict[Path, _Desk] = {}
        self._lock = threading.Lock()
        self._sweeper: threading.Timer | None = None
        self._closed = False

    def take(self, folder: Path) -> str | None:
        """Take the desk of a plan (its folder in the cache), or keep it.

        Returns None when it is ours, else where the server that has it is reached: "" while that
        one has not said so yet.
        """
        with self._lock:
            desk = self._held.get(folder)
            if desk is not None:
                desk.used_s = clock.monotonic()
                return None
            path = self._store.lock_path(f"desk-{folder.parent.name}-{folder.name}")
            while True:
                file = path.open("a+")
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    with file:
                        file.seek(0)
                        return file.readline().strip()
                if _is_there_still(file, path):
                    break
                file.close()  # whoever had it put it away in between
            file.truncate(0)
            file.write(f"{self._address}\n")
            file.flush()
            self._held[folder] = _Desk(file)
            self._watch()
        return None

    def close(self) -> None:
        """Give all of them back."""
        with self._lock:
            self._closed = True
            if self._sweeper is not None:
                self._sweeper.cancel()
            for folder in list(self._held):
                self._give_back(folder)

    def _watch(self) -> None:
        if self._sweeper is None and self._held and not self._closed:
            self._sweeper = threading.Timer(_SWEEP_S, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        with self._lock:
            self._sweeper = None
            late = clock.monotonic() - KEPT_S
            for folder, desk in list(self._held.items()):
                if desk.used_s < late and not self._is_busy(folder):
                    self._give_back(folder)
            self._watch()

    def _give_back(self, folder: Path) -> None:
        file = self._held.pop(folder).file
        with contextlib.suppress(OSError):
            os.unlink(file.name)  # noqa: PTH108 - while it is locked: who waits sees it is gone
        file.close()


def _is_there_still(file: IO[str], path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(file.fileno())
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)


_desks: dict[int, Desks] = {}
_lock = threading.Lock()


def desks_of(services: Services, is_busy: Callable[[Path], bool]) -> Desks | None:
    """Return the desks of this process; None where it is the only server of its library."""
    if services.peers is None:
        return None
    with _lock:
        key = id(services.engine)
        if key not in _desks:
            _desks[key] = Desks(services.store, services.peers.address, is_busy)
        return _desks[key]


def close(services: Services) -> None:
    """Give back what these services hold."""
    with _lock:
        held = _desks.pop(id(services.engine), None)
    if held is not None:
        held.close()
