"""One connection to a server that costs next to nothing: bodies are counted and thrown away.

HTTP/1.1 (RFC 9112) with one request at a time. Of a body of known length only the bytes are
counted, into one buffer that all connections share, so that a process takes in gigabits; what
comes in pieces is read by httptools. What is not as its head promised is a failure with a kind.
"""

import asyncio
import re
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httptools

from matinee import __version__
from matinee.kit.errors import Invalid, Unavailable

BUFFER: Final = memoryview(bytearray(1024 * 1024))  # read into and forgotten, by all
AGENT: Final = f"matinee-load/{__version__}"
_HEAD_MOST: Final = 16 * 1024
_STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
_SAID_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r", re.IGNORECASE)
_PIECES: Final = re.compile(rb"\r\ntransfer-encoding:[^\r]*chunked", re.IGNORECASE)
_CLOSE: Final = re.compile(rb"\r\nconnection:[ \t]*close", re.IGNORECASE)
_BODILESS: Final = {204, 304}
CUT: Final = "cut off"
LATE: Final = "no answer in time"
WRONG_LENGTH: Final = "wrong length"
NO_LENGTH: Final = "no length"
NO_HTTP: Final = "no HTTP"
UNREACHED: Final = "cannot connect"


class Failed(Exception):
    """An answer that is not what it ought to be; `kind` is told and counted."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is: its host has been looked up once, not once a viewer."""

    host: str
    """As in the Host header."""
    address: str
    port: int
    tls: ssl.SSLContext | None
    server_name: str | None
    prefix: str = ""
    """What stands before /api, where a proxy has the server under a path."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, the bytes of its body, the body where it was kept, when it began to
    be asked for and when its last byte came (both `time.perf_counter`)."""

    status: int
    length: int
    body: bytes
    asked_at: float
    ended_at: float

    @property
    def seconds(self) -> float:
        """From asking to the last byte."""
        return self.ended_at - self.asked_at


def place(url: str) -> Place:
    """Look a server up. Raises Invalid for what is no address, Unavailable for an unknown host."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise Invalid("That is no address of a server.", fix="Give one like http://127.0.0.1:8420.")
    secure = parts.scheme == "https"
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError as cause:
        raise Unavailable(
            f"There is no machine called {parts.hostname}.", fix="Look at the address."
        ) from cause
    return Place(
        host=parts.netloc, address=str(found[0][4][0]), port=port,
        tls=ssl.create_default_context() if secure else None,
        server_name=parts.hostname if secure else None, prefix=parts.path.rstrip("/"),
    )  # fmt: skip


class Line(asyncio.BufferedProtocol):
    """A connection that is kept, and opened again when it was closed.

    Whoever makes one closes it (`with Line(…) as line`): uvloop does not end before.
    """

    def __init__(self, to: Place, *, timeout_s: float = 30.0) -> None:
        self.to, self.timeout_s = to, timeout_s
        self._transport: Any = None
        self._waiting: asyncio.Future[None] | None = None
        self._coming = _Coming(keep=False)

    async def ask(
        self,
        path: str,
        headers: str = "",
        *,
        method: str = "GET",
        body: bytes = b"",
        keep: bool = False,
    ) -> Answer:
        """Ask, and return the whole answer; its body only with `keep`.

        `headers` are lines that end in CRLF. Raises Failed. A connection that was kept and turns
        out to have been closed is opened again once, as RFC 9112 section 9.3.1 has it.
        """
        head = (
            f"{method} {self.to.prefix}{path} HTTP/1.1\r\nHost: {self.to.host}\r\n"
            f"User-Agent: {AGENT}\r\nAccept-Encoding: identity\r\n{headers}"
            + (f"Content-Length: {len(body)}\r\n" if body else "")
            + "\r\n"
        )
        request = head.encode("latin-1") + body
        asked_at = time.perf_counter()
        try:
            async with asyncio.timeout(self.timeout_s):
                kept_open = self._transport is not None
                try:
                    await self._exchange(request, keep=keep)
                except Failed as failed:
                    stale = kept_open and failed.kind == CUT and not self._coming.heard
                    if not stale or method != "GET":
                        raise
                    await self._exchange(request, keep=keep)
        except TimeoutError:
            self.close()
            raise Failed(LATE) from None
        except asyncio.CancelledError:
            self.close()
            raise
        came = self._coming
        if came.closes:
            self.close()
        return Answer(came.status, came.received, bytes(came.kept), asked_at, came.ended_at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go; the next request opens another."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    async def _exchange(self, request: bytes, *, keep: bool) -> None:
        transport = self._transport or await self._open()
        self._coming = _Coming(keep=keep)
        self._waiting = asyncio.get_running_loop().create_future()
        transport.write(request)
        try:
            await self._waiting
        finally:
            self._waiting = None

    async def _open(self) -> asyncio.Transport:
        try:
            transport, _ = await asyncio.get_running_loop().create_connection(
                lambda: self,
                self.to.address,
                self.to.port,
                ssl=self.to.tls,
                server_hostname=self.to.server_name,
            )
        except ssl.SSLError as cause:
            raise Failed("TLS", str(cause.reason or cause)) from cause
        except OSError as cause:
            raise Failed(UNREACHED, cause.strerror or str(cause)) from cause
        return transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport."""
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        """Everybody reads into the same memory: it is looked at before anybody else gets it."""
        return BUFFER

    def buffer_updated(self, nbytes: int) -> None:
        """Take what came; the last byte of an answer wakes whoever asked."""
        waiting = self._waiting
        if waiting is None or waiting.done():
            self.close()  # nobody asked for it
            return
        try:
            if self._coming.take(nbytes):
                self._coming.ended_at = time.perf_counter()
                waiting.set_result(None)
        except Failed as failed:
            self.close()
            waiting.set_exception(failed)

    def connection_lost(self, exc: Exception | None) -> None:
        """Notice that the server closed: a failure where something was still to come."""
        self._transport = None
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Failed(CUT))


