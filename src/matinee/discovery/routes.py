"""Lists and search over HTTP."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from matinee import library
from matinee.accounts import ViewerDep
from matinee.discovery import matches, queries, rules, said, schemas
from matinee.discovery.facets import options
from matinee.discovery.orders import SortOrder
from matinee.discovery.wanted import TRASHED, Filter, Order
from matinee.kit import pieces
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, at_once, page_of

router = APIRouter(tags=["discovery"])


Typed = Annotated[str, Query(max_length=500)]
Few = Annotated[int, Query(ge=1, le=200)]


FilterDep = Annotated[Filter, Depends(at_once(Filter))]
OrderDep = Annotated[Order, Depends(at_once(Order))]


@router.get("/api/media", response_model=library.MediaPage)
def list_media(
    viewer: ViewerDep,
    services: ServicesDep,
    wanted: FilterDep,
    order: OrderDep,
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> Response:
    """Return one page of the library."""
    with services.db.read_lists() as session:
        numbers, total = queries.numbers_of_page(
            session, viewer, wanted, order, offset=(page - 1) * limit, limit=limit
        )
        items: Sequence[library.Media | bytes]
        if wanted.status == TRASHED:
            found = queries.rows(session, viewer, numbers, trashed=True)
            items = library.present(session, viewer, found)
        else:
            items = list(library.present_json(session, viewer, numbers).values())
    page_ = page_of(items, total=total, page=page, limit=limit)
    return pieces.answer(library.MediaPage, page_)


@router.get("/api/media/facets")
def facets(viewer: ViewerDep, services: ServicesDep, wanted: FilterDep) -> schemas.Facets:
    """Return what the titles that pass a filter can be narrowed by, with how many each leaves.

    What is asked of a facet already does not count for it: the others beside it are told, too.
    """
    with services.db.read_lists() as session:
        return options.options(session, viewer, wanted)


@router.get("/api/media/letters")
def letters(
    viewer: ViewerDep,
    services: ServicesDep,
    wanted: FilterDep,
    sort_order: Annotated[SortOrder | None, Query()] = None,
) -> schemas.Letters:
    """Return where each letter begins in the list by title of what passes a filter."""
    with services.db.read_lists() as session:
        found = queries.letters(session, viewer, wanted, sort_order)
    return schemas.Letters(
        items=[schemas.Letter(letter=letter, offset=offset) for letter, offset in found]
    )


@router.get("/api/media/recently-added")
def recently_added(viewer: ViewerDep, services: ServicesDep, limit: Few = 20) -> library.MediaItems:
    """Return the newest media."""
    with services.db.read_lists() as session:
        found = queries.recently_added(session, viewer, limit)
        return library.MediaItems(items=library.present(session, viewer, found))


@router.get("/api/media/random")
def random_media(viewer: ViewerDep, services: ServicesDep, wanted: FilterDep) -> library.Media:
    """Return one media that passes the filter, each as likely."""
    with services.db.read_lists() as session:
        chosen = queries.pick(session, viewer, wanted)
        return library.present(session, viewer, [chosen], with_assets=True)[0]


@router.get("/api/search", response_model=schemas.SearchResults)
def search(viewer: ViewerDep, services: ServicesDep, q: Typed = "", limit: Few = 24) -> Response:
    """Return the titles, series, people and tags that fit what was typed."""
    with services.db.read_lists() as session:
        found = matches.search(session, viewer, q, limit)
    return pieces.answer(schemas.SearchResults, found)


@router.get("/api/search/said")
def search_said(
    viewer: ViewerDep,
    services: ServicesDep,
    q: Typed = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 12,
) -> schemas.SaidResults:
    """Return the titles in which something is said, with the lines and their seconds."""
    with services.db.read_lists() as session:
        found = said.said(session, viewer, rules.parse(q), limit)
        media = queries.rows(session, viewer, [one.number for one in found])
        shown = dict(
            zip(
                (one.number for one in media),
                library.present(session, viewer, media),
                strict=True,
            )
        )
    return schemas.SaidResults(
        query=q,
        items=[
            schemas.SaidIn(
                media=shown[one.number],
                lines=[schemas.SaidLine(**asdict(line)) for line in one.lines],
            )
            for one in found
            if one.number in shown
        ],
    )


@router.get("/api/search/suggest")
def suggest(
    viewer: ViewerDep,
    services: ServicesDep,
    q: Typed = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> schemas.Suggestions:
    """Return a few titles that fit what has been typed so far."""
    with services.db.read_lists() as session:
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
