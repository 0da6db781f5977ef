"""Asking for what is made of titles, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from matinee import library
from matinee.accounts import AdminDep, ViewerDep
from matinee.ingest.derive import choosing, looks, series_choosing
from matinee.kit.errors import Invalid
from matinee.kit.http import ServicesDep, read_bytes

router = APIRouter(tags=["library"])


class Looking(BaseModel):
    """How many files are to be looked at."""

    files: int


@router.post("/api/duplicates/look", status_code=202)
def look(_viewer: AdminDep, services: ServicesDep) -> Looking:
    """Look for the same pictures in the files that were not looked at yet."""
    return Looking(files=looks.enqueue_lacking(services))


class Moment(BaseModel):
    """A second of the film."""

    model_config = ConfigDict(extra="forbid")

    at_s: Annotated[float, Field(ge=0, le=10_000_000)]


class EpisodeMoment(Moment):
    """A second of one of the episodes of a series."""

    media_id: Annotated[str, Field(max_length=64)]


_BYTES = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}


_PICTURE = {"requestBody": {"required": True, **_BYTES}}


@router.put("/api/media/{media_id}/picture", openapi_extra=_PICTURE)
async def give_picture(
    media_id: str,
    request: Request,
    services: ServicesDep,
    viewer: ViewerDep,
    kind: choosing.Kind = "poster",
) -> library.Media:
    """Make a picture file the poster or backdrop of a title: its bytes are the body."""
    raw = await _picture(request)
    await run_in_threadpool(choosing.give, services, viewer, media_id, kind, raw)
    return await run_in_threadpool(library.whole_media, services, viewer, media_id)


@router.post("/api/media/{media_id}/picture")
def choose_still(
    media_id: str,
    moment: Moment,
    services: ServicesDep,
    viewer: ViewerDep,
    kind: choosing.Kind = "poster",
) -> library.Media:
    """Make the picture of the film at a second that of the title."""
    choosing.still(services, viewer, media_id, kind, moment.at_s)
    return library.whole_media(services, viewer, media_id)


@router.delete("/api/media/{media_id}/picture")
def automatic_picture(
    media_id: str, services: ServicesDep, viewer: ViewerDep, kind: choosing.Kind = "poster"
) -> library.Media:
    """Let the picture of a title be found by itself again."""
    choosing.automatic(services, viewer, media_id, kind)
    return library.whole_media(services, viewer, media_id)


@router.put("/api/series/{series_id}/picture", openapi_extra=_PICTURE)
async def give_series_picture(
    series_id: str,
    request: Request,
    services: ServicesDep,
    viewer: ViewerDep,
    kind: choosing.Kind = "poster",
) -> library.Series:
    """Make a picture file the poster or background of a series: its bytes are the body."""
    raw = await _picture(request)
    await run_in_threadpool(series_choosing.give, services, viewer, series_id, kind, raw)
    return await run_in_threadpool(library.whole_series, services, viewer, series_id)


@router.post("/api/series/{series_id}/picture")
def choose_series_still(
    series_id: str,
    moment: EpisodeMoment,
    services: ServicesDep,
    viewer: ViewerDep,
    kind: choosing.Kind = "poster",
) -> library.Series:
    """Make the picture of an episode at a second that of its series."""
    series_choosing.still(services, viewer, series_id, kind, moment.media_id, moment.at_s)
    return library.whole_series(services, viewer, series_id)


@router.delete("/api/series/{series_id}/picture")
def automatic_series_picture(
    series_id: str, services: ServicesDep, viewer: ViewerDep, kind: choosing.Kind = "poster"
) -> library.Series:
    """Show again the picture of a series that is found by itself."""
    series_choosing.automatic(services, viewer, series_id, kind)
    return library.whole_series(services, viewer, series_id)


async def _picture(request: Request) -> bytes:
    raw = await read_bytes(request, choosing.LARGEST_BYTES, choosing.too_large())
    if not raw:
        raise Invalid("There is nothing in this file.", fix="Choose a picture.", code="empty_file")
    return raw
