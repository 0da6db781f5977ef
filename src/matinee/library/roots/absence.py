"""Files that are not there any more, and when to doubt it.

A disk that is only half there looks like a folder from which much was deleted. When more than a
fifth of a root's files are gone at once, they show as unavailable, but they are not counted as
missing, and the owner is asked. The question goes by itself when the files come back.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library.roots.places import get_root, mark_missing
from matinee.library.tables import PlaceRow
from matinee.library.values import RootsChanged

UNSURE = datetime(9999, 1, 1, tzinfo=UTC)
"""When a file is missing since, while the owner was not asked yet: no time runs for it."""

_LEAST, _SHARE = 10, 5
_CHUNK = 400


def note_gone(services: Services, root_id: str, relative_paths: Collection[str]) -> int:
    """Note that files were not found by a look; returns how many were there before.

    Those whose content lies elsewhere now only moved, and do not count.
    """
    with services.db.read() as session:
        lost = _lost(session, root_id, set(relative_paths))
        present = _count(session, root_id, PlaceRow.missing_since.is_(None))
        unsure = _count(session, root_id, PlaceRow.missing_since == UNSURE)
        before = get_root(session, root_id).gone
    doubtful = lost + unsure
    asks = doubtful >= _LEAST and doubtful * _SHARE > present + unsure
    since = UNSURE if asks else clock.now()
    missing = mark_missing(services, root_id, relative_paths, since=since)
    if asks or unsure or before:
        _settle(services, root_id, believed=not asks)
    return missing


def believe_gone(services: Services, root_id: str) -> None:
    """Take the files a root asks about as missing, from now on. Raises NotFound."""
    _settle(services, root_id, believed=True)


def _settle(services: Services, root_id: str, *, believed: bool) -> None:
    with services.db.write() as session:
        root = get_root(session, root_id)
        if believed:
            session.execute(
                update(PlaceRow)
                .where(PlaceRow.root_id == root_id, PlaceRow.missing_since == UNSURE)
                .values(missing_since=clock.now())
                .execution_options(synchronize_session=False)
            )
        root.gone = _count(session, root_id, PlaceRow.missing_since == UNSURE)
        services.bus.publish_after_commit(session, RootsChanged())


def _count(session: Session, root_id: str, condition: object) -> int:
    counted = select(func.count()).select_from(PlaceRow).where(PlaceRow.root_id == root_id)
    return session.scalar(counted.where(condition)) or 0  # type: ignore[arg-type]


def _lost(session: Session, root_id: str, gone: set[str]) -> int:
    """Count the files of which no other place is known; copies gone together count once each."""
    assets: dict[str, str | None] = {}
    paths = list(gone)
    for start in range(0, len(paths), _CHUNK):
        rows = session.execute(
            select(PlaceRow.relative_path, PlaceRow.asset_id).where(
                PlaceRow.root_id == root_id,
                PlaceRow.relative_path.in_(paths[start : start + _CHUNK]),
                PlaceRow.missing_since.is_(None),
            )
        )
        assets.update((path, asset_id) for path, asset_id in rows)
    elsewhere: set[str] = set()
    wanted = [asset_id for asset_id in assets.values() if asset_id is not None]
    for start in range(0, len(wanted), _CHUNK):
        places = session.execute(
            select(PlaceRow.asset_id, PlaceRow.root_id, PlaceRow.relative_path).where(
                PlaceRow.asset_id.in_(wanted[start : start + _CHUNK]),
                PlaceRow.missing_since.is_(None),
            )
        )
        for asset_id, other_root, path in places:
            if asset_id is not None and (other_root != root_id or path not in gone):
                elsewhere.add(asset_id)
    return sum(asset_id not in elsewhere for asset_id in assets.values())
