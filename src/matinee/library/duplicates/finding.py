"""Keeping what a film looks like, and finding those that look the same."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matinee.engine import WIDEST_LENGTHS, PicturePrint, alike
from matinee.kit import clock
from matinee.library.duplicates.tables import DuplicateRow, PicturePrintRow
from matinee.library.tables import READY, AssetRow, MediaRow

_AT_ONCE = 2000  # prints in memory while one is held against all
_ABOUT_S = 2.0
_MOST = 20  # of one film: a thousand copies hang together without a million pairs


def unseen(session: Session, after: str, most: int) -> Sequence[tuple[MediaRow, str]]:
    """Return files that nobody looked at, by their id, with their media."""
    rows = session.execute(
        _unseen()
        .where(AssetRow.id > after)
        .with_only_columns(MediaRow, AssetRow.id)
        .order_by(AssetRow.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def all_seen(session: Session, media_ids: Sequence[str]) -> bool:
    """Say whether somebody looked at every file of these media."""
    left = _unseen().where(AssetRow.media_id.in_(media_ids)).with_only_columns(AssetRow.id)
    return session.scalar(left.limit(1)) is None


def count_unseen(session: Session) -> int:
    """Return how many files there are that nobody looked at."""
    return session.scalar(_unseen().with_only_columns(func.count())) or 0


def save_look(session: Session, asset_id: str, look: PicturePrint) -> int:
    """Keep what a file looks like; returns how many others were found to look the same."""
    if session.get(AssetRow, asset_id) is None:
        return 0
    row = session.get(PicturePrintRow, asset_id) or PicturePrintRow(asset_id=asset_id)
    row.duration_s, row.hashes = look.duration_s, look.hashes
    session.add(row)
    session.flush()
    found = _same(session, asset_id, look) if any(look.hashes) else {}
    for other_id, likeness in found.items():
        first_id, second_id = sorted((asset_id, other_id))
        if session.get(DuplicateRow, (first_id, second_id)) is None:
            session.add(
                DuplicateRow(
                    first_id=first_id, second_id=second_id, likeness=likeness, found_at=clock.now()
                )
            )
    return len(found)


def _same(session: Session, asset_id: str, look: PicturePrint) -> dict[str, float]:
    longest = max(look.duration_s * WIDEST_LENGTHS, look.duration_s + _ABOUT_S)
    shortest = min(look.duration_s / WIDEST_LENGTHS, look.duration_s - _ABOUT_S)
    row = PicturePrintRow
    columns = select(row.asset_id, row.duration_s, row.hashes)
    near = columns.where(row.duration_s.between(shortest, longest), row.asset_id != asset_id)
    found: dict[str, float] = {}
    rows = session.execute(near.order_by(row.asset_id).execution_options(yield_per=_AT_ONCE))
    for other_id, duration_s, hashes in rows:
        likeness = alike(look, PicturePrint(duration_s, hashes))
        if likeness:
            found[other_id] = likeness
        if len(found) == _MOST:
            rows.close()
            break
    return found


def _unseen() -> Select[AssetRow]:
    seen = select(PicturePrintRow.asset_id).where(PicturePrintRow.asset_id == AssetRow.id)
    return (
        select(AssetRow)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(AssetRow.video_codec.is_not(None), MediaRow.status == READY, ~seen.exists())
    )
