"""Answering a player's requests: a grant, a record, a file. No database, no framework.

A player asks for something every few seconds and a browser for every megabyte, so this path is
kept short: `FastLane` stands before the router and takes the addresses that carry a grant. The
routes describe the same addresses and call the same functions.
"""

import os
from collections.abc import Awaitable
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from matinee import engine
from matinee.kit import clock, objects
from matinee.kit.errors import MatineeError, NotFound, Unavailable
from matinee.kit.http import answer
from matinee.kit.serve import ROUTE, FileBytes, SendableFile, far_off, off_the_loop
from matinee.kit.services import Services
from matinee.streaming import cdn, fonts, grants, onward, records, segments, texts
from matinee.streaming.figures import STREAMS, Stream, Way
from matinee.streaming.grants import Grant
from matinee.streaming.passing import PASSED, Asked
from matinee.streaming.records import Record

# Private: a cache that many share would go on answering after the grant's session has ended.
FOREVER = "private, max-age=31536000, immutable"
MANIFEST = "private, max-age=3600"
FILE = "private, no-cache"  # kept, but asked about: the file behind an address may be replaced
_HLS, _DASH = "application/vnd.apple.mpegurl", "application/dash+xml"
_EXPOSED = "Accept-Ranges, Content-Length, Content-Range, ETag, Retry-After"
PLAY = "/api/play/"
PART = "/api/play/{grant}/{plan}/{track}/{name}"
SHARED, SHARED_CHECK = "/api/cdn/{link}/{track}/{name}", "/api/cdn/{link}/check"
_FILE_ROUTE = "/api/media/{media_id}/stream"
_MANIFESTS = {
    name: f"/api/play/{{grant}}/{{plan}}/{name}" for name in ("master.m3u8", "manifest.mpd")
}
_STREAM = "matinee.stream"
PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "Range, If-Range, If-None-Match",
    "access-control-max-age": "86400",
}
_MOST_TRACKS = 256
# Of no origin in particular: a CDN keeps one answer for all.
_FOR_ALL = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": _EXPOSED,
    "cross-origin-resource-policy": "cross-origin",
}
_MOST_WRITTEN = 500  # playlists kept of one plan: each track's, for a few kinds of client


class FastLane:
    """ASGI middleware: takes the GET and HEAD requests that carry a grant."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is ours, pass on what is not."""
        asked = _asked(scope) if scope["type"] == "http" else None
        if asked is None:
            await self.app(scope, receive, send)
            return
        try:
            try:
                response = await asked
            except MatineeError as error:
                response = answer(error)
                open_to_all = scope["path"].startswith(cdn.PATH)
                response.headers.update(
                    _FOR_ALL if open_to_all else cors(scope, scope["app"].state.services)
                )
            await response(scope, receive, send)
        finally:
            stream: Stream | None = scope.get(_STREAM)
            if stream is not None:
                STREAMS.end(stream)


def _asked(scope: Scope) -> Awaitable[Response] | None:
    path: str = scope["path"]
    if scope["method"] not in {"GET", "HEAD"}:
        return None
    if path.startswith(PLAY):
        parts = path[len(PLAY) :].split("/")
        if 3 <= len(parts) <= 4:
            scope[ROUTE] = PART if len(parts) == 4 else _MANIFESTS.get(parts[2], PART)
            return play(scope, scope["app"].state.services, parts[0], parts[1], parts[2:])
    elif path.startswith(cdn.PATH):
        parts = path[len(cdn.PATH) :].split("/")
        if 2 <= len(parts) <= 3:
            scope[ROUTE] = SHARED if len(parts) == 3 else SHARED_CHECK
            return shared(scope, scope["app"].state.services, parts[0], parts[1:])
    elif path.endswith("/stream") and b"grant=" in scope["query_string"]:
        parts = path.split("/")
        grant = parse_qs(scope["query_string"].decode("latin-1")).get("grant")
        if len(parts) == 5 and parts[1:3] == ["api", "media"] and grant:
            scope[ROUTE] = _FILE_ROUTE
            return stream(scope, scope["app"].state.services, parts[3], grant[0])
    return None


