"""What came of reading a file that describes a film, and how such a file is opened."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from matinee.ingest.identify.description import Description, together


@dataclass(frozen=True, slots=True)
class Reading:
    """Descriptions, one an episode; in `problem` a word why there are none."""

    found: tuple[Description, ...] = ()
    problem: str | None = None

    @property
    def one(self) -> Description | None:
        """Return the whole file as one description, None where it says nothing."""
        return together(self.found)


UNREAD = Reading(problem="It cannot be read.")


def bounded(path: Path, most_bytes: int) -> bytes:
    """Return a plain file's bytes, at most one more than `most_bytes`. Raises OSError.

    Links and what is no plain file are not opened.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except ValueError as error:
        raise OSError(str(error)) from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a plain file")
        return file.read(most_bytes + 1)
