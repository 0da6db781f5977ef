"""The way to a route is looked for once for all addresses of one shape.

FastAPI tries route after route, of each room that is included once more within it: a millisecond
for every request, with two hundred routes. Which of them answers depends on the method and on the
address with its ids left out, since no route has an id written in it. So where an address of a
shape has led is noted, and the next one goes there at once. Only what leads to a route of a room
is noted, and only where all that varies in its address are ids: everything else is looked for each
time, and there are no more shapes than routes.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

_ID: Final = re.compile(r"(?<=/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/|$)", re.ASCII)
# What FastAPI notes of a route that was included, with the guard that was included with it.
_FASTAPI: Final = "fastapi"
_INCLUDED: Final = "effective_route_context"


@dataclass(frozen=True, slots=True)
class _Way:
    route: APIRoute
    endpoint: Any
    fastapi: dict[str, Any]
    names: tuple[str, ...]  # of its ids, in their order in the address


class Ways:
    """ASGI middleware right before the router: goes by itself where it has been led before."""

    def __init__(self, router: ASGIApp) -> None:
        self._router = router
        self._ways: dict[tuple[str, str], _Way] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            await self._router(scope, receive, send)
            return
        path: str = scope["path"]
        shape = scope["method"], _ID.sub("", path)
        way, ids = self._ways.get(shape), _ID.findall(path)
        if way is not None and len(ids) == len(way.names):  # none may be left out, as in a//b
            scope["route"], scope["endpoint"] = way.route, way.endpoint
            scope["path_params"] = dict(zip(way.names, ids, strict=True))
            scope[_FASTAPI] = dict(way.fastapi)
            await way.route.handle(scope, receive, send)
            return
        await self._router(scope, receive, send)
        way = _led(scope, ids)
        if way is not None:
            self._ways[shape] = way


def _led(scope: Scope, ids: list[str]) -> _Way | None:
    """Return where a request was led, None where the next one of its shape might not be."""
    route, fastapi = scope.get("route"), scope.get(_FASTAPI)
    if not isinstance(route, APIRoute) or not isinstance(fastapi, dict):
        return None
    included = fastapi.get(_INCLUDED)
    if included is None or included.original_route is not route:
        return None
    if scope["method"] not in (included.methods or ()):
        return None
    params: dict[str, str] = scope["path_params"]
    if sorted(params.values()) != sorted(ids) or len(set(ids)) != len(ids):
        return None
    names = {value: name for name, value in params.items()}
    return _Way(route, scope["endpoint"], dict(fastapi), tuple(names[one] for one in ids))