def _note(scope: Scope, way: Way, grant: Grant) -> None:
    """Note that a player is being sent something, until `FastLane` has answered it."""
    if ROUTE in scope and not _is_passed(scope):
        scope[_STREAM] = STREAMS.begin(way, grant.session_id, grant.media_id)


def _is_passed(scope: Scope) -> bool:
    return any(header == PASSED for header, _ in scope["headers"])


async def stream(scope: Scope, services: Services, media_id: str, token: str) -> Response:
    """Return the file of a granted title as it is."""
    grant = grants.check_for(services.secrets.grant_key, token, media_id=media_id)
    _note(scope, "direct", grant)
    record = records.load(services, grant)
    if record is None:
        record = await off_the_loop(records.restore, services, grant)
    if onward.film_goes(scope, services, record):
        return await far_off(_film_link, scope, services, record)
    source = await _open_original(services, grant, record)
    headers = {"cache-control": FILE, **cors(scope, services)}
    return FileBytes(source, record.content_type, headers=headers)


def _film_link(scope: Scope, services: Services, record: Record) -> Response:
    assert services.objects is not None
    return _onward(scope, services, services.objects.link(record.path))


def _onward(scope: Scope, services: Services, where: str) -> Response:
    """Send the player on to the bucket by a link that anybody may follow for some hours."""
    headers = {"location": where, "cache-control": "no-store", **cors(scope, services)}
    return Response(status_code=307, headers=headers)


async def _open_original(services: Services, grant: Grant, record: Record) -> SendableFile:
    # Our own disk answers at once; a folder may lie on one that sleeps or hangs.
    if services.objects is not None and services.objects.has(record.path):
        source = await far_off(_open_if_same, services, record)
    elif record.path.startswith(f"{services.store.data}{os.sep}"):
        source = _open_if_same(services, record)
    else:
        source = await off_the_loop(_open_if_same, services, record)
    if source is None:
        there = off_the_loop if services.objects is None else far_off
        fresh = await there(records.restore, services, grant)
        source = await there(objects.open_sendable, services, fresh.path)
    return source


def _open_if_same(services: Services, record: Record) -> SendableFile | None:
    try:
        source = objects.open_sendable(services, record.path)
    except (NotFound, Unavailable):
        return None
    changed_ns = 0 if source.fetching is not None else source.mtime_ns
    if (source.size, changed_ns) == (record.size_bytes, record.mtime_ns):
        return source
    source.close()
    return None


async def play(
    scope: Scope, services: Services, token: str, plan: str, rest: list[str]
) -> Response:
    """Return a manifest, a header or a segment of a granted plan.

    `rest` is what follows the plan in the address: `[manifest]` or `[track, name]`; subtitles
    are tracks too. Raises
    Unauthorized, Forbidden, NotFound, and what making a segment raises.
    """
    grant = grants.check_for(services.secrets.grant_key, token, plan=plan)
    _note(scope, "segments", grant)
    record = records.load(services, grant)
    if record is None:
        record = await off_the_loop(records.restore, services, grant)
    if len(rest) == 1:
        return _manifest(scope, services, record, grant, rest[0])
    track, name = rest
    if track == fonts.TRACK:
        return await fonts.respond(services, record, name, cors(scope, services))
    if texts.is_text(track):
        return await texts.respond(services, record, track, name, cors(scope, services))
    if name == "index.m3u8":
        return _manifest(scope, services, record, grant, f"{track}/{name}")
    segments.granted_track(record, grant, track)
    where = await onward.segment_link(scope, services, record, (track, name))
    if where is not None:
        return _onward(scope, services, where)
    asked = Asked(scope["path"], _is_passed(scope))
    source = await segments.open_segment(services, grant, record, (track, name), asked)
    kind = "audio/mp4" if track.startswith("a") else "video/mp4"
    headers = {"cache-control": FOREVER, **cors(scope, services)}
    return FileBytes(source, kind, headers=headers, etag=f'"{plan}-{track}-{name}"')


