"""Secrets: made at first start, mode 0600, and never made anew over existing data.

New keys over an old library would silently sign everybody out and void every link, so a
missing key where a database already exists is an error that names the file.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from matinee.kit.errors import Unavailable

_NAMES = ("grant_key", "session_key", "proxy_key")
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Keys of this installation, 32 bytes each."""

    grant_key: bytes
    session_key: bytes
    proxy_key: bytes


def load(data: Path, *, existing: bool) -> Secrets:
    """Read the keys under `data`/secrets, making them when the library is new.

    `existing` says that a database is already there. Raises Unavailable when a key is missing
    beside existing data or is damaged.
    """
    folder = data / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Secrets(**{name: _key(folder / name, existing=existing) for name in _NAMES})


def _key(path: Path, *, existing: bool) -> bytes:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as cause:
        if existing:
            raise Unavailable(
                f"The secret {path} is missing although a library is here.",
                fix="Restore the secrets folder from a backup. To start over with new keys "
                "(everybody signs in again), create the missing file with: "
                f"head -c {_KEY_BYTES} /dev/urandom > {path}",
                code="secret_missing",
            ) from cause
        return _make(path)
    if len(raw) != _KEY_BYTES:
        raise Unavailable(
            f"The secret {path} is damaged: {len(raw)} bytes instead of {_KEY_BYTES}.",
            fix="Restore it from a backup.",
            code="secret_damaged",
        )
    path.chmod(0o600)
    return raw


def _make(path: Path) -> bytes:
    raw = secrets.token_bytes(_KEY_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    return raw
