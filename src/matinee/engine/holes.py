"""Files with holes: one that is kept elsewhere and fetched here piece by piece, as it is read.

Such a file lies in one of a few folders (`register`) at its full length, and beside it lies its map
(`<name>.map`): a head of `HEAD_BYTES`, then a byte a piece, 1 where the piece is here. Who reads it
asks for the pieces first. Whoever runs the engine says how they are fetched; a worker, which has
neither network nor secrets, asks the process that started it over its pipe.

A file that is let go meanwhile (unlinked, to make room) is found again under the same name with the
same content, so the descriptor is pointed at that one.
"""

import contextlib
import io
import json
import os
from collections.abc import Callable
from typing import Final

from matinee.engine.errors import Away

PIECE_BYTES: Final = 1024 * 1024
HEAD_BYTES: Final = 256
SUFFIX: Final = ".map"
VARIABLE: Final = "MATINEE_HOLES"  # how a worker is told of the folders
_TRIES: Final = 3

Fill = Callable[[str, int, int], None]
"""Makes sure that bytes are here: the path, where they begin, where they end. Raises Away."""

_folders: dict[str, Fill] = {}
_open: dict[int, "_Holes"] = {}


def register(folder: str, fill: Fill) -> None:
    """Say how pieces of the files in a folder are fetched."""
    _folders[folder.rstrip(os.sep) + os.sep] = fill


def unregister(folder: str) -> None:
    """Forget a folder."""
    _folders.pop(folder.rstrip(os.sep) + os.sep, None)


def folders() -> str:
    """Return the folders as a worker is told of them."""
    return os.pathsep.join(_folders)


def has(path: str) -> bool:
    """Say whether a path is that of a file that may have holes."""
    return any(path.startswith(folder) for folder in _folders)


def fill(path: str, start: int, stop: int) -> None:
    """Have bytes of a file fetched. Raises Away."""
    for folder, wanted in _folders.items():
        if path.startswith(folder):
            wanted(path, start, stop)
            return


def told(map_descriptor: int) -> dict[str, int | str]:
    """Return what the head of a map says, nothing where it is damaged."""
    try:
        found = json.loads(os.pread(map_descriptor, HEAD_BYTES, 0))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class _Holes:
    """The map of an open file."""

    def __init__(self, path: str, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._map = os.open(path + SUFFIX, os.O_RDONLY | os.O_CLOEXEC)
        self._is_ours = self._fits()

    def need(self, start: int, stop: int) -> None:
        for _ in range(_TRIES):
            if self._is_here(start, stop):
                return
            fill(self.path, start, stop)
            if self._is_here(start, stop):
                return
            self._find_again()
        raise Away("The file is kept elsewhere, and was let go here while it was being read.")

    def _fits(self) -> bool:
        """Say whether the map is that of the file which is open, not of one that took its name."""
        return told(self._map).get("inode") == os.fstat(self._descriptor).st_ino

    def _is_here(self, start: int, stop: int) -> bool:
        if not self._is_ours:
            return False
        first, last = start // PIECE_BYTES, -(-stop // PIECE_BYTES)
        marks = os.pread(self._map, last - first, HEAD_BYTES + first)
        return len(marks) == last - first and 0 not in marks

    def _find_again(self) -> None:
        """Point both descriptors at what lies under the name now."""
        with contextlib.suppress(OSError):
            for name, held in ((self.path, self._descriptor), (self.path + SUFFIX, self._map)):
                fresh = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
                os.dup2(fresh, held, inheritable=False)
                os.close(fresh)
        self._is_ours = self._fits()

    def close(self) -> None:
        os.close(self._map)


def opened(path: str, descriptor: int) -> None:
    """Note that a file was opened, so that `pread` of its descriptor knows of its holes.

    Raises FileNotFoundError where it has no map: then it is on its way out.
    """
    if _folders and has(path):
        _open[descriptor] = _Holes(path, descriptor)


def closing(descriptor: int) -> None:
    """Note that a descriptor is about to be closed."""
    known = _open.pop(descriptor, None)
    if known is not None:
        known.close()


def pread(descriptor: int, count: int, at: int) -> bytes:
    """Read as `os.pread` does, after what is missing was fetched. Raises Away."""
    known = _open.get(descriptor)
    if known is not None:
        stop = min(at + count, os.fstat(descriptor).st_size)
        if stop > at:
            known.need(at, stop)
    return os.pread(descriptor, count, at)


def is_holed(descriptor: int) -> bool:
    """Say whether a file that is open may have holes."""
    return descriptor in _open


class Whole(io.RawIOBase):
    """An open file with holes, as one without: what is read is fetched."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor, self._size, self._at = descriptor, size, 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return the place in the file."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the file."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return bytes of the file."""
        data = pread(self._descriptor, self._size - self._at if size < 0 else size, self._at)
        self._at += len(data)
        return data
