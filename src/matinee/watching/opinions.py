"""What a viewer thinks of a title: stars, liked or not, favourite, on their list."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.kit.db import STATEMENTS
from matinee.kit.services import Services
from matinee.kit.statements import among, ready
from matinee.library import MediaRow
from matinee.watching.tables import OpinionRow

HalfStars = Annotated[int, Field(ge=1, le=10)]


class Opinion(BaseModel):
    """A rating of 1 to 10 half stars, null where none was given; liked, disliked (false) or
    neither (null); the favourite's mark; and whether it is on the viewer's list."""

    model_config = ConfigDict(extra="forbid")

    rating: HalfStars | None = None
    favourite: bool = False
    liked: bool | None = None
    in_list: bool = False


def find(session: Session, viewer: Viewer, media_id: str) -> Opinion:
    """Return what the viewer thinks of a media; nothing until they say."""
    row = session.get(OpinionRow, (viewer.profile_id, media_id))
    if row is None:
        return Opinion()
    return Opinion(
        rating=row.rating, favourite=row.favourite, liked=row.liked,
        in_list=row.listed_at is not None,
    )  # fmt: skip


def keep(services: Services, viewer: Viewer, media_id: str, opinion: Opinion) -> Opinion:
    """Keep what the viewer thinks of a media: what the opinion names; the rest stays.

    Raises NotFound.
    """
    with services.db.write() as session:
        media = library.get_media(session, viewer, media_id)
        write(session, viewer, [media.id], opinion.model_dump(exclude_unset=True))
        return find(session, viewer, media.id)


def write(
    session: Session, viewer: Viewer, media_ids: Sequence[str], changes: Mapping[str, Any]
) -> None:
    """Write what an `Opinion` names of many media at once. What says nothing leaves no row."""
    now = clock.now()
    for media_id in media_ids:
        row = session.get(OpinionRow, (viewer.profile_id, media_id))
        if row is None:
            row = OpinionRow(profile_id=viewer.profile_id, media_id=media_id, favourite=False)
            session.add(row)
        for name in ("rating", "favourite", "liked"):
            if name in changes:
                setattr(row, name, changes[name])
        if "in_list" in changes and changes["in_list"] != (row.listed_at is not None):
            row.listed_at = now if changes["in_list"] else None
        row.updated_at = now
    session.flush()
    session.execute(
        delete(OpinionRow).where(
            OpinionRow.profile_id == viewer.profile_id, OpinionRow.media_id.in_(media_ids),
            OpinionRow.rating.is_(None), OpinionRow.liked.is_(None),
            OpinionRow.favourite.is_(False), OpinionRow.listed_at.is_(None),
        )
    )  # fmt: skip


def follow(session: Session, from_media: str, to_media: str) -> None:
    """Let opinions of a media go over to another that it is a version of; what somebody thinks
    of that one already stands, and is only filled up."""
    mine = select(OpinionRow).where(OpinionRow.media_id == from_media)
    for row in session.scalars(mine).all():
        other = session.get(OpinionRow, (row.profile_id, to_media))
        if other is None:
            other = OpinionRow(profile_id=row.profile_id, media_id=to_media, favourite=False)
            other.updated_at = row.updated_at
            session.add(other)
        other.rating = row.rating if other.rating is None else other.rating
        other.liked = row.liked if other.liked is None else other.liked
        other.favourite = other.favourite or row.favourite
        other.listed_at = other.listed_at or row.listed_at
    session.flush()


_KEPT = OpinionRow.__table__.c
_OF_MANY = ready(
    select(_KEPT.media_id, _KEPT.rating, _KEPT.favourite, _KEPT.liked, _KEPT.listed_at).where(
        _KEPT.profile_id == bindparam("profile"), among(_KEPT.media_id, "media")
    )
)


def listed(session: Session, viewer: Viewer, limit: int) -> Sequence[int]:
    """Return the numbers of what is on the viewer's list, what was put there last first."""
    return session.scalars(_listed(viewer, limit)).all()


@lru_cache(maxsize=STATEMENTS)
def _listed(viewer: Viewer, limit: int) -> Select[int]:
    return ready(
        library.listed(viewer)
        .join(OpinionRow, OpinionRow.media_id == MediaRow.id)
        .where(OpinionRow.profile_id == viewer.profile_id, OpinionRow.listed_at.is_not(None))
        .with_only_columns(MediaRow.number)
        .order_by(OpinionRow.listed_at.desc(), OpinionRow.media_id.desc())
        .limit(limit)
    )


def decorate(
    session: Session, viewer: Viewer, media_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return what the viewer thinks of many media at once, for those they judged."""
    rows = session.execute(_OF_MANY, {"profile": viewer.profile_id, "media": media_ids})
    return {
        media_id: {
            "rating": rating, "favourite": favourite, "liked": liked,
            "in_list": listed_at is not None,
        }
        for media_id, rating, favourite, liked, listed_at in rows
    }  # fmt: skip
