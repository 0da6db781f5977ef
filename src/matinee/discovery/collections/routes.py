"""Collections over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from matinee import library
from matinee.accounts import Viewer, ViewerDep
from matinee.discovery.collections import schemas, showing
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.kit.services import Services
from matinee.library import CollectionRow

router = APIRouter(tags=["discovery"])


@router.get("/api/collections")
def list_collections(
    viewer: ViewerDep,
    services: ServicesDep,
    holding: Annotated[str | None, Query(max_length=36)] = None,
) -> schemas.CollectionList:
    """Return every collection; with `holding`, whether each holds that title."""
    with services.db.read() as session:
        rows = library.collections.every(session)
        return schemas.CollectionList(items=showing.show(session, viewer, rows, holding))


@router.post("/api/collections", status_code=201)
def make_collection(
    body: schemas.CollectionNew, viewer: ViewerDep, services: ServicesDep
) -> schemas.Collection:
    """Make a collection."""
    rule = body.rule.model_dump(exclude_none=True) if body.rule else None
    row = library.collections.create(services, viewer, body.name, body.description, rule)
    return _shown(services, viewer, row)


@router.get("/api/collections/{collection_id}")
def collection(
    collection_id: str,
    viewer: ViewerDep,
    services: ServicesDep,
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> schemas.CollectionDetail:
    """Return a collection and one page of its media, in its order."""
    with services.db.read() as session:
        row = library.collections.get(session, collection_id)
        medias, total = showing.contents(
            session, viewer, row, offset=(page - 1) * limit, limit=limit
        )
        head = showing.show(session, viewer, [row])[0]
        shown = library.present(session, viewer, medias)
    return schemas.CollectionDetail(
        **head.model_dump(), **page_of(shown, total=total, page=page, limit=limit)
    )


@router.patch("/api/collections/{collection_id}")
def edit_collection(
    collection_id: str, body: schemas.CollectionEdit, viewer: ViewerDep, services: ServicesDep
) -> schemas.Collection:
    """Change a collection's name, description, rule or cover."""
    changes = body.model_dump(exclude_unset=True)
    if body.rule is not None:
        changes["rule"] = body.rule.model_dump(exclude_none=True)
    row = library.collections.edit(services, viewer, collection_id, changes)
    return _shown(services, viewer, row)


@router.delete("/api/collections/{collection_id}", status_code=204)
def delete_collection(collection_id: str, viewer: ViewerDep, services: ServicesDep) -> None:
    """Delete a collection; its media stay, and for some days it can be restored."""
    library.collections.remove(services, viewer, collection_id)


@router.post("/api/collections/{collection_id}/restore")
def restore_collection(
    collection_id: str, viewer: ViewerDep, services: ServicesDep
) -> schemas.Collection:
    """Have a deleted collection back."""
    row = library.collections.restore(services, viewer, collection_id)
    return _shown(services, viewer, row)


@router.put("/api/collections/{collection_id}/items/{media_id}", status_code=204)
def put_in_collection(
    collection_id: str,
    media_id: str,
    viewer: ViewerDep,
    services: ServicesDep,
    body: schemas.CollectionPut | None = None,
) -> None:
    """Put a media into a collection, or to another place in it."""
    at = body.position if body else None
    library.collections.put(services, viewer, collection_id, media_id, at)


@router.delete("/api/collections/{collection_id}/items/{media_id}", status_code=204)
def take_from_collection(
    collection_id: str, media_id: str, viewer: ViewerDep, services: ServicesDep
) -> None:
    """Take a media out of a collection."""
    library.collections.take_out(services, viewer, collection_id, media_id)


def _shown(services: Services, viewer: Viewer, row: CollectionRow) -> schemas.Collection:
    with services.db.read() as session:
        fresh = library.collections.get(session, row.id)
        return showing.show(session, viewer, [fresh])[0]
