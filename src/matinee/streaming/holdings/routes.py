"""The cache over HTTP, for those who run the server."""

from typing import Annotated

from fastapi import APIRouter, Query

from matinee import library
from matinee.accounts import AdminDep
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.streaming.holdings import actions, queries, schemas
from matinee.streaming.prepare import actions as preparing

router = APIRouter(prefix="/api/streaming/cache", tags=["streaming"])


@router.get("")
def cache(
    _: AdminDep, services: ServicesDep, page: PageNumber = 1, limit: PageLimit = 50
) -> schemas.CacheState:
    """Say what the segment cache holds, title by title, the largest first."""
    held = queries.look(services)
    first = (page - 1) * limit
    titles = [
        schemas.CachedTitle(
            media_id=one.media_id, title=one.title, poster_url=one.poster_url, bytes=one.bytes,
            prepared_bytes=one.prepared_bytes, stored_bytes=one.stored_bytes,
            last_used_at=one.last_used_at,
        )
        for one in held.titles[first : first + limit]
    ]  # fmt: skip
    return schemas.CacheState(
        bytes=held.bytes,
        prepared_bytes=held.prepared_bytes,
        stored_bytes=held.stored_bytes,
        cap_bytes=services.settings.cache_max_bytes,
        free_bytes=services.store.free_bytes(),
        floor_bytes=services.store.floor_bytes,
        titles=schemas.CachedTitles(
            **page_of(titles, total=len(held.titles), page=page, limit=limit)
        ),
    )


@router.delete("")
def empty_cache(
    viewer: AdminDep,
    services: ServicesDep,
    media_id: Annotated[str | None, Query(max_length=36)] = None,
) -> schemas.Freed:
    """Delete what the cache holds, of one title or of all, also what was prepared.

    Playing goes on: what is asked for again is made again.
    """
    if media_id is not None:
        with services.db.read() as session:
            library.get_media(session, viewer, media_id, or_trashed=True)
    preparing.cancel(services, media_id)
    return schemas.Freed(freed_bytes=actions.empty(services, media_id))
