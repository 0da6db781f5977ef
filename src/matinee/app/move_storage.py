"""`matinee move-storage`: moves a library's files into its bucket, or back into the data folder."""

from matinee import admin
from matinee.app import wiring
from matinee.app.lock import ServerLock
from matinee.kit.config import PREFIX, Settings
from matinee.kit.errors import Conflict, Invalid


def move(settings: Settings, to: str) -> int:
    """Move everything `to` the "bucket" or the "folder", and say what was done. Returns 0, or 1
    where files are missing. Raises in words; begun again it goes on."""
    if not settings.storage_url:
        raise Invalid(
            f"{PREFIX}STORAGE_URL is not set: there is no bucket to move into or out of.",
            fix="Set it to the bucket, also when files are to come out of it.",
        )

    def say(_address: str, done: int, of: int) -> None:
        print(f"\r{done:,} of {of:,}", end="\n" if done >= of else "", flush=True)

    lock = ServerLock(settings.data)
    if to == "folder" and not lock.acquire("moving the library"):
        # A server that runs with a bucket would send what comes out of it in again.
        raise Conflict("Matinee runs on this library.", fix="Stop it, then move the library.")
    try:
        with wiring.opened(settings) as services:
            carry = admin.bucket.to_bucket if to == "bucket" else admin.bucket.to_folder
            carried = carry(services, say)
    finally:
        lock.release()
    gigabytes = carried.moved_bytes / 1e9
    print(f"Moved and compared {carried.moved:,} files ({gigabytes:.2f} GB).", end=" ")
    print(f"{carried.there:,} were there already.")
    for address in carried.missing:
        print(f"found  {address}: it is neither here nor in the bucket")
    if to == "folder" and not carried.missing:
        print(f"Now unset {PREFIX}STORAGE_URL: nothing is in the bucket any more.")
    return 1 if carried.missing else 0
