"""yt-dlp as it runs here: http and https only, bounded pages, safe resuming.

A partial file is only continued when the site's file is still the one it was begun from: the
validator seen first is kept beside it and sent as If-Range (RFC 9110 §13.1.5), so a changed
file is answered whole and begun anew instead of being sewn together from two.
"""

import functools
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from yt_dlp import YoutubeDL
from yt_dlp.networking import Request, RequestDirector, Response
from yt_dlp.networking._requests import RequestsRH

from matinee.ingest.sources.link.diagnosis import Stopped

MAX_PAGE_BYTES = 64 * 1024**2
_CHUNK = 1024**2
_TOTAL = re.compile(r"bytes \d+-\d+/(\d+)")
_NOT_VIDEO = re.compile(
    r"text/(?!html|vnd\.|x-)|image/|font/|application/(?:json|pdf|zip|javascript|"
    r"x-(?:gzip|tar|7z|rar|bzip2?|iso9660)|gzip|msword|vnd\.(?!apple|yt|ms-sstr))"
)


class Quiet:
    """Takes what yt-dlp says and keeps the last errors, for the log."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def debug(self, message: str) -> None:
        """Drop chatter."""

    def warning(self, message: str) -> None:
        """Drop warnings."""

    def error(self, message: str) -> None:
        """Keep the last few errors."""
        self.errors = [*self.errors[-4:], message[:500]]


class Session(YoutubeDL):
    """One run of yt-dlp, with its network and its logger in our hands."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.said = Quiet()
        self.answers: dict[str, tuple[str, int | None]] = {}
        self.validators: Validators | None = None
        told: Any = {**options, "logger": self.said}
        super().__init__(told, auto_init=True)

    @functools.cached_property
    def _request_director(self) -> RequestDirector:
        handlers: Any = [RequestsRH]
        return self.build_request_director(handlers)

    def urlopen(self, req: Any) -> Response:
        """Send a request; continue partial files only where the file has not changed."""
        request: Any = Request(req) if isinstance(req, str) else req
        if self.validators is not None and isinstance(request, Request):
            self.validators.prepare(request)
        send: Any = super().urlopen
        response: Response = send(request)
        if self.validators is not None and isinstance(request, Request):
            response = self.validators.judge(request, response, send)
        kind = response.headers.get("Content-Type", "").lower()
        self.answers[str(response.url)] = (kind, _total(response))
        return _bounded(response)

    def fetch_into(self, path: Path, item: dict[str, Any], *, subtitle: bool = False) -> bool:
        """Fetch what `item` describes into `path`; says whether it came to its end."""
        done: Any = cast("Any", super()).dl(str(path), item, subtitle)
        return bool(done[0])

    def is_not_video(self, url: str) -> bool:
        """Say whether the answer at an address was plainly something else than a video."""
        return bool(_NOT_VIDEO.match(self.answers.get(url, ("", None))[0]))

    def size_at(self, url: str) -> int | None:
        """Return the bytes promised at an address that was asked, if it said."""
        return self.answers.get(url, ("", None))[1]


def _bounded(response: Response) -> Response:
    """Keep a page that never ends from filling the memory; pieces of asked size pass."""
    whole = response.read

    def read(amt: int | None = None) -> bytes:
        if amt is not None:
            return whole(amt)
        parts: list[bytes] = []
        size = 0
        while part := whole(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > MAX_PAGE_BYTES:
                raise Stopped("page_too_large")
        return b"".join(parts)

    response.read = read  # type: ignore[method-assign]
    return response


class Validators:
    """The strong validator or length of each file being fetched, kept beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, dict[str, Any]] = {}
        with suppress(OSError, ValueError):
            loaded = json.loads(path.read_text("utf-8"))
            self._known = loaded if isinstance(loaded, dict) else {}
        self.file = ""

    def prepare(self, request: Request) -> None:
        """Add If-Range to a request that continues a file."""
        known = self._known.get(self.file, {})
        if "Range" in request.headers and known.get("validator"):
            request.headers["If-Range"] = known["validator"]

    def judge(self, request: Request, response: Response, again: Any) -> Response:
        """Remember a first answer; ask for the whole file when a continued one has changed."""
        if not self.file:
            return response
        known = self._known.get(self.file)
        total = _total(response)
        if response.status != 206 or known is None:
            self._remember(response, total)
            return response
        if known.get("total") is None or total is None or known["total"] == total:
            return response
        response.close()
        del request.headers["Range"]
        whole = cast("Response", again(request))
        self._remember(whole, _total(whole))
        return whole

    def _remember(self, response: Response, total: int | None) -> None:
        etag = response.headers.get("ETag") or ""
        strong = etag if etag.startswith('"') else None
        self._known[self.file] = {
            "validator": strong or response.headers.get("Last-Modified"),
            "total": total,
        }
        self._path.write_text(json.dumps(self._known), "utf-8")


def _total(response: Response) -> int | None:
    ranged = _TOTAL.fullmatch(response.headers.get("Content-Range") or "")
    if ranged:
        return int(ranged[1])
    length = response.headers.get("Content-Length") or ""
    return int(length) if response.status == 200 and length.isdigit() else None
