"""Progress, choices and opinions over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer, ViewerDep
from matinee.kit import clock, pieces
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of, read_small
from matinee.watching import actions, choices, opinions, queries, rules, schemas
from matinee.watching import next_up as following
from matinee.watching.choices import Choices
from matinee.watching.opinions import Opinion
from matinee.watching.tables import ProgressRow

router = APIRouter(tags=["watching"])
_BODY_MAX = 4096
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": schemas.ProgressUpdate.model_json_schema()}},
    }
}

_CHOICES = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Choices"}}},
    }
}


async def read_update(request: Request) -> schemas.ProgressUpdate:
    """Read the body whatever its type says: `sendBeacon` sends JSON as plain text."""
    return await read_small(request, schemas.ProgressUpdate, _BODY_MAX)


@router.get("/api/media/continue-watching", response_model=library.MediaItems)
def continue_watching(
    viewer: ViewerDep,
    services: ServicesDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Return what the viewer began and did not finish, the last first."""
    with services.db.read() as session:
        return _items(session, viewer, queries.continue_watching(session, viewer, limit))


@router.get("/api/media/next-up", response_model=library.MediaItems)
def next_up(
    viewer: ViewerDep,
    services: ServicesDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Return the next episode of each series the viewer is in, the series watched last first."""
    with services.db.read() as session:
        return _items(session, viewer, following.numbers(session, viewer, limit))


def _items(session: Session, viewer: Viewer, numbers: Sequence[int]) -> Response:
    items = list(library.present_json(session, viewer, numbers).values())
    return pieces.answer(library.MediaItems, {"items": items})


@router.get("/api/history")
def history(
    viewer: ViewerDep, services: ServicesDep, page: PageNumber = 1, limit: PageLimit = 50
) -> library.MediaPage:
    """Return what the viewer watched or began, the last first; `progress.updated_at` says when."""
    with services.db.read() as session:
        medias, total = queries.history(session, viewer, offset=(page - 1) * limit, limit=limit)
        items = library.present(session, viewer, medias)
    return library.MediaPage(**page_of(items, total=total, page=page, limit=limit))


@router.get("/api/media/{media_id}/progress")
def progress(media_id: str, viewer: ViewerDep, services: ServicesDep) -> schemas.Progress:
    """Return where the viewer is in a media."""
    with services.db.read() as session:
        media = library.get_media(session, viewer, media_id, or_trashed=True)
        row = queries.find(session, viewer, media_id)
    if row is None:
        return schemas.Progress(
            position_s=0, duration_s=media.duration_s, percent=0, completed=False, updated_at=None
        )
    return _wire(row)


@router.put("/api/media/{media_id}/progress", openapi_extra=_BODY, response_model=schemas.Progress)
def save(
    media_id: str,
    update: Annotated[schemas.ProgressUpdate, Depends(read_update)],
    viewer: ViewerDep,
    services: ServicesDep,
) -> Response:
    """Keep where the viewer is; a position older than the one kept changes nothing."""
    seen_at = rules.seen_at(clock.now(), update.at, update.sent_at)
    kept = actions.save(services, viewer, media_id, update.position_s, update.duration_s, seen_at)
    return pieces.answer(schemas.Progress, dict(kept))


@router.post("/api/media/{media_id}/progress", openapi_extra=_BODY, response_model=schemas.Progress)
def save_by_beacon(
    media_id: str,
    update: Annotated[schemas.ProgressUpdate, Depends(read_update)],
    viewer: ViewerDep,
    services: ServicesDep,
) -> Response:
    """Keep where the viewer is, for `navigator.sendBeacon`, which can only POST."""
    return save(media_id, update, viewer, services)


@router.delete("/api/media/{media_id}/progress", status_code=204)
def forget(media_id: str, viewer: ViewerDep, services: ServicesDep) -> None:
    """Forget where the viewer is: takes the media out of continue watching."""
    actions.forget(services, viewer, media_id)


async def read_choices(request: Request) -> Choices:
    """Read what was chosen; only what the body names is changed."""
    return await read_small(request, Choices, _BODY_MAX)


@router.patch("/api/media/{media_id}/choices", openapi_extra=_CHOICES)
def choose(
    media_id: str,
    change: Annotated[Choices, Depends(read_choices)],
    viewer: ViewerDep,
    services: ServicesDep,
) -> Choices:
    """Keep the sound, subtitles and delay chosen for a title; what is not named stays."""
    return choices.choose(services, viewer, media_id, change)


@router.get("/api/media/{media_id}/opinion")
def opinion(media_id: str, viewer: ViewerDep, services: ServicesDep) -> Opinion:
    """Return what the viewer thinks of a title."""
    with services.db.read() as session:
        media = library.get_media(session, viewer, media_id, or_trashed=True)
        return opinions.find(session, viewer, media.id)


@router.put("/api/media/{media_id}/opinion")
def judge(media_id: str, judged: Opinion, viewer: ViewerDep, services: ServicesDep) -> Opinion:
    """Keep what the viewer thinks of a title: all of it. Rating and the favourite's mark are
    taken as said even where they are left out; for parts of it there is PATCH."""
    judged.model_fields_set.update({"rating", "favourite"})
    return opinions.keep(services, viewer, media_id, judged)


@router.patch("/api/media/{media_id}/opinion")
def judge_in_part(
    media_id: str, judged: Opinion, viewer: ViewerDep, services: ServicesDep
) -> Opinion:
    """Keep a part of what the viewer thinks of a title; what is not named stays."""
    return opinions.keep(services, viewer, media_id, judged)


def _wire(row: ProgressRow) -> schemas.Progress:
    return schemas.Progress(
        position_s=row.position_s,
        duration_s=row.duration_s,
        percent=row.percent,
        completed=row.completed,
        updated_at=row.updated_at,
    )
