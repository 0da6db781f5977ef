"""Accounts: who is here, what they may do, and what they like.

Every other room receives a `Viewer` and never looks at users or sessions itself. Sessions are
opaque and server-side, so signing out ends them everywhere within seconds.
"""

from fastapi import APIRouter

from matinee.accounts import actions, sessions
from matinee.accounts.actions import confirm, create_user, set_password, setup_link
from matinee.accounts.guard import AdminDep, ViewerDep, is_own_origin, require_viewer
from matinee.accounts.preference_routes import router as preference_router
from matinee.accounts.queries import drop_preferences, kept_preferences, take_preferences
from matinee.accounts.routes import public_router
from matinee.accounts.routes import router as sign_in_router
from matinee.accounts.sessions import session_is_live
from matinee.accounts.tables import SignIn, User
from matinee.accounts.values import PreferencesChanged
from matinee.accounts.viewer import Viewer, may_change
from matinee.kit.services import Services

__all__ = [
    "AdminDep",
    "PreferencesChanged",
    "SignIn",
    "User",
    "Viewer",
    "ViewerDep",
    "confirm",
    "create_user",
    "drop_preferences",
    "is_own_origin",
    "kept_preferences",
    "may_change",
    "public_router",
    "require_viewer",
    "router",
    "session_is_live",
    "set_password",
    "setup_link",
    "take_preferences",
    "wire",
]

router = APIRouter()
router.include_router(sign_in_router)
router.include_router(preference_router)


def wire(services: Services) -> None:
    """Load the living sessions of this database; count failed sign-ins with other processes."""
    sessions.wire(services)
    actions.throttle.share(services.settings.redis_url)
