"""Collections: media put together by somebody, in an order of theirs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer, may_change
from matinee.kit import clock, ids
from matinee.kit.errors import Forbidden, Invalid, NotFound
from matinee.kit.services import Services
from matinee.library import rules
from matinee.library.collections.tables import CollectionItemRow, CollectionRow
from matinee.library.queries import get_media, visible_to
from matinee.library.tables import MediaRow
from matinee.library.values import CollectionsChanged

NAME_MAX, DESCRIPTION_MAX = 200, 5_000


def every(session: Session) -> Sequence[CollectionRow]:
    """Return all collections by name."""
    there = select(CollectionRow).where(CollectionRow.deleted_at.is_(None))
    return session.scalars(there.order_by(func.lower(CollectionRow.name), CollectionRow.id)).all()


def get(session: Session, collection_id: str) -> CollectionRow:
    """Return one collection. Raises NotFound."""
    row = session.get(CollectionRow, collection_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("There is no such collection.", code="no_such_collection")
    return row


def counts(session: Session, viewer: Viewer) -> dict[str, int]:
    """Return how many media the viewer sees in each collection."""
    # Asked of each item by its media: to gather all that is seen costs the whole library.
    mine = visible_to(viewer).where(MediaRow.id == CollectionItemRow.media_id)
    rows = session.execute(
        select(CollectionItemRow.collection_id, func.count())
        .where(mine.with_only_columns(MediaRow.number).correlate(CollectionItemRow).exists())
        .group_by(CollectionItemRow.collection_id)
    )
    return {row[0]: row[1] for row in rows.all()}


def items(
    session: Session, viewer: Viewer, collection_id: str, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return a stretch of a collection in its order, and how many the viewer sees in it."""
    inside = visible_to(viewer).join(
        CollectionItemRow,
        (CollectionItemRow.media_id == MediaRow.id)
        & (CollectionItemRow.collection_id == collection_id),
    )
    total = session.scalar(inside.with_only_columns(func.count())) or 0
    ordered = inside.order_by(CollectionItemRow.position, CollectionItemRow.media_id)
    return session.scalars(ordered.offset(offset).limit(limit)).all(), total


def rule_of(session: Session, collection_id: str) -> dict[str, Any] | None:
    """Return the filter of a collection that holds whatever passes it; None where it was put
    together by hand, or is not there."""
    return session.scalar(select(CollectionRow.rule).where(CollectionRow.id == collection_id))


def numbers_in(collection_id: str) -> Select[int]:
    """Return the SELECT of the numbers of media put into a collection."""
    return (
        select(MediaRow.number)
        .join(CollectionItemRow, CollectionItemRow.media_id == MediaRow.id)
        .where(CollectionItemRow.collection_id == collection_id)
    )


def create(
    services: Services, viewer: Viewer, name: str, description: str | None,
    rule: dict[str, Any] | None = None,
) -> CollectionRow:  # fmt: skip
    """Make a collection; with a `rule` it holds what passes it. Raises Invalid when its name is
    empty once cleaned."""
    now = clock.now()
    row = CollectionRow(
        id=ids.new_id(), name=_name(name), added_by=viewer.user_id, added_at=now, updated_at=now,
        description=rules.clean_text(description, DESCRIPTION_MAX), rule=rule,
    )  # fmt: skip
    with services.db.write() as session:
        session.add(row)
        services.bus.publish_after_commit(session, CollectionsChanged())
    return row


def edit(
    services: Services, viewer: Viewer, collection_id: str, changes: dict[str, Any]
) -> CollectionRow:
    """Change name, description, rule or whose picture it shows. Raises NotFound, Forbidden or
    Invalid: what was put together by hand gets no rule, or its titles would be gone."""
    with services.db.write() as session:
        row = _editable(session, viewer, collection_id)
        if "name" in changes:
            row.name = _name(changes["name"] or "")
        if "description" in changes:
            row.description = rules.clean_text(changes["description"], DESCRIPTION_MAX)
        if changes.get("rule") is not None:
            if row.rule is None:
                raise Invalid(
                    "This collection was put together by hand.",
                    fix="Make a new one.",
                    code="collection_by_hand",
                )
            row.rule = changes["rule"]
        if "cover_media_id" in changes:
            if changes["cover_media_id"] is not None:
                get_media(session, viewer, changes["cover_media_id"])
            row.cover_media_id = changes["cover_media_id"]
        _touched(services, session, row)
        return row


