"""Open files and connections: a process may have as many as its soft limit says.

Systems set that low (1024 on Debian) for the sake of old programs that use select(), and let each
process raise it to the hard limit. A viewer takes a few: two connections, their duplicates while
they wait, the file that is sent.
"""

import contextlib
import resource
from typing import Final

ENOUGH: Final = 65_536


def allow(wanted: int = ENOUGH) -> int:
    """Raise the soft limit to what is wanted, or as far as it goes; returns what is allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return max(soft, most)
    with contextlib.suppress(ValueError, OSError):  # a system that says no after all
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        return most
    return soft
