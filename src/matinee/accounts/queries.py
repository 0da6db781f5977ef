"""What is kept of a viewer."""

from sqlalchemy.orm import Session

from matinee.accounts import preferences as liked
from matinee.accounts.preferences import Preferences
from matinee.accounts.tables import PreferencesRow
from matinee.accounts.viewer import Viewer


def preferences(session: Session, viewer: Viewer) -> Preferences:
    """Return what a viewer likes: the defaults until they say."""
    row = session.get(PreferencesRow, viewer.profile_id)
    return liked.read(row.liked) if row is not None else Preferences()
