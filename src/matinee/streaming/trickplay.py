"""Where the small pictures of a title are asked for, and which titles have them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer


def url(media_id: str) -> str:
    """Return the address of the WebVTT that names the pictures of a title."""
    return f"/api/media/{media_id}/sprites.vtt"


def decorate(
    session: Session, viewer: Viewer, media_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return the `trickplay_url` of those of many media that have pictures."""
    return {
        media_id: {"trickplay_url": url(media_id)}
        for media_id in library.with_sprites(session, media_ids)
    }
