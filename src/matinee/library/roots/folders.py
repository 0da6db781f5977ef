"""The folders of a root as they were last looked into, so that unchanged ones stay closed."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee.kit.services import Services
from matinee.library.tables import FolderRow

_CHUNK = 500


def known_folders(session: Session, root_id: str) -> dict[str, tuple[int, int]]:
    """Return when each folder of a root changed and when it was looked into, both in ns."""
    rows = session.execute(
        select(FolderRow.relative_path, FolderRow.modified_ns, FolderRow.looked_ns).where(
            FolderRow.root_id == root_id
        )
    )
    return {path: (modified, looked) for path, modified, looked in rows}


def remember_folders(
    services: Services,
    root_id: str,
    looked: Mapping[str, tuple[int, int]],
    forgotten: Collection[str],
) -> None:
    """Write how folders were found, and forget those that are gone."""
    rows = [
        {"root_id": root_id, "relative_path": path, "modified_ns": modified, "looked_ns": seen}
        for path, (modified, seen) in looked.items()
    ]
    insertion = services.db.insertion(FolderRow)
    fresh = {name: insertion.excluded[name] for name in ("modified_ns", "looked_ns")}
    keep = insertion.on_conflict_do_update(index_elements=["root_id", "relative_path"], set_=fresh)
    for start in range(0, len(rows), _CHUNK):
        with services.db.write() as session:
            session.connection().execute(keep, rows[start : start + _CHUNK])
    gone = list(forgotten)
    for start in range(0, len(gone), _CHUNK):
        with services.db.write() as session:
            session.execute(
                delete(FolderRow).where(
                    FolderRow.root_id == root_id,
                    FolderRow.relative_path.in_(gone[start : start + _CHUNK]),
                )
            )
