"""Identity is content: a quick fingerprint at once, the hash of everything later.

The quick one is the size with a hash over the first and last 256 KiB and sixteen pieces
of 64 KiB spread evenly between: one read of about 1.5 MB, however large the file. Two
different files share it only when they agree in size and in every sample.
"""

import hashlib
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from matinee.engine import holes
from matinee.engine.errors import Missing, Stopped
from matinee.engine.run import Progress, ShouldStop

END = 256 * 1024
PIECE = 64 * 1024
PIECES = 16
READ = 4 * 1024 * 1024


def sampled(path: str | Path) -> str:
    """Return `"<bytes>-<hex>"`: size and sampled BLAKE2b-160. Raises Missing."""
    with plain_file(path) as file:
        size = os.fstat(file.fileno()).st_size
        digest = hashlib.blake2b(str(size).encode(), digest_size=20)
        for start, length in samples(size):
            digest.update(holes.pread(file.fileno(), length, start))
    return f"{size}-{digest.hexdigest()}"


def samples(size: int) -> list[tuple[int, int]]:
    """Return the (offset, length) pieces hashed for a file of `size` bytes."""
    if size <= 2 * END + PIECES * PIECE:
        return [(0, size)]
    between = size - 2 * END - PIECE
    pieces = [(END + between * i // (PIECES - 1), PIECE) for i in range(PIECES)]
    return [(0, END), *pieces, (size - END, END)]


def whole(
    path: str | Path, on_progress: Progress | None = None, should_stop: ShouldStop | None = None
) -> str:
    """Return the BLAKE2b-256 of the whole file in hex; progress in percent.

    Raises Missing, and Stopped when `should_stop` says so.
    """
    digest = hashlib.blake2b(digest_size=32)
    with plain_file(path) as file:
        size = max(1, os.fstat(file.fileno()).st_size)
        done = 0
        while piece := holes.pread(file.fileno(), READ, done):
            if should_stop and should_stop():
                raise Stopped("Hashing was stopped.")
            digest.update(piece)
            done += len(piece)
            if on_progress:
                on_progress(min(100.0, 100 * done / size))
    return digest.hexdigest()


@contextmanager
def plain_file(path: str | Path) -> Generator[BinaryIO, None, None]:
    """Open a regular file for reading; never a pipe, a device or a folder. Raises Missing."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            holes.opened(os.fspath(path), descriptor)
        except BaseException:
            os.close(descriptor)
            raise
    except (OSError, ValueError) as error:
        raise Missing(f"The file cannot be opened: {_reason(error)}.") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Missing("This is not a plain file.")
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        try:
            yield file  # type: ignore[misc]
        finally:
            holes.closing(descriptor)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
