"""One server a data folder: an advisory lock that dies with its holder.

The file says who holds it, so that the command line finds the running server and a second
server can name the first. A lock left by a killed process is free by itself (flock).
"""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO


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

    def acquire(self, url: str) -> bool:
        """Take the lock; False when a server runs."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "url": url}, file)
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()
            self._file.close()
            self._file = None

    def holder(self) -> Holder | None:
        """Return the running server, None when there is none."""
        try:
            with self.path.open() as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except OSError:
                    file.seek(0)
                    return Holder(**json.loads(file.read() or '{"pid": 0, "url": ""}'))
                fcntl.flock(file, fcntl.LOCK_UN)
        except FileNotFoundError:
            pass
        return None
