"""The library over HTTP: one media, tags, figures, pictures."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse

from matinee.accounts import Viewer, ViewerDep
from matinee.kit.http import ServicesDep
from matinee.kit.serve import FileBytes
from matinee.kit.services import Services
from matinee.library import actions, artwork, queries, schemas
from matinee.library.presenting import present, with_work
from matinee.library.words import labels

router = APIRouter(tags=["library"])
_FOREVER = {"cache-control": "private, max-age=31536000, immutable"}


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
    changes = body.model_dump(exclude_unset=True, exclude={"seen"})
    actions.edit(services, viewer, media_id, changes, body.seen)
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
) -> FileBytes:
    """Return a picture, at least `w` pixels wide where there is such a one."""
    file, kind = artwork.picture_file(services, viewer, artwork_id, w)
    return FileBytes(file, kind, headers=_FOREVER)


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


def whole_media(services: Services, viewer: Viewer, media_id: str) -> schemas.Media:
    """Return all that the page of one media tells."""
    with services.db.read() as session:
        row = queries.get_media(session, viewer, media_id, or_trashed=True)
        shown = present(session, viewer, [row], with_assets=True)[0]
        with_work(session, viewer, shown, row)
        return shown
