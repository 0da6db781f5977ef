"""One server a data folder, or several that share all else too: an advisory lock that dies with
its holders.

The file says who holds it, so that the command line finds the running server and a second
server can name the first. A lock left by a killed process is free by itself (flock).
"""

import contextlib
import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from matinee.kit import clock

_PATIENCE_S, _LOOK_S = 0.5, 0.02


@dataclass(frozen=True, slots=True)
class Holder:
    """The server that has a data folder."""

    pid: int
    url: str


class ServerLock:
    """The lock of one data folder."""

    def __init__(self, data: Path) -> None:
        self.path = data / "server.lock"
        self._file: IO[str] | None = None

    def acquire(self, url: str, *, together: bool = False) -> bool:
        """Take the lock; False when a server runs. With `together` other servers that say so too
        may have it at the same time: the file names the one that came last.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+")
        how = fcntl.LOCK_SH if together else fcntl.LOCK_EX
        deadline = clock.monotonic() + _PATIENCE_S  # somebody may only be looking who has it
        while True:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
                break
            except OSError:
                if clock.monotonic() >= deadline:
                    file.close()
                    return False
                time.sleep(_LOOK_S)
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "url": url}, file)
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            with contextlib.suppress(OSError):  # others have it too: what they wrote stays
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._file.seek(0)
                self._file.truncate()
            self._file.close()
            self._file = None

    def holder(self) -> Holder | None:
        """Return the running server, None when there is none."""
        try:
            with self.path.open("r+") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    file.seek(0)
                    return _read(file.read())
                fcntl.flock(file, fcntl.LOCK_UN)
        except FileNotFoundError:
            pass
        return None


def _read(words: str) -> Holder:
    """Read who holds it; what is being written at this moment names nobody."""
    try:
        return Holder(**json.loads(words))
    except (ValueError, TypeError):
        return Holder(0, "")
