"""Where the bytes of an asset are at this moment.

An owned file lies at its address under the data folder. A file scanned in place is reached
through its root, which is a jail: what resolves to outside it, by `..` or by a link, is not there.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit.errors import Unavailable
from matinee.kit.services import Services
from matinee.library.tables import READY, AssetRow, PlaceRow, RootRow, SidecarRow


def asset_file(services: Services, session: Session, asset: AssetRow) -> Path:
    """Return a readable file with this asset's content. Raises Unavailable when there is none."""
    for path in asset_files(services, session, asset):
        return path
    raise Unavailable(
        "The file is not there now.",
        fix="If it lies on another disk, connect that disk and scan the folder again.",
        code="file_unavailable",
    )


def asset_files(services: Services, session: Session, asset: AssetRow) -> Iterator[Path]:
    """Yield every present file of an asset, the owned one first."""
    if asset.key is not None:
        path = within(services.store.data, asset.key)
        if path is not None:
            yield path
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
        path = within(services.store.data, sidecar.key)
    elif sidecar.root_id is not None and sidecar.relative_path is not None:
        root = session.get(RootRow, sidecar.root_id)
        path = within(Path(root.path), sidecar.relative_path) if root else None
    if path is None:
        raise Unavailable("The file is not there now.", code="file_unavailable")
    return path


def within(root: Path, relative: str) -> Path | None:
    """Return the regular file at `relative` inside `root`, None when it is away or outside."""
    return inside(os.path.realpath(root), relative)


def inside(jail: str, relative: str) -> Path | None:
    """As `within`, of a root whose real path is known: many files cost a few looks each."""
    try:
        plain = _plain(jail, relative)
        if plain is not None:
            return plain
        target = os.path.realpath(os.path.join(jail, relative))  # noqa: PTH118 - bytes-safe
        stays = os.path.commonpath((jail, target)) == jail
        return Path(target) if stays and Path(target).is_file() else None
    except (OSError, ValueError):  # a NUL in the name, a loop of links, a disk that went away
        return None


def _plain(jail: str, relative: str) -> Path | None:
    """Return a regular file that is reached without any link; None where it has to be resolved."""
    at, mode = jail, 0
    for part in relative.split(os.sep):  # noqa: PTH206 - a Path a file is slow
        if part in {"", ".", ".."}:
            return None
        at = f"{at}{os.sep}{part}"
        mode = os.lstat(at).st_mode
        if stat.S_ISLNK(mode):
            return None
    return Path(at) if stat.S_ISREG(mode) else None
