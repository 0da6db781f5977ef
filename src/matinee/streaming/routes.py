"""Playing over HTTP.

Addresses under /api/play carry their own permission (a grant), so players and other devices can
fetch them without signing in; the rest needs a session. Answers with a grant in the address are
cached privately: a shared cache would go on serving them after the session's end.
"""

import asyncio
import os
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from matinee import accounts, engine, library
from matinee.accounts import Viewer, ViewerDep
from matinee.engine import NoSuchTrack
from matinee.kit.errors import NotFound, Unavailable
from matinee.kit.http import ServicesDep, get_services
from matinee.kit.serve import (
    FileBytes,
    SendableFile,
    content_type_of,
    open_regular,
    safe_file_name,
)
from matinee.kit.services import Services
from matinee.streaming import grants, playback, records, schemas, segments, subtitles
from matinee.streaming.codecs import DESKTOP, client_of
from matinee.streaming.grants import Grant
from matinee.streaming.records import Record

router = APIRouter(tags=["streaming"])
public_router = APIRouter(tags=["streaming"])

FOREVER = "private, max-age=31536000, immutable"
_MANIFEST = "private, max-age=3600"
_FILE = "private, no-cache"  # kept, but asked about: the file behind an address may be replaced
_HLS, _DASH = "application/vnd.apple.mpegurl", "application/dash+xml"
_EXPOSED = "Accept-Ranges, Content-Length, Content-Range, ETag, Retry-After"

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
    return playback.play(services, viewer, media_id, client_of(body.mp4 or {}, body.supported))


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
        return await asyncio.to_thread(_stream_signed_in, request, services, media_id)
    allowed = grants.check_for(services.secrets.grant_key, grant, media_id=media_id)
    record = records.load(services, allowed)
    if record is None:
        record = await asyncio.to_thread(records.restore, services, allowed)
    source = await _open_original(services, allowed, record)
    headers = {"cache-control": _FILE, **_cors(request, services)}
    return FileBytes(source, record.content_type, headers=headers)


def _stream_signed_in(request: Request, services: Services, media_id: str) -> Response:
    viewer = accounts.require_viewer(request)
    source, kind, _ = _main_file(services, viewer, media_id)
    headers = {"cache-control": _FILE, **_cors(request, services)}
    return FileBytes(source, kind, headers=headers)


async def _open_original(services: Services, grant: Grant, record: Record) -> SendableFile:
    # Our own disk answers at once; a folder may lie on one that sleeps or hangs.
    if record.path.startswith(f"{services.store.data}{os.sep}"):
        source = _open_if_same(record)
    else:
        source = await asyncio.to_thread(_open_if_same, record)
    if source is None:
        fresh = await asyncio.to_thread(records.restore, services, grant)
        source = await asyncio.to_thread(open_regular, fresh.path)
    return source


def _open_if_same(record: Record) -> SendableFile | None:
    try:
        source = open_regular(record.path)
    except (NotFound, Unavailable):
        return None
    if (source.size, source.mtime_ns) == (record.size_bytes, record.mtime_ns):
        return source
    source.close()
    return None


