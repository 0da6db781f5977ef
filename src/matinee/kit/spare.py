"""A little space kept back on the disk of the library, so that a full disk can still be told of.

Other programs may fill the disk to its last byte. Then the database could not even note that a job
failed for want of space, and the server could not start to say so. A small file of no content lies
in the data folder; it is deleted when a write is refused, or when Matinee starts on a full disk,
and is made again once there is room.
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import Final

NAME: Final = ".spare-space"
SPARE_BYTES: Final = 2 * 1024**2
EVERY_S: Final = 60.0
_AMPLE: Final = 8 * SPARE_BYTES  # free bytes, before some are kept back


class Spare:
    """The space that is kept back in a data folder."""

    def __init__(self, data: Path) -> None:
        self.path = data / NAME

    def keep(self) -> None:
        """Keep some back, where there is room and none is kept yet."""
        if self.path.exists():
            return
        with contextlib.suppress(OSError):
            if shutil.disk_usage(self.path.parent).free < _AMPLE:
                return
            partial = self.path.with_name(f"{NAME}.{os.getpid()}")
            try:
                with partial.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, SPARE_BYTES)
                partial.replace(self.path)
            finally:
                partial.unlink(missing_ok=True)

    def give(self) -> bool:
        """Give it away; says whether there was any."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True

    def give_if_full(self) -> bool:
        """Give it away where less than that is free; says whether it was."""
        try:
            full = shutil.disk_usage(self.path.parent).free < SPARE_BYTES
        except OSError:  # no such folder yet
            return False
        return full and self.give()
