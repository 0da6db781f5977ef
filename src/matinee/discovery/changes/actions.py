"""Changing many titles at once.

A part of some hundred titles is one transaction, which also keeps what they were before: others
get their turn between the parts, and what was done when the power failed can be undone.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee import library, watching
from matinee.accounts import Viewer, may_change
from matinee.discovery.changes import before as noting
from matinee.discovery.changes.schemas import MOST, BulkChange, BulkDone
from matinee.discovery.changes.tables import ChangeRow
from matinee.discovery.facets import narrowing
from matinee.discovery.wanted import saved
from matinee.kit import clock, ids
from matinee.kit.errors import Invalid
from matinee.kit.services import Services
from matinee.library import MediaRow
from matinee.watching import OpinionRow

_PART = 200
_KEPT_DAYS = 7
Before = dict[str, Any]
T = TypeVar("T")


def change(services: Services, viewer: Viewer, wish: BulkChange) -> BulkDone:
    """Change titles. Those the viewer may not change are counted and left.

    Raises Invalid for a filter that is none or more titles than are changed at once, NotFound or
    Forbidden for a collection.
    """
    with services.db.read() as session:
        numbers, refused = _numbers(session, viewer, wish)
    undo_id, changed = ids.new_id(), 0
    for part in _parts(numbers):
        with services.db.write() as session:
            medias = _medias(session, viewer, part)
            before: Before = {}
            touched = _Part(services, session, viewer, medias, before).change(wish)
            changed += len(touched)
            if before:
                keep(session, viewer, undo_id, before)
    return BulkDone(changed=changed, refused=refused, undo_id=undo_id if changed else None)


def keep(session: Session, viewer: Viewer, undo_id: str, before: Before) -> None:
    """Keep what a part of a change made different; what is older than a week goes."""
    now = clock.now()
    session.execute(delete(ChangeRow).where(ChangeRow.at < now - timedelta(days=_KEPT_DAYS)))
    session.add(ChangeRow(undo_id=undo_id, user_id=viewer.user_id, at=now, before=before))


def _numbers(session: Session, viewer: Viewer, wish: BulkChange) -> tuple[list[int], int]:
    """Return the numbers of the titles that are to be changed, and how many may not be."""
    rows: list[tuple[int, str | None]] = []
    if wish.filter is not None:
        wanted = narrowing.matching(session, viewer, saved(wish.filter))
        found = select(MediaRow.number, MediaRow.added_by).where(MediaRow.number.in_(wanted))
        left = _left(session, wish.except_ids)
        found = found.limit(MOST + len(left) + 1)
        rows = [(number, by) for number, by in session.execute(found) if number not in left]
        if len(rows) > MOST:
            raise Invalid(
                f"These are more than {MOST} titles.", fix="Narrow the list, and do it in parts.",
                code="too_many",
            )  # fmt: skip
    for chunk in _parts(wish.ids or ()):
        seen = library.visible_to(viewer).where(MediaRow.id.in_(chunk))
        seen = seen.with_only_columns(MediaRow.number, MediaRow.added_by)
        rows += [(number, by) for number, by in session.execute(seen)]
    if not wish.edits:
        return [number for number, _ in rows], 0
    mine = [number for number, added_by in rows if may_change(viewer, added_by)]
    return mine, len(rows) - len(mine)


def _left(session: Session, except_ids: Sequence[str]) -> set[int]:
    """Return the numbers of titles that a change leaves as they are."""
    left: set[int] = set()
    for chunk in _parts(except_ids):
        left |= set(session.scalars(select(MediaRow.number).where(MediaRow.id.in_(chunk))))
    return left


def _parts(many: Sequence[T]) -> Iterable[Sequence[T]]:
    return (many[start : start + _PART] for start in range(0, len(many), _PART))


def _medias(session: Session, viewer: Viewer, numbers: Sequence[int]) -> Sequence[MediaRow]:
    seen = library.visible_to(viewer).where(MediaRow.number.in_(numbers))
    return session.scalars(seen.order_by(MediaRow.number)).all()


class _Part:
    """Some titles that are changed in one transaction; `before` is filled with what they were."""

    def __init__(
        self, services: Services, session: Session, viewer: Viewer, medias: Sequence[MediaRow],
        before: Before,
    ) -> None:  # fmt: skip
        self.services, self.session, self.viewer = services, session, viewer
        self.medias, self.before = medias, before
        self.ids = [media.id for media in medias]

    def change(self, wish: BulkChange) -> set[str]:
        """Do what is wished; returns the ids of what is different now."""
        steps: list[tuple[bool, Callable[[BulkChange], Iterable[str]]]] = [
            (bool(wish.add_tags or wish.remove_tags), self._tags),
            (bool(wish.add_genres or wish.remove_genres), self._genres),
            (wish.facts is not None, self._facts),
            (wish.opinion is not None, self._opinions),
            (wish.watched is not None, self._watched),
            (wish.add_to is not None, self._add_to),
            (wish.take_from is not None, self._take_from),
            (wish.trash is not None, self._trash),
        ]
        return {media_id for asked, step in steps if asked for media_id in step(wish)}

    def _tags(self, wish: BulkChange) -> Iterable[str]:
        return self._words("tags", wish.add_tags, wish.remove_tags)

    def _genres(self, wish: BulkChange) -> Iterable[str]:
        return self._words("genres", wish.add_genres, wish.remove_genres)

    def _words(self, kind: str, add: Sequence[str], take: Sequence[str]) -> Iterable[str]:
        numbers = [media.number for media in self.medias]
        held = noting.words(self.session, self.medias, kind)
        genre = kind == "genres"
        library.words_many.take(self.session, numbers, take, genre=genre)
        library.words_many.add(self.session, numbers, add, genre=genre)
        has = noting.words(self.session, self.medias, kind)
        other = {media_id: names for media_id, names in held.items() if has[media_id] != names}
        if not other:
            return ()
        self.before[kind] = other
        self.before.setdefault("locked", {}).update(
            library.lock_many(self.services, self.session, self._of(other), kind)
        )
        return other

    def _facts(self, wish: BulkChange) -> Iterable[str]:
        assert wish.facts is not None
        said = wish.facts.model_dump(exclude_unset=True)
        other = [
            media for media in self.medias
            if any(getattr(media, name) != value for name, value in said.items())
        ]  # fmt: skip
        if other:
            names = (*said, "locked", "doubts", "confidence")
            self.before["facts"] = {
                media.id: {name: getattr(media, name) for name in names} for media in other
            }
            library.alter_many(self.services, self.session, other, said)
        return [media.id for media in other]

    def _opinions(self, wish: BulkChange) -> Iterable[str]:
        assert wish.opinion is not None
        said = wish.opinion.model_dump(exclude_unset=True)
        held = watching.many.keep(self.session, self.viewer, OpinionRow, self.ids)
        watching.opinions.write(self.session, self.viewer, self.ids, said)
        has = watching.many.keep(self.session, self.viewer, OpinionRow, self.ids)
        other = {one: was for one, was in held.items() if noting.differs(was, has[one])}
        if other:
            self.before["opinions"] = other
        return other

    def _watched(self, wish: BulkChange) -> Iterable[str]:
        seen = bool(wish.watched)
        other = watching.many.mark(self.session, self.viewer, self.medias, seen=seen)
        if other:
            self.before["progress"] = other
        return other

    def _add_to(self, wish: BulkChange) -> Iterable[str]:
        added = library.collections.put_many(
            self.services, self.session, self.viewer, str(wish.add_to), self.ids
        )
        if added:
            self.before["added_to"] = {"id": wish.add_to, "media": added}
        return added

    def _take_from(self, wish: BulkChange) -> Iterable[str]:
        taken = library.collections.take_many(
            self.services, self.session, self.viewer, str(wish.take_from), self.ids
        )
        if taken:
            self.before["taken_from"] = {"id": wish.take_from, "media": taken}
        return taken

    def _trash(self, _wish: BulkChange) -> Iterable[str]:
        gone = library.trash_many(self.services, self.session, self.medias)
        if gone:
            self.before["trashed"] = gone
        return gone

    def _of(self, ids: Iterable[str]) -> list[MediaRow]:
        wanted = set(ids)
        return [media for media in self.medias if media.id in wanted]
