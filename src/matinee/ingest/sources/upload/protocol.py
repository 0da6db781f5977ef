"""The rules of tus 1.0.0 (tus.io/protocols/resumable-upload) on headers: values in, values out."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from matinee.kit.errors import Invalid, MatineeError, PreconditionFailed, TooLarge, Unsupported

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = ("sha1", "sha256", "md5")
CONTENT_TYPE = "application/offset+octet-stream"
_MAX_METADATA = 16 * 1024
_MAX_DIGITS = 15


class ChecksumMismatch(MatineeError):
    """The bytes that arrived are not the bytes that were sent; they were thrown away."""

    code: str = "checksum_mismatch"
    status: ClassVar[int] = 460
    fix: str = "Send the same part again."


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a part must hash to."""

    algorithm: str
    digest: bytes

    def start(self) -> Any:
        """Return a fresh hash object to feed the part to."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def require_version(value: str | None) -> None:
    """Raise PreconditionFailed unless the client speaks our version."""
    if value != VERSION:
        raise PreconditionFailed(
            f"Tus-Resumable must be {VERSION}.", fix="Use a client that speaks tus 1.0.0.",
            code="tus_version",
        )  # fmt: skip


def require_content_type(value: str | None) -> None:
    """Raise Unsupported unless the body is announced as upload bytes."""
    if (value or "").split(";")[0].strip().lower() != CONTENT_TYPE:
        raise Unsupported(f"Content-Type must be {CONTENT_TYPE}.", code="content_type")


def whole_number(name: str, value: str | None) -> int:
    """Return a header that must be a non-negative whole number. Raises Invalid."""
    text = (value or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        raise Invalid(f"{name} must be a whole number of bytes.", code="bad_header")
    return int(text)


def upload_length(length: str | None, deferred: str | None, *, most: int) -> int:
    """Return the promised size in bytes. Raises Invalid or TooLarge."""
    if deferred is not None:
        raise Invalid("The length must be known from the start.", code="length_deferred")
    size = whole_number("Upload-Length", length)
    if size > most:
        raise TooLarge(
            f"The file is larger than the {most / 1024**3:.1f} GiB this server takes.",
            fix="Raise MATINEE_MAX_UPLOAD_BYTES, or add the file from a folder on the server.",
        )
    return size


def metadata(value: str | None) -> dict[str, str]:
    """Return Upload-Metadata decoded: `key base64,key base64,…`. Raises Invalid."""
    if value is None or not value.strip():
        return {}
    if len(value) > _MAX_METADATA:
        raise Invalid("Upload-Metadata is too long.", code="bad_header")
    found: dict[str, str] = {}
    for pair in value.split(","):
        key, _, encoded = pair.strip().partition(" ")
        try:
            decoded = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
        except ValueError as cause:
            raise Invalid("Upload-Metadata cannot be read.", code="bad_header") from cause
        if not key or not key.isascii() or key in found:
            raise Invalid("Upload-Metadata has an empty or repeated key.", code="bad_header")
        found[key] = decoded
    return found


def checksum(value: str | None) -> Checksum | None:
    """Return Upload-Checksum read, None when there is none. Raises Invalid."""
    if value is None:
        return None
    algorithm, _, encoded = value.strip().partition(" ")
    if algorithm.lower() not in ALGORITHMS:
        raise Invalid(
            f"The checksum must be one of {', '.join(ALGORITHMS)}.", code="checksum_algorithm"
        )
    try:
        digest = base64.b64decode(encoded.strip(), validate=True)
    except ValueError as cause:
        raise Invalid("Upload-Checksum cannot be read.", code="bad_header") from cause
    if len(digest) != hashlib.new(algorithm.lower(), usedforsecurity=False).digest_size:
        raise Invalid("Upload-Checksum has the wrong length.", code="bad_header")
    return Checksum(algorithm.lower(), digest)


def file_name(said: dict[str, str]) -> str:
    """Return the name of an uploaded file, with the folders above it where they are told.

    Only ever read as words: the file is stored under an id.
    """
    path = said.get("relative_path") or said.get("filename") or said.get("name") or ""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    shown = ["".join(c if c.isprintable() else " " for c in part)[-255:] for part in parts[-3:]]
    return "/".join(shown) or "upload"
