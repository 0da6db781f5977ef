"""Looking after the bucket: now and then, and at the start of every server.

What lies in this data folder although a bucket keeps the library (it was away, or a crash came in
between) is sent; uploads that were never completed are aborted after a day. Objects that no row
knows are only ever named, and swept by `matinee doctor --fix`: a database that was put back from a
copy knows less than the bucket does.
"""

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from matinee import ingest, library, streaming
from matinee.kit import clock, objects
from matinee.kit.objects import half
from matinee.kit.objects.address import speaks_s3
from matinee.kit.services import Services

log = logging.getLogger(__name__)
_EVERY_S: Final = 3600.0
_YOUNG_S: Final = 600.0
_HALF_DONE: Final = timedelta(days=1)
_PREPARED: Final = "cache"
_STRAY: Final = timedelta(days=1)
_KEPT: Final = ("media", "artwork", _PREPARED)


def wire(services: Services) -> None:
    """Look every hour: each process that runs jobs or serves, at its own data folder."""
    storage = services.objects
    if storage is not None:
        services.jobs.every(
            _EVERY_S, lambda: storage.later(lambda: sweep(services)), everywhere=True
        )


def greet(services: Services) -> None:
    """At the start of a server or worker: say what is wrong with the storage, else look after it.
    Returns at once; nobody waits for a store that is away."""
    storage = services.objects
    if storage is None:
        return

    def look() -> None:
        refusal = storage.refusal()
        if refusal is None:
            sweep(services)
        else:
            log.error("The storage cannot be used now. %s %s", refusal.detail, refusal.fix)

    storage.later(look)


def sweep(services: Services) -> dict[str, int]:
    """Send what waits, abort what is half done; returns how many of each. Raises in words."""
    assert services.objects is not None
    sent = aborted = 0
    with services.db.read() as session:
        owned = set(library.owned_addresses(session))
    for path in _waiting(services):
        address = path.relative_to(services.store.data).as_posix()
        if address in owned:
            objects.keep(services, address)
            sent += 1
    where = services.objects.bucket.address
    if speaks_s3(where):
        aborted = half.sweep(where, _HALF_DONE, ingest.under_way(services).values())
    services.objects.shelf.look()
    prepared = streaming.stored.sweep(services)
    if sent or aborted or prepared:
        log.info(
            "The bucket was sent %d files and %d prepared tracks that waited; %d uploads aborted.",
            sent, prepared, aborted,
        )  # fmt: skip
    return {"sent": sent, "prepared": prepared, "aborted": aborted}


def _waiting(services: Services) -> Iterator[Path]:
    """Yield what lies in the data folder for longer than bringing in takes to finish with it."""
    for root in (services.store.media_root, services.store.artwork_root):
        for folder, _, names in os.walk(root):  # which passes over what goes meanwhile
            for path in (Path(folder, name) for name in names):
                try:
                    age_s = clock.epoch() - path.stat().st_mtime
                except OSError:
                    continue
                if age_s > _YOUNG_S:
                    yield path


def strays(services: Services) -> Iterator[tuple[str, int]]:
    """Yield (prefix, bytes) of what the bucket holds for titles that no row knows."""
    if services.objects is None:
        return
    with services.db.read() as session:
        addresses = [*library.owned_addresses(session), *ingest.under_way(services)]
        addresses += streaming.stored.addresses(session)
    owned = {_prefix(one) for one in addresses}
    sizes: dict[str, int] = {}
    for root in _KEPT:
        for found in services.objects.bucket.list(root):
            prefix = _prefix(found.key)
            if prefix not in owned and found.modified < clock.now() - _STRAY:
                sizes[prefix] = sizes.get(prefix, 0) + found.size
    yield from sorted(sizes.items())


def clear(services: Services, prefix: str) -> None:
    """Delete a stray, and what is here of it; of prepared tracks what is here is the cache's."""
    if prefix.startswith(f"{_PREPARED}/"):
        assert services.objects is not None
        services.objects.bucket.delete_under(prefix)
    else:
        objects.forget_under(services, services.store.data / prefix)


def _prefix(address: str) -> str:
    """Return what belongs together: a title's folder, or a track of a prepared plan."""
    parts = address.split("/")
    return "/".join(parts[: 4 if parts[0] == _PREPARED else 2])
