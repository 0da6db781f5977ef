"""Getting a segment from the bucket into the cache of this machine."""

import logging
from typing import Final

from matinee.kit.errors import MatineeError, NotFound
from matinee.kit.log import Private
from matinee.kit.services import Services
from matinee.streaming.cache import keep
from matinee.streaming.stored.actions import address, forget

log = logging.getLogger(__name__)
_MOST_BYTES: Final = 1 << 28


def fetch(services: Services, asset_id: str, plan: str, track: str, name: str) -> bytes | None:
    """Return a segment that the bucket should have, and put it into the cache; None where it can
    not be had now, so that it is made again.

    A segment that is gone is no part of a whole any more: the plan is prepared no longer.
    """
    assert services.objects is not None
    key = address(asset_id, plan, track, name)
    try:
        found = services.objects.bucket.read(key, 0, _MOST_BYTES)
    except NotFound:
        log.warning("%s is not in the bucket any more: it is prepared no longer.", key)
        forget(services, asset_id, plan)
        return None
    except MatineeError as error:
        log.warning("%s could not be read from the bucket: %s", key, Private(error.detail))
        return None
    keep(services, services.store.data / key, found)
    return found
