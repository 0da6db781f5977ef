"""Many small files into the bucket at once, compared by the lists that the store gives of them.

One request for each file, and one for a thousand to compare them: an object is what the file is
when its size is, and its ETag (of S3: an MD5), or where that is of another kind, when it was read
back.
"""

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from matinee.kit.context import carried
from matinee.kit.objects.bucket import Bucket, Found, Interrupted, Progress, ShouldStop
from matinee.kit.objects.refusals import StorageAway

_AT_ONCE: Final = 8
_BATCH: Final = 64


def put_many(
    bucket: Bucket, prefix: str, files: Mapping[str, Path], *,
    on_progress: Progress | None = None, should_stop: ShouldStop | None = None,
) -> int:  # fmt: skip
    """Keep finished files under their keys, all of which lie under `prefix`; returns the bytes of
    all of them when the store has been compared with them.

    What is there already, and the same, is not sent again. Raises Interrupted, StorageAway,
    StorageRefused; what was sent stays, for whoever goes on.
    """
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="keep-many") as threads:

        def differing(keys: Iterable[str]) -> list[str]:
            """Return those that the store has not, or has otherwise."""
            there = {found.key: found for found in bucket.list(prefix)}
            # In a context of its own each: one cannot be entered twice at a time.
            looks = [
                (key, threads.submit(carried(_is_same), bucket, there.get(key), files[key]))
                for key in keys
            ]
            return [key for key, look in looks if not look.result()]

        lacking = differing(files)
        done = len(files) - len(lacking)
        for start in range(0, len(lacking), _BATCH):
            if should_stop is not None and should_stop():
                raise Interrupted
            batch = lacking[start : start + _BATCH]
            for sent in [threads.submit(carried(_send), bucket, one, files[one]) for one in batch]:
                sent.result()
                done += 1
            if on_progress is not None:
                on_progress(100.0 * done / len(files))
        wrong = differing(lacking) if lacking else []
    if wrong:
        bucket.delete(wrong)
        raise StorageAway(
            f"The store did not keep {len(wrong)} files as they were sent; they were taken out.",
            fix="Retry. If it happens again, look at the store.",
            code="storage_damaged",
        )
    return sum(path.stat().st_size for path in files.values())


def _send(bucket: Bucket, key: str, path: Path) -> None:
    bucket.put_bytes(key, path.read_bytes())


def _is_same(bucket: Bucket, found: Found | None, path: Path) -> bool:
    if found is None or found.size != path.stat().st_size:
        return False
    content = path.read_bytes()
    if bucket.address.kind == "s3" and found.etag == _md5(content):
        return True
    return bucket.hash(found.key) == hashlib.blake2b(content, digest_size=32).hexdigest()


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
