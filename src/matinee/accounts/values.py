"""What accounts tell the other rooms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PreferencesChanged:
    """A viewer likes something else now: their other pages look again."""

    user_id: str
