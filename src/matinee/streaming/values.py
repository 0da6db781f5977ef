"""What this room tells the others, and itself, after the fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reencoded:
    """Somebody opened a title whose picture has to be encoded for them."""

    media_id: str
