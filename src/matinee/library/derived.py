"""What has been made of media already, for many at once: so that only the rest is queued."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from matinee.library.sound.tables import SoundPrintRow
from matinee.library.tables import (
    ArtworkRow,
    AssetRow,
    LoudnessRow,
    MediaRow,
    ProbeRow,
    SidecarRow,
    SpritesRow,
)


@dataclass(frozen=True, slots=True)
class Derived:
    """Media that are in the library, their files, and which of these have what.

    `texts` are files that have subtitles in them or beside them, read or not.
    """

    media: Sequence[MediaRow]
    assets: dict[str, list[AssetRow]]
    keyframes: set[str]
    texts: set[str]
    loudness: set[str]
    prints: set[str]
    posters: set[str]
    sprites: set[str]


def derived(session: Session, media_ids: Sequence[str]) -> Derived:
    """Return what there is of these media."""
    media = session.scalars(
        select(MediaRow).where(MediaRow.id.in_(media_ids), MediaRow.trashed_at.is_(None))
    ).all()
    assets: dict[str, list[AssetRow]] = defaultdict(list)
    for asset in session.scalars(select(AssetRow).where(AssetRow.media_id.in_(media_ids))):
        assets[asset.media_id].append(asset)
    mine = [asset.id for some in assets.values() for asset in some]

    def which(column: Any, ids: Sequence[str], *more: Any) -> set[str]:
        return set(session.scalars(select(column).where(column.in_(ids), *more)))

    in_file = which(
        ProbeRow.asset_id, mine, cast(ProbeRow.probe, String).contains('"kind": "text"')
    )
    beside = which(SidecarRow.asset_id, mine, SidecarRow.kind == "subtitle")
    return Derived(
        media,
        assets,
        keyframes=which(ProbeRow.asset_id, mine, ProbeRow.keyframes.is_not(None)),
        texts=in_file | beside,
        loudness=which(LoudnessRow.asset_id, mine),
        prints=which(SoundPrintRow.asset_id, mine),
        posters=which(ArtworkRow.media_id, media_ids, ArtworkRow.kind == "poster"),
        sprites=which(SpritesRow.media_id, media_ids),
    )
