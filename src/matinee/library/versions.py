"""Putting files together as versions of one media, and taking them apart again."""

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit import clock, ids
from matinee.kit.errors import Invalid, NotFound
from matinee.kit.services import Services
from matinee.library.queries import get_editable
from matinee.library.summary import refresh
from matinee.library.tables import AssetRow, MediaRow
from matinee.library.values import MediaAdded, MediaChanged, MediaRemoved

Follow = Callable[[Session, str, str], None]
_followers: list[Follow] = []


def follow_with(follow: Follow) -> None:
    """Let a room above move what people did: `follow(session, from_media, to_media)`."""
    if follow not in _followers:
        _followers.append(follow)


def join(services: Services, viewer: Viewer, media_id: str, other_id: str) -> None:
    """Make another media's files versions of this one. What people did with either is kept.

    Raises NotFound, Forbidden, or Invalid for a media and itself.
    """
    if media_id == other_id:
        raise Invalid("A title is no other version of itself.", code="same_title")
    with services.db.write() as session:
        media = get_editable(session, viewer, media_id)
        other = get_editable(session, viewer, other_id)
        session.execute(
            update(AssetRow).where(AssetRow.media_id == other.id).values(media_id=media.id)
        )
        session.execute(
            update(MediaRow).where(MediaRow.extra_of == other.id).values(extra_of=media.id)
        )
        for follow in _followers:
            follow(session, other.id, media.id)
        session.flush()
        session.delete(other)
        session.flush()
        refresh(session, [media.id])
        services.bus.publish_after_commit(session, MediaRemoved(other.id))
        services.bus.publish_after_commit(session, MediaAdded(media.id))
        services.bus.publish_after_commit(session, MediaChanged(media.id))


def part(services: Services, viewer: Viewer, media_id: str, asset_id: str) -> str:
    """Take a version out of a media; returns the id of the media it becomes.

    Raises NotFound, Forbidden, or Invalid for the only version.
    """
    with services.db.write() as session:
        media = get_editable(session, viewer, media_id)
        assets = session.scalars(select(AssetRow).where(AssetRow.media_id == media.id)).all()
        asset = next((one for one in assets if one.id == asset_id), None)
        if asset is None:
            raise NotFound("There is no such version of this title.", code="no_such_version")
        if len(assets) == 1:
            raise Invalid("It is the only version of this title.", code="only_version")
        own = _copy(media, asset)
        session.add(own)
        session.flush()
        asset.media_id = own.id
        session.flush()
        refresh(session, [media.id, own.id])
        services.bus.publish_after_commit(session, MediaAdded(own.id))
        services.bus.publish_after_commit(session, MediaChanged(media.id))
        return own.id


_SAME = (
    "kind", "title", "sort_title", "original_title", "year", "series_id", "season_number",
    "episode_number", "episode_number_end", "description", "tagline", "released",
    "content_rating", "added_by", "owned",
)  # fmt: skip


def _copy(media: MediaRow, asset: AssetRow) -> MediaRow:
    """Return a media like another, for one of its files; without a work of its own, or the next
    version of that work would not know where to go."""
    now = clock.now()
    same = {name: getattr(media, name) for name in _SAME}
    return MediaRow(
        id=ids.new_id(), status=media.status, added_at=now, updated_at=now, shuffle=media.shuffle,
        locked=["title", "kind"], **same,
    )  # fmt: skip
