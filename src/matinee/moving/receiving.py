"""Taking in a file that a browser sends, as it comes: into staging, within limits."""

from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath

from starlette.concurrency import run_in_threadpool

from matinee.foreign.values import words
from matinee.kit import ids
from matinee.kit.errors import Invalid, TooLarge
from matinee.kit.store import Store
from matinee.moving.reading import MOST_BYTES

_PIECE_BYTES = 1 << 20
_NAME_MAX = 120


async def receive(store: Store, stream: AsyncIterator[bytes], name: str, coming: int) -> Path:
    """Write a stream to a file in a folder of staging of its own, and return it.

    `coming` is how many bytes were announced, 0 when none were. Raises TooLarge, NoSpace, or
    Invalid for nothing at all; then nothing is left behind.
    """
    folder = store.staging(ids.new_id())
    path = folder / tidy_name(name)
    try:
        store.require_space(coming)
        if await _write(store, path, stream) == 0:
            raise Invalid(
                "There is nothing in this file.", fix="Choose another file.", code="empty_file"
            )
    except BaseException:
        store.drop_staging(folder.name)
        raise
    return path


async def _write(store: Store, path: Path, stream: AsyncIterator[bytes]) -> int:
    size, held = 0, bytearray()
    with path.open("wb") as file:
        async for piece in stream:
            size += len(piece)
            held += piece
            if size > MOST_BYTES:
                raise TooLarge("The file is larger than is read here.")
            if len(held) >= _PIECE_BYTES:
                await run_in_threadpool(store.require_space, len(held))
                await run_in_threadpool(file.write, bytes(held))
                held.clear()
        await run_in_threadpool(file.write, bytes(held))
    return size


def tidy_name(name: str) -> str:
    """Return the name of a file without its folders, short and on one line."""
    plain = PurePosixPath(words(name.replace("\\", "/"), 255)).name
    while len(plain.encode()) > _NAME_MAX:
        plain = plain[1:]
    return plain if plain not in {"", ".", ".."} else "file"
