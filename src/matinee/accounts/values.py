"""What accounts tell the other rooms."""

from dataclasses import dataclass

from matinee.kit.events import shared


@shared
@dataclass(frozen=True, slots=True)
class PreferencesChanged:
    """A viewer likes something else now: their other pages look again."""

    user_id: str
