"""The figures over HTTP, for Prometheus and for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from matinee import accounts
from matinee.admin.scrape.actions import PATH, own, whole
from matinee.admin.scrape.guard import is_scraper
from matinee.kit import figures
from matinee.kit.errors import Forbidden
from matinee.kit.http import ServicesDep

public_router = APIRouter(tags=["health"])
_SIGNED = ("authorization", "cookie")


@public_router.get(PATH, response_class=PlainTextResponse)
def metrics(
    request: Request, services: ServicesDep, here: Annotated[bool, Query()] = False
) -> Response:
    """Return what is counted, in Prometheus' text format: to whoever shows
    `MATINEE_METRICS_TOKEN` (`Authorization: Bearer …`), and to administrators. `here`: of this
    process alone."""
    if not is_scraper(services.settings, request.headers.get("authorization", "")):
        viewer = accounts.require_viewer(request)
        if not viewer.is_admin:
            raise Forbidden("Only an administrator may see the figures.", code="admins_only")
    shown = {name: request.headers[name] for name in _SIGNED if name in request.headers}
    text = own(services) if here else whole(services, shown)
    return Response(text, media_type=figures.CONTENT_TYPE, headers={"Cache-Control": "no-store"})
