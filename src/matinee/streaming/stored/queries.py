"""What the bucket has of plans, asked of the database, and remembered for some seconds.

The row is the only word on it: objects without a row are not seen by anybody.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library import AssetRow, MediaRow
from matinee.streaming.stored.tables import StoredRow

_REMEMBER_S: Final = 10.0
_MOST: Final = 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """What the bucket has of a track: how many segments, and their bytes with the header's."""

    segments: int
    bytes: int


def kept(session: Session, asset_id: str, plan: str) -> dict[str, Kept]:
    """Return what the bucket has of a plan, by track."""
    row = session.get(StoredRow, (asset_id, plan))
    return {} if row is None else _tracks(row)


def any_kept(session: Session, asset_id: str, plan: str) -> bool:
    """Say whether the bucket has anything of a plan."""
    return session.get(StoredRow, (asset_id, plan)) is not None


def kept_plans(session: Session) -> dict[tuple[str, str], dict[str, Kept]]:
    """Return what the bucket has of every plan, by asset and plan."""
    rows = session.scalars(select(StoredRow).order_by(StoredRow.asset_id, StoredRow.plan))
    return {(row.asset_id, row.plan): _tracks(row) for row in rows}


def known(services: Services, asset_id: str, plan: str) -> Mapping[str, Kept]:
    """Return what players may have of a plan from the bucket, by track, as it was some seconds ago
    at most; nothing of a title in the trash, and nothing without a bucket."""
    if services.objects is None:
        return {}
    key = (services.settings.database, asset_id, plan)
    with _lock:
        until_s, found = _recent.get(key, (0.0, {}))
    if clock.monotonic() < until_s:
        return found
    wanted = (
        select(StoredRow)
        .join(AssetRow, AssetRow.id == StoredRow.asset_id)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(
            StoredRow.asset_id == asset_id, StoredRow.plan == plan, MediaRow.trashed_at.is_(None)
        )
    )
    with services.db.read() as session:
        row = session.scalar(wanted)
        found = {} if row is None else _tracks(row)
    with _lock:
        _recent[key] = (clock.monotonic() + _REMEMBER_S, found)
        while len(_recent) > _MOST:
            _recent.popitem(last=False)
    return found


def unremember() -> None:
    """Ask the database again from now on: something was written."""
    with _lock:
        _recent.clear()


def _tracks(row: StoredRow) -> dict[str, Kept]:
    return {track: Kept(one["segments"], one["bytes"]) for track, one in row.tracks.items()}


_recent: OrderedDict[tuple[str, str, str], tuple[float, dict[str, Kept]]] = OrderedDict()
_lock = threading.Lock()
