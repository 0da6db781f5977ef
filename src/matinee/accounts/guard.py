"""The guard at the door: who is asking, and may this page make them ask it.

A cookie is sent by the browser whoever wrote the page, so a write that comes with one must
also come from our own origin (OWASP's defence by Origin header). A bearer token is not sent
by itself and needs no such check.
"""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from matinee.accounts.sessions import viewer_of
from matinee.accounts.viewer import Viewer
from matinee.kit.errors import Forbidden, Unauthorized
from matinee.kit.http import get_services

COOKIE = "matinee_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(request: Request) -> tuple[str | None, bool]:
    """Return (token, whether it came by cookie)."""
    header = request.headers.get("authorization", "")
    scheme, _, credential = header.partition(" ")
    if scheme.lower() == "bearer" and credential.strip():
        return credential.strip(), False
    return request.cookies.get(COOKIE), True


def check_origin(request: Request) -> None:
    """Raise Forbidden when another site's page makes this write."""
    if request.method in _SAFE:
        return
    origin = request.headers.get("origin")
    if origin is None:
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            raise Forbidden("Another site may not do this.", code="origin_refused")
        return
    if not is_own_origin(request, origin):
        raise Forbidden(
            "Another site may not do this.",
            fix="Open Matinee by its own address. Behind a proxy, set MATINEE_PUBLIC_URL.",
            code="origin_refused",
        )


def is_own_origin(request: Request, origin: str) -> bool:
    """Say whether an Origin header is the address this server is reached at."""
    public = get_services(request).settings.public_url
    allowed = {request.headers.get("host", "").lower()}
    if public:
        allowed.add(urlsplit(public).netloc.lower())
    return urlsplit(origin).netloc.lower() in allowed


def find_viewer(request: Request) -> Viewer | None:
    """Return who is asking, None for a stranger. Raises Forbidden for a foreign page's write."""
    token, by_cookie = token_of(request)
    if not token:
        return None
    viewer = viewer_of(get_services(request), token)
    if viewer is not None and by_cookie:
        check_origin(request)
    return viewer


def require_viewer(request: Request) -> Viewer:
    """Return who is asking. Raises Unauthorized for a stranger."""
    viewer = find_viewer(request)
    if viewer is None:
        raise Unauthorized("You are not signed in.")
    return viewer


ViewerDep = Annotated[Viewer, Depends(require_viewer)]


def require_admin(viewer: ViewerDep) -> Viewer:
    """Return who is asking when they run this server. Raises Forbidden."""
    if not viewer.is_admin:
        raise Forbidden("Only an administrator may do this.", code="admins_only")
    return viewer


AdminDep = Annotated[Viewer, Depends(require_admin)]
