"""Files that lie beside a film or were given for it: which rows there are, and keeping them so.

A row stands for one content: a file that changed is a new row. What is made of it is named after
the row, so nothing that was cached of the old one is ever taken for the new one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit import ids
from matinee.kit.services import Services
from matinee.library import artwork, rules
from matinee.library.tables import AssetRow, PlaceRow, RootRow, SidecarRow
from matinee.library.values import Landing, MediaAdded, Sidecar

_CHUNK = 200
_Facts = tuple[str | None, str | None, int, int]


@dataclass(frozen=True, slots=True)
class Lying:
    """A sidecar where it lies: owned under `key`, or in a root at `relative_path`."""

    sidecar: Sidecar
    key: str | None
    root_id: str | None
    relative_path: str | None
    size_bytes: int
    modified_ns: int

    @property
    def facts(self) -> _Facts:
        """What tells this content from another."""
        return self.key, self.relative_path, self.size_bytes, self.modified_ns


def keep_sidecars(
    services: Services,
    session: Session,
    landing: Landing,
    asset_id: str,
    keys: tuple[str | None, ...],
) -> None:
    """Write the files that came along; those already known as they are keep their rows."""
    lying: list[Lying] = []
    for sidecar, key in zip(landing.sidecars, keys, strict=True):
        in_root = _beside(landing, sidecar.path) if key is None else None
        if key is None and in_root is None:
            continue
        path = sidecar.path if key is None else services.store.data / key
        lying.append(_lying(sidecar, path, key, landing.root_id if in_root else None, in_root))
    _replace(session, asset_id, lying)


@dataclass(frozen=True, slots=True)
class Changed:
    """A film beside which something came, changed or went; `kinds` says what."""

    media_id: str
    relative_path: str
    kinds: frozenset[str]


PICTURES = frozenset({"poster", "backdrop", "logo", "thumb", "thumbnail"})


def known_beside(session: Session, root_id: str) -> dict[str, tuple[int, int]]:
    """Return the files beside films of a root that are known: size in bytes and time in ns by
    path."""
    rows = session.execute(
        select(SidecarRow.relative_path, SidecarRow.size_bytes, SidecarRow.modified_ns).where(
            SidecarRow.root_id == root_id
        )
    )
    return {path: (size, modified) for path, size, modified in rows if path is not None}


def sync_beside(
    services: Services, root_id: str, beside: Mapping[str, Sequence[Sidecar]]
) -> list[Changed]:
    """Bring the sidecars of a root's known films up to what lies beside them now.

    `beside` is by a film's relative path; films that are not in it are left as they are. Pictures
    that changed are forgotten, so that they are made anew.
    """
    with services.db.read() as session:
        root = session.get_one(RootRow, root_id)
        known = _known(session, root_id)
        films = session.execute(
            select(PlaceRow.relative_path, AssetRow.id, AssetRow.media_id)
            .join(AssetRow, AssetRow.id == PlaceRow.asset_id)
            .where(PlaceRow.root_id == root_id, PlaceRow.missing_since.is_(None))
        ).all()
    changed: list[tuple[str, list[Lying], Changed]] = []
    for relative_path, asset_id, media_id in films:
        found = beside.get(relative_path)
        if found is None:
            continue
        lying = [
            _lying(one, one.path, None, root_id, str(one.path.relative_to(root.path)))
            for one in found
        ]
        now, before = {(one.sidecar.kind, one.facts) for one in lying}, known.get(asset_id, set())
        if now != before:
            kinds = frozenset(kind for kind, _ in now ^ before)
            changed.append((asset_id, lying, Changed(media_id, relative_path, kinds)))
    for start in range(0, len(changed), _CHUNK):
        with services.db.write() as session:
            for asset_id, lying, one in changed[start : start + _CHUNK]:
                _replace(session, asset_id, lying, in_root=True)
                if one.kinds & PICTURES:
                    artwork.forget(services, session, one.media_id)
                services.bus.publish_after_commit(session, MediaAdded(one.media_id))
    return [one for _, _, one in changed]


def _known(session: Session, root_id: str) -> dict[str, set[tuple[str, _Facts]]]:
    rows = session.scalars(select(SidecarRow).where(SidecarRow.root_id == root_id))
    known: dict[str, set[tuple[str, _Facts]]] = {}
    for row in rows:
        known.setdefault(row.asset_id, set()).add((row.kind, _facts(row)))
    return known


def _facts(row: SidecarRow) -> _Facts:
    return row.key, row.relative_path, row.size_bytes, row.modified_ns


def _lying(
    sidecar: Sidecar, path: Path, key: str | None, root_id: str | None, relative_path: str | None
) -> Lying:
    try:
        status = path.stat()
        size, modified = status.st_size, status.st_mtime_ns
    except OSError:
        size = modified = 0
    return Lying(sidecar, key, root_id, relative_path, size, modified)


def _replace(
    session: Session, asset_id: str, lying: Sequence[Lying], *, in_root: bool = False
) -> None:
    """Let an asset have these sidecars and no others, but for what people gave."""
    mine = select(SidecarRow).where(
        SidecarRow.asset_id == asset_id, SidecarRow.uploaded_by.is_(None)
    )
    if in_root:
        mine = mine.where(SidecarRow.root_id.is_not(None))
    before = {_facts(row): row for row in session.scalars(mine)}
    for position, one in enumerate(lying):
        row = before.pop(one.facts, None)
        if row is None:
            row = SidecarRow(id=ids.new_id(), asset_id=asset_id)
            session.add(row)
        _fill(row, one, position)
    for gone in before.values():
        session.delete(gone)
    session.flush()


def _fill(row: SidecarRow, one: Lying, position: int) -> None:
    sidecar = one.sidecar
    ending = rules.suffix_of(sidecar.path.name).lstrip(".")
    row.kind = sidecar.kind[:16]
    row.key, row.root_id, row.relative_path = one.key, one.root_id, one.relative_path
    row.language = rules.clean_line(sidecar.language, 35) or None
    row.name = rules.clean_line(sidecar.name, 300) or None
    row.format = (sidecar.format or ending)[:16]
    row.position = position
    row.forced, row.described = sidecar.forced, sidecar.described
    row.size_bytes, row.modified_ns = one.size_bytes, one.modified_ns


def _beside(landing: Landing, sidecar: Path) -> str | None:
    """Return a sidecar's path within the root, told from where the film itself lies."""
    if landing.root_id is None or landing.relative_path is None:
        return None
    depth = len(Path(landing.relative_path).parts)
    root = landing.path.parents[depth - 1]
    return str(sidecar.relative_to(root)) if sidecar.is_relative_to(root) else None
