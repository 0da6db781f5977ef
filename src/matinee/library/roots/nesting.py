"""Roots in roots: a file belongs to the innermost folder that was added.

What is known of files moves with them when a folder within another is added or taken out, so
nothing has to be found again and nothing is lost meanwhile.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matinee.kit.services import Services
from matinee.library.summary import refresh_status
from matinee.library.tables import AssetRow, FolderRow, PlaceRow, RootRow, SidecarRow

_CHUNK = 200
_SAME_FILE = "."


@dataclass(frozen=True, slots=True)
class _Move:
    """Rows go from one root to another; the inner one lies at `prefix` in the outer."""

    source_id: str
    target_id: str
    prefix: str
    inwards: bool

    def path(self, relative: str) -> str:
        """Return what a path of the source is called in the target."""
        if self.inwards:
            return relative[len(self.prefix) + 1 :] or _SAME_FILE
        return self.prefix if relative == _SAME_FILE else f"{self.prefix}{os.sep}{relative}"


def inner_paths(session: Session, root: RootRow) -> list[str]:
    """Return the other roots within a root, by their paths in it."""
    return [inside for one in _all(session) if (inside := _inside(root.path, one.path))]


def outer_of(session: Session, root: RootRow) -> RootRow | None:
    """Return the innermost root that a root lies in."""
    around = [one for one in _all(session) if _inside(one.path, root.path)]
    return max(around, key=lambda one: len(one.path), default=None)


def hand_over(services: Services, root_id: str) -> None:
    """Give what is known of files to the innermost root they lie in; repeatable."""
    with services.db.read() as session:
        me = session.get(RootRow, root_id)
        pairs = [
            _Move(outer.id, inner.id, inside, inwards=True)
            for outer in _all(session)
            for inner in _all(session)
            if (inside := _inside(outer.path, inner.path)) and me in (outer, inner)
        ]
    # The longest way in is the innermost root, whichever root it is given from.
    for move in sorted(pairs, key=lambda one: -len(one.prefix)):
        _move(services, move)


def give_back(services: Services, root_id: str) -> str | None:
    """Give everything a root knows to the one around it; returns that one's id, None without."""
    with services.db.read() as session:
        root = session.get_one(RootRow, root_id)
        outer = outer_of(session, root)
        if outer is None:
            return None
        prefix = _inside(outer.path, root.path) or ""
    _move(services, _Move(root_id, outer.id, prefix, inwards=False))
    with services.db.write() as session:
        # It is not known how the folder was last: the next look opens it.
        session.merge(FolderRow(root_id=outer.id, relative_path=prefix, modified_ns=0, looked_ns=0))
    return outer.id


def _all(session: Session) -> Sequence[RootRow]:
    return session.scalars(select(RootRow)).all()


def _inside(outer: str, inner: str) -> str | None:
    above = outer.rstrip(os.sep) + os.sep
    return inner[len(above) :] if inner != outer and inner.startswith(above) else None


def _within(column: object, move: _Move) -> tuple[object, ...]:
    """Return the SQL that finds paths of the inner root among those of the outer: byte order."""
    low, high = f"{move.prefix}{os.sep}", f"{move.prefix}{chr(ord(os.sep) + 1)}"
    return ((column >= low) & (column < high) | (column == move.prefix),)  # type: ignore[operator]


def _move(services: Services, move: _Move) -> None:
    while True:
        wanted = select(PlaceRow).where(PlaceRow.root_id == move.source_id).limit(_CHUNK)
        if move.inwards:
            wanted = wanted.where(*_within(PlaceRow.relative_path, move))  # type: ignore[arg-type]
        with services.db.read() as session:
            if session.scalar(wanted.with_only_columns(PlaceRow.id).limit(1)) is None:
                break
        with services.db.write() as session:
            _move_places(session, move, session.scalars(wanted).all())
    with services.db.write() as session:
        _move_sidecars(session, move)
        old = delete(FolderRow).where(FolderRow.root_id == move.source_id)
        if move.inwards:
            old = old.where(*_within(FolderRow.relative_path, move))  # type: ignore[arg-type]
        session.execute(old)


def _move_places(session: Session, move: _Move, places: Sequence[PlaceRow]) -> None:
    names = {move.path(place.relative_path): place for place in places}
    standing = session.scalars(
        select(PlaceRow).where(
            PlaceRow.root_id == move.target_id, PlaceRow.relative_path.in_(list(names))
        )
    ).all()
    touched = {place.asset_id for place in (*places, *standing) if place.asset_id}
    for other in standing:
        if other.asset_id is not None and other.missing_since is None:
            session.delete(names.pop(other.relative_path))
        else:
            session.delete(other)
    session.flush()
    for name, place in names.items():
        place.root_id, place.relative_path = move.target_id, name
    session.flush()
    media = session.scalars(select(AssetRow.media_id).where(AssetRow.id.in_(touched))).all()
    refresh_status(session, media)


def _move_sidecars(session: Session, move: _Move) -> None:
    rows = select(SidecarRow.id, SidecarRow.relative_path).where(
        SidecarRow.root_id == move.source_id, SidecarRow.relative_path.is_not(None)
    )
    if move.inwards:
        rows = rows.where(*_within(SidecarRow.relative_path, move))  # type: ignore[arg-type]
    moved = [
        {"id": row_id, "root_id": move.target_id, "relative_path": move.path(path)}
        for row_id, path in session.execute(rows).all()
        if path is not None
    ]
    if moved:
        session.execute(update(SidecarRow), moved)
