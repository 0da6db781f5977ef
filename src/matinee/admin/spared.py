"""What is wholly ours, and what nobody would want to see go: SQL that every suggestion and every
rule shares.

Files scanned in place are never ours, and a title that has one beside a file of ours is left
alone whole: deleting it would delete both.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select

from matinee.library import AssetRow, CollectionItemRow, MediaRow, PlaceRow
from matinee.watching import OpinionRow, ProgressRow


def wholly_owned() -> ColumnElement[bool]:
    """All files of the media were brought in, and none lies in a library folder."""
    mine = AssetRow.media_id == MediaRow.id
    return and_(
        MediaRow.owned,
        MediaRow.extra_of.is_(None),
        exists().where(mine),
        ~exists().where(mine, or_(AssetRow.key.is_(None), AssetRow.file_missing)),
        ~exists().where(mine, PlaceRow.asset_id == AssetRow.id),
    )


def favourite() -> ColumnElement[bool]:
    """Somebody marked the media as a favourite, or has it on their list."""
    return exists().where(
        OpinionRow.media_id == MediaRow.id,
        or_(OpinionRow.favourite, OpinionRow.listed_at.is_not(None)),
    )


def collected() -> ColumnElement[bool]:
    """The media stands in a collection."""
    return exists().where(CollectionItemRow.media_id == MediaRow.id)


def edited() -> ColumnElement[bool]:
    """Something of the media was changed by hand, and is locked since."""
    return MediaRow.locked.is_not(None)


def half_watched() -> ColumnElement[bool]:
    """Somebody began the media and is not through."""
    return exists().where(ProgressRow.media_id == MediaRow.id, ProgressRow.completed.is_(False))


def watched_by_all() -> ColumnElement[bool]:
    """Somebody watched the media to its end, and so did all who began it."""
    mine = ProgressRow.media_id == MediaRow.id
    return and_(exists().where(mine, ProgressRow.completed), ~half_watched())


def last_seen() -> ScalarSelect[datetime]:
    """Return when somebody was last in the media, NULL when nobody was."""
    return (
        select(func.max(ProgressRow.seen_at))
        .where(ProgressRow.media_id == MediaRow.id)
        .scalar_subquery()
    )


def spared() -> ColumnElement[bool]:
    """Somebody cares for the media: it is not to go by itself."""
    return or_(favourite(), collected(), edited(), half_watched())
