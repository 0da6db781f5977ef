"""The bucket: whole objects in, ranges out. The only file that knows the library `obstore`.

An object is seen by others when all of it is there (one PUT, or a multipart upload completed), and
`put` returns when that was checked: its size, and its content by the store's own digest where that
is one (the ETag of S3 is an MD5, or one of the parts' MD5s), or by reading it back.
"""

import hashlib
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matinee.kit.errors import MatineeError
from matinee.kit.objects.address import Address, region_of
from matinee.kit.objects.refusals import NoObject, StorageAway, StorageRefused, in_words

if TYPE_CHECKING:
    from obstore.store import AzureStore, GCSStore, S3Store

MIB: Final = 1024 * 1024
LEAST_PART: Final = 8 * MIB
MOST_PARTS: Final = 900  # some stores take 1,000, S3 10,000
MOST_COPIED: Final = 4 * 1024 * MIB  # S3 copies 5 GiB at once
READ_S: Final = 15.0  # of 8 MiB at most: a line slower than that plays no film
WRITE_S: Final = 300.0
RETRY_S: Final = 45.0
_TYPES: Final = {".mkv": "video/x-matroska", ".ts": "video/mp2t", ".m4s": "video/iso.segment"}

ShouldStop = Callable[[], bool]
Progress = Callable[[float], None]


class Interrupted(Exception):
    """Whoever asked wants it no more."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object: its key, size in bytes, when it was written, and the store's digest of it."""

    key: str
    size: int
    modified: datetime
    etag: str


