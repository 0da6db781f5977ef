"""The library over HTTP: one media, tags, collections, figures, pictures."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse

from matinee.accounts import Viewer, ViewerDep, may_change
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.kit.services import Services
from matinee.library import actions, artwork, collections, labels, queries, schemas
from matinee.library.collection_tables import CollectionRow
from matinee.library.presenting import present, with_work

router = APIRouter(tags=["library"])
_FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}


@router.get("/api/media/stats/overview")
def stats(viewer: ViewerDep, services: ServicesDep) -> schemas.LibraryStats:
    """Return the figures of the library."""
    with services.db.read() as session:
        return schemas.LibraryStats(**queries.stats(session, viewer))


@router.get("/api/media/{media_id}")
def media(media_id: str, viewer: ViewerDep, services: ServicesDep) -> schemas.Media:
    """Return one media with its files."""
    return whole_media(services, viewer, media_id)


@router.patch("/api/media/{media_id}")
def edit(
    media_id: str, body: schemas.MediaEdit, viewer: ViewerDep, services: ServicesDep
) -> schemas.Media:
    """Change a media; for administrators and the one who added it."""
    actions.edit(services, viewer, media_id, body.model_dump(exclude_unset=True))
    return whole_media(services, viewer, media_id)


@router.delete("/api/media/{media_id}")
def delete(
    media_id: str, viewer: ViewerDep, services: ServicesDep, delete_file: bool = False
) -> schemas.Deleted:
    """Put a media into the trash; with `delete_file` its files go when the time to undo is over."""
    undo_until = actions.trash(services, viewer, media_id, delete_file=delete_file)
    return schemas.Deleted(id=media_id, undo_until=undo_until)


@router.post("/api/media/{media_id}/restore")
def restore(media_id: str, viewer: ViewerDep, services: ServicesDep) -> schemas.Media:
    """Take a media out of the trash."""
    actions.restore(services, viewer, media_id)
    return whole_media(services, viewer, media_id)


@router.get("/api/artwork/{artwork_id}", response_class=FileResponse)
def picture(
    artwork_id: str,
    viewer: ViewerDep,
    services: ServicesDep,
    w: Annotated[int | None, Query(ge=1, le=8192)] = None,
) -> FileResponse:
    """Return a picture, at least `w` pixels wide where there is such a one."""
    path, kind = artwork.picture_file(services, viewer, artwork_id, w)
    return FileResponse(path, media_type=kind, headers=_FOREVER)


@router.get("/api/tags")
def tags(
    viewer: ViewerDep,
    services: ServicesDep,
    q: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> schemas.TagList:
    """Return the tags in use, most used first; `q` narrows to those that begin so."""
    with services.db.read() as session:
        counted = labels.tag_counts(session, viewer, prefix=q, limit=limit)
    return schemas.TagList(
        items=[schemas.TagCount(name=name, count=count) for name, count in counted]
    )


@router.get("/api/collections")
def list_collections(viewer: ViewerDep, services: ServicesDep) -> schemas.CollectionList:
    """Return every collection."""
    with services.db.read() as session:
        counts = collections.counts(session, viewer)
        rows = collections.every(session)
    items = [_collection(viewer, row, counts.get(row.id, 0)) for row in rows]
    return schemas.CollectionList(items=items)


@router.post("/api/collections", status_code=201)
def make_collection(
    body: schemas.CollectionNew, viewer: ViewerDep, services: ServicesDep
) -> schemas.Collection:
    """Make a collection."""
    row = collections.create(services, viewer, body.name, body.description)
    return _collection(viewer, row, 0)


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
        row = collections.get(session, collection_id)
        medias, total = collections.items(
            session, viewer, collection_id, offset=(page - 1) * limit, limit=limit
        )
        shown = present(session, viewer, medias)
    head = _collection(viewer, row, total)
    return schemas.CollectionDetail(
        **head.model_dump(), **page_of(shown, total=total, page=page, limit=limit)
    )


@router.patch("/api/collections/{collection_id}")
def edit_collection(
    collection_id: str, body: schemas.CollectionEdit, viewer: ViewerDep, services: ServicesDep
) -> schemas.Collection:
    """Change a collection's name or description."""
    changes = body.model_dump(exclude_unset=True)
    row = collections.edit(services, viewer, collection_id, changes)
    with services.db.read() as session:
        count = collections.counts(session, viewer).get(row.id, 0)
    return _collection(viewer, row, count)


@router.delete("/api/collections/{collection_id}", status_code=204)
def delete_collection(collection_id: str, viewer: ViewerDep, services: ServicesDep) -> None:
    """Delete a collection; its media stay."""
    collections.remove(services, viewer, collection_id)


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
    collections.put(services, viewer, collection_id, media_id, at)


@router.delete("/api/collections/{collection_id}/items/{media_id}", status_code=204)
def take_from_collection(
    collection_id: str, media_id: str, viewer: ViewerDep, services: ServicesDep
) -> None:
    """Take a media out of a collection."""
    collections.take_out(services, viewer, collection_id, media_id)


def whole_media(services: Services, viewer: Viewer, media_id: str) -> schemas.Media:
    """Return all that the page of one media tells."""
    with services.db.read() as session:
        row = queries.get_media(session, viewer, media_id, or_trashed=True)
        shown = present(session, viewer, [row], with_assets=True)[0]
        with_work(session, viewer, shown, row)
        return shown


def _collection(viewer: Viewer, row: CollectionRow, count: int) -> schemas.Collection:
    return schemas.Collection(
        id=row.id,
        name=row.name,
        description=row.description,
        count=count,
        editable=may_change(viewer, row.added_by),
        added_at=row.added_at,
        updated_at=row.updated_at,
    )