def remove(services: Services, viewer: Viewer, collection_id: str) -> None:
    """Delete a collection; its media stay. For some days it can be had back. Raises NotFound or
    Forbidden."""
    with services.db.write() as session:
        now = clock.now()
        _editable(session, viewer, collection_id).deleted_at = now
        old = now - timedelta(days=services.settings.trash_days)
        session.execute(delete(CollectionRow).where(CollectionRow.deleted_at < old))
        services.bus.publish_after_commit(session, CollectionsChanged())


def restore(services: Services, viewer: Viewer, collection_id: str) -> CollectionRow:
    """Have a deleted collection back. Repeatable. Raises NotFound or Forbidden."""
    with services.db.write() as session:
        row = session.get(CollectionRow, collection_id)
        if row is None:
            raise NotFound("There is no such collection.", code="no_such_collection")
        if not may_change(viewer, row.added_by):
            raise Forbidden(
                "Only an administrator or the one who made it may have it back.", code="not_owner"
            )
        row.deleted_at = None
        _touched(services, session, row)
        return row


def put(
    services: Services, viewer: Viewer, collection_id: str, media_id: str, at: int | None = None
) -> None:
    """Put a media into a collection: at the end, or as number `at` from 0. Repeatable."""
    with services.db.write() as session:
        row = _editable(session, viewer, collection_id)
        _check_by_hand(row)
        get_media(session, viewer, media_id)
        append(session, collection_id, media_id)
        if at is not None:
            _move(session, viewer, collection_id, media_id, at)
        _touched(services, session, row)


def take_out(services: Services, viewer: Viewer, collection_id: str, media_id: str) -> None:
    """Take a media out of a collection. Repeatable."""
    with services.db.write() as session:
        row = _editable(session, viewer, collection_id)
        session.execute(
            delete(CollectionItemRow).where(
                CollectionItemRow.collection_id == collection_id,
                CollectionItemRow.media_id == media_id,
            )
        )
        _touched(services, session, row)


def append(session: Session, collection_id: str, media_id: str) -> None:
    """Put a media at the end of a collection if both exist and it is not in there yet."""
    if session.get(CollectionRow, collection_id) is None:
        return
    if session.get(CollectionItemRow, (collection_id, media_id)) is not None:
        return
    last = session.scalar(
        select(func.max(CollectionItemRow.position)).where(
            CollectionItemRow.collection_id == collection_id
        )
    )
    session.add(
        CollectionItemRow(
            collection_id=collection_id,
            media_id=media_id,
            position=0 if last is None else last + 1,
            added_at=clock.now(),
        )
    )
    session.flush()


def put_many(
    services: Services, session: Session, viewer: Viewer, collection_id: str,
    media_ids: Sequence[str],
) -> list[str]:  # fmt: skip
    """Put media at the end of a collection; returns those that were not in it. Raises NotFound,
    Forbidden, or Invalid for one that is made by a rule."""
    row = _editable(session, viewer, collection_id)
    _check_by_hand(row)
    inside = select(CollectionItemRow.media_id).where(CollectionItemRow.collection_id == row.id)
    held = set(session.scalars(inside))
    added = [media_id for media_id in media_ids if media_id not in held]
    for media_id in added:
        append(session, collection_id, media_id)
    _touched(services, session, row)
    return added


def take_many(
    services: Services, session: Session, viewer: Viewer, collection_id: str,
    media_ids: Sequence[str],
) -> dict[str, int]:  # fmt: skip
    """Take media out of a collection; returns the positions of those that were in it. Raises
    NotFound or Forbidden."""
    row = _editable(session, viewer, collection_id)
    mine = CollectionItemRow.collection_id == row.id
    found = session.scalars(
        select(CollectionItemRow).where(mine, CollectionItemRow.media_id.in_(media_ids))
    ).all()
    taken = {item.media_id: item.position for item in found}
    for item in found:
        session.delete(item)
    _touched(services, session, row)
    session.flush()
    return taken


def put_back(
    services: Services, session: Session, collection_id: str, done: str, media: Any
) -> None:
    """Undo `put_many` (`added_to`, with what it added) or `take_many` (with the positions)."""
    row = session.get(CollectionRow, collection_id)
    if row is None:
        return
    if done == "added_to":
        empty(session, collection_id, media, made=False)
    else:
        there = select(MediaRow.id).where(MediaRow.id.in_(media))
        for media_id in session.scalars(there):
            if session.get(CollectionItemRow, (collection_id, media_id)) is None:
                session.add(
                    CollectionItemRow(
                        collection_id=collection_id, media_id=media_id,
                        position=media[media_id], added_at=clock.now(),
                    )
                )  # fmt: skip
    _touched(services, session, row)
    session.flush()


