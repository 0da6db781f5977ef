"""From one bucket into another, whatever they speak: read by ranges, sent in parts, compared."""

import hashlib
import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

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
        ahead = _Ahead(pieces())
        try:
            new.put_pieces(found.key, ahead, digest.part)
        finally:
            ahead.close()
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


class _Ahead(Iterator[bytes]):
    """Pieces read in a thread of their own, a few ahead: `obstore` takes what it sends in a thread
    of its runtime, and from there it cannot be asked for anything else."""

    _AHEAD: Final = 4

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._line: queue.Queue[bytes | BaseException] = queue.Queue(self._AHEAD)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(pieces,), name="read ahead")
        self._thread.start()

    def __next__(self) -> bytes:
        """Return the next piece, or raise what reading it raised."""
        one = self._line.get()
        if isinstance(one, BaseException):
            raise one
        return one

    def close(self) -> None:
        """End the thread, whether or not all was taken."""
        self._over.set()
        with suppress(queue.Empty):
            while True:
                self._line.get_nowait()
        self._thread.join()

    def _read(self, pieces: Iterator[bytes]) -> None:
        try:
            for piece in pieces:
                self._give(piece)
                if self._over.is_set():
                    return
            self._give(StopIteration())
        except BaseException as error:
            self._give(error)

    def _give(self, one: bytes | BaseException) -> None:
        while not self._over.is_set():
            with suppress(queue.Full):
                self._line.put(one, timeout=0.1)
                return


def _are_same(old: Bucket, one: Found, new: Bucket, other: Found) -> bool:
    both = {old.address.kind, new.address.kind}
    # Equal only where both were sent in parts of the same size, as all of ours are.
    if both == {"s3"} and one.etag and one.etag == other.etag:
        return True
    return old.hash(one.key) == new.hash(other.key)
