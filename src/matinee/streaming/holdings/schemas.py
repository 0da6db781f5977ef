"""The cache on the wire."""

from datetime import datetime

from pydantic import BaseModel

from matinee.kit.http import Page


class CachedTitle(BaseModel):
    """What the cache holds of one title; `prepared_bytes` are part of `bytes`. `stored_bytes` are
    what was prepared and lies in the bucket."""

    media_id: str
    title: str
    poster_url: str | None
    bytes: int
    prepared_bytes: int
    stored_bytes: int
    last_used_at: datetime


class CachedTitles(Page[CachedTitle]):
    """A page of titles, the largest first."""


class CacheState(BaseModel):
    """The segment cache: its size and cap, and the disk it lies on; and what was prepared and lies
    in the bucket."""

    bytes: int
    prepared_bytes: int
    stored_bytes: int
    cap_bytes: int
    free_bytes: int
    floor_bytes: int
    titles: CachedTitles


class Freed(BaseModel):
    """How much was deleted."""

    freed_bytes: int
