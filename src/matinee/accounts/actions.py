"""Every write to accounts."""

import secrets as random
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee.accounts import passwords, queries, rules
from matinee.accounts.preferences import Preferences, merged
from matinee.accounts.sessions import close_sessions, open_session
from matinee.accounts.tables import PreferencesRow, SignIn, User
from matinee.accounts.throttle import Throttle
from matinee.accounts.values import PreferencesChanged
from matinee.accounts.viewer import Viewer
from matinee.kit import clock
from matinee.kit.errors import Conflict, Forbidden, NotFound, Unauthorized
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.kit.store import write_atomic

throttle = Throttle()
_WRONG = "The name or the password is not right."


def setup_needed(session: Session) -> bool:
    """Say whether nobody has an account yet."""
    return session.scalar(select(User.id).limit(1)) is None


def setup_token(services: Services) -> str:
    """Return the token that proves who stands at the console; kept until the first account."""
    path = _token_path(services)
    if not path.exists():
        write_atomic(path, random.token_urlsafe(18).encode())
        path.chmod(0o600)
    return path.read_text().strip()


def create_user(services: Services, name: str, password: str, *, is_admin: bool) -> User:
    """Add an account. Raises Invalid for a bad name or password, Conflict for a taken name."""
    name = rules.clean_name(name)
    stored = passwords.hash_password(rules.check_password(password))
    with services.db.write() as session:
        return _add(session, name, stored, is_admin=is_admin)


def first_user(services: Services, token: str, name: str, password: str) -> User:
    """Add the first account from the browser, given the console's token.

    Raises Conflict when there is one already, Forbidden for a wrong token.
    """
    with services.db.read() as session:
        if not setup_needed(session):
            raise Conflict("Matinee is already set up.", fix="Sign in.", code="already_set_up")
    throttle.check("(setup)", "console")
    if not random.compare_digest(token.strip().encode(), setup_token(services).encode()):
        throttle.failed("(setup)", "console")
        raise Forbidden(
            "The setup token is not right.",
            fix="It is printed on the console where Matinee was started.",
            code="setup_token_wrong",
        )
    name = rules.clean_name(name)
    stored = passwords.hash_password(rules.check_password(password))
    with services.db.write() as session:
        if not setup_needed(session):
            raise Conflict("Matinee is already set up.", fix="Sign in.", code="already_set_up")
        user = _add(session, name, stored, is_admin=True)
    _token_path(services).unlink(missing_ok=True)
    return user


def sign_in(
    services: Services, name: str, password: str, *, user_agent: str, address: str
) -> tuple[str, User]:
    """Return (token, user). Raises Unauthorized, or RateLimited after many failures."""
    key = rules.name_key(name.strip())[:128]
    throttle.check(key, address)
    with services.db.read() as session:
        user = session.scalar(select(User).where(User.name_key == key))
    if not passwords.matches(user.password_hash if user else None, password) or user is None:
        throttle.failed(key, address)
        raise Unauthorized(_WRONG, fix="Check both and try again.", code="sign_in_refused")
    return start_session(services, user, user_agent=user_agent, address=address), user


def start_session(services: Services, user: User, *, user_agent: str, address: str) -> str:
    """Sign a known user in; returns the token."""
    with services.db.write() as session:
        days = services.settings.session_days
        return open_session(session, user, days=days, user_agent=user_agent, address=address)


def sign_out(services: Services, viewer: Viewer, session_id: str | None = None) -> None:
    """End one of the viewer's sign-ins: this one, or another by its id."""
    with services.db.write() as session:
        row = session.get(SignIn, session_id or viewer.session_id)
        if row is None or row.user_id != viewer.user_id:
            raise NotFound("There is no such sign-in.", code="no_such_sign_in")
        close_sessions(session, [row])


def confirm(services: Services, viewer: Viewer, password: str) -> None:
    """Make sure that it is still they: for what a sign-in that was left open must not do.

    Raises Forbidden for another password, RateLimited after many of those.
    """
    throttle.check(viewer.user_id, "password")
    with services.db.read() as session:
        user = session.get_one(User, viewer.user_id)
    if not passwords.matches(user.password_hash, password):
        throttle.failed(viewer.user_id, "password")
        raise Forbidden("The current password is not right.", code="password_wrong")


def change_password(services: Services, viewer: Viewer, current: str, new: str) -> None:
    """Change the viewer's password and end their other sign-ins."""
    confirm(services, viewer, current)
    stored = passwords.hash_password(rules.check_password(new))
    with services.db.write() as session:
        session.get_one(User, viewer.user_id).password_hash = stored
        others = select(SignIn).where(
            SignIn.user_id == viewer.user_id, SignIn.id != viewer.session_id
        )
        close_sessions(session, list(session.scalars(others)))


def set_password(services: Services, name: str, password: str) -> None:
    """Give an account a new password and end its sign-ins. Raises NotFound."""
    stored = passwords.hash_password(rules.check_password(password))
    with services.db.write() as session:
        user = session.scalar(select(User).where(User.name_key == rules.name_key(name.strip())))
        if user is None:
            raise NotFound(f"There is no account called {name}.", code="no_such_account")
        user.password_hash = stored
        close_sessions(
            session, list(session.scalars(select(SignIn).where(SignIn.user_id == user.id)))
        )


def change_preferences(services: Services, viewer: Viewer, change: dict[str, Any]) -> Preferences:
    """Put a change on top of what the viewer likes and return the whole.

    Read and written in one transaction: two devices that change two parts both get their way.
    """
    with services.db.write() as session:
        liked = merged(queries.preferences(session, viewer), change)
        row = session.get(PreferencesRow, viewer.profile_id)
        if row is None:
            row = PreferencesRow(profile_id=viewer.profile_id)
            session.add(row)
        row.liked, row.updated_at = liked.model_dump(), clock.now()
        services.bus.publish_after_commit(session, PreferencesChanged(viewer.user_id))
        return liked


def _add(session: Session, name: str, password_hash: str, *, is_admin: bool) -> User:
    key = rules.name_key(name)
    if session.scalar(select(func.count()).where(User.name_key == key)):
        raise Conflict(f"There is already an account called {name}.", code="name_taken")
    user = User(
        id=new_id(), name=name, name_key=key, password_hash=password_hash,
        is_admin=is_admin, created_at=clock.now(),
    )  # fmt: skip
    session.add(user)
    session.flush()
    return user


def _token_path(services: Services) -> Path:
    return services.settings.data / "secrets" / "setup_token"


def setup_link(services: Services, url: str) -> str | None:
    """Return the address that makes the first account, None when there is one already."""
    with services.db.read() as session:
        if not setup_needed(session):
            return None
    return f"{url}/setup?token={setup_token(services)}"