@router.api_route(
    "/api/media/{media_id}/download", methods=["GET", "HEAD"], response_class=Response
)
def download(media_id: str, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Send the file to be saved, under the title's name."""
    source, kind, name = _main_file(services, viewer, media_id)
    return FileBytes(source, kind, headers={"cache-control": _FILE}, download_as=name)


def _main_file(services: Services, viewer: Viewer, media_id: str) -> tuple[SendableFile, str, str]:
    """Open the file of a title: (file, media type, name to save it under)."""
    with services.db.read() as session:
        media = library.get_media(session, viewer, media_id)
        asset = playback.main_asset(session, media.id)
        path = records.asset_path(services, session, asset)
    kind = content_type_of(asset.container, audio_only=asset.video_codec is None)
    return open_regular(path), kind, safe_file_name(media.title, path.suffix)


@router.get("/api/media/{media_id}/sprites.vtt", response_class=Response)
def sprites(media_id: str, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Return the index of the scrubbing pictures."""
    with services.db.read() as session:
        library.get_media(session, viewer, media_id)
        found = library.get_sprites(session, media_id)
    if found is None:
        raise NotFound("There are no scrubbing pictures of this title yet.")
    return Response(found.vtt, media_type="text/vtt", headers={"cache-control": _FILE})


@router.get("/api/media/{media_id}/text/{number}.vtt", response_class=Response)
def text(media_id: str, number: int, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Return subtitles that came with a title, as WebVTT."""
    with services.db.read() as session:
        library.get_media(session, viewer, media_id)
        asset = playback.main_asset(session, media_id)
        rows = playback.subtitles(session, asset.id)
        if not 0 <= number < len(rows):
            raise NotFound("There are no such subtitles.")
        path = library.sidecar_file(services, session, rows[number])
    vtt = subtitles.to_webvtt(path, rows[number].format)
    return Response(vtt, media_type="text/vtt", headers={"cache-control": _FILE})


@public_router.options("/api/play/{address:path}", response_class=Response)
async def preflight_play(request: Request, address: str) -> Response:
    """Answer a browser that asks whether a page from elsewhere may fetch streams."""
    return _preflight(request)


@public_router.options("/api/media/{media_id}/stream", response_class=Response)
async def preflight_stream(request: Request, media_id: str) -> Response:
    """Answer a browser that asks whether a page from elsewhere may fetch the file."""
    return _preflight(request)


def _preflight(request: Request) -> Response:
    headers = _cors(request, get_services(request))
    if headers:
        headers |= {
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
    return Response(status_code=204, headers=headers)


@public_router.api_route(
    "/api/play/{grant}/{plan}/master.m3u8", methods=["GET", "HEAD"], response_class=Response
)
async def master(request: Request, grant: str, plan: str) -> Response:
    """Return the HLS multivariant playlist."""
    return await _manifest(request, grant, plan, "master.m3u8")


@public_router.api_route(
    "/api/play/{grant}/{plan}/manifest.mpd", methods=["GET", "HEAD"], response_class=Response
)
async def manifest(request: Request, grant: str, plan: str) -> Response:
    """Return the DASH manifest."""
    return await _manifest(request, grant, plan, "manifest.mpd")


@public_router.api_route(
    "/api/play/{grant}/{plan}/{track}/index.m3u8", methods=["GET", "HEAD"], response_class=Response
)
async def track_playlist(request: Request, grant: str, plan: str, track: str) -> Response:
    """Return the HLS playlist of one track."""
    return await _manifest(request, grant, plan, track)


@public_router.api_route(
    "/api/play/{grant}/{plan}/{track}/{name}", methods=["GET", "HEAD"], response_class=Response
)
async def segment(request: Request, grant: str, plan: str, track: str, name: str) -> Response:
    """Return the header (`init.mp4`) or a segment (`<n>.m4s`) of a track."""
    services = get_services(request)
    allowed, record = await _permitted(services, grant, plan)
    source = await segments.open_segment(services, allowed, record, track, name)
    kind = "audio/mp4" if track.startswith("a") else "video/mp4"
    headers = {"cache-control": FOREVER, **_cors(request, services)}
    return FileBytes(source, kind, headers=headers, etag=f'"{plan}-{track}-{name}"')


async def _permitted(services: Services, token: str, plan: str) -> tuple[Grant, Record]:
    """Return what a token permits and the record of its plan. Raises Unauthorized, Forbidden."""
    grant = grants.check_for(services.secrets.grant_key, token, plan=plan)
    record = records.load(services, grant)
    if record is None:
        record = await asyncio.to_thread(records.restore, services, grant)
    return grant, record


async def _manifest(request: Request, token: str, plan: str, name: str) -> Response:
    services = get_services(request)
    _, record = await _permitted(services, token, plan)
    written = record.texts.get(name)
    if written is None:
        written = record.texts[name] = _write(record, name)
    headers = {"cache-control": _MANIFEST, "etag": f'"{plan}-{name}"', **_cors(request, services)}
    kind = _DASH if name == "manifest.mpd" else _HLS
    return PlainTextResponse(written, media_type=kind, headers=headers)


def _write(record: Record, name: str) -> str:
    plan = record.plan
    if name == "master.m3u8":
        return engine.hls.master(plan)
    if name == "manifest.mpd":
        return engine.dash.mpd(plan)
    try:
        return engine.hls.media(plan, plan.track(name))
    except NoSuchTrack as error:
        raise NotFound(error.detail) from error


def _cors(request: Request, services: Services) -> dict[str, str]:
    """Let the pages of the origins in the settings fetch streams."""
    origin = request.headers.get("origin")
    allowed = services.settings.stream_origins
    if origin is None or not allowed:
        return {}
    if origin not in allowed and "*" not in allowed:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": _EXPOSED,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Origin",
    }
