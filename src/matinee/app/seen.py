"""What is seen of every request: its id, how long it took, what went, and a trace of it.

It stands before all else and is crossed by every segment, so it does little and looks nothing up.
A request is told apart by the template of its route, never by its address, in which grants and
ids stand. Its duration ends where the answer begins: what follows is the line's and the player's,
and for a film that is played as it is that takes hours.
"""

import logging
from bisect import bisect_left
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.kit import context, traces
from matinee.kit.figures import OTHER, Counter, Histogram, Level
from matinee.kit.serve import ROUTE, ZERO_COPY

log = logging.getLogger(__name__)
HEADER: Final = "X-Request-ID"
_ASKED: Final = b"x-request-id"
_PARENT: Final = b"traceparent"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NOWHERE: Final = "none"
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter(
    "matinee_http_requests_total",
    "Requests that were answered; route is the template of the address.",
    ("method", "route", "status"),
)
SECONDS = Histogram(
    "matinee_http_request_duration_seconds",
    "Seconds from a request to the beginning of its answer.",
    BOUNDS,
    ("method", "route"),
)
BYTES = Counter(
    "matinee_http_response_bytes_total", "Bytes of answers that were sent, bodies only.", ("route",)
)
OPEN = Level("matinee_http_requests_open", "Requests that are being answered now.")


class Seen:
    """ASGI middleware: names requests, counts them and traces them."""

    def __init__(self, app: ASGIApp, *, behind_proxy: bool = False) -> None:
        self.app = app
        self._behind_proxy = behind_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note what it came to."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began_s, took_s = perf_counter(), 0.0
        status = sent = 0
        name = _name(scope["headers"])
        # A request has a task of its own, so this ends with it; an error that is answered outside
        # of us is still logged under it.
        context.request_id.set(name)
        context.known.set({})

        async def passed(message: Message) -> None:
            nonlocal status, sent, took_s
            kind = message["type"]
            if kind == "http.response.start":
                status, took_s = message["status"], perf_counter() - began_s
                message.setdefault("headers", []).append((_ASKED, name.encode()))
            await send(message)
            if kind == "http.response.body":
                sent += len(message.get("body", b""))
            elif kind == ZERO_COPY:
                sent += message.get("sent", 0)

        OPEN.now += 1
        try:
            if traces.on():
                await self._traced(scope, receive, passed, lambda: status)
            else:
                await self.app(scope, receive, passed)
        except BaseException:
            status = status or 500  # answered so by whoever stands outside
            raise
        finally:
            OPEN.now -= 1
            _note(scope, status, took_s or perf_counter() - began_s, sent)

    async def _traced(
        self, scope: Scope, receive: Receive, send: Send, status: Callable[[], int]
    ) -> None:
        method = _method(scope)
        # Whoever can reach us could have us trace what he likes: only a proxy of ours may.
        parent = _header(scope, _PARENT) if self._behind_proxy else None
        facts: dict[str, traces.Value] = {
            "http.request.method": method,
            "matinee.request.id": context.request_id.get() or "",
        }
        with traces.span(method, facts, kind="server", parent=parent) as span:
            try:
                await self.app(scope, receive, send)
            finally:
                route, answered = route_of(scope), status() or 500
                span.rename(f"{method} {route}")
                span.set("http.route", route)
                span.set("http.response.status_code", answered)
                if answered >= 500:
                    span.fail(str(answered))


def noted(scope: Scope, began_s: float) -> bytes:
    """Count a request that was granted before any layer, whose bytes another sends; returns the
    header line with its id. `began_s` is by `perf_counter`."""
    _note(scope, 200, perf_counter() - began_s, 0)
    return b"x-request-id: %s\r\n" % _name(scope["headers"]).encode()


_places: dict[tuple[str, str, int], tuple[list[float], list[float], list[float]]] = {}


def _note(scope: Scope, status: int, took_s: float, sent: int) -> None:
    """Count a request. On the event loop alone: it writes where it has written before."""
    method, route = scope["method"], route_of(scope)
    place = _places.get((method, route, status))
    if place is None:
        known = _method(scope)
        # 499: the client left before there was an answer, as nginx says it.
        place = _places[method if known == method else OTHER, route, status] = (
            REQUESTS.cell(known, route, str(status or 499)),
            SECONDS.row(known, route),
            BYTES.cell(route),
        )
    count, spread, size = place
    count[0] += 1
    spread[bisect_left(BOUNDS, took_s)] += 1
    spread[-1] += took_s
    size[0] += sent
    if log.isEnabledFor(logging.DEBUG):
        log.debug("%s %s: %d, %.1f ms", _method(scope), route, status, took_s * 1000)


def _name(headers: Iterable[tuple[bytes, bytes]]) -> str:
    for name, value in headers:
        if name == _ASKED:
            return context.sane(value.decode("latin-1")) or context.fresh()
    return context.fresh()


def route_of(scope: Scope) -> str:
    """Return the template of the address that answered, `none` where none did."""
    known: str | None = scope.get(ROUTE)
    if known is not None:
        return known
    route: Any = scope.get("route")
    return str(getattr(route, "path", _NOWHERE))


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in _METHODS else OTHER


def _header(scope: Scope, wanted: bytes) -> str | None:
    for name, value in scope["headers"]:
        if name == wanted:
            return value.decode("latin-1")
    return None
