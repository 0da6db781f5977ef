"""Playing over HTTP.

Addresses under /api/play carry their own permission (a grant), so players and other devices can
fetch them without signing in; the rest needs a session.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from matinee import accounts, library
from matinee.accounts import Viewer, ViewerDep
from matinee.kit import objects
from matinee.kit.errors import NotFound
from matinee.kit.http import ServicesDep, get_services
from matinee.kit.serve import (
    FileBytes,
    SendableFile,
    content_type_of,
    off_the_loop,
    safe_file_name,
)
from matinee.kit.services import Services
from matinee.streaming import delivery, playback, records, schemas
from matinee.streaming.codecs import DESKTOP, client_of

router = APIRouter(tags=["streaming"])
public_router = APIRouter(tags=["streaming"])

ClientName = Annotated[str, Query(max_length=100, description="A name for the logs; never weighed")]


@router.get("/api/media/{media_id}/playback")
def playback_of(
    media_id: str, viewer: ViewerDep, services: ServicesDep, client: ClientName = ""
) -> schemas.Playback:
    """Say how to play a title on a common desktop browser."""
    return playback.play(services, viewer, media_id, DESKTOP)


@router.post("/api/media/{media_id}/playback")
def playback_for(
    media_id: str,
    body: schemas.Capabilities,
    viewer: ViewerDep,
    services: ServicesDep,
    client: ClientName = "",
) -> schemas.Playback:
    """Say how to play a title on a client that plays what it says."""
    said = client_of(body.mp4 or {}, body.supported)
    known = replace(said, hdr=body.hdr, channels=body.channels or 2, line_bps=body.bandwidth_bps)
    return playback.play(services, viewer, media_id, known, by_cdn=body.cdn)


@public_router.api_route(
    "/api/media/{media_id}/stream", methods=["GET", "HEAD"], response_class=Response
)
async def stream(
    request: Request,
    media_id: str,
    grant: Annotated[str | None, Query(max_length=1024)] = None,
) -> Response:
    """Send the file as it is, by ranges; with a grant, or signed in."""
    services = get_services(request)
    if grant is None:
        return await off_the_loop(_stream_signed_in, request, services, media_id)
    return await delivery.stream(request.scope, services, media_id, grant)


def _stream_signed_in(request: Request, services: Services, media_id: str) -> Response:
    viewer = accounts.require_viewer(request)
    source, kind, _ = _main_file(services, viewer, media_id)
    headers = {"cache-control": delivery.FILE, **delivery.cors(request.scope, services)}
    return FileBytes(source, kind, headers=headers)


@router.api_route(
    "/api/media/{media_id}/download", methods=["GET", "HEAD"], response_class=Response
)
def download(media_id: str, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Send the file to be saved, under the title's name."""
    source, kind, name = _main_file(services, viewer, media_id)
    return FileBytes(source, kind, headers={"cache-control": delivery.FILE}, download_as=name)


def _main_file(services: Services, viewer: Viewer, media_id: str) -> tuple[SendableFile, str, str]:
    """Open the file of a title: (file, media type, name to save it under)."""
    with services.db.read() as session:
        media = library.get_media(session, viewer, media_id)
        asset = playback.main_asset(session, media.id)
        path = records.asset_path(services, session, asset)
    kind = content_type_of(asset.container, audio_only=asset.video_codec is None)
    return objects.open_sendable(services, path), kind, safe_file_name(media.title, path.suffix)


@router.get("/api/media/{media_id}/sprites.vtt", response_class=Response)
def sprites(media_id: str, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Return the index of the scrubbing pictures."""
    with services.db.read() as session:
        library.get_media(session, viewer, media_id)
        found = library.get_sprites(session, media_id)
    if found is None:
        raise NotFound("There are no scrubbing pictures of this title yet.")
    return Response(found.vtt, media_type="text/vtt", headers={"cache-control": delivery.FILE})


@public_router.options("/api/play/{address:path}", response_class=Response)
async def preflight_play(request: Request, address: str) -> Response:
    """Answer a browser that asks whether a page from elsewhere may fetch streams."""
    return _preflight(request)


@public_router.options("/api/cdn/{address:path}", response_class=Response)
async def preflight_cdn(address: str) -> Response:
    """Answer a browser that asks a CDN whether a page may fetch segments: any may."""
    headers = {**delivery.PREFLIGHT, "access-control-allow-origin": "*"}
    return Response(status_code=204, headers=headers)


@public_router.api_route("/api/cdn/{link}/check", methods=["GET", "HEAD"], response_class=Response)
async def cdn_check(request: Request, link: str) -> Response:
    """Say that a CDN leads here; the server itself asks this, by way of the CDN."""
    return await delivery.shared(request.scope, get_services(request), link, ["check"])


@public_router.api_route(
    "/api/cdn/{link}/{track}/{name}", methods=["GET", "HEAD"], response_class=Response
)
async def cdn_part(request: Request, link: str, track: str, name: str) -> Response:
    """Return a prepared header or segment to a CDN, for as long as its link is good."""
    return await delivery.shared(request.scope, get_services(request), link, [track, name])


@public_router.options("/api/media/{media_id}/stream", response_class=Response)
async def preflight_stream(request: Request, media_id: str) -> Response:
    """Answer a browser that asks whether a page from elsewhere may fetch the file."""
    return _preflight(request)


def _preflight(request: Request) -> Response:
    headers = delivery.cors(request.scope, get_services(request))
    if "access-control-allow-origin" in headers:
        headers |= delivery.PREFLIGHT
    return Response(status_code=204, headers=headers)


@public_router.api_route(
    "/api/play/{grant}/{plan}/master.m3u8", methods=["GET", "HEAD"], response_class=Response
)
async def master(request: Request, grant: str, plan: str) -> Response:
    """Return the HLS multivariant playlist."""
    return await _play(request, grant, plan, ["master.m3u8"])


@public_router.api_route(
    "/api/play/{grant}/{plan}/manifest.mpd", methods=["GET", "HEAD"], response_class=Response
)
async def manifest(request: Request, grant: str, plan: str) -> Response:
    """Return the DASH manifest."""
    return await _play(request, grant, plan, ["manifest.mpd"])


@public_router.api_route(
    "/api/play/{grant}/{plan}/{track}/{name}", methods=["GET", "HEAD"], response_class=Response
)
async def part(request: Request, grant: str, plan: str, track: str, name: str) -> Response:
    """Return a part of a track: playlist (`index.m3u8`), header (`init.mp4`), segment (`<n>.m4s`).

    Of subtitles: `<n>.vtt`, `all.vtt`, `own.<form>`, or `images.json` and `<n>.png`. Of the
    fonts in the file, a track of their own: `list.json` and `<n>.<ending>`.
    """
    return await _play(request, grant, plan, [track, name])


async def _play(request: Request, grant: str, plan: str, rest: list[str]) -> Response:
    return await delivery.play(request.scope, get_services(request), grant, plan, rest)
