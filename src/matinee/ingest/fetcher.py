"""Fetching one small thing from outside, for the server itself: guarded at every hop.

The name is resolved once, the address judged, and that very address connected to, so that a
second answer of a name server changes nothing. Redirects start over with the same questions.
"""

import http.client
import socket
import ssl
import urllib.parse
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from matinee.ingest import guard
from matinee.ingest.sources.link import sandbox
from matinee.kit import clock

_HOPS = 5
_CHUNK = 64 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Matinee)",
    "Accept": "image/avif,image/webp,image/*;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class FetchFailed(Exception):
    """Nothing was got; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much and how long at most: bytes, seconds over all hops."""

    size_bytes: int = 8 * 1024**2
    time_s: float = 12.0


def fetch(url: str, policy: guard.Policy, bounds: Bounds = Bounds()) -> bytes:
    """Return the body at an http(s) address. Raises FetchFailed or guard.Refused."""
    deadline = clock.monotonic() + bounds.time_s
    for _hop in range(_HOPS):
        tidy = guard.tidy_url(url)
        if tidy is None:
            raise FetchFailed("not a link")
        following, body = _one(tidy, policy, bounds, deadline)
        if following is None:
            return body
        url = urllib.parse.urljoin(tidy, following)
    raise FetchFailed("too many redirects")


def _one(
    url: str, policy: guard.Policy, bounds: Bounds, deadline: float
) -> tuple[str | None, bytes]:
    parts = urllib.parse.urlsplit(url)
    secure = parts.scheme.lower() == "https"
    port = parts.port or (443 if secure else 80)
    assert parts.hostname is not None
    try:
        with ExitStack() as opened:
            sock = opened.enter_context(connect(parts.hostname, port, policy, deadline))
            if secure:
                wrapped = _tls().wrap_socket(sock, server_hostname=parts.hostname)
                sock = opened.enter_context(wrapped)
            connection = http.client.HTTPConnection(parts.hostname, port)
            opened.callback(connection.close)
            connection.sock = sock
            connection.request("GET", _target(parts), headers=_HEADERS)
            answer = opened.enter_context(connection.getresponse())
            if answer.status in _REDIRECTS and answer.headers.get("Location"):
                return answer.headers["Location"], b""
            if answer.status != 200:
                raise FetchFailed(f"status {answer.status}")
            return None, _body(sock, answer, bounds, deadline)
    except guard.Refused:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        slow = isinstance(error, TimeoutError)
        raise FetchFailed("too slow" if slow else f"{type(error).__name__}: {error}") from error


def _target(parts: urllib.parse.SplitResult) -> str:
    path = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def connect(host: str, port: int, policy: guard.Policy, deadline: float) -> socket.socket:
    """Return a socket connected to an address that was judged. Raises Refused or OSError."""
    failure: OSError = OSError("no address")
    for family, kind, protocol, _name, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        literal = str(address[0])
        scope: Any = address[3] if len(address) > 3 else 0
        reason = guard.refusal(f"{literal}%{scope}" if scope else literal, policy, port=port)
        permitted = policy.allow_private or f"{literal}:{port}" in policy.permitted
        if reason is None and not permitted and sandbox.is_own_address(literal):
            reason = "this machine itself"
        if reason is not None:
            raise guard.Refused(literal, reason)
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max(0.1, min(8.0, deadline - clock.monotonic())))
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            failure = error
    raise failure


def _body(
    sock: socket.socket, answer: http.client.HTTPResponse, bounds: Bounds, deadline: float
) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        left = deadline - clock.monotonic()
        if left <= 0:
            raise FetchFailed("too slow")
        with suppress(OSError):  # the response closes the socket once it has all
            sock.settimeout(left)
        piece = answer.read1(_CHUNK)
        if not piece:
            return b"".join(parts)
        parts.append(piece)
        size += len(piece)
        if size > bounds.size_bytes:
            raise FetchFailed("too large")


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    with suppress(ImportError):
        import certifi

        context.load_verify_locations(cafile=certifi.where())
    return context
