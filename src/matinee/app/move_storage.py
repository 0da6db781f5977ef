"""`matinee move-storage`: moves a library's files into its bucket, from the data folder or from
another bucket, or back into the data folder."""

import os

from matinee import admin
from matinee.app import wiring
from matinee.app.lock import ServerLock
from matinee.kit.config import PREFIX, Settings
from matinee.kit.errors import Conflict, Invalid
from matinee.kit.objects import Bucket, address_of, read_address

OLD_KEY_ID, OLD_SECRET = f"{PREFIX}OLD_KEY_ID", f"{PREFIX}OLD_SECRET"
ENVIRONMENT = (OLD_KEY_ID, OLD_SECRET)
"""The keys of the other bucket; those of the library's own where they are not set."""

Old = tuple[str | None, str | None, str | None]
"""Another bucket: its address, endpoint and region."""


def move(settings: Settings, to: str, old: Old = (None, None, None)) -> int:
    """Move everything `to` the "bucket" or the "folder", and say what was done; from an `old`
    bucket it is copied. Returns 0, or 1 where files are missing. Raises in words; begun again it
    goes on.
    """
    if not settings.storage_url:
        raise Invalid(
            f"{PREFIX}STORAGE_URL is not set: there is no bucket to move into or out of.",
            fix="Set it to the bucket, also when files are to come out of it.",
        )

    other = _bucket_of(settings, to, old)

    def say(_address: str, done: int, of: int) -> None:
        print(f"\r{done:,} of {of:,}", end="\n" if done >= of else "", flush=True)

    lock = ServerLock(settings.data)
    if to == "folder" and not lock.acquire("moving the library"):
        # A server that runs with a bucket would send what comes out of it in again.
        raise Conflict("Matinee runs on this library.", fix="Stop it, then move the library.")
    try:
        with wiring.opened(settings) as services:
            if other is not None:
                carried = admin.bucket.between(services, other, say)
            elif to == "bucket":
                carried = admin.bucket.to_bucket(services, say)
            else:
                carried = admin.bucket.to_folder(services, say)
    finally:
        lock.release()
    gigabytes = carried.moved_bytes / 1e9
    did = "Moved" if other is None else "Copied"
    print(f"{did} and compared {carried.moved:,} files ({gigabytes:.2f} GB).", end=" ")
    print(f"{carried.there:,} were there already.")
    if carried.prepared:
        print(f"Sent and compared {carried.prepared:,} prepared tracks.")
    for address in carried.missing:
        print(f"found  {address}: it is neither here nor in the bucket")
    if to == "folder" and not carried.missing:
        print(f"Now unset {PREFIX}STORAGE_URL: nothing is in the bucket any more.")
    if other is not None and not carried.missing:
        print(f"{other.address} still has everything: delete it there when you no longer want it.")
    return 1 if carried.missing else 0


def _bucket_of(settings: Settings, to: str, old: Old) -> Bucket | None:
    """Return the bucket to copy from; what is not said of it is as of the library's own."""
    url, endpoint, region = old
    if url is None:
        if endpoint or region:
            raise Invalid("--from-endpoint and --from-region say more of --from, which is not set.")
        return None
    if to != "bucket":
        raise Invalid(
            "--from copies from one bucket into another.",
            fix="Write: move-storage bucket --from URL",
        )
    address = read_address(
        url, endpoint=endpoint or settings.storage_endpoint,
        region=region or settings.storage_region,
        key_id=os.environ.get(OLD_KEY_ID) or settings.storage_key_id,
        secret=os.environ.get(OLD_SECRET) or settings.storage_secret,
        said_by="--from",
    )  # fmt: skip
    if str(address) == str(address_of(settings)) and address.endpoint == settings.storage_endpoint:
        raise Invalid(
            f"--from is the bucket of {PREFIX}STORAGE_URL itself.",
            fix=f"Set {PREFIX}STORAGE_URL to the new bucket, and --from to the old one.",
        )
    return Bucket(address)
