"""Answers in JSON are packed for those who take it: a list of titles to a tenth of its size.

Written as bare ASGI, so that what streams, and what the kernel sends by itself, is passed on
untouched. It stands within the fast lane of playback, which it never sees.
"""

import zlib
from typing import Any, Final

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES: Final = 1_024
_LEVEL: Final = 5
_GZIP: Final = 16 + zlib.MAX_WBITS
_IN_A_THREAD_FROM: Final = 64 * 1024


class Packing:
    """Packs whole JSON answers to GET with gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, packed where that is asked for and worth it."""
        if scope["type"] == "http" and scope["method"] == "GET" and _takes_gzip(scope):
            send = _packed(send)
        await self.app(scope, receive, send)


def codings(accepted: str) -> set[str]:
    """Return the codings a client takes (RFC 9110, 12.5.3): those it gives no weight of nought."""
    found: set[str] = set()
    for one in accepted.lower().split(","):
        coding, _, weight = one.partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            found.add(coding.strip())
    return found


def _takes_gzip(scope: Scope) -> bool:
    return "gzip" in codings(Headers(scope=scope).get("accept-encoding", ""))


def _packed(send: Send) -> Send:
    held: list[Message] = []  # the start of an answer, until its body is known

    async def passed(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_json(message):
            held.append(message)
            return
        if held:
            start = held.pop()
            if message["type"] == "http.response.body" and not message.get("more_body"):
                message = await _pack(start, message)
            await send(start)
        await send(message)

    return passed


def _is_json(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "")
    return kind.startswith("application/json") and "content-encoding" not in headers


async def _pack(start: Message, message: Message) -> Message:
    body: bytes = message.get("body", b"")
    headers = MutableHeaders(raw=start["headers"])
    headers.add_vary_header("Accept-Encoding")
    if len(body) < LEAST_BYTES:
        return message
    if len(body) >= _IN_A_THREAD_FROM:
        body = await anyio.to_thread.run_sync(_gzip, body)
    else:
        body = _gzip(body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    packed: dict[str, Any] = {**message, "body": body}
    return packed


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()
