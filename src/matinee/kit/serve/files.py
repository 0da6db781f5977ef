"""A response that sends a file, or slices of it.

The bytes go by the ASGI extension `http.response.zerocopysend` where the server offers it and in
pieces of 1 MiB otherwise; behind an nginx that takes them over, nginx sends them (see `accel`). A
file is opened once and everything that is said about it comes from that descriptor, so a file
replaced in between cannot mix two versions.
"""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Iterable, Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from matinee.kit import clock
from matinee.kit.errors import MatineeError, RangeNotSatisfiable, Unavailable
from matinee.kit.http import answer as answer_error
from matinee.kit.serve import accel
from matinee.kit.serve.disk import far_off, off_the_loop
from matinee.kit.serve.names import attachment
from matinee.kit.serve.opening import SendableFile
from matinee.kit.serve.ranges import Answer, Slice, Validators, answer

PIECE_BYTES = 1024 * 1024
FETCHED_BYTES = 4 * 1024 * 1024
ZERO_COPY = "http.response.zerocopysend"
_WEIGHED = frozenset(name.encode() for name in (*accel.CONDITIONS, accel.WANTED))

_CONTENT_TYPES = {
    "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "m4a": "audio/mp4",
    "webm": "video/webm", "matroska": "video/x-matroska", "mkv": "video/x-matroska",
    "mpegts": "video/mp2t", "ts": "video/mp2t", "avi": "video/x-msvideo", "flv": "video/x-flv",
    "ogg": "video/ogg", "mpeg": "video/mpeg", "mp3": "audio/mpeg", "flac": "audio/flac",
    "wav": "audio/wav", "asf": "video/x-ms-wmv", "3gp": "video/3gpp",
}  # fmt: skip


def content_type_of(container: str, *, audio_only: bool = False) -> str:
    """Return the media type of a container by the probe's name, never by the file's."""
    kind = _CONTENT_TYPES.get(container, "application/octet-stream")
    return kind.replace("video/", "audio/", 1) if audio_only else kind


