"""Lists and search over HTTP."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BeforeValidator

from matinee import library
from matinee.accounts import ViewerDep
from matinee.discovery import orders, queries, schemas
from matinee.discovery.queries import Filter, Order
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of

router = APIRouter(tags=["discovery"])


def _absent_if_empty(value: Any) -> Any:
    return None if value == "" else value


_Unset = BeforeValidator(_absent_if_empty)  # a form sends `kind=` for "any kind"
Typed = Annotated[str, Query(max_length=500)]
Few = Annotated[int, Query(ge=1, le=200)]


def read_filter(
    search: Typed | None = None,
    kind: Annotated[library.Kind | None, _Unset] = None,
    platform: Annotated[str | None, Query(max_length=64)] = None,
    tag: Annotated[str | None, Query(max_length=120)] = None,
    genre: Annotated[str | None, Query(max_length=120)] = None,
    status: Annotated[Literal["ready", "unavailable", "trashed"] | None, _Unset] = None,
) -> Filter:
    """Read which media are wanted; without `status`, all but the trash."""
    return Filter(search, kind, platform, tag, genre, status)


def read_order(
    sort_by: Annotated[orders.SortBy | None, _Unset] = None,
    sort_order: Annotated[orders.SortOrder | None, _Unset] = None,
    seed: Annotated[int | None, Query(ge=0, lt=2**32)] = None,
) -> Order:
    """Read how they follow each other; `seed` tells one random order from another."""
    return Order(sort_by, sort_order, seed)


FilterDep = Annotated[Filter, Depends(read_filter)]
OrderDep = Annotated[Order, Depends(read_order)]


@router.get("/api/media")
def list_media(
    viewer: ViewerDep,
    services: ServicesDep,
    wanted: FilterDep,
    order: OrderDep,
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> library.MediaPage:
    """Return one page of the library."""
    with services.db.read() as session:
        found, total = queries.page(
            session, viewer, wanted, order, offset=(page - 1) * limit, limit=limit
        )
        items = library.present(session, viewer, found)
    return library.MediaPage(**page_of(items, total=total, page=page, limit=limit))


@router.get("/api/media/recently-added")
def recently_added(viewer: ViewerDep, services: ServicesDep, limit: Few = 20) -> library.MediaItems:
    """Return the newest media."""
    with services.db.read() as session:
        found = queries.recently_added(session, viewer, limit)
        return library.MediaItems(items=library.present(session, viewer, found))


@router.get("/api/media/random")
def random_media(viewer: ViewerDep, services: ServicesDep, wanted: FilterDep) -> library.Media:
    """Return one media that passes the filter, each as likely."""
    with services.db.read() as session:
        chosen = queries.pick(session, viewer, wanted)
        return library.present(session, viewer, [chosen], with_assets=True)[0]


@router.get("/api/search")
def search(
    viewer: ViewerDep, services: ServicesDep, q: Typed = "", limit: Few = 24
) -> schemas.SearchResults:
    """Return the titles and tags that fit what was typed."""
    with services.db.read() as session:
        found, total = queries.search(session, viewer, q, limit)
        titles = library.present(session, viewer, found)
        tags = library.tag_counts(session, viewer, prefix=q.strip(), limit=8) if q.strip() else []
    return schemas.SearchResults(
        query=q,
        titles=titles,
        total=total,
        tags=[library.TagCount(name=name, count=count) for name, count in tags],
    )


@router.get("/api/search/suggest")
def suggest(
    viewer: ViewerDep,
    services: ServicesDep,
    q: Typed = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> schemas.Suggestions:
    """Return a few titles that fit what has been typed so far."""
    with services.db.read() as session:
        found = queries.suggest(session, viewer, q, limit)
        posters = library.posters_of(session, [media.id for media in found])
    items = []
    for media in found:
        poster_url, blurhash = posters.get(media.id, (None, None))
        items.append(
            schemas.Suggestion(
                id=media.id,
                title=media.title,
                year=media.year,
                kind=media.kind,
                poster_url=poster_url,
                blurhash=blurhash,
            )
        )
    return schemas.Suggestions(items=items)
