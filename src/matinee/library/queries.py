"""Every way to reach media. `visible_to` is the one place where a viewer's limits apply."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from matinee.accounts import Viewer, may_change
from matinee.engine import Probe
from matinee.kit import clock
from matinee.kit.db import STATEMENTS, UtcDateTime
from matinee.kit.errors import Forbidden, NotFound
from matinee.kit.remembered import Of, remembered
from matinee.library import rules
from matinee.library.summary import main_asset as _main_asset
from matinee.library.tables import (
    READY,
    UNAVAILABLE,
    AssetRow,
    MediaRow,
    ProbeRow,
    SidecarRow,
)

Count = Callable[[Session, Viewer], int]
_counters: dict[str, Count] = {}


@lru_cache(maxsize=STATEMENTS)
def visible_to(viewer: Viewer, *, trashed: bool = False) -> Select[MediaRow]:
    """Return the SELECT of all media this viewer may see: the library, or with `trashed` the
    trash, of which members see what they themselves added.

    It holds at every moment, so it is built once a viewer, and so may be what is built of it.
    """
    if not trashed:
        seen = select(MediaRow).where(MediaRow.trashed_at.is_(None))
        return seen if viewer.is_admin else seen.where(MediaRow.number.not_in(_withheld(viewer)))
    bin_ = select(MediaRow).where(MediaRow.trashed_at.is_not(None))
    return bin_ if viewer.is_admin else bin_.where(MediaRow.added_by == viewer.user_id)


@lru_cache(maxsize=STATEMENTS)
def listed(viewer: Viewer) -> Select[MediaRow]:
    """Return the SELECT of what stands in lists: all the viewer may see but the extras of films
    and series, which stand on the page of what they belong to."""
    return visible_to(viewer).where(MediaRow.number.not_in(_extras()))


def sees_of_series(viewer: Viewer, series_id: Any) -> ColumnElement[bool]:
    """Return the condition that a viewer sees an episode of the series in a column: asked of each
    series by the index of episodes, so that a few series do not cost the whole library."""
    mine = listed(viewer).where(MediaRow.series_id == series_id, MediaRow.extra_kind.is_(None))
    return mine.with_only_columns(MediaRow.number).exists()


@lru_cache(maxsize=STATEMENTS)
def hidden_from(viewer: Viewer) -> Select[int]:
    """Return the SELECT of the numbers of all media that stand in no list of this viewer: the
    other side of `listed`. Counting all and leaving these out is quicker by far than counting
    what is seen, because they are few."""
    hidden = [select(MediaRow.number).where(MediaRow.trashed_at.is_not(None)), _extras()]
    if not viewer.is_admin:
        hidden.append(_withheld(viewer))
    return select(union_all(*hidden).subquery().c.number)


def seen_by(session: Session, viewer: Viewer) -> tuple[object, ...]:
    """Return what tells the look of one viewer from another's, for what is remembered of it: how
    many of the moments at which titles come or go have passed is in it."""
    moments = remembered(session, "moments", lambda: _moments(session), of=Of.LIBRARY)
    passed = bisect_right(moments, clock.now())
    return viewer.user_id, viewer.profile_id, viewer.is_admin, passed


def _moments(session: Session) -> list[datetime]:
    windows = or_(MediaRow.available_from.is_not(None), MediaRow.available_until.is_not(None))
    rows = session.execute(select(MediaRow.available_from, MediaRow.available_until).where(windows))
    return sorted(moment for row in rows for moment in row if moment is not None)


def _extras() -> Select[int]:
    return select(MediaRow.number).where(MediaRow.extra_of.is_not(None))


def _now() -> datetime:
    return clock.now()


def _withheld(viewer: Viewer) -> Select[int]:
    """Return the SELECT of what is not to be seen now, by the owner's word; whoever added it sees
    it all the same."""
    now = bindparam(None, callable_=_now, type_=UtcDateTime(), unique=True)  # when it is asked
    windows = or_(MediaRow.available_from.is_not(None), MediaRow.available_until.is_not(None))
    outside = or_(MediaRow.available_from > now, MediaRow.available_until <= now)
    others = or_(MediaRow.added_by.is_(None), MediaRow.added_by != viewer.user_id)
    return select(MediaRow.number).where(windows, outside, others)


def get_media(
    session: Session, viewer: Viewer, media_id: str, *, or_trashed: bool = False
) -> MediaRow:
    """Return one media. Raises NotFound when there is none that this viewer may see."""
    media = session.scalar(visible_to(viewer).where(MediaRow.id == media_id))
    if media is None and or_trashed:
        media = session.scalar(visible_to(viewer, trashed=True).where(MediaRow.id == media_id))
    if media is None:
        raise NotFound(
            "There is no such title, or it is no longer in the library.", code="no_such_title"
        )
    return media


def get_editable(session: Session, viewer: Viewer, media_id: str) -> MediaRow:
    """Return one media, trashed or not, for changing it. Raises NotFound or Forbidden."""
    media = get_media(session, viewer, media_id, or_trashed=True)
    if not may_change(viewer, media.added_by):
        raise Forbidden(
            "Only an administrator or the one who added it may change this title.",
            fix="Ask an administrator.",
            code="not_owner",
        )
    return media


def episodes(
    session: Session, viewer: Viewer, series_id: str, limit: int, *, season: int | None = None
) -> Sequence[MediaRow]:
    """Return the episodes of a series in their order, those without a number last.

    Raises NotFound when the viewer may see none of it.
    """
    order = (
        MediaRow.season_number.is_(None), MediaRow.season_number,
        MediaRow.episode_number.is_(None), MediaRow.episode_number, MediaRow.released,
        MediaRow.number,
    )  # fmt: skip
    mine = visible_to(viewer).where(MediaRow.series_id == series_id, MediaRow.extra_kind.is_(None))
    if season is not None:
        mine = mine.where(MediaRow.season_number == season)
    found = session.scalars(mine.order_by(*order).limit(limit)).all()
    if not found and season is None:
        raise NotFound(
            "There is no such series, or it is no longer in the library.", code="no_such_series"
        )
    return found


def find_by_source(session: Session, platform: str | None, source_id: str | None) -> str | None:
    """Return the id of the ready media that came from this source.

    One in the trash or without its file is not answered: bringing it in again mends it.
    """
    key = rules.source_key(source_id)
    if key is None or not platform:
        return None
    return session.scalar(
        select(MediaRow.id).where(
            MediaRow.source_platform == rules.clean_line(platform, 64),
            MediaRow.source_id == key,
            MediaRow.status == READY,
        )
    )


def find_by_fingerprint(session: Session, fingerprint: str) -> AssetRow | None:
    """Return the asset with this content."""
    return session.scalar(select(AssetRow).where(AssetRow.fingerprint == fingerprint))


def known_sizes(session: Session) -> set[int]:
    """Return the sizes in bytes of every file version: a file of another size is a new one."""
    return set(session.scalars(select(AssetRow.size_bytes).distinct()))


def main_asset(session: Session, media_id: str) -> AssetRow | None:
    """Return the asset of a media that is played: present first, then the finest."""
    return session.scalar(_main_asset(media_id))


def get_asset(session: Session, viewer: Viewer, asset_id: str) -> AssetRow:
    """Return one asset of a media the viewer may see. Raises NotFound."""
    asset = session.get(AssetRow, asset_id)
    if asset is None:
        raise NotFound("There is no such file in the library.", code="no_such_file")
    get_media(session, viewer, asset.media_id)
    return asset


def get_probe(session: Session, asset_id: str) -> Probe:
    """Return what the engine knows of an asset. Raises NotFound."""
    row = session.get(ProbeRow, asset_id)
    if row is None:
        raise NotFound("Nothing is known of this file.", code="file_unexamined")
    return Probe.from_json(row.probe)


def text_tracks(session: Session, asset_id: str) -> Sequence[SidecarRow]:
    """Return the subtitle files that came with an asset, in order."""
    return session.scalars(
        select(SidecarRow)
        .where(SidecarRow.asset_id == asset_id, SidecarRow.kind == "subtitle")
        .order_by(SidecarRow.position, SidecarRow.id)
    ).all()


def picture_beside(session: Session, asset_id: str, kind: str) -> SidecarRow | None:
    """Return a picture that lies beside an asset or came with it: its poster, backdrop, logo or
    thumb, or the "thumbnail" that its source gave. None where there is none."""
    return session.scalar(
        select(SidecarRow)
        .where(SidecarRow.asset_id == asset_id, SidecarRow.kind == kind)
        .order_by(SidecarRow.position)
        .limit(1)
    )


def count_with(name: str, count: Count) -> None:
    """Let a room above add a figure to the statistics: `count(session, viewer) -> int`."""
    _counters[name] = count


def stats(session: Session, viewer: Viewer) -> dict[str, Any]:
    """Return the figures of the library as this viewer sees it, from one index alone."""
    mine = "stats", seen_by(session, viewer)
    figures = remembered(session, mine, lambda: _stats(session, viewer), of=Of.LIBRARY)
    return figures | {name: count(session, viewer) for name, count in _counters.items()}


def _stats(session: Session, viewer: Viewer) -> dict[str, Any]:
    groups = (MediaRow.status, MediaRow.kind, MediaRow.source_platform)
    seen = listed(viewer).with_only_columns(
        *groups,
        func.count(),
        func.sum(MediaRow.duration_s),
        func.sum(MediaRow.size_bytes),
    )
    rows = session.execute(seen.group_by(*groups)).all()
    by_kind: dict[str, int] = {}
    by_platform: dict[str, int] = {}
    for _, kind, platform, count, _, _ in rows:
        by_kind[kind] = by_kind.get(kind, 0) + count
        if platform:
            by_platform[platform] = by_platform.get(platform, 0) + count
    trashed = visible_to(viewer, trashed=True).with_only_columns(func.count())
    return {
        "media": sum(row[3] for row in rows),
        "duration_s": float(sum(row[4] or 0 for row in rows)),
        "size_bytes": int(sum(row[5] for row in rows)),
        "by_kind": by_kind,
        "by_platform": by_platform,
        "unavailable": sum(row[3] for row in rows if row[0] == UNAVAILABLE),
        "trashed": session.scalar(trashed) or 0,
        "watched": 0,
    }
