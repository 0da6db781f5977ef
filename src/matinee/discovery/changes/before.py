"""What titles were before a change, as it is kept, and making them so again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee import library, watching
from matinee.accounts import Viewer
from matinee.discovery.changes.tables import ChangeRow
from matinee.kit.errors import NotFound
from matinee.kit.services import Services
from matinee.library import MediaRow
from matinee.watching import OpinionRow, ProgressRow


def words(session: Session, medias: Sequence[MediaRow], kind: str) -> dict[str, list[str]]:
    """Return the tags or genres of titles, by id."""
    found = library.words_of(session, [media.number for media in medias], kind)
    return {media.id: found.get(media.number, []) for media in medias}


def differs(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    """Say whether two opinions say something else, whenever they were given."""
    names = ("rating", "favourite", "liked", "listed_at")
    nothing: Mapping[str, Any] = {"favourite": False}
    return any((was or nothing).get(name) != (now or nothing).get(name) for name in names)


def undo(services: Services, viewer: Viewer, undo_id: str) -> int:
    """Make titles again what they were before a change; returns how many. Raises NotFound when
    there is nothing to undo: it was another's change, is undone already, or too long ago."""
    mine = (ChangeRow.undo_id == undo_id, ChangeRow.user_id == viewer.user_id)
    with services.db.read() as session:
        latest_first = select(ChangeRow.number).where(*mine).order_by(ChangeRow.number.desc())
        numbers = session.scalars(latest_first).all()
    if not numbers:
        raise NotFound("There is nothing to undo here any more.", code="nothing_to_undo")
    restored: set[str] = set()
    for number in numbers:
        with services.db.write() as session:
            row = session.get(ChangeRow, number)
            if row is not None:
                restored |= _restore(services, session, viewer, row.before)
                session.execute(delete(ChangeRow).where(ChangeRow.number == number))
    return len(restored)


def _restore(
    services: Services, session: Session, viewer: Viewer, before: Mapping[str, Any]
) -> set[str]:
    restored: set[str] = set()
    if "trashed" in before:
        restored.update(library.take_from_trash(services, session, before["trashed"]))
    for kind in ("tags", "genres", "facts", "locked"):
        restored.update(library.put_facts_back(services, session, kind, before.get(kind, {})))
    for kind, row in (("opinions", OpinionRow), ("progress", ProgressRow)):
        if kind in before:
            watching.many.put_back(session, viewer, row, before[kind])
            restored.update(before[kind])
    for kind in ("added_to", "taken_from"):
        if kind in before:
            library.collections.put_back(
                services, session, before[kind]["id"], kind, before[kind]["media"]
            )
            restored.update(before[kind]["media"])
    if "tag" in before:
        library.words_many.rename_tag(
            session, before["tag"]["now"], before["tag"]["was"], merge=False
        )
    return restored
