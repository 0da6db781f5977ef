"""Keeping the C library's allocator from hoarding what many threads freed.

glibc gives every thread an arena of its own and raises its own thresholds as it goes, so a server
of some thirty threads keeps tens of megabytes it no longer uses. Python's lock lets one thread
allocate at a time, so two arenas serve all. The parameters are those of mallopt(3).
"""

import ctypes
from typing import Final

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
