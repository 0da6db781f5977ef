"""Copies in a bucket, under `backups/` (decision 0042): sent when they are whole here, known by
their pages, fetched and compared.

The page of a copy is sent last and taken out first: what has no page there is no copy. Nothing of
what is fetched is trusted more than a file that somebody sent: its bytes are compared with its
page, and a restore takes its rows alone.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from matinee.kit import clock, copies
from matinee.kit.config import Settings
from matinee.kit.copies import Copy
from matinee.kit.errors import Invalid, NoSpace
from matinee.kit.objects import Bucket, NoObject, StorageAway, Watched, backups_address_of
from matinee.kit.objects.bucket import Found

FOLDER: Final = "backups"
FETCHED: Final = "fetched"
_QUICK_S: Final = 5.0  # for a page that somebody waits for
_STRAY: Final = timedelta(days=1)
_OURS: Final = re.compile(
    r"matinee-[a-z0-9-]+-\d{8}T\d{6}(-\d+)?\.(db(\.age)?(\.json)?|people\.json\.gz(\.age)?)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A copy in the bucket, and by which library it was sent. The path of `copy` is its name."""

    copy: Copy
    library: str | None


def bucket_of(settings: Settings, *, quick: bool = False) -> Bucket | None:
    """Return the bucket that copies are sent to, None where there is none; a `quick` one gives up
    soon. Raises Invalid, naming the setting that is wrong."""
    address = backups_address_of(settings)
    if address is None:
        return None
    if quick:
        return Bucket(address, read_s=_QUICK_S, write_s=_QUICK_S, retry_s=_QUICK_S)
    return Bucket(address)


def every(bucket: Bucket) -> list[Stored]:
    """Return the copies that are whole in a bucket, newest first. Raises StorageAway,
    StorageRefused."""
    return _copies(bucket, _listed(bucket))


def send(bucket: Bucket, copy: Copy, library: str, watched: Watched) -> None:
    """Send a copy and what belongs to it, each compared there; its page last, when all is there.

    What is there already, and the same, is not sent again. Raises StorageAway, StorageRefused,
    and Interrupted where `watched` says so.
    """
    *files, page = copies.files_of(copy)
    for path in files:
        bucket.put(
            _key(path.name), path, on_progress=watched.on_progress, should_stop=watched.should_stop
        )
    told = {**(copies.read_page(page) or {}), "library": library}
    content = (json.dumps(told, indent=1) + "\n").encode()
    bucket.put_bytes(_key(page.name), content)
    if bucket.read(_key(page.name), 0, len(content) + 1) != content:
        bucket.delete([_key(page.name)])
        raise StorageAway(
            "The store did not keep the file as it was sent; it was taken out again.",
            fix="Retry. If it happens again, look at the store.",
            code="storage_damaged",
        )


def remove(bucket: Bucket, copy: Copy) -> None:
    """Take a copy out of a bucket, its page first. Raises StorageAway, StorageRefused."""
    bucket.delete([_key(copy.page.name)])
    bucket.delete([_key(path.name) for path in copies.files_of(copy)[:-1]])


