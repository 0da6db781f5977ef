"""What a media says of its files: whether they are there, how long, how large, how fine.

Kept on the media row so that lists are sorted and filtered without joins, and written in one
place, from the assets, whenever those change.
"""

from collections.abc import Collection

from sqlalchemy import and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session

from matinee.library.tables import (
    READY,
    TRASHED,
    UNAVAILABLE,
    AssetRow,
    MediaRow,
    PlaceRow,
    RootRow,
)

_CHUNK = 500


def is_present(asset: type[AssetRow] = AssetRow):  # noqa: ANN201 - an SQL expression
    """Return the SQL that says whether an asset has a file, as far as the library knows."""
    placed = exists().where(
        PlaceRow.asset_id == asset.id,
        PlaceRow.missing_since.is_(None),
        PlaceRow.root_id == RootRow.id,
        RootRow.status == READY,
    )
    return or_(and_(asset.key.is_not(None), asset.file_missing.is_(False)), placed)


def refresh(session: Session, media_ids: Collection[str]) -> None:
    """Write what the assets of these media amount to."""
    ids = list(dict.fromkeys(media_ids))
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        _refresh_status(session, chunk)
        for media_id in chunk:
            _refresh_facts(session, media_id)


def refresh_status(session: Session, media_ids: Collection[str]) -> None:
    """Write only whether the files of these media are there: for whole folders at once."""
    ids = list(dict.fromkeys(media_ids))
    for start in range(0, len(ids), _CHUNK):
        _refresh_status(session, ids[start : start + _CHUNK])


def _refresh_status(session: Session, media_ids: list[str]) -> None:
    ready = exists().where(AssetRow.media_id == MediaRow.id, is_present())
    status = case((MediaRow.trashed_at.is_not(None), TRASHED), (ready, READY), else_=UNAVAILABLE)
    session.execute(
        update(MediaRow)
        .where(MediaRow.id.in_(media_ids), MediaRow.status != status)
        .values(status=status)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def _refresh_facts(session: Session, media_id: str) -> None:
    main = session.scalar(main_asset(media_id))
    if main is None:
        return
    total, owned = session.execute(
        select(func.sum(AssetRow.size_bytes), func.count(AssetRow.key)).where(
            AssetRow.media_id == media_id
        )
    ).one()
    session.execute(
        update(MediaRow)
        .where(MediaRow.id == media_id)
        .values(
            size_bytes=total,
            owned=bool(owned),
            duration_s=main.duration_s,
            width=main.width,
            height=main.height,
            hdr=main.hdr,
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def main_asset(media_id: str):  # noqa: ANN201 - an SQL expression
    """Return the SELECT of the asset that plays: present, then finest, then first."""
    return (
        select(AssetRow)
        .where(AssetRow.media_id == media_id)
        .order_by(is_present().desc(), AssetRow.height.desc().nulls_last(), AssetRow.id)
        .limit(1)
    )
