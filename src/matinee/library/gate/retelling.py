"""Files that got another name: what they say of themselves now is believed, but for what people
changed by hand, and for what came from a source that knows better than a name."""

from collections.abc import Callable, Collection
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit.services import Services
from matinee.library.gate import entries
from matinee.library.tables import READY, AssetRow, MediaRow, PlaceRow, ProbeRow, RootRow
from matinee.library.values import Identity, MediaChanged

Read = Callable[[dict[str, str]], Identity]


def tell_again(
    services: Services,
    media_id: str,
    place: tuple[str, str],
    read: Read,
    lying: Collection[str],
) -> bool:
    """Write what the file at a place (root id, relative path) says now; returns whether it was
    asked. `read` gets the file's own tags; `lying` are the paths in the root that are there.

    A further copy of a file that is where it was says nothing.
    """
    with services.db.read() as session:
        media = session.get(MediaRow, media_id)
        if media is None or media.source_platform is not None:
            return False
        asset = _asset_at(session, place)
        if asset is None or _lies_elsewhere(session, asset.id, place, lying):
            return False
        probe = session.get(ProbeRow, asset.id)
        identity = read(dict(probe.probe.get("tags") or {}) if probe else {})
    with services.db.write() as session:
        media = session.get(MediaRow, media_id)
        if media is None:
            return False
        entries.tell_again(session, media, identity, PurePath(place[1]).stem)
        services.bus.publish_after_commit(session, MediaChanged(media_id))
        return True


def _asset_at(session: Session, place: tuple[str, str]) -> AssetRow | None:
    at = (PlaceRow.root_id == place[0], PlaceRow.relative_path == place[1])
    return session.scalar(
        select(AssetRow).join(PlaceRow, PlaceRow.asset_id == AssetRow.id).where(*at)
    )


def _lies_elsewhere(
    session: Session, asset_id: str, place: tuple[str, str], lying: Collection[str]
) -> bool:
    rows = session.execute(
        select(PlaceRow.root_id, PlaceRow.relative_path)
        .join(RootRow, RootRow.id == PlaceRow.root_id)
        .where(
            PlaceRow.asset_id == asset_id, PlaceRow.missing_since.is_(None), RootRow.status == READY
        )
    )
    return any(
        path in lying if root_id == place[0] else True
        for root_id, path in rows
        if (root_id, path) != place
    )
