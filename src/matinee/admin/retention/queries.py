"""The rules there are, and the titles each is about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from matinee.admin import spared
from matinee.admin.retention.rules import (
    Candidate,
    Keep,
    Outcome,
    Rule,
    Scope,
    Why,
    agreed,
    outcome,
)
from matinee.admin.retention.tables import LetGoRow, RetentionRow
from matinee.kit import clock
from matinee.kit.errors import NotFound
from matinee.library import CollectionItemRow, CollectionRow, MediaRow

_MOST_SCOPES = 100


@dataclass(frozen=True, slots=True)
class Channel:
    """Somebody on a site, of whom titles were brought in."""

    platform: str
    uploader: str
    count: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection, and how many titles stand in it."""

    id: str
    name: str
    count: int


def rows(session: Session) -> Sequence[RetentionRow]:
    """Return all rules, those of the widest scope first. One of a collection that was deleted
    rests until it is had back."""
    order = case({"library": 0, "channel": 1}, value=RetentionRow.scope, else_=2)
    gone = select(CollectionRow.id).where(CollectionRow.deleted_at.is_not(None))
    alive = or_(RetentionRow.collection_id.is_(None), RetentionRow.collection_id.not_in(gone))
    return session.scalars(
        select(RetentionRow).where(alive).order_by(order, RetentionRow.key)
    ).all()


def get(session: Session, rule_id: str) -> RetentionRow:
    """Return one rule. Raises NotFound."""
    row = session.get(RetentionRow, rule_id)
    if row is None:
        raise NotFound(
            "There is no such rule; what it was about is kept for ever.", code="no_such_rule"
        )
    return row


def rule_of(row: RetentionRow) -> Rule:
    """Return the rule that a row holds."""
    return Rule(
        Scope(row.scope), Keep(row.keep), row.number, row.platform, row.uploader, row.collection_id
    )


def outcomes(session: Session, rules: Sequence[Rule]) -> dict[str, Outcome]:
    """Return what each rule lets go now, by its key, all of them taken together."""
    now = clock.now()
    found = {
        rule.key: outcome(rule, titles(session, rule, rules), now)
        for rule in rules
    }  # fmt: skip
    return agreed(found, _several(session, rules))


def titles(session: Session, rule: Rule, rules: Sequence[Rule]) -> list[Candidate]:
    """Return the titles of ours that a rule may let go; none of a rule that keeps all."""
    if not rule.lets_go:
        return []
    wanted = _flagged().where(
        MediaRow.trashed_at.is_(None), spared.wholly_owned(), _within(rule, rules)
    )
    if rule.keep is Keep.WATCHED:
        wanted = wanted.where(spared.watched_by_all())
    if rule.keep is Keep.ADDED and rule.number is not None:
        wanted = wanted.where(MediaRow.added_at < clock.now() - timedelta(days=rule.number))
    wanted = wanted.add_columns(_collected(rules).label("collected"))
    return [_candidate(row) for row in session.execute(wanted)]


def still_free(session: Session, media_ids: Sequence[str], rules: Sequence[Rule]) -> list[str]:
    """Return those of these titles that are still there, still ours, and that nobody has come to
    care for since they were chosen."""
    return list(
        session.scalars(
            select(MediaRow.id).where(
                MediaRow.id.in_(media_ids),
                MediaRow.trashed_at.is_(None),
                spared.wholly_owned(),
                ~or_(
                    spared.favourite(), spared.edited(), spared.half_watched(),
                    _collected(rules), _brought_back(),
                ),
            )
        )
    )  # fmt: skip


def _flagged() -> Any:
    return select(
        MediaRow.id,
        MediaRow.number,
        MediaRow.size_bytes,
        MediaRow.added_at,
        MediaRow.upload_date,
        case((spared.watched_by_all(), spared.last_seen())).label("seen_at"),
        spared.favourite().label("favourite"),
        spared.edited().label("edited"),
        spared.half_watched().label("half"),
        _brought_back().label("back"),
    )