@contextlib.contextmanager
def fetched(settings: Settings, copy: Copy) -> Generator[Path]:
    """Fetch a copy into the data folder for the length of a block. Raises as `fetch`."""
    folder = settings.data.resolve() / "backups" / FETCHED
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        bucket = bucket_of(settings)
        assert bucket is not None
        yield fetch(bucket, copy, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fetch(
    bucket: Bucket, copy: Copy, folder: Path, beat: Callable[[], None] = lambda: None
) -> Path:
    """Fetch a copy into a folder, and compare it with its page; `beat` is called with each piece.

    Raises NoSpace, StorageAway, StorageRefused, or Invalid for one that is not what its page says.
    """
    if shutil.disk_usage(folder).free < copy.size_bytes:
        raise _full(folder)
    path = folder / copy.name
    try:
        with path.open("wb") as file:
            path.chmod(0o600)
            for piece in compared(bucket, copy):
                beat()
                file.write(piece)
    except OSError as cause:
        if cause.errno == 28:
            raise _full(folder) from cause
        raise
    return path


def compared(bucket: Bucket, copy: Copy) -> Iterator[bytes]:
    """Yield a copy from a bucket; the last piece when all of it is what its page says, else Invalid
    is raised: whoever has all of it has the right one."""
    digest, size, kept = hashlib.sha256(), 0, b""
    try:
        for piece in bucket.stream(_key(copy.name)):
            if kept:
                yield kept
            digest.update(piece)
            size, kept = size + len(piece), piece
    except NoObject as cause:
        raise _damaged(copy) from cause
    if size != copy.size_bytes or digest.hexdigest() != copy.sha256:
        raise _damaged(copy)
    yield kept


def strays(bucket: Bucket) -> Iterator[Found]:
    """Yield what lies in the bucket under names of ours, belongs to no copy there, and is older
    than a day. Raises StorageAway, StorageRefused."""
    listed = _listed(bucket)
    known = {path.name for one in _copies(bucket, listed) for path in copies.files_of(one.copy)}
    for name, found in sorted(listed.items()):
        old = found.modified < clock.now() - _STRAY
        if old and name not in known and _OURS.fullmatch(name):
            yield found


def _listed(bucket: Bucket) -> dict[str, Found]:
    found = ((one.key.removeprefix(f"{FOLDER}/"), one) for one in bucket.list(FOLDER))
    return {name: one for name, one in found if "/" not in name}


def _copies(bucket: Bucket, listed: Mapping[str, Found]) -> list[Stored]:
    whole = (_whole(bucket, name, listed) for name in listed)
    found = [one for one in whole if one is not None]
    return sorted(found, key=lambda one: (one.copy.made_at, one.copy.name), reverse=True)


def _whole(bucket: Bucket, name: str, listed: Mapping[str, Found]) -> Stored | None:
    """Return the copy of this name if its page is there, and is of an object of its size."""
    beside = listed.get(copies.page_of(Path(name)).name)
    if beside is None or not _OURS.fullmatch(name) or beside.size > copies.PAGE_BYTES:
        return None
    page = _page(bucket, beside)
    copy = copies.described(Path(name), listed[name].size, page)
    if page is None or copy is None or copy.sha256 is None:
        return None
    if any(part not in listed for part in copy.parts.values()):
        return None
    library = page.get("library")
    return Stored(copy, library if isinstance(library, str) else None)


_pages: dict[tuple[str, str, str], dict[str, Any] | None] = {}
_pages_lock = threading.Lock()


def _page(bucket: Bucket, found: Found) -> dict[str, Any] | None:
    """Return what a page in the bucket says, of which only what pages of ours say is taken; it is
    read once as long as it does not change."""
    where = bucket.address
    named = (f"{where.endpoint} {where}", found.key, f"{found.etag} {found.modified}")
    with _pages_lock:
        if named in _pages:
            return _pages[named]
    try:
        page = copies.page_in(bucket.read(found.key, 0, copies.PAGE_BYTES))
    except NoObject:  # it went meanwhile
        return None
    page = None if page is None else _plain(page)
    with _pages_lock:
        if len(_pages) > 1000:
            _pages.clear()
        _pages[named] = page
    return page


def _plain(page: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page without what another hand may have put in it: other kinds of values, and
    names that lead elsewhere."""
    texts = ("sha256", "revision", "source", "program", "library")
    rows, parts = page.get("rows"), page.get("parts")
    return {
        **{name: page[name][:100] for name in texts if isinstance(page.get(name), str)},
        "bytes": page.get("bytes"),
        "rows": {
            name: count for name, count in (rows if isinstance(rows, dict) else {}).items()
            if type(count) is int and 0 <= count < 2**53
        },
        "parts": {
            name: file for name, file in (parts if isinstance(parts, dict) else {}).items()
            if isinstance(file, str) and _OURS.fullmatch(file)
        },
    }  # fmt: skip


def _key(name: str) -> str:
    return f"{FOLDER}/{name}"


def _damaged(copy: Copy) -> Invalid:
    return Invalid(
        f"{copy.name} in the store is not what its page says.", fix="Choose another copy.",
        code="backup_damaged",
    )  # fmt: skip


def _full(folder: Path) -> NoSpace:
    return NoSpace(
        f"The disk of {os.fspath(folder)} is too full for the copy from the store.",
        fix="Free some space there.", code="backup_no_space",
    )  # fmt: skip
