"""Object storage: what is kept lies in a bucket, and the data folder is this machine's workroom.

With `MATINEE_STORAGE_URL` unset nothing here is used and the library `obstore` is not loaded: every
function of `keeping` then works on the data folder alone. With it, an address such as
`media/<asset>/original.mp4` is a key of the bucket too. A file that still lies in the data folder
is read there, so a library can be moved while it plays.
"""

from matinee.kit.objects.across import take_over
from matinee.kit.objects.address import Address, address_of, backups_address_of
from matinee.kit.objects.address import read as read_address
from matinee.kit.objects.bucket import Bucket, Interrupted, part_bytes
from matinee.kit.objects.direct import Direct, Refused
from matinee.kit.objects.keeping import (
    Watched,
    find,
    forget,
    forget_soon,
    forget_under,
    has_owned,
    keep,
    keep_as,
    keep_soon,
    open_sendable,
    whole,
)
from matinee.kit.objects.many import put_many
from matinee.kit.objects.refusals import NoObject, StorageAway, StorageRefused
from matinee.kit.objects.storage import Objects

__all__ = [
    "Address",
    "Bucket",
    "Direct",
    "Interrupted",
    "NoObject",
    "Objects",
    "Refused",
    "StorageAway",
    "StorageRefused",
    "Watched",
    "address_of",
    "backups_address_of",
    "find",
    "forget",
    "forget_soon",
    "forget_under",
    "has_owned",
    "keep",
    "keep_as",
    "keep_soon",
    "open_sendable",
    "part_bytes",
    "put_many",
    "read_address",
    "take_over",
    "whole",
]
