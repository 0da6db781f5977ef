"""Keeping, finding and forgetting files by their address, wherever they are kept.

An address is the path below the data folder. These are the only functions that rooms use; they are
the same with a bucket and without one.
"""

import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from sqlalchemy.orm import Session

from matinee.kit.db import after_commit
from matinee.kit.errors import MatineeError
from matinee.kit.jail import within
from matinee.kit.objects.bucket import Progress, ShouldStop
from matinee.kit.serve import Fetching, SendableFile, open_regular
from matinee.kit.services import Services
from matinee.kit.store import drop

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """Who hears how far the sending of a file is (percent), and who may end it."""

    on_progress: Progress | None = None
    should_stop: ShouldStop | None = None


def keep(services: Services, address: str, watched: Watched | None = None) -> None:
    """Keep a file that lies finished at its address in the data folder; again is harmless.

    With a bucket it returns when the bucket has all of it, and the file is on the shelf. Raises
    StorageAway, StorageRefused, and Interrupted where `watched` says so.
    """
    objects = services.objects
    path = services.store.data / address
    if objects is None or not path.is_file():
        return
    watched = watched or Watched()
    found = objects.bucket.put(
        address, path, on_progress=watched.on_progress, should_stop=watched.should_stop
    )
    objects.shelf.adopt(path, found)
    _tidy(services, path.parent)


def keep_soon(services: Services, session: Session, address: str) -> None:
    """Keep a small file once what speaks of it is committed; until then it is read from the data
    folder. What the bucket does not take now, `sweep` sends."""
    objects = services.objects
    if objects is not None:
        after_commit(session, lambda: objects.later(lambda: keep(services, address)))


def keep_as(services: Services, address: str, other: str) -> None:
    """Keep what the bucket has at an address under another one too. Raises as `keep`."""
    objects = services.objects
    if objects is not None and within_data(services, address) is None:
        objects.bucket.copy(address, other)


def forget_soon(services: Services, session: Session, address: str) -> None:
    """Delete what is at an address once what spoke of it is gone."""
    after_commit(session, lambda: forget(services, address))


def find(services: Services, address: str) -> Path | None:
    """Return a file that stands for an address, None where there is none.

    It may be one with holes: the engine reads it, `open_sendable` sends it, nothing else may read
    it. Raises StorageAway and StorageRefused where that cannot be known.
    """
    local = within_data(services, address)
    if local is not None or services.objects is None or not _is_key(address):
        return local
    return services.objects.shelf.find(address)


def whole(services: Services, address: str) -> Path | None:
    """As `find`, and all of it can be read by anybody: for what is small."""
    local = within_data(services, address)
    if local is not None or services.objects is None or not _is_key(address):
        return local
    return services.objects.shelf.whole(address)


def has_owned(services: Services, address: str | None, *, missing: bool) -> bool:
    """Say whether an address has its file, without asking the bucket: `missing` is what was known
    of it last."""
    if address is None:
        return False
    if within_data(services, address) is not None:
        return True
    return services.objects is not None and not missing


def forget(services: Services, address: str) -> None:
    """Delete what is at an address. What the bucket does not delete now is swept later."""
    (services.store.data / address).unlink(missing_ok=True)
    objects = services.objects
    if objects is not None:
        objects.shelf.drop(address)
        try:
            objects.bucket.delete([address])
        except MatineeError as error:
            log.warning("%s stays in the bucket until it is swept: %s", address, error.code)


def forget_under(services: Services, *folders: Path) -> None:
    """Delete folders of the data folder, and what the bucket keeps under the same addresses; what
    is a file is deleted too."""
    for folder in folders:
        drop(folder)
        objects = services.objects
        if objects is None or not folder.is_relative_to(services.store.data):
            continue
        prefix = folder.relative_to(services.store.data).as_posix()
        objects.shelf.drop(prefix)
        try:
            objects.bucket.delete_under(prefix)
        except MatineeError as error:
            log.warning("%s stays in the bucket until it is swept: %s", prefix, error.code)


def open_sendable(services: Services, path: Path | str) -> SendableFile:
    """Open a file to be sent, be it one with holes. Raises NotFound, Unavailable."""
    objects = services.objects
    if objects is None or not objects.has(path):
        return open_regular(path)
    held = objects.shelf.open(Path(path))

    def begin(start: int, stop: int) -> Callable[[], None]:
        # On descriptors of its own: the request may end, and close ours, before this does.
        mine = held.twin()

        def fetch() -> None:
            try:
                objects.shelf.fetch(mine, start, stop)
            finally:
                mine.close()

        return fetch

    name = hashlib.blake2b(held.key.encode(), digest_size=8).hexdigest()
    fetching = Fetching(begin, f'"{name}-{held.size:x}"', lambda: os.close(held.map))
    file = FileIO(held.file, "rb")
    return SendableFile(file, held.size, held.modified_ns, held.inode, fetching)


def within_data(services: Services, address: str) -> Path | None:
    """Return the regular file at an address in the data folder, None where there is none."""
    return within(services.store.data, address)


def _is_key(address: str) -> bool:
    return ".." not in address.split("/") and not address.startswith("/") and "\0" not in address


def _tidy(services: Services, folder: Path) -> None:
    """Remove a folder that nothing is in any more."""
    if folder.is_relative_to(services.store.data) and folder != services.store.data:
        try:
            folder.rmdir()
        except OSError:
            return
