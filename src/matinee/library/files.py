"""Where the bytes of an asset are at this moment.

An owned file lies at its address under the data folder. A file scanned in place is reached
through its root, which is a jail: what resolves to outside it, by `..` or by a link, is not there.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit import objects
from matinee.kit.errors import Unavailable
from matinee.kit.jail import inside, within
from matinee.kit.services import Services
from matinee.library.tables import READY, AssetRow, PlaceRow, RootRow, SidecarRow


def asset_file(services: Services, session: Session, asset: AssetRow) -> Path:
    """Return a readable file with this asset's content. Raises Unavailable when there is none."""
    away: Unavailable | None = None
    try:
        for path in asset_files(services, session, asset):
            return path
    except Unavailable as error:
        away = error
    for path in _in_folders(session, asset):
        return path
    raise away or Unavailable(
        "The file is not there now.",
        fix="If it lies on another disk, connect that disk and scan the folder again.",
        code="file_unavailable",
    )


def asset_files(services: Services, session: Session, asset: AssetRow) -> Iterator[Path]:
    """Yield every present file of an asset, the owned one first.

    Raises Unavailable where the storage that keeps it does not answer.
    """
    if asset.key is not None:
        path = objects.find(services, asset.key)
        if path is not None:
            yield path
    yield from _in_folders(session, asset)


def _in_folders(session: Session, asset: AssetRow) -> Iterator[Path]:
    places = session.execute(
        select(RootRow.path, PlaceRow.relative_path)
        .join(RootRow, RootRow.id == PlaceRow.root_id)
        .where(PlaceRow.asset_id == asset.id)
        .order_by(PlaceRow.missing_since.is_not(None), RootRow.status != READY)
    )
    for root, relative_path in places:
        path = within(Path(root), relative_path)
        if path is not None:
            yield path


def sidecar_file(services: Services, session: Session, sidecar: SidecarRow) -> Path:
    """Return the file of a sidecar. Raises Unavailable when it is not there."""
    path = None
    if sidecar.key is not None:
        path = objects.whole(services, sidecar.key)
    elif sidecar.root_id is not None and sidecar.relative_path is not None:
        root = session.get(RootRow, sidecar.root_id)
        path = within(Path(root.path), sidecar.relative_path) if root else None
    if path is None:
        raise Unavailable("The file is not there now.", code="file_unavailable")
    return path


__all__ = ["asset_file", "asset_files", "inside", "sidecar_file", "within"]
