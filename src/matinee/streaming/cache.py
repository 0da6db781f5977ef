"""Putting segments into the cache."""

import logging
from pathlib import Path

from matinee.kit import store
from matinee.kit.services import Services
from matinee.streaming.eviction import keeper_of

log = logging.getLogger(__name__)


def keep(services: Services, path: Path, made: bytes) -> None:
    """Put a segment into the cache, unless the disk is nearly full."""
    try:
        if services.store.free_bytes() - len(made) < services.store.floor_bytes:
            keeper_of(services).look_now()
            return
        store.write_atomic(path, made, durable=False)
    except OSError as cause:
        log.warning("The segment cache cannot be written: %s.", cause.strerror)
        return
    keeper_of(services).added(len(made))
