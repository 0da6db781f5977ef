"""Sending copies to the store, and letting go there of those that are not kept any longer.

The rules are those of the copies here, for the copies that this library sent: two that share a
prefix, or a new library on the machine of an old one, take nothing from each other.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from matinee import accounts
from matinee.admin.backups import listing, rules, stored
from matinee.admin.backups.stored import Stored
from matinee.kit import clock, copies
from matinee.kit.config import Settings
from matinee.kit.copies import Copy, Say
from matinee.kit.objects import Bucket, Watched, half
from matinee.kit.objects.address import speaks_s3
from matinee.kit.services import Services

log = logging.getLogger(__name__)
_HALF_DONE: Final = timedelta(days=1)
_LATE: Final = timedelta(hours=1)


def send(services: Services, watched: Watched | None = None, say: Say = lambda _: None) -> int:
    """Send the copies that the store has not, the newest first, and let old ones go there; returns
    how many were sent.

    Does nothing without a store, or for a library that nobody has an account in. Raises
    StorageAway, StorageRefused, and Interrupted where `watched` says so: begun again it goes on.
    """
    settings, library = services.settings, library_of(services)
    bucket, asked = stored.bucket_of(settings), stored.bucket_of(settings, quick=True)
    if bucket is None or asked is None or library is None:
        return 0
    there = stored.every(asked)  # one that is away is known to be soon
    ours = [one for one in there if one.library == library]
    here = copies.every(settings)
    goes = _to_let_go(settings, [*here, *(one.copy for one in ours)])
    sent = 0
    for copy in (one for one in here if one.name not in goes):
        if _is_wanted(copy, there, library):
            say("sending")
            stored.send(bucket, copy, library, watched or Watched())
            log.info("the copy %s was sent to the store", copy.name)
            sent += 1
    for one in ours:
        if one.copy.name in goes:
            stored.remove(bucket, one.copy)
            log.info("the copy %s went from the store: enough newer ones are kept", one.copy.name)
    _abort(bucket)
    return sent


def library_of(services: Services) -> str | None:
    """Return what the copies of this library are marked with, on whatever machine it stands: by its
    first account; None where there is no account."""
    first = select(accounts.User.id).order_by(accounts.User.created_at, accounts.User.id).limit(1)
    with services.db.read() as session:
        found = session.scalar(first)
    return None if found is None else hashlib.sha256(found.encode()).hexdigest()[:24]


def late(services: Services, found: listing.Listing) -> int:
    """Return how many copies should be in the store for an hour, and are not."""
    if found.store is None or found.refusal is not None or library_of(services) is None:
        return 0
    goes = _to_let_go(services.settings, [one.copy for one in found.items])
    return sum(
        one.is_here
        and not one.is_stored
        and one.copy.sha256 is not None
        and one.copy.name not in goes
        and clock.now() - one.copy.made_at > _LATE
        for one in found.items
    )


def _is_wanted(copy: Copy, there: Iterable[Stored], library: str) -> bool:
    """Say whether a copy is to be sent: it is whole, and the store has no other of its name."""
    known = next((one for one in there if one.copy.name == copy.name), None)
    # One that was sent before the file of people was beside it is sent again.
    if known is not None and (known.copy.sha256, known.copy.parts) == (copy.sha256, copy.parts):
        return False
    if known is not None and known.library != library:
        log.warning("the copy %s is not sent: another library has one of its name", copy.name)
        return False
    if not copies.is_as_made(copy):
        log.warning("the copy %s is not sent: it is not as it was made", copy.name)
        return False
    return True


def _to_let_go(settings: Settings, found: Iterable[Copy]) -> set[str]:
    made = {one.name: rules.Made(one.name, one.label, clock.to_local(one.made_at)) for one in found}
    return rules.to_let_go(made.values(), settings.backup_daily, settings.backup_weekly)


def _abort(bucket: Bucket) -> None:
    """Abort what was begun to be sent and never came to its end."""
    if speaks_s3(bucket.address):
        half.sweep(bucket.address, _HALF_DONE, under=f"{stored.FOLDER}/")
