"""Which titles show the same, and a person's word that they do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from matinee.accounts import Viewer
from matinee.kit.services import Services
from matinee.library.duplicates.tables import DuplicateRow
from matinee.library.queries import get_editable, visible_to
from matinee.library.tables import AssetRow, MediaRow


@dataclass(frozen=True, slots=True)
class Group:
    """Media that show the same pictures, by their ids; `likeness` is of the least alike pair."""

    media_ids: tuple[str, ...]
    likeness: float


def groups(session: Session, viewer: Viewer) -> list[Group]:
    """Return the groups that wait for a person, those found last first."""
    first, second = aliased(AssetRow), aliased(AssetRow)
    seen = visible_to(viewer).with_only_columns(MediaRow.id)
    rows = session.execute(
        select(first.media_id, second.media_id, DuplicateRow.likeness)
        .join(first, first.id == DuplicateRow.first_id)
        .join(second, second.id == DuplicateRow.second_id)
        .where(
            DuplicateRow.different_by.is_(None),
            first.media_id != second.media_id,
            first.media_id.in_(seen),
            second.media_id.in_(seen),
        )
        .order_by(DuplicateRow.found_at.desc(), DuplicateRow.first_id, DuplicateRow.second_id)
    )
    return together((row[0], row[1], row[2]) for row in rows)


def together(pairs: Iterable[tuple[str, str, float]]) -> list[Group]:
    """Return what hangs together by pairs of (one, other, likeness), in the order it is first
    named. No I/O."""
    leader: dict[str, str] = {}

    def lead(one: str) -> str:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    least: dict[str, float] = defaultdict(lambda: 1.0)
    for one, other, likeness in pairs:
        head, joined = lead(one), lead(other)
        leader[joined] = head
        least[head] = min(least[head], least[joined], likeness)
    members: dict[str, list[str]] = defaultdict(list)
    for one in leader:
        members[lead(one)].append(one)
    return [Group(tuple(some), least[head]) for head, some in members.items()]


def settle(
    services: Services, viewer: Viewer, media_ids: Sequence[str], *, different: bool
) -> None:
    """Note that these media are different films, or take that back.

    Raises NotFound, Forbidden.
    """
    with services.db.write() as session:
        for media_id in media_ids:
            get_editable(session, viewer, media_id)
        mine = select(AssetRow.id).where(AssetRow.media_id.in_(media_ids))
        pairs = session.scalars(
            select(DuplicateRow).where(
                DuplicateRow.first_id.in_(mine), DuplicateRow.second_id.in_(mine)
            )
        )
        for pair in pairs:
            pair.different_by = viewer.user_id if different else None