class FileBytes(Response):
    """Sends an open file as the request's conditions and ranges ask, then closes it.

    `etag` (quoted) replaces the file's own where the address names the content for ever;
    `download_as` is the name to save under. Header names in `headers` are lower case.
    """

    def __init__(
        self,
        source: SendableFile,
        content_type: str,
        *,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        download_as: str | None = None,
    ) -> None:
        self.source = source
        self.content_type = content_type
        self.is_now = source.validators
        if etag is not None:
            self.is_now = Validators(etag, self.is_now.modified_s)
        self.background = None
        self.status_code = 200
        self.body = b""
        named = {
            "accept-ranges": "bytes",
            "etag": self.is_now.etag,
            "last-modified": self.is_now.last_modified,
            "x-content-type-options": "nosniff",
            **(headers or {}),
        }
        if download_as:
            named["content-disposition"] = attachment(download_as)
        self.raw_headers = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            asked = {
                name.decode(): value.decode("latin-1")
                for name, value in scope["headers"]
                if name in _WEIGHED
            }
            size = self.source.size
            wanted = answer(scope["method"], asked, self.is_now, size, clock.epoch())
            # Of a HEAD there are no bytes, and nginx would obey a Range of it.
            sent = wanted.slices and scope["method"] == "GET"
            handed = self._handed(asked, scope) if sent else None
            if handed is not None:
                await send({"type": "http.response.start", "status": 200, "headers": handed})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            elif wanted.slices:
                if sent and self.source.fetching is not None:
                    # Before the first header, so that a store that is away is said in words.
                    first = wanted.slices[0]
                    try:
                        await self._fetched(first.start, min(first.stop, first.start + 1))
                    except MatineeError as error:
                        await answer_error(error)(scope, receive, send)
                        return
                await self._send_slices(wanted, scope, receive, send)
            else:
                await self._refuse(wanted, scope, receive, send)
        finally:
            self.source.close()

    def _handed(self, asked: Mapping[str, str], scope: Scope) -> accel.Headers | None:
        offered = scope.get("extensions", {}).get(accel.ACCEL)
        if offered is None or not asked.get(accel.WANTED):
            return None
        # nginx would weigh these two against an ETag it learns too late, and refuse.
        if "if-match" in asked or "if-unmodified-since" in asked:
            return None
        where = accel.address(offered["prefix"], self.source)
        if where is None:
            return None
        return [  # nginx says by itself that it takes ranges, and weighs the one asked for
            *(header for header in self.raw_headers if header[0] != b"accept-ranges"),
            (b"content-type", self.content_type.encode("latin-1")),
            (b"x-accel-redirect", where.encode("ascii")),
            (b"content-length", b"0"),
        ]

    async def _refuse(self, wanted: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        kept = [header for header in self.raw_headers if header[0] != b"content-disposition"]
        if wanted.status == 416:
            error = RangeNotSatisfiable(f"The file has {self.source.size} bytes and no such range.")
            refusal: Response = answer_error(error)
            kept.append((b"content-range", b"bytes */%d" % self.source.size))
        else:
            refusal = Response(status_code=wanted.status)
        refusal.raw_headers += kept
        await refusal(scope, receive, send)

    async def _send_slices(
        self, wanted: Answer, scope: Scope, receive: Receive, send: Send
    ) -> None:
        headers, parts = self._parts(wanted)
        length = sum(len(part) if isinstance(part, bytes) else part.length for part in parts)
        headers = [*self.raw_headers, *headers, (b"content-length", b"%d" % length)]
        await send({"type": "http.response.start", "status": wanted.status, "headers": headers})
        if scope["method"] != "HEAD":
            if ZERO_COPY in scope.get("extensions", {}):
                await self._send_by_kernel(parts, send)
            else:
                await self._send_by_pieces(parts, receive, send)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _parts(self, wanted: Answer) -> tuple[list[tuple[bytes, bytes]], list[bytes | Slice]]:
        """Return the headers of the shape, and what is sent in order (RFC 9110, 14.6)."""
        kind = self.content_type.encode("latin-1")
        if len(wanted.slices) == 1:
            headers = [(b"content-type", kind)]
            if wanted.status == 206:
                where = wanted.slices[0].content_range(self.source.size)
                headers.append((b"content-range", where.encode("latin-1")))
            return headers, list(wanted.slices)
        boundary = secrets.token_hex(16).encode()
        parts: list[bytes | Slice] = []
        for piece in wanted.slices:
            where = piece.content_range(self.source.size).encode("latin-1")
            head = (b"\r\n--", boundary, b"\r\nContent-Type: ", kind, b"\r\nContent-Range: ", where)
            parts += [b"".join((*head, b"\r\n\r\n")), piece]
        parts.append(b"\r\n--" + boundary + b"--\r\n")
        return [(b"content-type", b"multipart/byteranges; boundary=" + boundary)], parts

    async def _send_by_kernel(self, parts: list[bytes | Slice], send: Send) -> None:
        for part in parts:
            if isinstance(part, bytes):
                await send({"type": "http.response.body", "body": part, "more_body": True})
            else:
                for piece in self._by_what_is_fetched(part):
                    await self._fetched(piece.start, piece.stop)
                    await send(
                        {
                            "type": ZERO_COPY,
                            "file": self.source.file,
                            "offset": piece.start,
                            "count": piece.length,
                            "more_body": True,
                        }
                    )

    def _by_what_is_fetched(self, part: Slice) -> Iterable[Slice]:
        """Return a slice, of a file with holes in pieces: one is sent when it is here."""
        if self.source.fetching is None:
            return (part,)
        starts = range(part.start, part.stop, FETCHED_BYTES)
        return (Slice(at, min(at + FETCHED_BYTES, part.stop)) for at in starts)

    async def _fetched(self, start: int, stop: int) -> None:
        if self.source.fetching is not None:
            await far_off(self.source.fetching.begin(start, stop))

    async def _send_by_pieces(
        self, parts: list[bytes | Slice], receive: Receive, send: Send
    ) -> None:
        """Copy through this process; stops reading when the client has gone."""
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            for part in parts:
                pieces = _one(part) if isinstance(part, bytes) else self._read(part)
                async for piece in pieces:
                    if gone.done():
                        return
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            gone.cancel()

    async def _read(self, part: Slice) -> AsyncIterator[bytes]:
        position = part.start
        while position < part.stop:
            await self._fetched(position, min(position + PIECE_BYTES, part.stop))
            # Read by a duplicate that the thread itself closes: a request cancelled meanwhile
            # closes ours, and its number may be another file's a moment later.
            duplicate = os.dup(self.source.file.fileno())
            count = min(PIECE_BYTES, part.stop - position)
            piece = await off_the_loop(_read_and_close, duplicate, count, position)
            if not piece:
                raise Unavailable("The file became shorter while it was being sent.")
            position += len(piece)
            yield piece


async def _one(part: bytes) -> AsyncIterator[bytes]:
    yield part


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _read_and_close(descriptor: int, count: int, position: int) -> bytes:
    try:
        return os.pread(descriptor, count, position)
    finally:
        os.close(descriptor)
