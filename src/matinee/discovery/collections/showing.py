"""What a collection holds for a viewer, whichever kind it is, and how it is shown in lists."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer, may_change
from matinee.discovery import queries
from matinee.discovery.collections import schemas
from matinee.discovery.wanted import Order, saved
from matinee.library import CollectionRow, MediaRow

_COVERS = 4


def contents(
    session: Session, viewer: Viewer, row: CollectionRow, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return a stretch of a collection in its order, and how many the viewer sees in it."""
    if row.rule is None:
        return library.collections.items(session, viewer, row.id, offset=offset, limit=limit)
    order = Order(row.rule.get("sort_by"), row.rule.get("sort_order"))
    wanted = saved(row.rule["filter"])
    return queries.page(session, viewer, wanted, order, offset=offset, limit=limit)


def show(
    session: Session, viewer: Viewer, rows: Sequence[CollectionRow], holding: str | None = None
) -> list[schemas.Collection]:
    """Return collections as they stand in lists; with `holding`, whether they hold that media."""
    counts = library.collections.counts(session, viewer)
    held = library.collections.holding(session, holding) if holding else set[str]()
    shown = [(row, *_face(session, viewer, row, counts)) for row in rows]
    posters = library.posters_of(session, [one for _, first, _ in shown for one in first])
    return [
        schemas.Collection(
            id=row.id, name=row.name, description=row.description, count=count,
            editable=may_change(viewer, row.added_by), added_at=row.added_at,
            updated_at=row.updated_at, cover_media_id=row.cover_media_id,
            rule=None if row.rule is None else schemas.Rule.model_validate(row.rule),
            covers=[
                schemas.Cover(poster_url=posters[one][0], blurhash=posters[one][1])
                for one in first if one in posters
            ],
            holds=row.id in held if holding else None,
        )
        for row, first, count in shown
    ]  # fmt: skip


def _face(
    session: Session, viewer: Viewer, row: CollectionRow, counts: dict[str, int]
) -> tuple[list[str], int]:
    """Return whose pictures stand for a collection, and how many titles are in it."""
    if row.rule is not None:
        found, count = contents(session, viewer, row, offset=0, limit=_COVERS)
        first = [media.id for media in found]
    else:
        count = counts.get(row.id, 0)
        first = library.collections.first_media(session, viewer, row.id, _COVERS) if count else []
    if row.cover_media_id is not None and _sees(session, viewer, row.cover_media_id):
        first = [row.cover_media_id]
    return first, count


def _sees(session: Session, viewer: Viewer, media_id: str) -> bool:
    """Say whether the title whose picture was chosen is there for this viewer, now."""
    seen = library.visible_to(viewer).where(MediaRow.id == media_id)
    return session.scalar(seen.with_only_columns(MediaRow.number)) is not None
