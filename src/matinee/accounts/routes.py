"""Signing in and out."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from matinee import __version__
from matinee.accounts import actions, schemas
from matinee.accounts.guard import COOKIE, ViewerDep, check_origin, find_viewer
from matinee.accounts.tables import SignIn, User
from matinee.kit.http import ServicesDep

public_router = APIRouter(prefix="/api/auth", tags=["auth"])
router = APIRouter(prefix="/api/auth", tags=["auth"])


@public_router.get("/status")
def status(request: Request, services: ServicesDep) -> schemas.AuthStatus:
    """Say whether a first account is needed and whether the caller is signed in."""
    with services.db.read() as session:
        needed = actions.setup_needed(session)
    signed_in = find_viewer(request) is not None
    return schemas.AuthStatus(setup_needed=needed, signed_in=signed_in, version=__version__)


@public_router.post("/setup", status_code=201)
def setup(
    body: schemas.Setup, request: Request, response: Response, services: ServicesDep
) -> schemas.SignedIn:
    """Make the first account; needs the token printed on the console."""
    check_origin(request)
    user = actions.first_user(services, body.setup_token, body.username, body.password)
    token = actions.start_session(services, user, **_device(request))
    return _signed_in(request, response, token, user)


@public_router.post("/login")
def login(
    body: schemas.Login, request: Request, response: Response, services: ServicesDep
) -> schemas.SignedIn:
    """Sign in; slowed after failures."""
    check_origin(request)
    token, user = actions.sign_in(services, body.username, body.password, **_device(request))
    return _signed_in(request, response, token, user)


@router.post("/logout", status_code=204)
def logout(response: Response, viewer: ViewerDep, services: ServicesDep) -> None:
    """End this sign-in and every media link made for it."""
    actions.sign_out(services, viewer)
    response.delete_cookie(COOKIE, path="/")


@router.get("/me")
def me(viewer: ViewerDep, services: ServicesDep) -> schemas.User:
    """Return who is signed in."""
    with services.db.read() as session:
        return _user(session.get_one(User, viewer.user_id))


@router.post("/password", status_code=204)
def password(body: schemas.PasswordChange, viewer: ViewerDep, services: ServicesDep) -> None:
    """Change the password; other devices are signed out."""
    actions.change_password(services, viewer, body.current, body.new)


@router.get("/sessions")
def sessions(viewer: ViewerDep, services: ServicesDep) -> schemas.SignIns:
    """Return the viewer's devices."""
    with services.db.read() as session:
        rows = session.scalars(
            select(SignIn).where(SignIn.user_id == viewer.user_id).order_by(SignIn.seen_at.desc())
        ).all()
    items = [
        schemas.SignIn(
            id=row.id, created_at=row.created_at, seen_at=row.seen_at, user_agent=row.user_agent,
            address=row.address, current=row.id == viewer.session_id,
        )
        for row in rows
    ]  # fmt: skip
    return schemas.SignIns(items=items)


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(session_id: str, viewer: ViewerDep, services: ServicesDep) -> None:
    """Sign another device out."""
    actions.sign_out(services, viewer, session_id)


def _device(request: Request) -> dict[str, str]:
    address = request.client.host if request.client else ""
    return {"user_agent": request.headers.get("user-agent", ""), "address": address}


def _signed_in(request: Request, response: Response, token: str, user: User) -> schemas.SignedIn:
    services = request.app.state.services
    response.set_cookie(
        COOKIE, token, max_age=services.settings.session_days * 86400, path="/", httponly=True,
        samesite="lax", secure=request.url.scheme == "https",
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return schemas.SignedIn(token=token, user=_user(user))


def _user(row: User) -> schemas.User:
    return schemas.User(id=row.id, name=row.name, is_admin=row.is_admin, created_at=row.created_at)
