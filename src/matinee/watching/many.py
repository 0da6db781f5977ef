"""What a viewer watched and thinks of many titles, changed at once and put back as it was.

All of it inside the caller's write; nothing here is told as watching.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.library import MediaRow
from matinee.watching.tables import OpinionRow, ProgressRow

Kept = dict[str, dict[str, Any] | None]  # by media id; None where nothing was kept
_CHUNK = 500


def mark(session: Session, viewer: Viewer, medias: Sequence[MediaRow], *, seen: bool) -> Kept:
    """Say of titles that they were watched, or never begun; returns what was kept before."""
    before = keep(session, viewer, ProgressRow, [media.id for media in medias])
    changed = [
        media for media in medias
        if (not _completed(before[media.id]) if seen else before[media.id] is not None)
    ]  # fmt: skip
    kept = {media.id: before[media.id] for media in changed}
    put_back(session, viewer, ProgressRow, dict.fromkeys(kept))
    if not seen:
        return kept
    now = clock.now()
    for media in changed:
        end_s = media.duration_s or 1.0
        earlier = kept[media.id] or {}
        session.add(
            ProgressRow(
                profile_id=viewer.profile_id, media_id=media.id, position_s=end_s,
                duration_s=media.duration_s, percent=100.0, completed=True, seen_at=now,
                times_completed=earlier.get("times_completed", 0) + 1, updated_at=now,
                started_at=_moment(earlier.get("started_at")) or now,
            )
        )  # fmt: skip
    session.flush()
    return kept


def keep(
    session: Session, viewer: Viewer, row: type[ProgressRow | OpinionRow], media_ids: Sequence[str]
) -> Kept:
    """Return what is kept of titles, as JSON."""
    kept: Kept = dict.fromkeys(media_ids)
    names = [one.key for one in row.__table__.columns if one.key not in {"profile_id", "media_id"}]
    for chunk in _chunks(media_ids):
        mine = select(row).where(row.profile_id == viewer.profile_id, row.media_id.in_(chunk))
        for found in session.scalars(mine):
            values = {name: getattr(found, name) for name in names}
            kept[found.media_id] = {
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in values.items()
            }
    return kept


def put_back(
    session: Session, viewer: Viewer, row: type[ProgressRow | OpinionRow], kept: Mapping[str, Any]
) -> None:
    """Make of titles what was kept; those that have left the library are passed over."""
    for chunk in _chunks(kept):
        session.execute(
            delete(row).where(row.profile_id == viewer.profile_id, row.media_id.in_(chunk))
        )
        there = session.scalars(select(MediaRow.id).where(MediaRow.id.in_(chunk)))
        for media_id in there:
            values = kept[media_id]
            if values is not None:
                moments = {
                    name: _moment(value) if name.endswith("_at") else value
                    for name, value in values.items()
                }
                session.add(row(profile_id=viewer.profile_id, media_id=media_id, **moments))
        session.flush()
    session.expire_all()


def _completed(values: Mapping[str, Any] | None) -> bool:
    return bool(values and values["completed"])


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _chunks(ids: Iterable[str]) -> list[list[str]]:
    every = list(ids)
    return [every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK)]
