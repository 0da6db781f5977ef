"""The quick way through the gate, for files in folders of which nothing is known yet: a whole batch
is looked up with a query a question and written with one a table. Everything else goes one by one.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from matinee.kit import ids
from matinee.library.gate.entries import make_asset, make_media, work_of, write_labels
from matinee.library.roots import places
from matinee.library.tables import AssetRow, MediaRow, PlaceRow, ProbeRow
from matinee.library.values import Landing


def among(session: Session, landings: Sequence[tuple[Landing, str]]) -> list[int]:
    """Return which of these (landing, asset id) the library knows nothing of, nor of each other.

    A landing of a source, or for a collection, is never one.
    """
    plain = [
        n
        for n, (landing, _) in enumerate(landings)
        if landing.root_id is not None
        and landing.relative_path is not None
        and landing.identity.source_id is None
        and landing.collection_id is None
    ]
    some = [landings[n] for n in plain]
    taken = _known(session, AssetRow.fingerprint, [one.fingerprint for one, _ in some])
    taken |= _known(session, AssetRow.id, [asset_id for _, asset_id in some])
    works = {n: work_of(session, landings[n][0]) for n in plain}
    taken |= _known(session, MediaRow.work_key, [key for key in works.values() if key])
    taken |= _places(session, [one for one, _ in some])
    fresh: list[int] = []
    for n in plain:
        landing, asset_id = landings[n]
        place = f"{landing.root_id}\0{landing.relative_path}"
        marks = {landing.fingerprint, asset_id, place, *([works[n]] if works[n] else [])}
        if taken.isdisjoint(marks):
            fresh.append(n)
        taken |= marks
    return fresh


def write(session: Session, landings: Sequence[tuple[Landing, str]]) -> list[str]:
    """Write these (landing, asset id), of which nothing is known; returns their media's ids."""
    media: list[MediaRow] = []
    assets: list[dict[str, Any]] = []
    for landing, asset_id in landings:
        entry = make_media(session, landing)
        asset = make_asset(landing, asset_id, entry.id)
        entry.size_bytes, entry.duration_s = asset.size_bytes, asset.duration_s
        entry.width, entry.height, entry.hdr = asset.width, asset.height, asset.hdr
        media.append(entry)
        assets.append({name: getattr(asset, name) for name in _ASSET} | {"file_missing": False})
    session.add_all(media)
    session.flush()
    probes = [{"asset_id": one, "probe": landing.probe.to_json()} for landing, one in landings]
    _insert(session, AssetRow, assets)
    _insert(session, ProbeRow, probes)
    _insert(session, PlaceRow, [_place(landing, asset_id) for landing, asset_id in landings])
    for entry, (landing, _) in zip(media, landings, strict=True):
        write_labels(session, entry, landing.identity)
    return [entry.id for entry in media]


_ASSET = tuple(
    column.key for column in AssetRow.__table__.columns if column.key not in {"key", "file_missing"}
)


def _insert(session: Session, row: Any, values: list[dict[str, Any]]) -> None:
    if values:
        session.execute(insert(row.__table__), values)


def _place(landing: Landing, asset_id: str) -> dict[str, Any]:
    size_bytes, modified_ns = landing.facts or places.facts_of(landing.path)
    return {
        "id": ids.new_id(),
        "root_id": landing.root_id,
        "relative_path": landing.relative_path,
        "size_bytes": size_bytes,
        "modified_ns": modified_ns,
        "asset_id": asset_id,
    }


def _known(session: Session, column: Any, values: Sequence[str]) -> set[str]:
    return set(session.scalars(select(column).where(column.in_(values)))) if values else set()


def _places(session: Session, landings: Sequence[Landing]) -> set[str]:
    by_root: dict[str, list[str]] = {}
    for landing in landings:
        by_root.setdefault(landing.root_id or "", []).append(landing.relative_path or "")
    found: set[str] = set()
    for root_id, paths in by_root.items():
        known = select(PlaceRow.relative_path).where(
            PlaceRow.root_id == root_id, PlaceRow.relative_path.in_(paths)
        )
        found |= {f"{root_id}\0{path}" for path in session.scalars(known)}
    return found
