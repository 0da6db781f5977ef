"""Health: a word for anyone, the parts and their fixes for an administrator."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from matinee import __version__, accounts
from matinee.accounts import ViewerDep
from matinee.admin import checks, verdict
from matinee.kit.errors import MatineeError
from matinee.kit.http import ServicesDep

router = APIRouter(tags=["health"])
public_router = APIRouter(tags=["health"])


class HealthCheck(BaseModel):
    """One part of the whole; `code` and `facts` are for saying it in another language."""

    status: verdict.Status
    detail: str
    fix: str
    code: str = ""
    facts: dict[str, str] = {}


class Health(BaseModel):
    """How the server is. `checks` are for administrators."""

    status: verdict.Status
    checks: dict[str, HealthCheck] | None = None


class ServerSettings(BaseModel):
    """What the pages need to know of this server. `data` is told to administrators; `catalogue`
    is the catalogue on the net that films are looked up in, if any; `direct_uploads`: films may be
    sent straight to the bucket."""

    version: str
    data: str
    max_upload_bytes: int
    direct_uploads: bool
    free_bytes: int
    floor_bytes: int
    missing_days: int
    trash_days: int
    allow_private_urls: bool
    catalogue: str | None


@public_router.get("/api/health", response_model_exclude_none=True)
def health(request: Request, response: Response, services: ServicesDep) -> Health:
    """Say how the server is; 503 when it cannot work."""
    try:
        with services.db.read() as session:
            session.execute(text("SELECT 1"))
    except (SQLAlchemyError, MatineeError):
        response.status_code = 503
        return Health(status="failing")
    try:
        is_admin = accounts.require_viewer(request).is_admin
    except MatineeError:
        is_admin = False
    if not is_admin:
        return Health(status="ok")
    found = checks.run_all(services)
    return Health(
        status=verdict.worst(found),
        checks={
            name: HealthCheck(
                status=check.status,
                detail=check.detail,
                fix=check.fix,
                code=check.code,
                facts=check.facts,
            )
            for name, check in found.items()
        },
    )


@router.get("/api/settings")
def settings(viewer: ViewerDep, services: ServicesDep) -> ServerSettings:
    """Return what the pages need to know of this server."""
    return ServerSettings(
        version=__version__,
        data=str(services.store.data) if viewer.is_admin else "",
        max_upload_bytes=services.settings.max_upload_bytes,
        direct_uploads=services.objects is not None and services.objects.direct is not None,
        free_bytes=services.store.free_bytes(),
        floor_bytes=services.store.floor_bytes,
        missing_days=services.settings.missing_days,
        trash_days=services.settings.trash_days,
        allow_private_urls=services.settings.allow_private_urls,
        catalogue="tmdb" if services.settings.tmdb_key else None,
    )
