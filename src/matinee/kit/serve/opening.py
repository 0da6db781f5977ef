"""Opening a file to be sent: once, and all that is said about it comes from that descriptor.

So a file that is replaced in between cannot mix two versions.
"""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from matinee.kit.errors import NotFound, Unavailable
from matinee.kit.serve.ranges import Validators

_OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


@dataclass(frozen=True, slots=True)
class Fetching:
    """How the bytes of a file with holes are had before they are sent (see `kit.objects`).

    `begin(start, stop)` is called at once and returns what fetches them, to be run in a thread; it
    may outlive the file it was begun on. `etag` is the same on every machine.
    """

    begin: Callable[[int, int], Callable[[], None]]
    etag: str
    close: Callable[[], None]


@dataclass(slots=True)
class SendableFile:
    """An open regular file and what was true of it when it was opened."""

    file: FileIO
    size: int
    mtime_ns: int
    inode: int
    fetching: Fetching | None = None

    @property
    def validators(self) -> Validators:
        """Return the strong ETag of this very version, and its date."""
        if self.fetching is not None:
            return Validators(self.fetching.etag, self.mtime_ns // 1_000_000_000)
        etag = f'"{self.inode:x}-{self.size:x}-{self.mtime_ns:x}"'
        return Validators(etag, self.mtime_ns // 1_000_000_000)

    def close(self) -> None:
        """Close the descriptor; again is harmless."""
        if self.fetching is not None and not self.file.closed:
            self.fetching.close()
        self.file.close()


def open_regular(path: Path | str) -> SendableFile:
    """Open a regular file that is not a link; never waits on a pipe that took its name.

    Raises NotFound where there is no such file, Unavailable where the disk does not give it.
    """
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except (FileNotFoundError, NotADirectoryError) as cause:
        raise NotFound("The file is not there any more.", code="file_missing") from cause
    except OSError as cause:
        raise Unavailable(
            f"The file cannot be opened: {cause.strerror}.",
            fix="Check that the disk is mounted and that Matinee may read the file.",
            code="file_unreadable",
        ) from cause
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise NotFound("This is not a regular file.", code="file_missing")
    return SendableFile(FileIO(descriptor, "rb"), status.st_size, status.st_mtime_ns, status.st_ino)
