"""Moving a library into a bucket or out of it, file by file, each compared before the old one goes.

It can be cut off at any moment and begun again: what is there already is compared and passed by.
While it goes on the library plays, since a file in the data folder is read before the bucket's.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from matinee import library, streaming
from matinee.kit import objects
from matinee.kit.errors import Unavailable
from matinee.kit.ids import new_id
from matinee.kit.objects import Bucket
from matinee.kit.services import Services
from matinee.kit.store import sync_folder

Say = Callable[[str, int, int], None]
"""Hears the address, and how many files are done of how many."""


@dataclass(slots=True)
class Carried:
    """How many files were moved, were there already, and are nowhere; how many prepared tracks."""

    moved: int = 0
    there: int = 0
    missing: tuple[str, ...] = ()
    moved_bytes: int = 0
    prepared: int = 0


def to_bucket(services: Services, say: Say) -> Carried:
    """Move what the library keeps from the data folder into the bucket.

    Raises StorageAway, StorageRefused; begun again it goes on.
    """
    storage = services.objects
    assert storage is not None
    storage.check()
    carried, wanted = Carried(), _addresses(services)
    carried.prepared = streaming.stored.sweep(services, lambda folder: say(folder, 0, len(wanted)))
    for n, address in enumerate(wanted):
        path = services.store.data / address
        if path.is_file():
            size = path.stat().st_size
            objects.keep(services, address)
            carried.moved += 1
            carried.moved_bytes += size
        elif storage.bucket.find(address) is not None:
            carried.there += 1
        else:
            carried.missing = (*carried.missing, address)
        say(address, n + 1, len(wanted))
    return carried


def between(services: Services, old: Bucket, say: Say) -> Carried:
    """Copy what the library keeps from another bucket into its own; the other one keeps all of it.

    What waits in the data folder is sent too. Raises StorageAway, StorageRefused; begun again it
    goes on.
    """
    storage = services.objects
    assert storage is not None
    storage.check()
    kept = [found.key for found in old.list("kept")]
    carried, wanted = Carried(), [*_addresses(services), *kept, *_prepared(services)]
    for n, address in enumerate(wanted):
        path = services.store.data / address
        if path.is_file() and not address.startswith("cache/"):
            carried.moved_bytes += path.stat().st_size
            carried.moved += 1
            objects.keep(services, address)
        elif (found := old.find(address)) is not None:
            is_new = objects.take_over(old, storage.bucket, found)
            carried.moved += is_new
            carried.there += not is_new
            carried.moved_bytes += found.size if is_new else 0
        elif storage.bucket.find(address) is not None:
            carried.there += 1
        elif not address.startswith("cache/"):  # which is made again
            carried.missing = (*carried.missing, address)
        say(address, n + 1, len(wanted))
    return carried


def to_folder(services: Services, say: Say) -> Carried:
    """Move what the bucket keeps into the data folder. Raises as `to_bucket`, and NoSpace."""
    storage = services.objects
    assert storage is not None
    storage.check()
    kept = [found.key for found in storage.bucket.list("kept")]
    carried, wanted = Carried(), [*_addresses(services), *kept]
    for n, address in enumerate(wanted):
        path = services.store.data / address
        if path.is_file():
            carried.there += 1
            # Of a run that was cut off between the two: compared again before the object goes.
            if storage.bucket.find(address) is not None and _is_same(services, address, path):
                _let_go(services, address)
        elif (size := _fetch(services, address, path)) is not None:
            carried.moved += 1
            carried.moved_bytes += size
            _let_go(services, address)
        else:
            carried.missing = (*carried.missing, address)
        say(address, n + 1, len(wanted))
    carried.moved_bytes += streaming.stored.back_to_folder(
        services, lambda folder: say(folder, len(wanted), len(wanted))
    )
    return carried


def _let_go(services: Services, address: str) -> None:
    """Delete what the bucket has at an address, and what the shelf has of it."""
    assert services.objects is not None
    services.objects.bucket.delete([address])
    services.objects.shelf.drop(address)


def _prepared(services: Services) -> list[str]:
    with services.db.read() as session:
        return streaming.stored.addresses(session)


def _addresses(services: Services) -> list[str]:
    with services.db.read() as session:
        return sorted(set(library.owned_addresses(session)))


def _fetch(services: Services, address: str, path: Path) -> int | None:
    """Fetch an object to a file of the data folder; its size, or None where there is none."""
    assert services.objects is not None
    bucket = services.objects.bucket
    found = bucket.find(address)
    if found is None:
        return None
    services.store.require_space(found.size)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{new_id()}")
    try:
        with partial.open("wb") as file:
            for piece in bucket.stream(address):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if partial.stat().st_size != found.size or not bucket.holds(found, partial):
            raise Unavailable(
                f"{address} did not come as the bucket has it.",
                fix="Begin again: what has come stays, and the bucket still has the rest.",
                code="storage_damaged",
            )
        partial.replace(path)
        sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)
    return found.size


def _is_same(services: Services, address: str, path: Path) -> bool:
    assert services.objects is not None
    found = services.objects.bucket.find(address)
    return (
        found is not None
        and found.size == path.stat().st_size
        and services.objects.bucket.holds(found, path)
    )
