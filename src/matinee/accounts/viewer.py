"""The Viewer: who asks, with their rights, as every query receives it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """One signed-in person. `profile_id` is whose watch state is meant: today the account's."""

    user_id: str
    profile_id: str
    name: str
    is_admin: bool
    session_id: str


def may_change(viewer: Viewer, added_by: str | None) -> bool:
    """Say whether a viewer may edit or delete something: its owner and administrators may."""
    return viewer.is_admin or (added_by is not None and added_by == viewer.user_id)
