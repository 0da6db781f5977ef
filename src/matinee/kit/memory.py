"""Keeping what is no longer used from being kept: by the C library's allocator, and as garbage.

glibc gives every thread an arena of its own and raises its own thresholds as it goes, so a server
of some thirty threads keeps tens of megabytes it no longer uses. Python's lock lets one thread
allocate at a time, so two arenas serve all. The parameters are those of mallopt(3).

What holds itself in a circle goes only when Python looks for it, and a server has it look rarely:
the look stops everything. So it looks when there is nothing else to do.
"""

import ctypes
import gc
import time
from typing import Final

from matinee.kit import clock

LOOK_S: Final = 20.0
_AT_REST: Final = 0.05  # of a core, since the last look

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
_SETTINGS: Final = {
    _ARENA_MAX: 2,
    _MMAP_THRESHOLD: 128 * 1024,  # their first values; set, they stay
    _TRIM_THRESHOLD: 128 * 1024,
}


def frugal() -> bool:
    """Let freed memory go back to the machine. Called before the first thread.

    Returns False where the C library has no such setting (musl, macOS); all works the same there.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return False
    return all(mallopt(parameter, value) for parameter, value in _SETTINGS.items())


class Tidy:
    """Gives back what a process at rest holds for nothing; a look is for a queue's thread."""

    def __init__(self) -> None:
        self._used_s, self._at_s = time.process_time(), clock.monotonic()
        self._anew = True

    def look(self) -> None:
        """Search for garbage where the process has worked and now rests, once for each rest."""
        used_s, at_s = time.process_time(), clock.monotonic()
        rests = used_s - self._used_s < _AT_REST * (at_s - self._at_s)
        self._used_s, self._at_s = used_s, at_s
        if not rests:
            self._anew = True
        elif self._anew:
            self._anew = False
            give_back()
            self._used_s = time.process_time()


def give_back() -> None:
    """Look for garbage, and let the machine have what is free."""
    gc.collect()
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return  # musl, macOS: they give back by themselves
    trim(0)
