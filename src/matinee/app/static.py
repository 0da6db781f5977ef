"""The built web app: hashed files kept for ever, the page itself never, unknown paths the page.

What the build has packed (`.br`, `.gz` beside a file) is sent so to those who take it. Who has the
page already is told so by its tag; who is signed in is told with the page what Home will ask for,
so that it comes beside the script that asks.

A path that looks like a file and is not there answers 404, so that a stale page asking for an
old script learns of it instead of getting HTML.
"""

import mimetypes
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from matinee.accounts import guard
from matinee.app.packing import codings
from matinee.kit.config import Settings

_BESIDE_SOURCE = Path(__file__).resolve().parents[3] / "web" / "dist"
_FOREVER = "public, immutable, max-age=31536000"
_BRIEFLY = "public, max-age=3600"
_PACKED = {"br": ".br", "gzip": ".gz"}
# What web/src/app/early.ts asks for, in the same mode and with the same credentials.
_HOME_ASKS = ", ".join(
    f"<{path}>; rel=preload; as=fetch; crossorigin"
    for path in ("/api/auth/status", "/api/home", "/api/auth/me", "/api/media/stats/overview")
)


def mount_web_app(app: FastAPI, settings: Settings) -> None:
    """Serve the web app for every address that is not the API's."""
    root = (settings.web_dist or _BESIDE_SOURCE).resolve()

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def web_app(path: str, request: Request) -> Response:
        if path == "api" or path.startswith("api/"):
            body = {"error": "not_found", "detail": "There is nothing at this address.", "fix": ""}
            return JSONResponse(body, status_code=404)
        found = _file(root, path)
        if found is not None:
            kept = _FOREVER if path.startswith("assets/") else _BRIEFLY
            return _sent(found, request, kept)
        if "." in path.rsplit("/", 1)[-1]:
            return Response("Not found", status_code=404, media_type="text/plain")
        return _page(root, request, home=not path)


def _file(root: Path, path: str) -> Path | None:
    if not path or "\x00" in path:
        return None
    target = (root / path).resolve()
    inside = target.is_relative_to(root) and target != root / "index.html"
    return target if inside and target.is_file() else None


def _sent(file: Path, request: Request, kept: str) -> Response:
    """Return a file, packed in the best way the client takes. A part of it is of it unpacked."""
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    kind = mimetypes.guess_type(file.name)[0]
    taken = codings(request.headers.get("accept-encoding", ""))
    for coding, ending in _PACKED.items():
        packed = file.with_name(file.name + ending)
        if coding in taken and "range" not in request.headers and packed.is_file():
            headers["Content-Encoding"] = coding
            return _unless_known(packed, request, headers, kind)
    return _unless_known(file, request, headers, kind)


def _unless_known(
    file: Path, request: Request, headers: dict[str, str], kind: str | None
) -> Response:
    """Return a file, or 304 where its tag is the one that the client has."""
    found = FileResponse(file, headers=headers, media_type=kind, stat_result=file.stat())
    tag = found.headers["etag"]
    if tag not in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return found
    kept = {name: headers[name] for name in ("Cache-Control", "Vary")}
    return Response(status_code=304, headers={**kept, "ETag": tag})


def _page(root: Path, request: Request, *, home: bool) -> Response:
    page = root / "index.html"
    if not page.is_file():
        words = "The web app has not been built yet: run `make web`, then reload."
        return Response(words, status_code=503, media_type="text/plain")
    sent = _sent(page, request, "no-cache")
    if home and guard.COOKIE in request.cookies:
        sent.headers["Link"] = _HOME_ASKS
    return sent