def fill(
    session: Session, name: str, media_ids: Sequence[str], added_by: str | None
) -> tuple[str, bool, list[str]]:
    """Put media into the collection of this name, which is made when there is none.

    Returns its id, whether it was made, and which media were not in it before.
    """
    name, now = _name(name), clock.now()
    key = rules.fold(name)
    row = next(
        (one for one in every(session) if rules.fold(one.name) == key and one.rule is None), None
    )
    made = row is None
    if row is None:
        row = CollectionRow(
            id=ids.new_id(), name=name, added_by=added_by, added_at=now, updated_at=now
        )
        session.add(row)
        session.flush()
    inside = select(CollectionItemRow.media_id).where(CollectionItemRow.collection_id == row.id)
    held = set(session.scalars(inside))
    added = [media_id for media_id in dict.fromkeys(media_ids) if media_id not in held]
    for media_id in added:
        append(session, row.id, media_id)
    return row.id, made, added


def empty(session: Session, collection_id: str, media_ids: Sequence[str], *, made: bool) -> None:
    """Take media out again that `fill` put in; one it made goes when nothing is left in it."""
    for media_id in media_ids:
        item = session.get(CollectionItemRow, (collection_id, media_id))
        if item is not None:
            session.delete(item)
    session.flush()
    row = session.get(CollectionRow, collection_id)
    left = select(func.count()).where(CollectionItemRow.collection_id == collection_id)
    if made and row is not None and not session.scalar(left):
        session.delete(row)


def keep_rule(
    session: Session, name: str, description: str | None, rule: dict[str, Any], added_by: str | None
) -> str | None:
    """Make a collection that holds what passes a rule; None where there is one of that name."""
    name, now = _name(name), clock.now()
    key = rules.fold(name)
    if any(rules.fold(one.name) == key and one.rule is not None for one in every(session)):
        return None
    row = CollectionRow(
        id=ids.new_id(), name=name, added_by=added_by, added_at=now, updated_at=now, rule=rule,
        description=rules.clean_text(description, DESCRIPTION_MAX),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def drop_rule(session: Session, collection_id: str, rule: dict[str, Any]) -> bool:
    """Remove a collection that `keep_rule` made; False where somebody has changed its rule."""
    row = session.get(CollectionRow, collection_id)
    if row is None or row.rule != rule:
        return False
    session.delete(row)
    return True


def _move(session: Session, viewer: Viewer, collection_id: str, media_id: str, at: int) -> None:
    """Make a media number `at` of those the viewer sees; what they do not see stays in between."""
    rows = list(
        session.scalars(
            select(CollectionItemRow)
            .where(CollectionItemRow.collection_id == collection_id)
            .order_by(CollectionItemRow.position, CollectionItemRow.media_id)
        )
    )
    seen = set(session.scalars(visible_to(viewer).with_only_columns(MediaRow.id).where(
        MediaRow.id.in_(select(CollectionItemRow.media_id).where(
            CollectionItemRow.collection_id == collection_id
        ))
    )))  # fmt: skip
    moved = next(row for row in rows if row.media_id == media_id)
    rows.remove(moved)
    places = [place for place, row in enumerate(rows) if row.media_id in seen]
    rows.insert(places[at] if at < len(places) else len(rows), moved)
    for position, row in enumerate(rows):
        row.position = position


def _editable(session: Session, viewer: Viewer, collection_id: str) -> CollectionRow:
    row = get(session, collection_id)
    if not may_change(viewer, row.added_by):
        raise Forbidden(
            "Only an administrator or the one who made it may change this collection.",
            code="not_owner",
        )
    return row


def _check_by_hand(row: CollectionRow) -> None:
    if row.rule is not None:
        raise Invalid(
            "This collection holds what passes its filter.",
            fix="Change its filter.",
            code="collection_by_filter",
        )


def holding(session: Session, media_id: str) -> set[str]:
    """Return the ids of the collections a media was put into."""
    mine = select(CollectionItemRow.collection_id).where(CollectionItemRow.media_id == media_id)
    return set(session.scalars(mine))


def first_media(session: Session, viewer: Viewer, collection_id: str, limit: int) -> list[str]:
    """Return the ids of the first media of a collection that the viewer sees."""
    found, _ = items(session, viewer, collection_id, offset=0, limit=limit)
    return [media.id for media in found]


def _touched(services: Services, session: Session, row: CollectionRow) -> None:
    row.updated_at = clock.now()
    services.bus.publish_after_commit(session, CollectionsChanged())


def _name(name: str) -> str:
    line = rules.clean_line(name, NAME_MAX)
    if not line:
        raise Invalid(
            "A collection needs a name.", fix="Give it a name that can be read.", code="name_empty"
        )
    return line
