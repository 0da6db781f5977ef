"""What the viewer likes, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import RootModel, ValidationError

from matinee.accounts import actions, queries
from matinee.accounts.guard import ViewerDep
from matinee.accounts.preferences import Preferences, merged
from matinee.kit.http import ServicesDep, read_small

router = APIRouter(prefix="/api/account", tags=["account"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


class _Change(RootModel[dict[str, Any]]):
    """Any part of the preferences."""


async def read_change(request: Request) -> dict[str, Any]:
    """Read the body, of which most pages send a few words."""
    return (await read_small(request, _Change)).root


@router.get("/preferences")
def preferences(viewer: ViewerDep, services: ServicesDep) -> Preferences:
    """Return what the viewer likes."""
    with services.db.read() as session:
        return queries.preferences(session, viewer)


@router.patch("/preferences", openapi_extra=_BODY)
def change(
    body: Annotated[dict[str, Any], Depends(read_change)],
    viewer: ViewerDep,
    services: ServicesDep,
) -> Preferences:
    """Change some of what the viewer likes; the rest stays. Answers the whole."""
    try:
        merged(Preferences(), body)
    except ValidationError as cause:
        raise RequestValidationError(cause.errors(include_context=False)) from cause
    return actions.change_preferences(services, viewer, body)