class _Coming:
    """An answer that is coming in."""

    def __init__(self, *, keep: bool) -> None:
        self.kept = bytearray()
        self.received = 0
        self.status = 0
        self.closes = False
        self.heard = False
        self.ended_at = 0.0
        self._keep = keep
        self._head = b""
        self._promised = -1
        self._pieces: Any = None
        self._whole = False

    def take(self, nbytes: int) -> bool:
        """Take bytes of the buffer; True when the answer is whole. Raises Failed."""
        self.heard = True
        start = 0
        if not self.status:
            start = self._read_head(nbytes)
            if not self.status:
                return False
        if self._pieces is not None:
            self._parse(BUFFER[start:nbytes])
            return self._whole
        self.received += nbytes - start
        if self._keep:
            self.kept += BUFFER[start:nbytes]
        if self.received > self._promised:
            raise Failed(WRONG_LENGTH)
        return self.received == self._promised

    def _read_head(self, nbytes: int) -> int:
        """Read the head; returns where in the buffer the body begins. Raises Failed.

        Of the fields only those that frame the body are looked for (RFC 9112 section 6.3).
        """
        before = len(self._head)
        self._head += bytes(BUFFER[: min(nbytes, _HEAD_MOST)])
        end = self._head.find(b"\r\n\r\n")
        if end < 0:
            if len(self._head) >= _HEAD_MOST or not self._head.startswith(
                b"HTTP/1."[: len(self._head)]
            ):
                raise Failed(NO_HTTP)
            return nbytes
        head = self._head[: end + 4]
        status = _STATUS.match(head)
        if status is None:
            raise Failed(NO_HTTP)
        self.status = int(status[1])
        self.closes = _CLOSE.search(head) is not None
        length = _SAID_LENGTH.search(head)
        if _PIECES.search(head) is not None:
            self._pieces = httptools.HttpResponseParser(self)
            self._parse(head)
        elif self.status in _BODILESS:
            self._promised = 0
        elif length is not None:
            self._promised = int(length[1])
        else:
            raise Failed(NO_LENGTH)  # it could not be told whether it is whole
        return end + 4 - before

    def _parse(self, part: bytes | memoryview) -> None:
        try:
            self._pieces.feed_data(part)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as cause:
            raise Failed(NO_HTTP) from cause

    def on_body(self, body: bytes) -> None:
        """Count a piece: the parser of what comes in pieces calls this, and the next."""
        self.received += len(body)
        if self._keep:
            self.kept += body

    def on_message_complete(self) -> None:
        """Notice that the last piece is here."""
        self._whole = True
