"""Bytes of an upload onto the disk: appended in place, one writer, flat memory.

The file's size is the offset. A part that comes with a checksum is only kept once it is proven:
until then a mark beside the file says where it began, and whoever opens the file next cuts an
unproven part off again.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import anyio.to_thread

from matinee.ingest.sources.upload.protocol import Checksum, ChecksumMismatch
from matinee.kit.errors import Conflict, Locked, TooLarge, Unavailable
from matinee.kit.store import Store, sync_folder

BLOCK_BYTES = 1024**2
_LOOK_AT_DISK_BYTES = 32 * 1024**2
IDLE_S = 30.0


class Receiver:
    """The one writer of an upload's file."""

    def __init__(self, store: Store, path: Path, size_bytes: int) -> None:
        self._store = store
        self._path = path
        self._size_bytes = size_bytes
        self._file: BinaryIO | None = None
        self.offset = 0

    def open(self, expected_offset: int) -> None:
        """Take the file. Raises Locked when another request writes, Conflict at another offset."""
        self._file = _locked(self._path)
        self.offset = settle(self._path, self._file)
        if self.offset != expected_offset:
            self.close()
            raise Conflict(
                f"The upload stands at {self.offset}, not at {expected_offset}.",
                fix="Ask with HEAD where it stands and go on from there.",
                code="wrong_offset",
            )

    def close(self) -> None:
        """Let the file go; what was written is durable from here."""
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                os.fsync(file.fileno())
            file.close()

    async def take(self, stream: AsyncIterator[bytes], proof: Checksum | None) -> int:
        """Append a request's body; returns the new offset.

        Raises ChecksumMismatch, TooLarge, NoSpace, or Unavailable when the sender stands still.
        """
        assert self._file is not None
        began = self.offset
        hasher = proof.start() if proof else None
        if proof:
            await anyio.to_thread.run_sync(_mark(self._path).write_text, str(began))
        proven = False
        try:
            async for block in _blocks(stream):
                if hasher is not None:
                    await anyio.to_thread.run_sync(hasher.update, block)
                await anyio.to_thread.run_sync(self._append, block)
            proven = hasher is None or (proof is not None and hasher.digest() == proof.digest)
        finally:
            if proof:
                await anyio.to_thread.run_sync(self._settle_proof, began, proven)
        if not proven:
            raise ChecksumMismatch("The part arrived damaged.")
        return self.offset

    def _append(self, block: bytes) -> None:
        assert self._file is not None
        if self.offset + len(block) > self._size_bytes:
            raise TooLarge("There are more bytes than the upload was said to have.")
        if self.offset // _LOOK_AT_DISK_BYTES != (self.offset + len(block)) // _LOOK_AT_DISK_BYTES:
            self._store.require_space(len(block))
        self._file.write(block)
        self._file.flush()
        self.offset += len(block)

    def _settle_proof(self, began: int, proven: bool) -> None:
        assert self._file is not None
        if proven:
            os.fsync(self._file.fileno())
        else:
            self._file.truncate(began)
            self.offset = began
        _mark(self._path).unlink(missing_ok=True)


async def _blocks(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Gather small network pieces into blocks worth a write; the last one may be short.

    What arrived before a sender vanished is still yielded, so that it is kept.
    """
    held = bytearray()
    pieces = aiter(stream)
    failure: Exception | None = None
    while True:
        try:
            async with asyncio.timeout(IDLE_S):
                piece = await anext(pieces)
        except StopAsyncIteration:
            break
        except TimeoutError:
            failure = Unavailable("Nothing arrived for a while.", code="upload_idle")
            break
        except Exception as error:
            failure = error
            break
        held += piece
        while len(held) >= BLOCK_BYTES:
            yield bytes(held[:BLOCK_BYTES])
            del held[:BLOCK_BYTES]
    if held:
        yield bytes(held)
    if failure is not None:
        raise failure


def create(path: Path) -> None:
    """Make the empty file of a new upload."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    sync_folder(path.parent)


def offset_of(path: Path) -> int:
    """Return how many bytes are there for good. Raises FileNotFoundError.

    While a writer is at it, an unproven part does not count.
    """
    try:
        with _locked(path) as file:
            return settle(path, file)
    except Locked:
        try:
            return int(_mark(path).read_text())
        except (OSError, ValueError):
            return path.stat().st_size


def require_free(path: Path) -> None:
    """Raise Locked while a request writes to an upload's file."""
    with suppress(FileNotFoundError):
        _locked(path).close()


def settle(path: Path, file: BinaryIO) -> int:
    """Cut off what a broken request left unproven; returns the offset."""
    mark = _mark(path)
    if mark.exists():
        with suppress(ValueError):
            file.truncate(int(mark.read_text() or 0))
        mark.unlink(missing_ok=True)
    return file.seek(0, os.SEEK_END)


def discard(path: Path) -> None:
    """Delete an upload's file."""
    path.unlink(missing_ok=True)
    _mark(path).unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.unproven")


def _locked(path: Path) -> BinaryIO:
    file = path.open("r+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Locked("Another request is sending this upload.", fix="Wait for it to end.") from None
    file.seek(0, os.SEEK_END)
    return file
