"""How loud the sound tracks of an asset are: measured once, kept beside its probe."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee.engine import Loudness
from matinee.library.tables import LoudnessRow

_NONE = -1


def save_loudness(session: Session, asset_id: str, measured: Iterable[Loudness]) -> None:
    """Keep what was measured of an asset; that it was, even where nothing could be."""
    session.execute(delete(LoudnessRow).where(LoudnessRow.asset_id == asset_id))
    found = list(measured) or [Loudness(_NONE, 0, None, None, None)]
    session.add_all(
        LoudnessRow(
            asset_id=asset_id,
            track=one.index,
            channels=one.channels,
            integrated_lufs=one.integrated_lufs,
            range_lu=one.range_lu,
            peak_dbfs=one.peak_dbfs,
        )
        for one in found
    )


def get_loudness(session: Session, asset_id: str) -> tuple[Loudness, ...] | None:
    """Return what was measured of an asset, None before it was."""
    rows = session.scalars(
        select(LoudnessRow)
        .where(LoudnessRow.asset_id == asset_id)
        .order_by(LoudnessRow.track, LoudnessRow.channels.desc())
    ).all()
    if not rows:
        return None
    return tuple(
        Loudness(row.track, row.channels, row.integrated_lufs, row.range_lu, row.peak_dbfs)
        for row in rows
        if row.track != _NONE
    )
