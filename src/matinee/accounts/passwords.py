"""Password hashes: argon2id with the library's current parameters (RFC 9106)."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 64 MiB a hash: a bound on how many run at once bounds what a guesser can make us hold.
_places = threading.BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _decoy() -> str:
    return _hasher().hash("a decoy, so that unknown names take as long as known ones")


def hash_password(password: str) -> str:
    """Return the hash to store."""
    with _places:
        return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Say whether a password is the stored one; takes as long when nothing is stored."""
    with _places:
        try:
            return _hasher().verify(stored or _decoy(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Say whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(stored)
