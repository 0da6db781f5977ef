"""From one bucket into another, whatever they speak: read by ranges, sent in parts, compared."""

import hashlib
from collections.abc import Iterator

from matinee.kit.objects.bucket import Bucket, Digest, Found, part_bytes
from matinee.kit.objects.refusals import StorageAway


def take_over(old: Bucket, new: Bucket, found: Found) -> bool:
    """Have in `new` what `old` has as `found`, under the same key; False: it was there already.

    It counts as there when what was read is what the old bucket has, and what the new one has is
    what was read: by their digests, or where those are of another kind by reading again. Raises
    StorageAway, StorageRefused.
    """
    known = new.find(found.key)
    if known is not None and known.size == found.size and _are_same(old, found, new, known):
        return False
    digest, content = Digest(part_bytes(found.size)), hashlib.blake2b(digest_size=32)

    def pieces() -> Iterator[bytes]:
        for piece in old.stream(found.key):
            digest.add(piece)
            content.update(piece)
            yield piece

    # An empty object has no parts to be sent in.
    if found.size <= digest.part:
        new.put_bytes(found.key, b"".join(pieces()))
    else:
        new.put_pieces(found.key, pieces(), digest.part)
    kept = new.find(found.key)
    for bucket, one in ((old, found), (new, kept)):
        if one is not None and one.size == found.size:
            if bucket.address.kind == "s3" and one.etag == digest.etag:
                continue
            if bucket.hash(one.key) == content.hexdigest():
                continue
        new.delete([found.key])
        raise StorageAway(
            f"{found.key} did not come as the old bucket has it; it was taken out of the new one.",
            fix="Begin again: what was compared stays, and the old bucket has everything.",
            code="storage_damaged",
        )
    return True


def _are_same(old: Bucket, one: Found, new: Bucket, other: Found) -> bool:
    both = {old.address.kind, new.address.kind}
    # Equal only where both were sent in parts of the same size, as all of ours are.
    if both == {"s3"} and one.etag and one.etag == other.etag:
        return True
    return old.hash(one.key) == new.hash(other.key)
