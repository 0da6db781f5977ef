"""The words of storage."""

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """A kind of thing that can go."""

    TRASH = "trash"
    WATCHED = "watched"
    CACHE = "cache"
    PREPARED = "prepared"
    STAGING = "staging"


STALE_DAYS = 90
"""A prepared copy that nobody watched for so long can go."""


@dataclass(frozen=True, slots=True)
class Sum:
    """So many files of so many bytes; `owned_count` of them are ours, of `owned_bytes`."""

    name: str
    count: int
    size_bytes: int
    owned_count: int
    owned_bytes: int


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system, and which of our folders lie on it."""

    folders: tuple[str, ...]
    total_bytes: int
    free_bytes: int


@dataclass(frozen=True, slots=True)
class CanGo:
    """What could be let go of, and what that would free."""

    what: What
    count: int
    size_bytes: int
