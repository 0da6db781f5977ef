"""What a rule looks at, and the channels there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from matinee.keeping.rules import Held, Spared
from matinee.keeping.tables import KeepRuleRow, LetGoRow
from matinee.kit.errors import NotFound
from matinee.library import CollectionItemRow, CollectionRow, MediaRow
from matinee.watching import OpinionRow, ProgressRow

_BEGUN_PERCENT = 1.0
_EDITED = ("title", "kind", "description", "tags", "genres")


@dataclass(frozen=True, slots=True)
class Target:
    """What a rule is about: a channel, by platform and uploader, or a collection."""

    platform: str = ""
    uploader: str = ""
    collection_id: str = ""

    @property
    def of_target(self) -> tuple[Any, ...]:
        """Return the conditions on a rule's row."""
        return (
            KeepRuleRow.platform == self.platform, KeepRuleRow.uploader == self.uploader,
            KeepRuleRow.collection_id == self.collection_id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Channel:
    """Somebody whose videos are here: how many, and how much of it is ours."""

    platform: str
    uploader: str
    count: int
    size_bytes: int


def channels(session: Session) -> list[Channel]:
    """Return every channel, the largest first."""
    size = func.sum(MediaRow.size_bytes)
    rows = session.execute(
        select(MediaRow.source_platform, MediaRow.uploader, func.count(), size)
        .where(
            MediaRow.source_platform.is_not(None),
            MediaRow.uploader.is_not(None),
            MediaRow.trashed_at.is_(None),
        )
        .group_by(MediaRow.source_platform, MediaRow.uploader)
        .order_by(size.desc(), MediaRow.uploader)
    )
    return [Channel(str(row[0]), str(row[1]), row[2], row[3] or 0) for row in rows]


def rules(session: Session) -> Sequence[KeepRuleRow]:
    """Return every rule."""
    return session.scalars(select(KeepRuleRow).order_by(KeepRuleRow.id)).all()


def rule_of(session: Session, target: Target) -> KeepRuleRow | None:
    """Return the rule of a channel or collection."""
    return session.scalar(select(KeepRuleRow).where(*target.of_target))


def name_of(session: Session, target: Target) -> str:
    """Return what a target is called. Raises NotFound for one that is not there."""
    if target.collection_id:
        row = session.get(CollectionRow, target.collection_id)
        if row is None:
            raise NotFound("There is no such collection.")
        return row.name
    if session.scalar(_of(target).with_only_columns(MediaRow.id).limit(1)) is None:
        raise NotFound("Nothing of this channel is here.")
    return target.uploader


def held(session: Session, target: Target) -> list[Held]:
    """Return the titles of a channel or collection, with why each would be spared."""
    mine = ProgressRow.media_id == MediaRow.id
    begun = exists().where(
        mine, ProgressRow.completed.is_(False), ProgressRow.percent >= _BEGUN_PERCENT
    )
    watched = (
        select(func.max(ProgressRow.updated_at))
        .where(mine, ProgressRow.completed.is_(True))
        .correlate(MediaRow)
        .scalar_subquery()
    )
    liked = exists().where(OpinionRow.media_id == MediaRow.id, OpinionRow.favourite.is_(True))
    collected = exists().where(
        CollectionItemRow.media_id == MediaRow.id,
        CollectionItemRow.collection_id != target.collection_id,
    )
    restored = exists().where(LetGoRow.media_id == MediaRow.id)
    spared = case(
        (MediaRow.owned.is_(False), "in_place"), (liked, "favourite"), (collected, "collected"),
        (begun, "begun"), (restored, "restored"), (MediaRow.locked.is_not(None), "edited"),
    )  # fmt: skip
    rows = session.execute(
        _of(target).with_only_columns(
            MediaRow.id, MediaRow.title, MediaRow.size_bytes, MediaRow.upload_date,
            MediaRow.added_at, watched, spared,
        )
    )  # fmt: skip
    return [_held(*row) for row in rows]


def _held(
    media_id: str, title: str, size_bytes: int, day: Any, added_at: datetime,
    watched_at: datetime | None, spared: Spared | None,
) -> Held:  # fmt: skip
    at = datetime.combine(day, time(12), UTC) if day else added_at
    return Held(media_id, title, size_bytes, at, added_at, watched_at, spared)


def _of(target: Target) -> Select[MediaRow]:
    some = select(MediaRow).where(MediaRow.trashed_at.is_(None), MediaRow.extra_kind.is_(None))
    if target.collection_id:
        inside = select(CollectionItemRow.media_id).where(
            CollectionItemRow.collection_id == target.collection_id
        )
        return some.where(MediaRow.id.in_(inside))
    return some.where(
        MediaRow.source_platform == target.platform, MediaRow.uploader == target.uploader
    )


def watched_by_all(session: Session) -> Select[MediaRow]:
    """Return a query of owned titles that whoever began them has seen to the end."""
    mine = ProgressRow.media_id == MediaRow.id
    seen = exists().where(mine, ProgressRow.completed.is_(True))
    begun = exists().where(
        and_(mine, ProgressRow.completed.is_(False), ProgressRow.percent >= _BEGUN_PERCENT)
    )
    liked = exists().where(
        OpinionRow.media_id == MediaRow.id,
        or_(OpinionRow.favourite.is_(True), OpinionRow.rating >= 9),
    )
    return select(MediaRow).where(
        MediaRow.owned.is_(True), MediaRow.trashed_at.is_(None), seen, ~begun, ~liked
    )
