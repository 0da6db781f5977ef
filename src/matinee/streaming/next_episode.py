"""Which episode follows another: by season and number, of those whose file is there."""

from sqlalchemy import tuple_
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer


def of(session: Session, viewer: Viewer, media: library.MediaRow) -> library.MediaRow | None:
    """Return the next episode of a series that this viewer may see, None after the last."""
    if media.series_id is None or media.episode_number is None:
        return None
    place = (media.season_number or 0, media.episode_number_end or media.episode_number)
    after = (
        library.visible_to(viewer)
        .with_only_columns(library.MediaRow)
        .where(
            library.MediaRow.series_id == media.series_id,
            library.MediaRow.status == "ready",
            tuple_(library.MediaRow.season_number, library.MediaRow.episode_number) > place,
        )
        .order_by(library.MediaRow.season_number, library.MediaRow.episode_number)
        .limit(1)
    )
    return session.scalars(after).first()