async def shared(scope: Scope, services: Services, token: str, rest: list[str]) -> Response:
    """Return what a CDN asks for: a header or segment that is prepared, or the word that we are
    here. `rest` is `[track, name]`, or `["check"]`.

    Raises Unauthorized, Gone, and NotFound for what is not prepared: nothing is made here.
    """
    link = cdn.opened(services.secrets.grant_key, token)
    if not link.plan:
        headers = {"cache-control": "no-store", **_FOR_ALL}
        return PlainTextResponse(cdn.WELL, headers=headers)
    track, name = rest if len(rest) == 2 else ("", "")
    source = await segments.open_prepared(services, (link.asset_id, link.plan, track), name)
    kind = "audio/mp4" if track.startswith("a") else "video/mp4"
    left_s = max(0, int(link.ends_s - clock.epoch()))
    headers = {"cache-control": f"public, max-age={left_s}, immutable", **_FOR_ALL}
    return FileBytes(source, kind, headers=headers, etag=f'"{link.plan}-{track}-{name}"')


def _manifest(
    scope: Scope, services: Services, record: Record, grant: Grant, name: str
) -> Response:
    there = cdn.cdn_of(services) if grant.by_cdn else None
    base = there.prefix(record.asset_id, record.name) if there is not None and there.works else ""
    key = (f"{name} {base}", grant.tracks | grant.by_cdn << _MOST_TRACKS)
    written = record.written.get(key)
    if written is None:
        if len(record.written) >= _MOST_WRITTEN:
            record.written.clear()
        written = record.written[key] = _write(record, grant, name, base)
    etag = f'"{record.name}-{grant.tracks:x}-{name}"'
    kept = MANIFEST
    if grant.by_cdn:
        # It names the CDN by a link that ends, or does so no more: asked about each time.
        etag = f'{etag[:-1]}-{base.rpartition(".")[2]}"'
        kept = FILE
    headers = {"cache-control": kept, "etag": etag, **cors(scope, services)}
    kind = _DASH if name == "manifest.mpd" else _HLS
    return PlainTextResponse(written, media_type=kind, headers=headers)


def _write(record: Record, grant: Grant, name: str, base: str) -> str:
    plan = record.plan
    tracks = grants.offered(plan, grant)
    if name == "master.m3u8":
        return engine.hls.master(plan, tracks, engine.hls_text.media_lines(record.texts))
    if name == "manifest.mpd":
        return engine.dash.mpd(
            plan,
            tracks,
            lambda n: engine.dash_text.adaptation_lines(record.texts, n),
            {track.id: f"{base}/" for track in grants.sent_by_cdn(plan, grant) if base},
        )
    track, slash, _ = name.partition("/")
    if not slash:
        raise NotFound("There is no such manifest.", code="no_manifest")
    found = segments.granted_track(record, grant, track)
    if base and found in grants.sent_by_cdn(plan, grant):
        return engine.hls.media(plan, found, f"{base}/{track}/")
    return engine.hls.media(plan, found)


def cors(scope: Scope, services: Services) -> dict[str, str]:
    """Return the headers that let pages of the origins in the settings fetch streams."""
    allowed = services.settings.stream_origins
    if not allowed:
        return {}
    origin = next((value for name, value in scope["headers"] if name == b"origin"), b"").decode(
        "latin-1"
    )
    if not origin or (origin not in allowed and "*" not in allowed):
        return {"vary": "Origin"}
    return {
        "access-control-allow-origin": origin,
        "access-control-expose-headers": _EXPOSED,
        "cross-origin-resource-policy": "cross-origin",
        "vary": "Origin",
    }
