"""What lies in the folders of series: which NFO were read, and which pictures were made.

A scan says what lies there now; a picture that is new or another than it was is made later, by a
job, and until then there is none. A picture that is gone is forgotten with the files made of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from matinee.kit import ids, objects
from matinee.kit.db import after_commit
from matinee.kit.services import Services
from matinee.library import files
from matinee.library.artwork import artwork_url, kept_address
from matinee.library.series.tables import SeriesFileRow, best_last
from matinee.library.tables import MediaRow, RootRow, SeriesRow
from matinee.library.values import GIVEN, MediaChanged, Picture, SeriesFile

PICTURES = ("poster", "backdrop", "logo", "thumb", "banner")
_CHUNK = 500
_Slot = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class ToMake:
    """A picture that is not made yet: its row's id, what it is for, and where it lies.

    `path` is None while it cannot be reached.
    """

    id: str
    kind: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was made, as pages show it."""

    url: str
    blurhash: str | None


def known(session: Session, root_id: str) -> list[SeriesFile]:
    """Return what was found in the folders of series under a root."""
    rows = session.scalars(select(SeriesFileRow).where(SeriesFileRow.root_id == root_id))
    return [_value(row) for row in rows]


def sync(
    services: Services,
    session: Session,
    root_id: str,
    lying: Collection[SeriesFile],
    homes: Collection[str],
) -> None:
    """Bring the rows of a root up to what lies in its folders of series now.

    `homes` are the series that have a folder there. Of others, whose episodes are away as well,
    nothing goes while they have an episode at all.
    """
    before = {
        _value(row): row
        for row in session.scalars(select(SeriesFileRow).where(SeriesFileRow.root_id == root_id))
    }
    left = {value.series_id for value in before} - set(homes)
    away = _with_media(session, left)
    gone = [
        row for value, row in before.items() if value not in lying and value.series_id not in away
    ]
    fresh = [value for value in lying if value not in before]
    there = _existing(session, {value.series_id for value in fresh})
    fresh = [value for value in fresh if value.series_id in there]
    slots = {_slot(value) for value in lying}
    # Those of a folder that was taken out of the library make room for the same again.
    gone += [row for row in _rootless(session, there) if _slot(_value(row)) in slots]
    for row in gone:
        forget(services, session, row)
    for value in fresh:
        session.add(
            SeriesFileRow(
                id=ids.new_id(),
                series_id=value.series_id,
                season_number=value.season_number,
                kind=value.kind,
                root_id=root_id,
                relative_path=value.relative_path,
                size_bytes=value.size_bytes,
                modified_ns=value.modified_ns,
                smaller={},
            )
        )
    session.flush()
    for series_id in {row.series_id for row in gone if row.address is not None}:
        tell(services, session, series_id)


def forget(services: Services, session: Session, row: SeriesFileRow) -> None:
    """Forget a file of a series, and what was made of it."""
    folder = services.store.artwork_dir(row.id)
    after_commit(session, lambda: objects.forget_under(services, folder))
    session.delete(row)


def tell(services: Services, session: Session, series_id: str) -> None:
    """Tell that a series is shown otherwise: what lists its episodes lists it too."""
    one = select(MediaRow.id).where(MediaRow.series_id == series_id, MediaRow.trashed_at.is_(None))
    media_id = session.scalar(one.order_by(MediaRow.number).limit(1))
    if media_id is not None:
        services.bus.publish_after_commit(session, MediaChanged(media_id))


def lacking(session: Session, root_id: str | None = None) -> Sequence[str]:
    """Return the ids of series with a picture that is not made yet, in one root or in all."""
    some = select(SeriesFileRow.series_id).where(*_to_make()).distinct()
    if root_id is not None:
        some = some.where(SeriesFileRow.root_id == root_id)
    return session.scalars(some).all()


def to_make(session: Session, series_id: str) -> list[ToMake]:
    """Return the pictures of a series that are not made yet."""
    rows = session.execute(
        select(SeriesFileRow, RootRow.path)
        .join(RootRow, RootRow.id == SeriesFileRow.root_id)
        .where(SeriesFileRow.series_id == series_id, *_to_make())
        .order_by(SeriesFileRow.season_number.is_not(None), SeriesFileRow.season_number)
    ).all()
    return [ToMake(row.id, row.kind, files.within(Path(root), row.relative_path))
            for row, root in rows]  # fmt: skip


def keep(
    services: Services,
    session: Session,
    file_id: str,
    picture: Picture | None,
    problem: str | None = None,
) -> bool:
    """Save what was made of a file, or why nothing could be; False where it is not asked for any
    more: it is gone, another job was quicker, or the file is another by now."""
    row = session.get(SeriesFileRow, file_id)
    if row is None or row.address is not None:
        return False
    if picture is None:
        row.problem = (problem or "")[:200] or None
        return True
    row.problem = None
    row.address = kept_address(services, session, picture.path)
    row.width, row.height, row.blurhash = picture.width, picture.height, picture.blurhash
    row.smaller = {
        str(width): kept_address(services, session, path) for width, path in picture.smaller
    }
    tell(services, session, row.series_id)
    return True


def pictures(
    session: Session, series_ids: Collection[str]
) -> dict[str, dict[tuple[int | None, str], Shown]]:
    """Return the pictures of many series at once: by series, then by (season, kind)."""
    rows = session.scalars(
        select(SeriesFileRow)
        .where(SeriesFileRow.series_id.in_(series_ids), SeriesFileRow.address.is_not(None))
        .order_by(*best_last())
    )
    found: dict[str, dict[tuple[int | None, str], Shown]] = {}
    for row in rows:
        shown = Shown(artwork_url(row.id), row.blurhash)
        found.setdefault(row.series_id, {})[row.season_number, row.kind] = shown
    return found


def problems(session: Session, series_id: str) -> Mapping[str, str]:
    """Return why pictures of a series could not be taken, by path."""
    rows = session.scalars(
        select(SeriesFileRow).where(
            SeriesFileRow.series_id == series_id, SeriesFileRow.problem.is_not(None)
        )
    )
    return {row.relative_path: row.problem or "" for row in rows}


def _to_make() -> tuple[ColumnElement[bool], ...]:
    return (
        SeriesFileRow.kind.in_(PICTURES),
        SeriesFileRow.address.is_(None),
        SeriesFileRow.problem.is_(None),
        SeriesFileRow.root_id.is_not(None),
    )


def _existing(session: Session, series_ids: set[str]) -> set[str]:
    wanted, found = sorted(series_ids), set[str]()
    for start in range(0, len(wanted), _CHUNK):
        some = SeriesRow.id.in_(wanted[start : start + _CHUNK])
        found.update(session.scalars(select(SeriesRow.id).where(some)))
    return found


def _with_media(session: Session, series_ids: set[str]) -> set[str]:
    if not series_ids:
        return set()
    some = select(MediaRow.series_id).where(MediaRow.series_id.is_not(None)).distinct()
    return series_ids & {str(one) for one in session.scalars(some)}


def _rootless(session: Session, series_ids: set[str]) -> list[SeriesFileRow]:
    lost = (SeriesFileRow.root_id.is_(None), SeriesFileRow.origin == GIVEN)
    rows = session.scalars(select(SeriesFileRow).where(*lost))
    return [row for row in rows if row.series_id in series_ids]


def _slot(value: SeriesFile) -> _Slot:
    return value.series_id, value.season_number, value.kind


def _value(row: SeriesFileRow) -> SeriesFile:
    return SeriesFile(
        row.series_id,
        row.season_number,
        row.kind,
        row.relative_path,
        row.size_bytes,
        row.modified_ns,
    )