class Bucket:
    """A bucket, and our prefix in it. Methods block and are safe from any thread.

    They raise StorageRefused where somebody has to change a setting, StorageAway where the store
    does not answer, NoObject.
    """

    def __init__(
        self, address: Address, *, read_s: float = READ_S, write_s: float = WRITE_S,
        retry_s: float = RETRY_S,
    ) -> None:  # fmt: skip
        """Open nothing yet. The times are those that one request, and all tries of it, may take."""
        self.address = address
        self._reading = _store(address, read_s, retry_s)
        self._writing = _store(address, write_s, max(retry_s, write_s))

    def put(
        self,
        key: str,
        path: Path,
        *,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Found:
        """Keep a finished file as `key`, and return it when it was checked.

        What is there already is not sent again. Raises Interrupted.
        """
        size = path.stat().st_size
        part = part_bytes(size)
        known = self.find(key)
        if known is not None and known.size == size and self._is_same(known, path, part):
            return known
        digest = Digest(part)
        try:
            self._send(key, path, size, (digest, on_progress, should_stop))
        except Interrupted:
            raise
        except (StorageAway, NoObject):
            # The answer to the last request may have been lost on its way here.
            found = self.find(key)
            if found is None or found.size != size or not self._is_same(found, path, part):
                raise
            return found
        found = self.find(key)
        if found is None or found.size != size or not self._holds(found, path, digest.etag):
            self.delete([key])
            raise StorageAway(
                "The store did not keep the file as it was sent; it was taken out again.",
                fix="Retry. If it happens again, look at the store.",
                code="storage_damaged",
            )
        return found

    def put_bytes(self, key: str, content: bytes) -> None:
        """Keep a small object."""
        import obstore

        try:
            obstore.put(self._writing, key, content, attributes=_attributes(key),
                        use_multipart=False)  # fmt: skip
        except Exception as error:
            raise in_words(error, self.address, doing="writing") from error

    def read(self, key: str, start: int, stop: int) -> bytes:
        """Return bytes `start` up to `stop` of an object, fewer where it ends before."""
        import obstore

        try:
            return obstore.get_range(self._reading, key, start=start, end=stop).to_bytes()
        except Exception as error:
            raise in_words(error, self.address, doing="reading") from error

    def stream(self, key: str) -> Iterator[bytes]:
        """Yield the whole of an object, a few MiB at a time."""
        found = self.find(key)
        if found is None:
            raise NoObject("The store has no such object.")
        for start in range(0, found.size, LEAST_PART):
            yield self.read(key, start, min(start + LEAST_PART, found.size))

    def find(self, key: str) -> Found | None:
        """Return what is known of an object, None where there is none."""
        import obstore

        try:
            meta = obstore.head(self._reading, key)
        except FileNotFoundError:
            return None
        except Exception as error:
            raise in_words(error, self.address, doing="reading") from error
        return _found(meta)

    def list(self, prefix: str) -> Iterator[Found]:
        """Yield the objects whose keys begin with `prefix` and a slash, by key."""
        import obstore

        try:
            for page in obstore.list(self._reading, prefix or None):
                yield from map(_found, page)
        except Exception as error:
            raise in_words(error, self.address, doing="listing") from error

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; those that are not there are no matter."""
        import obstore

        wanted = list(keys)
        try:
            for start in range(0, len(wanted), 500):
                obstore.delete(self._reading, wanted[start : start + 500])
        except FileNotFoundError:
            return
        except Exception as error:
            raise in_words(error, self.address, doing="writing") from error

    def delete_under(self, prefix: str) -> int:
        """Delete every object under a prefix; returns how many there were."""
        keys = [found.key for found in self.list(prefix)]
        self.delete(keys)
        return len(keys)

    def copy(self, key: str, other: str) -> None:
        """Keep an object under another key too. Raises NoObject."""
        import obstore

        found = self.find(key)
        if found is None:
            raise NoObject("The store has no such object.")
        known = self.find(other)
        if known is not None and known.size == found.size:
            return
        if found.size > MOST_COPIED:
            self.put_pieces(other, self.stream(key), part_bytes(found.size))
            return
        try:
            obstore.copy(self._writing, key, other)
        except Exception as error:
            raise in_words(error, self.address, doing="writing") from error

    def put_pieces(self, key: str, pieces: Iterator[bytes], part: int) -> None:
        """Keep what comes in pieces, sent in parts of `part` bytes; nobody compares it here. What
        the pieces raise is raised."""
        import obstore

        try:
            obstore.put(self._writing, key, pieces, attributes=_attributes(key), chunk_size=part,
                        max_concurrency=4)  # fmt: skip
        except (MatineeError, Interrupted):
            raise
        except Exception as error:
            raise in_words(error, self.address, doing="writing") from error

    def sign(self, key: str, expires_s: int) -> str:
        """Return an address by which anybody may read an object for so many seconds.

        Raises StorageRefused where these credentials cannot sign.
        """
        import obstore

        try:
            return obstore.sign(self._reading, "GET", key, timedelta(seconds=expires_s))
        except Exception as error:
            raise in_words(error, self.address, doing="reading") from error

    def check(self, mark: str) -> None:
        """Write, read and delete a small object under the key `mark`; raises in words."""
        for _ in self.list(f"{mark}-none"):
            break
        self.put_bytes(mark, b"matinee")
        try:
            if self.read(mark, 0, 7) != b"matinee":
                raise StorageRefused("The store gives back other bytes than it was given.")
        finally:
            self.delete([mark])

    def _send(
        self,
        key: str,
        path: Path,
        size: int,
        watched: "tuple[Digest, Progress | None, ShouldStop | None]",
    ) -> None:
        import obstore

        digest, on_progress, should_stop = watched
        try:
            if size <= digest.part:
                content = path.read_bytes()
                digest.add(content)
                obstore.put(
                    self._writing, key, content, attributes=_attributes(key), use_multipart=False
                )
                return
            sending = _pieces(path, size, digest, on_progress, should_stop)
            self.put_pieces(key, sending, digest.part)
        except (MatineeError, Interrupted):
            raise
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not path.exists():
                raise
            raise in_words(error, self.address, doing="writing") from error
        except Exception as error:
            raise in_words(error, self.address, doing="writing") from error

    def holds(self, found: Found, path: Path) -> bool:
        """Say whether an object holds what a file does, by its digest or by reading it."""
        return self._is_same(found, path, part_bytes(found.size))

    def _is_same(self, found: Found, path: Path, part: int) -> bool:
        """Say whether an object that was there before holds this file."""
        digest = Digest(part)
        for piece in _read(path):
            digest.add(piece)
        return self._holds(found, path, digest.etag)

    def _holds(self, found: Found, path: Path, etag: str) -> bool:
        if self.address.kind == "s3" and found.etag == etag:
            return True
        return self.hash(found.key) == _hash(_read(path))  # its digest is of another kind

    def hash(self, key: str) -> str:
        """Return the BLAKE2b-256 of an object, which is read for it."""
        return _hash(self.stream(key))


def part_bytes(size: int) -> int:
    """Return the size of the parts in which a file of so many bytes is sent."""
    least = -(-size // MOST_PARTS)
    return max(LEAST_PART, -(-least // MIB) * MIB)


class Digest:
    """The ETag that S3 gives to what was sent in parts of a size."""

    def __init__(self, part: int) -> None:
        self.part = part
        self._parts: list[bytes] = []
        self._now, self._left = hashlib.md5(usedforsecurity=False), part

    def add(self, piece: bytes) -> None:
        view = memoryview(piece)
        while view:
            if not self._left:
                self._end()
            taken = view[: self._left]
            self._now.update(taken)
            self._left -= len(taken)
            view = view[len(taken) :]

    def _end(self) -> None:
        self._parts.append(self._now.digest())
        self._now, self._left = hashlib.md5(usedforsecurity=False), self.part

    @property
    def etag(self) -> str:
        if not self._parts:
            return self._now.hexdigest()
        parts = [*self._parts, self._now.digest()]
        whole = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
        return f"{whole}-{len(parts)}"


def _pieces(
    path: Path,
    size: int,
    digest: Digest,
    on_progress: Progress | None,
    should_stop: ShouldStop | None,
) -> Iterator[bytes]:
    done = 0
    for piece in _read(path):
        if should_stop is not None and should_stop():
            raise Interrupted
        digest.add(piece)
        yield piece
        done += len(piece)
        if on_progress is not None:
            on_progress(100.0 * done / size)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(LEAST_PART):
            yield piece


def _hash(pieces: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=32)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _found(meta: Any) -> Found:
    etag = (meta["e_tag"] or "").strip('"')
    return Found(meta["path"], meta["size"], meta["last_modified"], etag)


def _attributes(key: str) -> Any:
    return {"Content-Type": content_type(key)}


def content_type(key: str) -> str:
    """Return what an object is told to be, by the suffix of its key."""
    suffix = Path(key).suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(f"a{suffix}")[0]
    return kind or "application/octet-stream"


def _store(address: Address, request_s: float, retry_s: float) -> "S3Store | GCSStore | AzureStore":
    from obstore.store import AzureStore, GCSStore, S3Store

    client: Any = {
        "timeout": timedelta(seconds=request_s),
        "connect_timeout": timedelta(seconds=min(5.0, request_s)),
        "allow_http": (address.endpoint or "").startswith("http://"),
    }
    retry: Any = {
        "max_retries": 10,
        "retry_timeout": timedelta(seconds=retry_s),
        "backoff": {
            "init_backoff": timedelta(milliseconds=100),
            "max_backoff": timedelta(seconds=3),
            "base": 2,
        },
    }
    prefix = address.prefix or None
    config: Any = {}
    try:
        if address.kind == "az":
            config["account_name"] = address.account
            config |= {} if address.secret is None else {"account_key": address.secret}
            config |= {} if address.endpoint is None else {"endpoint": address.endpoint}
            return AzureStore(address.bucket, prefix=prefix, config=config,
                              client_options=client, retry_config=retry)  # fmt: skip
        if address.kind == "gs":
            config |= {} if address.secret is None else {"service_account": address.secret}
            return GCSStore(address.bucket, prefix=prefix, config=config,
                            client_options=client, retry_config=retry)  # fmt: skip
        config |= {} if address.endpoint is None else {"endpoint": address.endpoint}
        config |= {"region": region_of(address)}
        if address.key_id is not None:
            config |= {"access_key_id": address.key_id, "secret_access_key": address.secret}
        return S3Store(address.bucket, prefix=prefix, config=config,
                       client_options=client, retry_config=retry)  # fmt: skip
    except Exception as error:
        raise in_words(error, address, doing="opening") from error
