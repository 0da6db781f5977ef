"""Sign-ins: opaque tokens whose hash is kept, looked up in memory on the hot path.

A signed media link carries its session's id; whether that session still lives is answered
from a set in memory, so sending a segment touches no database and signing out ends every
link at once.
"""

import hashlib
import secrets
import threading
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from matinee.accounts.tables import SignIn, User
from matinee.accounts.viewer import Viewer
from matinee.kit import clock, db
from matinee.kit.ids import new_id
from matinee.kit.remembered import Of, remembered
from matinee.kit.services import Services
from matinee.kit.statements import ready

_SEEN_EVERY = timedelta(minutes=10)
_REFRESH_S = 5.0


class _Live:
    """The ids of sessions that live and when they end; read again for other processes' sake."""

    def __init__(self) -> None:
        self.database: db.Database | None = None
        self._until: dict[str, datetime] = {}
        self._unknown: set[str] = set()
        self._read_at = 0.0
        self._lock = threading.Lock()

    def bind(self, database: db.Database) -> None:
        """Answer for the sessions of this database from now on."""
        with self._lock:
            self.database = database
            self._read()

    def add(self, session_id: str, until: datetime) -> None:
        """Know a session at once. The lock keeps a look begun before its commit from hiding it."""
        with self._lock:
            self._until[session_id] = until

    def drop(self, ids: list[str]) -> None:
        """Forget sessions at once."""
        with self._lock:
            for one in ids:
                self._until.pop(one, None)

    def until(self, session_id: str) -> datetime | None:
        """Return when a session ends, None when it has ended or never was."""
        with self._lock:
            if clock.monotonic() - self._read_at >= _REFRESH_S:
                self._read()
            known = self._until.get(session_id)
            if known is None and session_id not in self._unknown:
                self._look_for(session_id)
                known = self._until.get(session_id)
            return known

    def _look_for(self, session_id: str) -> None:
        """Look for one that another server may have opened a moment ago; once until all are read
        again, since players go on asking after a sign-out."""
        self._unknown.add(session_id)
        if self.database is None:
            return
        with self.database.read() as session:
            until = session.scalar(select(SignIn.expires_at).where(SignIn.id == session_id))
        if until is not None:
            self._until[session_id] = until

    def _read(self) -> None:
        if self.database is None:
            return
        with self.database.read() as session:
            rows = session.execute(select(SignIn.id, SignIn.expires_at)).all()
        self._until = {row.id: row.expires_at for row in rows}
        self._unknown.clear()
        self._read_at = clock.monotonic()


_live = _Live()


def wire(services: Services) -> None:
    """Load the living sessions of this database."""
    _live.bind(services.db)


def session_is_live(session_id: str) -> bool:
    """Say whether a session still lives; right within 5 s for sign-outs elsewhere, at once here."""
    until = _live.until(session_id)
    return until is not None and until > clock.now()


def hash_token(token: str) -> str:
    """Return what is stored of a token. It is 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, user: User, *, days: int, user_agent: str, address: str) -> str:
    """Sign a user in; returns the token, which is shown once and never stored."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = SignIn(
        id=new_id(), user_id=user.id, token_hash=hash_token(token), created_at=now, seen_at=now,
        expires_at=now + timedelta(days=days), user_agent=user_agent[:300], address=address[:64],
    )  # fmt: skip
    session.execute(delete(SignIn).where(SignIn.expires_at < now))
    session.add(row)
    db.after_commit(session, lambda: _live.add(row.id, row.expires_at))
    return token


def close_sessions(session: Session, rows: list[SignIn]) -> None:
    """Sign out: the sessions and every link signed for them end after the commit."""
    for row in rows:
        session.delete(row)
    ids = [row.id for row in rows]
    db.after_commit(session, lambda: _live.drop(ids))


def viewer_of(services: Services, token: str) -> Viewer | None:
    """Return who a token belongs to, None when it is unknown or has ended."""
    now, token_hash = clock.now(), hash_token(token)
    with services.db.read() as session:
        try:  # what no one bears is not remembered: anybody could ask so for any number of them
            viewer, seen_at, expires_at = remembered(
                session, ("viewer", token_hash), lambda: _viewer(session, token_hash), of=Of.PEOPLE
            )
        except NoResultFound:
            return None
    if expires_at <= now:
        return None
    if now - seen_at > _SEEN_EVERY:
        _touch(services, viewer.session_id, now)
    return viewer


_kept, _user = SignIn.__table__.c, User.__table__.c
_BEARER = ready(
    select(_user.id, _user.name, _user.is_admin, _kept.id, _kept.seen_at, _kept.expires_at)
    .join_from(SignIn.__table__, User.__table__, _user.id == _kept.user_id)
    .where(_kept.token_hash == bindparam("token_hash"))
)


def _viewer(session: Session, token_hash: str) -> tuple[Viewer, datetime, datetime]:
    """Return who a token belongs to, when they were seen last and until when it holds. Raises
    NoResultFound."""
    row = session.execute(_BEARER, {"token_hash": token_hash}).one()
    user_id, name, is_admin, session_id, seen_at, expires_at = row
    return Viewer(user_id, user_id, name, is_admin, session_id), seen_at, expires_at


def _touch(services: Services, sign_in_id: str, now: datetime) -> None:
    """Keep a session that is used alive."""
    with services.db.write() as session:
        row = session.get(SignIn, sign_in_id)
        if row is not None:
            row.seen_at = now
            row.expires_at = now + timedelta(days=services.settings.session_days)
            until = row.expires_at
            db.after_commit(session, lambda: _live.add(sign_in_id, until))
