"""What a viewer thinks of a title: a rating in half stars, and whether it is a favourite."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.watching.tables import OpinionRow

HalfStars = Annotated[int, Field(ge=1, le=10)]


class Opinion(BaseModel):
    """A rating of 1 to 10 half stars, null where none was given, and the favourite's mark."""

    model_config = ConfigDict(extra="forbid")

    rating: HalfStars | None = None
    favourite: bool = False


def find(session: Session, viewer: Viewer, media_id: str) -> Opinion:
    """Return what the viewer thinks of a media; nothing until they say."""
    row = session.get(OpinionRow, (viewer.profile_id, media_id))
    if row is None:
        return Opinion()
    return Opinion(rating=row.rating, favourite=row.favourite)


def keep(services: Services, viewer: Viewer, media_id: str, opinion: Opinion) -> Opinion:
    """Keep what the viewer thinks of a media. Raises NotFound."""
    with services.db.write() as session:
        media = library.get_media(session, viewer, media_id)
        row = session.get(OpinionRow, (viewer.profile_id, media.id))
        if row is None:
            row = OpinionRow(profile_id=viewer.profile_id, media_id=media.id)
            session.add(row)
        row.rating, row.favourite = opinion.rating, opinion.favourite
        row.updated_at = clock.now()
        return opinion


def decorate(
    session: Session, viewer: Viewer, media_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return `rating` and `favourite` of many media at once, for those the viewer judged."""
    rows = session.execute(
        select(OpinionRow.media_id, OpinionRow.rating, OpinionRow.favourite).where(
            OpinionRow.profile_id == viewer.profile_id, OpinionRow.media_id.in_(media_ids)
        )
    )
    return {
        media_id: {"rating": rating, "favourite": favourite} for media_id, rating, favourite in rows
    }
