"""What takes space in the library, summed by the database: no file is looked at."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from matinee.library.tables import AssetRow, MediaRow, PlaceRow, RootRow


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole: how many files and bytes; `owned` where they lie in the data folder."""

    name: str
    owned: bool
    files: int
    size_bytes: int


_HEIGHTS = ((2160, "2160p"), (1440, "1440p"), (1080, "1080p"), (720, "720p"), (1, "SD"))


def by_kind(session: Session) -> list[Share]:
    """Return the files of each kind of media, the trash left out."""
    return _shares(session, MediaRow.kind)


def by_codec(session: Session) -> list[Share]:
    """Return the files of each codec of pictures; "audio" for those without."""
    return _shares(session, func.coalesce(AssetRow.video_codec, "audio"))


def by_height(session: Session) -> list[Share]:
    """Return the files of each resolution, by its name; by the shorter side of the picture."""
    short = func.min(AssetRow.width, AssetRow.height)
    # A film in a wide format has fewer lines than its name says.
    lines = case((AssetRow.width > AssetRow.height, AssetRow.width * 9 / 16), else_=short)
    named = case(*((lines >= least, name) for least, name in _HEIGHTS), else_="audio")
    return _shares(session, named)


def by_folder(session: Session) -> list[Share]:
    """Return the files of each folder of the library, those that are away too."""
    rows = session.execute(
        select(RootRow.path, func.count(), func.sum(PlaceRow.size_bytes))
        .join(PlaceRow, PlaceRow.root_id == RootRow.id)
        .where(PlaceRow.asset_id.is_not(None))
        .group_by(RootRow.id)
        .order_by(func.sum(PlaceRow.size_bytes).desc())
    )
    return [Share(str(row[0]), False, row[1], row[2] or 0) for row in rows]


def largest(session: Session, limit: int) -> list[MediaRow]:
    """Return the largest titles."""
    shown = select(MediaRow).where(MediaRow.trashed_at.is_(None))
    return list(session.scalars(shown.order_by(MediaRow.size_bytes.desc()).limit(limit)))


def in_trash(session: Session) -> tuple[int, int]:
    """Return how many titles are in the trash, and the bytes of ours that are deleted with them."""
    count = session.scalar(
        select(func.count()).select_from(MediaRow).where(MediaRow.trashed_at.is_not(None))
    )
    size = session.scalar(
        _owned(select(func.sum(AssetRow.size_bytes))).where(
            MediaRow.trashed_at.is_not(None), MediaRow.delete_file.is_(True)
        )
    )
    return count or 0, size or 0


def lesser_versions(session: Session) -> tuple[int, int]:
    """Return how many files of ours are versions of a title that has a larger one, and their
    bytes."""
    ours = (
        select(
            AssetRow.media_id,
            func.count().label("files"),
            (func.sum(AssetRow.size_bytes) - func.max(AssetRow.size_bytes)).label("size"),
        )
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(AssetRow.key.is_not(None), MediaRow.trashed_at.is_(None))
        .group_by(AssetRow.media_id)
        .having(func.count() > 1)
        .subquery()
    )
    row = session.execute(
        select(
            func.coalesce(func.sum(ours.c.files - 1), 0), func.coalesce(func.sum(ours.c.size), 0)
        )
    ).one()
    return int(row[0]), int(row[1])


def _owned(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(AssetRow)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(AssetRow.key.is_not(None))
    )


def _shares(session: Session, name: Any) -> list[Share]:
    owned = AssetRow.key.is_not(None)
    size = func.sum(AssetRow.size_bytes)
    rows = session.execute(
        select(name, owned, func.count(), size)
        .select_from(AssetRow)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(MediaRow.trashed_at.is_(None))
        .group_by(name, owned)
        .order_by(size.desc())
    )
    return [Share(str(row[0]), bool(row[1]), row[2], row[3] or 0) for row in rows]
