"""Headers of every answer: what the page may do, and what may be kept.

No inline script anywhere; styles may be inline because component libraries set them. Written
as bare ASGI so that streaming answers are passed on untouched.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# A worker lives under the policy of its own script. The one that draws ASS subtitles compiles
# WebAssembly, so that is allowed there: the page itself has no need of it (decision 0016).
_WORKER: Final = re.compile(r"/assets/ass\.worker-[\w-]+\.js", re.ASCII)
_WORKER_CSP: Final = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
_ALWAYS: Final = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
_OF_WORKER: Final = (b"content-security-policy", _WORKER_CSP.encode())
_UNKEPT: Final = (b"cache-control", b"no-store")


class SecurityHeaders:
    """Adds the headers to what does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        services = scope["app"].state.services
        kept = services.objects
        cdn = services.settings.cdn_origin
        films = tuple(one for one in (kept.origin if kept is not None else None, cdn) if one)
        takes = kept.direct.origin if kept is not None and kept.direct is not None else None

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = completed(
                    scope["path"], message.get("headers", ()), films, takes
                )
            await send(message)

        await self.app(scope, receive, send_with_headers)


def completed(
    path: str,
    headers: Iterable[tuple[bytes, bytes]],
    films: Sequence[str] = (),
    takes: str | None = None,
) -> list[tuple[bytes, bytes]]:
    """Return headers with those that they do not set; `films` is where else films and segments come
    from, and `takes` where else they are sent to.

    Every segment comes by here, so names are compared as bytes: ASGI has them in lower case.
    """
    whole = list(headers)
    known = {name for name, _ in whole}
    wanted = list(_ALWAYS)
    if path.startswith("/api/"):
        wanted.append(_UNKEPT)
    elif _WORKER.fullmatch(path):
        wanted[0] = _OF_WORKER
    elif films or takes is not None:
        policy = CSP
        if films:
            policy = policy.replace("media-src 'self'", f"media-src 'self' {' '.join(films)}")
        others = " ".join(dict.fromkeys([*films, takes or ""])).rstrip()
        policy = policy.replace("connect-src 'self'", f"connect-src 'self' {others}")
        wanted[0] = (b"content-security-policy", policy.encode())
    return whole + [one for one in wanted if one[0] not in known]
