"""Which media are one work: what its versions share, and putting them together or apart.

A film in 4K and in 1080p is one media with two files; so are two releases of one episode. Films
are known by title and year, episodes by series and number (see rules.work_key).
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.library import rules
from matinee.library.tables import MediaRow


def key_of(media: MediaRow) -> str | None:
    """Return what a media shares with other versions of its work, None where that is not known."""
    if media.extra_kind is not None:
        return media.work_key
    return rules.work_key(
        media.kind,
        media.title,
        year=media.year,
        day=media.released,
        series_id=media.series_id,
        numbers=(media.season_number, media.episode_number, media.episode_number_end),
        part=media.part_number,
    )


def extra_key(work_key: str | None) -> str | None:
    """Return what an extra bears that names its film."""
    return f"x:{work_key}" if work_key else None


def standing(session: Session, work_key: str | None) -> MediaRow | None:
    """Return the media of a work that is in the library, the oldest where there are several."""
    if work_key is None:
        return None
    same = select(MediaRow).where(MediaRow.work_key == work_key, MediaRow.trashed_at.is_(None))
    return session.scalar(same.order_by(MediaRow.number).limit(1))


def rekey_series(session: Session, series_id: str) -> None:
    """Write the work keys of a series' episodes anew: they hold its id."""
    episodes: Sequence[MediaRow] = session.scalars(
        select(MediaRow).where(MediaRow.series_id == series_id)
    ).all()
    for media in episodes:
        media.work_key = key_of(media)