def _candidate(row: Any) -> Candidate:
    marks = (
        (row.favourite, Why.FAVOURITE),
        (row.collected, Why.COLLECTED),
        (row.edited, Why.EDITED),
        (row.half, Why.HALF_WATCHED),
        (row.back, Why.BROUGHT_BACK),
    )
    day = row.upload_date
    return Candidate(
        media_id=row.id,
        number=row.number,
        size_bytes=row.size_bytes,
        added_at=row.added_at,
        new_at=row.added_at if day is None else datetime.combine(day, time(), UTC),
        seen_at=row.seen_at,
        spared=next((why for holds, why in marks if holds), None),
    )


def _brought_back() -> Any:
    return exists().where(LetGoRow.media_id == MediaRow.id)


def _shelves(rules: Sequence[Rule]) -> list[str]:
    return [rule.collection_id for rule in rules if rule.collection_id is not None]


def _collected(rules: Sequence[Rule]) -> Any:
    """In a collection that has no rule: somebody put it there to have it."""
    return exists().where(
        CollectionItemRow.media_id == MediaRow.id,
        CollectionItemRow.collection_id.not_in(_shelves(rules)),
    )


def _within(rule: Rule, rules: Sequence[Rule]) -> Any:
    """The titles that a rule is about: those for which no narrower rule speaks."""
    in_shelf = exists().where(
        CollectionItemRow.media_id == MediaRow.id,
        CollectionItemRow.collection_id.in_(_shelves(rules)),
    )
    if rule.scope is Scope.COLLECTION:
        return exists().where(
            CollectionItemRow.media_id == MediaRow.id,
            CollectionItemRow.collection_id == rule.collection_id,
        )
    if rule.scope is Scope.CHANNEL:
        return _of_channel(rule) & ~in_shelf
    narrower = [_of_channel(one) for one in rules if one.scope is Scope.CHANNEL]
    # A title of no channel compares to NULL, which is neither.
    return and_(~in_shelf, *(~func.coalesce(one, False) for one in narrower))


def _of_channel(rule: Rule) -> Any:
    return (MediaRow.source_platform == rule.platform) & (MediaRow.uploader == rule.uploader)


def _several(session: Session, rules: Sequence[Rule]) -> dict[str, list[str]]:
    """Return the keys of the rules of every title that stands under several collections' rules."""
    keys = {rule.collection_id: rule.key for rule in rules if rule.collection_id is not None}
    if len(keys) < 2:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    inside = select(CollectionItemRow.media_id, CollectionItemRow.collection_id).where(
        CollectionItemRow.collection_id.in_(list(keys))
    )
    for media_id, collection_id in session.execute(inside):
        found[media_id].append(keys[collection_id])
    return {media_id: some for media_id, some in found.items() if len(some) > 1}


def channels(session: Session, words: str) -> list[Channel]:
    """Return the channels of whom most is here, those that hold these words in their name."""
    size = func.sum(MediaRow.size_bytes)
    wanted = (
        select(MediaRow.source_platform, MediaRow.uploader, func.count(), size)
        .where(
            MediaRow.trashed_at.is_(None),
            MediaRow.owned,
            MediaRow.source_platform.is_not(None),
            MediaRow.uploader.is_not(None),
            MediaRow.uploader.icontains(words, autoescape=True),
        )
        .group_by(MediaRow.source_platform, MediaRow.uploader)
        .order_by(size.desc())
        .limit(_MOST_SCOPES)
    )
    return [Channel(str(a), str(b), count, total or 0) for a, b, count, total in
            session.execute(wanted)]  # fmt: skip


def shelves(session: Session, words: str) -> list[Shelf]:
    """Return the collections that hold these words in their name."""
    wanted = (
        select(CollectionRow.id, CollectionRow.name, func.count(CollectionItemRow.media_id))
        .outerjoin(CollectionItemRow, CollectionItemRow.collection_id == CollectionRow.id)
        .where(
            CollectionRow.name.icontains(words, autoescape=True),
            CollectionRow.deleted_at.is_(None),
            CollectionRow.rule.is_(None),
        )
        .group_by(CollectionRow.id, CollectionRow.name)
        .order_by(CollectionRow.name)
        .limit(_MOST_SCOPES)
    )
    return [Shelf(*row) for row in session.execute(wanted)]
