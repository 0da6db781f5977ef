"""Titles that show the same, over HTTP."""

from fastapi import APIRouter
from fastapi.responses import Response

from matinee.accounts import AdminDep
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.library import queries
from matinee.library.duplicates import finding, schemas, settling
from matinee.library.presenting import present

router = APIRouter(tags=["library"])
_MOST_TOLD = 30  # titles of one group


@router.get("/api/duplicates")
def duplicates(
    viewer: AdminDep, services: ServicesDep, page: PageNumber = 1, limit: PageLimit = 50
) -> schemas.Duplicates:
    """Return titles that show the same pictures as another, those found last first."""
    first = (page - 1) * limit
    with services.db.read() as session:
        found = settling.groups(session, viewer)
        items = []
        for group in found[first : first + limit]:
            told = group.media_ids[:_MOST_TOLD]
            rows = [queries.get_media(session, viewer, one) for one in told]
            items.append(
                schemas.DuplicateGroup(
                    items=present(session, viewer, rows, with_assets=True),
                    count=len(group.media_ids),
                    likeness=group.likeness,
                )
            )
        unseen = finding.count_unseen(session)
    paged = page_of(items, total=len(found), page=page, limit=limit)
    return schemas.Duplicates(unseen=unseen, **paged)


@router.put("/api/duplicates/settled", status_code=204)
def settle(body: schemas.Settled, viewer: AdminDep, services: ServicesDep) -> Response:
    """Say that titles are different films although they look the same, or take that back."""
    settling.settle(services, viewer, body.media_ids, different=body.different)
    return Response(status_code=204)
