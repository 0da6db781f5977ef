"""Passing a request for a segment on to the server that encodes that plan.

The address is the same, so the other checks the grant as if the player had asked it. What it made
lies in the cache that both share; its answer carries the bytes too, should the disk not take them.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matinee.kit import clock, context
from matinee.kit.errors import (
    Conflict,
    Forbidden,
    Gone,
    MatineeError,
    NotFound,
    Unauthorized,
    Unavailable,
)
from matinee.streaming.conductor import busy

if TYPE_CHECKING:
    from httpx import AsyncClient

PASSED: Final = b"x-matinee-passed"
_CONNECT_S: Final = 2.0
_AGAIN_S: Final = 0.1
_MOST: Final = 256
_KINDS: Final[dict[int, type[MatineeError]]] = {
    401: Unauthorized, 403: Forbidden, 404: NotFound, 409: Conflict, 410: Gone,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The path of a request, and whether another server has passed it on to us already."""

    path: str
    passed: bool


class Away(Exception):
    """The other server does not answer: it has died, or is about to."""


async def ask(address: str, path: str, within_s: float) -> bytes:
    """Ask another server for a segment and return it.

    Raises Away where it does not answer, and what it answers as an error of the same kind.
    """
    import httpx

    headers = {PASSED.decode(): "1"}
    if (name := context.request_id.get()) is not None:
        headers["X-Request-ID"] = name  # one request, whichever of them writes of it
    try:
        async with asyncio.timeout(within_s):
            answer = await _client().get(f"{address}{path}", headers=headers)
    except TimeoutError as cause:
        raise busy() from cause
    except httpx.HTTPError as cause:
        raise Away from cause
    if answer.status_code == 200:
        return answer.content
    raise _error(answer.status_code, answer.content)


def _error(status: int, body: bytes) -> MatineeError:
    try:
        said = json.loads(body)
        detail, fix, code = str(said["detail"]), str(said.get("fix", "")), str(said["error"])
    except (ValueError, KeyError, TypeError):
        detail, fix, code = "The server that encodes this did not give it.", "", "unavailable"
    return _KINDS.get(status, Unavailable)(detail, fix=fix, code=code)


_clients: dict[int, tuple[asyncio.AbstractEventLoop, "AsyncClient"]] = {}


def _client() -> "AsyncClient":
    """Return the client of this event loop; one is enough for all who wait."""
    import httpx

    loop = asyncio.get_running_loop()
    known = _clients.get(id(loop))
    if known is None or known[0] is not loop:
        limits = httpx.Limits(max_connections=_MOST, max_keepalive_connections=8)
        timeout = httpx.Timeout(None, connect=_CONNECT_S, pool=_CONNECT_S)
        client = httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False)
        known = _clients[id(loop)] = (loop, client)
    return known[1]


async def pause(until_s: float) -> None:
    """Wait a moment before asking again. Raises Unavailable with code "busy" past `until_s`."""
    if clock.monotonic() >= until_s:
        raise busy()
    await asyncio.sleep(_AGAIN_S)
