"""What the library holds, summed in SQL: by kind, folder, codec and size of the picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, or_, select, text
from sqlalchemy.orm import Session

from matinee import streaming
from matinee.accounts import Viewer
from matinee.admin import spared
from matinee.admin.storage.measure import Measured
from matinee.admin.storage.values import STALE_DAYS, CanGo, Sum, What
from matinee.kit import clock
from matinee.library import AssetRow, MediaRow, PlaceRow, RootRow, visible_to

OWNED = "owned"
_LARGEST = 20
_CLASSES = ((3000, "2160"), (2200, "1440"), (1700, "1080"), (1100, "720"), (800, "480"))
"""By the longer side of the picture, so that wide and upright films are named alike."""


@dataclass(frozen=True, slots=True)
class Held:
    """All files that are there now, but for the trash."""

    kinds: list[Sum]
    codecs: list[Sum]
    resolutions: list[Sum]
    total: Sum


@dataclass(frozen=True, slots=True)
class FolderUse:
    """A library folder: so many files of so many bytes."""

    id: str
    path: str
    status: str
    count: int
    size_bytes: int


def held(session: Session) -> Held:
    """Sum all files that are there, each content once."""
    owned = case((AssetRow.key.is_not(None), 1), else_=0)
    rows = session.execute(
        select(
            MediaRow.kind,
            func.coalesce(AssetRow.video_codec, "").label("of_codec"),
            _class().label("of_class"),
            owned.label("is_owned"),
            func.count(),
            func.sum(AssetRow.size_bytes),
        )
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(MediaRow.trashed_at.is_(None), _is_there())
        .group_by(MediaRow.kind, text("of_codec"), text("of_class"), text("is_owned"))
    ).all()
    return Held(
        kinds=_summed(rows, lambda row: row[0]),
        codecs=_summed(rows, lambda row: row[1] or "none"),
        resolutions=_summed(rows, lambda row: row[2]),
        total=next(iter(_summed(rows, lambda _: "all")), Sum("all", 0, 0, 0, 0)),
    )


def _is_there() -> Any:
    placed = select(PlaceRow.asset_id).where(
        PlaceRow.asset_id.is_not(None), PlaceRow.missing_since.is_(None)
    )
    return or_(
        (AssetRow.key.is_not(None)) & AssetRow.file_missing.is_(False), AssetRow.id.in_(placed)
    )


def _class() -> Any:
    wide = case((AssetRow.width >= AssetRow.height, AssetRow.width), else_=AssetRow.height)
    return case(
        (AssetRow.video_codec.is_(None) | wide.is_(None), "none"),
        *((wide >= at_least, name) for at_least, name in _CLASSES),
        else_="small",
    )


def _summed(rows: Sequence[Any], name_of: Callable[[Any], str]) -> list[Sum]:
    found: dict[str, list[int]] = {}
    for row in rows:
        one = found.setdefault(name_of(row), [0, 0, 0, 0])
        one[0] += row[4]
        one[1] += row[5]
        if row[3]:
            one[2] += row[4]
            one[3] += row[5]
    return sorted((Sum(name, *one) for name, one in found.items()), key=lambda one: -one.size_bytes)


def folders(session: Session) -> list[FolderUse]:
    """Sum the films of each library folder, those that are missing left out."""
    rows = session.execute(
        select(RootRow, func.count(PlaceRow.id), func.coalesce(func.sum(PlaceRow.size_bytes), 0))
        .outerjoin(
            PlaceRow,
            (PlaceRow.root_id == RootRow.id)
            & PlaceRow.asset_id.is_not(None)
            & PlaceRow.missing_since.is_(None),
        )
        .group_by(RootRow.id)
    ).all()
    used = [FolderUse(root.id, root.path, root.status, count, size) for root, count, size in rows]
    return sorted(used, key=lambda one: -one.size_bytes)


def largest(session: Session, viewer: Viewer) -> Sequence[MediaRow]:
    """Return the titles that take most."""
    return session.scalars(
        visible_to(viewer)
        .order_by(MediaRow.size_bytes.desc(), MediaRow.number.desc())
        .limit(_LARGEST)
    ).all()


def trashed_bytes(session: Session) -> int:
    """Return the bytes of all that lies in the trash."""
    total = select(func.sum(AssetRow.size_bytes)).join(MediaRow, MediaRow.id == AssetRow.media_id)
    return session.scalar(total.where(MediaRow.trashed_at.is_not(None))) or 0


def trash(session: Session, until: datetime) -> CanGo:
    """Say what emptying the trash of all that lay in it at `until` frees: only files that are to
    be deleted with their titles."""
    count, size = session.execute(
        select(
            func.count(func.distinct(MediaRow.number)),
            func.sum(case((MediaRow.delete_file, AssetRow.size_bytes), else_=0)),
        )
        .outerjoin(AssetRow, AssetRow.media_id == MediaRow.id)
        .where(MediaRow.trashed_at <= until)
    ).one()
    return CanGo(What.TRASH, count, size or 0)


def watched_titles() -> Select[MediaRow]:
    """Return the SELECT of titles of ours that all who began them have watched, and for which
    nobody cares more than that."""
    return select(MediaRow).where(
        MediaRow.trashed_at.is_(None),
        spared.watched_by_all(),
        spared.wholly_owned(),
        ~spared.spared(),
    )


def watched(session: Session) -> CanGo:
    """Say what letting go of watched titles would free."""
    count, size = session.execute(
        watched_titles().with_only_columns(func.count(), func.sum(MediaRow.size_bytes))
    ).one()
    return CanGo(What.WATCHED, count, size or 0)


def stale_prepared(session: Session, measured: Measured) -> list[streaming.Holding]:
    """Return what is prepared of titles that nobody watched for long: neither did a player read
    of it, nor is anybody further in it since."""
    before = clock.now() - timedelta(days=STALE_DAYS)
    idle = {
        one.media_id: one
        for one in measured.cache.titles
        if one.prepared_bytes and one.last_used_at < before
    }
    seen = _seen_since(session, list(idle), before)
    return [one for media_id, one in idle.items() if media_id not in seen]


def _seen_since(session: Session, media_ids: list[str], since: datetime) -> set[str]:
    rows = session.execute(
        select(MediaRow.id, spared.last_seen()).where(MediaRow.id.in_(media_ids))
    )
    return {media_id for media_id, at in rows if at and at >= since}


def of_disk(session: Session, measured: Measured) -> list[CanGo]:
    """Say what of the measured parts can go."""
    stale = stale_prepared(session, measured)
    passing = measured.cache.bytes - measured.cache.prepared_bytes
    titles = sum(one.bytes > one.prepared_bytes for one in measured.cache.titles)
    return [
        CanGo(What.CACHE, titles, passing),
        CanGo(What.PREPARED, len(stale), sum(one.prepared_bytes for one in stale)),
        CanGo(What.STAGING, len(measured.leftovers), measured.leftover_bytes),
    ]
