"""What is kept of a viewer."""

from typing import Any

from sqlalchemy.orm import Session

from matinee.accounts import preferences as liked
from matinee.accounts.preferences import Preferences
from matinee.accounts.tables import PreferencesRow
from matinee.accounts.viewer import Viewer
from matinee.kit import clock


def preferences(session: Session, viewer: Viewer) -> Preferences:
    """Return what a viewer likes: the defaults until they say."""
    row = session.get(PreferencesRow, viewer.profile_id)
    return liked.read(row.liked) if row is not None else Preferences()


def kept_preferences(session: Session, profile_id: str) -> dict[str, Any] | None:
    """Return what a profile said it likes, None when it said nothing."""
    row = session.get(PreferencesRow, profile_id)
    return None if row is None else liked.read(row.liked).model_dump(mode="json")


def take_preferences(session: Session, profile_id: str, kept: dict[str, Any]) -> bool:
    """Take in preferences from elsewhere where a profile has none yet; says whether it did."""
    if session.get(PreferencesRow, profile_id) is not None:
        return False
    readable = liked.read(kept).model_dump(mode="json")
    session.add(PreferencesRow(profile_id=profile_id, liked=readable, updated_at=clock.now()))
    session.flush()
    return True


def drop_preferences(session: Session, profile_id: str, kept: dict[str, Any]) -> bool:
    """Take preferences back that are still as they were taken in."""
    row = session.get(PreferencesRow, profile_id)
    if row is None or row.liked != liked.read(kept).model_dump(mode="json"):
        return False
    session.delete(row)
    return True
