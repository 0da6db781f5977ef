"""Tags renamed, made one and taken away, with a way back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.discovery.changes import before as noting
from matinee.discovery.changes.actions import keep
from matinee.discovery.changes.schemas import TagChange, TagChanged
from matinee.kit import ids
from matinee.kit.errors import Conflict, Forbidden
from matinee.kit.services import Services
from matinee.library import MediaRow, words_many

_CHUNK = 500


def rename(services: Services, viewer: Viewer, name: str, change: TagChange) -> TagChanged:
    """Call a tag otherwise, or make it one with another. Raises NotFound, Forbidden, Invalid, or
    Conflict where the name is taken and `merge` is not asked for."""
    _check(viewer)
    undo_id = ids.new_id()
    with services.db.write() as session:
        tagged = words_many.media_with_tag(session, name)
        try:
            was = words_many.rename_tag(session, name, change.name, merge=False)
        except Conflict:
            if not change.merge:
                raise
            before = _tags(session, tagged)
            words_many.rename_tag(session, name, change.name, merge=True)
            keep(session, viewer, undo_id, {"tags": before})
        else:
            keep(session, viewer, undo_id, {"tag": {"was": was, "now": change.name}})
    return TagChanged(changed=len(tagged), undo_id=undo_id)


def delete(services: Services, viewer: Viewer, name: str) -> TagChanged:
    """Take a tag off all titles. Raises NotFound or Forbidden."""
    _check(viewer)
    undo_id = ids.new_id()
    with services.db.write() as session:
        before = _tags(session, words_many.media_with_tag(session, name))
        words_many.delete_tag(session, name)
        keep(session, viewer, undo_id, {"tags": before})
    return TagChanged(changed=len(before), undo_id=undo_id if before else None)


def _tags(session: Session, media_ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for start in range(0, len(media_ids), _CHUNK):
        chunk = media_ids[start : start + _CHUNK]
        medias = session.scalars(select(MediaRow).where(MediaRow.id.in_(chunk))).all()
        found |= noting.words(session, medias, "tags")
    return found


def _check(viewer: Viewer) -> None:
    if not viewer.is_admin:
        raise Forbidden("Only an administrator may change tags for everybody.", code="admins_only")
