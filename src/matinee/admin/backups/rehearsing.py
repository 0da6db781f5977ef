"""Saying what a restore would do, by looking into both databases."""

import logging
import os
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee import accounts, library
from matinee.admin.backups.preparing import Ready
from matinee.admin.backups.values import Held, Rehearsal
from matinee.kit import migrate, objects
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import MatineeError
from matinee.kit.log import Private
from matinee.watching import ProgressRow

log = logging.getLogger(__name__)
_SHOWN: Final = 20
_PATIENCE_S: Final = 10.0  # with a bucket that does not answer


def rehearse(settings: Settings, ready: Ready) -> Rehearsal:
    """Compare a database that was made ready with the library there is, and with its files."""
    with closing(Database(f"sqlite:///{ready.path}")) as copy, copy.read() as then:
        missing, files = _missing_files(then, settings.data.resolve(), _kept_away(settings))
        count = None if missing is None else len(missing)
        shown = tuple((missing or ())[:_SHOWN])
        held = _held(then)
        folders = tuple(_shown(str(row.path)) for row in library.roots(then))
        if not _is_readable(settings):
            return Rehearsal(
                ready.revision, held, None, 0, (), (), 0, files, count, shown, folders
            )  # fmt: skip
        with closing(Database(settings.database)) as present, present.read() as now:
            titles, names = _lost_titles(then, now)
            return Rehearsal(
                ready.revision, held, _held(now), titles, names, _lost_users(then, now),
                _lost_progress(then, now), files, count, shown, folders,
            )  # fmt: skip


def _is_readable(settings: Settings) -> bool:
    try:
        return migrate.current_revision(settings) == migrate.revisions()[-1]
    except MatineeError:
        return False


def _held(session: Session) -> Held:
    titles = select(func.count()).where(library.MediaRow.trashed_at.is_(None))
    users = select(func.count()).select_from(accounts.User)
    progress = select(func.count()).select_from(ProgressRow)
    return Held(*(session.scalar(one) or 0 for one in (titles, users, progress)))


def _lost_titles(then: Session, now: Session) -> tuple[int, tuple[str, ...]]:
    there = set(then.scalars(select(library.MediaRow.id)))
    wanted = select(library.MediaRow.id, library.MediaRow.title).where(
        library.MediaRow.trashed_at.is_(None)
    )
    lost = [row.title for row in now.execute(wanted.order_by(library.MediaRow.id.desc()))
            if row.id not in there]  # fmt: skip
    return len(lost), tuple(lost[:_SHOWN])


def _lost_users(then: Session, now: Session) -> tuple[str, ...]:
    there = set(then.scalars(select(accounts.User.id)))
    rows = now.execute(select(accounts.User.id, accounts.User.name).order_by(accounts.User.name))
    return tuple(row.name for row in rows if row.id not in there)


def _lost_progress(then: Session, now: Session) -> int:
    wanted = select(ProgressRow.profile_id, ProgressRow.media_id, ProgressRow.updated_at)
    there = {(row.profile_id, row.media_id): row.updated_at for row in then.execute(wanted)}
    return sum(
        (known := there.get((row.profile_id, row.media_id))) is None or known < row.updated_at
        for row in now.execute(wanted)
    )


def _kept_away(settings: Settings) -> frozenset[str] | None:
    """Return the addresses that the bucket has, where one keeps the library; None where that cannot
    be known now: a library is brought back without it too."""
    address = objects.address_of(settings)
    if address is None:
        return frozenset()
    bucket = objects.Bucket(address, read_s=_PATIENCE_S, write_s=_PATIENCE_S, retry_s=_PATIENCE_S)
    try:
        return frozenset(found.key for found in bucket.list("media"))
    except MatineeError as error:
        log.warning("which files are there is not known: %s", Private(error.detail))
        return None


def _missing_files(
    session: Session, data: Path, away: frozenset[str] | None
) -> tuple[list[str] | None, int]:
    """Return the files of the copy that are not there, by their titles, and how many it has. They
    lie here or among those `away`; without these it is not known of what does not lie here."""
    places: dict[str, list[str]] = {}
    roots = {row.id: str(row.path) for row in library.roots(session)}
    for place in session.execute(
        select(library.PlaceRow.asset_id, library.PlaceRow.root_id, library.PlaceRow.relative_path)
    ):
        if place.asset_id is not None:
            folder = roots.get(place.root_id, "")
            path = os.path.join(folder, place.relative_path)  # noqa: PTH118 - names of any bytes
            places.setdefault(place.asset_id, []).append(path)
    missing: list[str] = []
    files = 0
    wanted = select(library.AssetRow.id, library.AssetRow.key, library.MediaRow.title).join(
        library.MediaRow, library.MediaRow.id == library.AssetRow.media_id
    )
    for asset in session.execute(wanted.where(library.MediaRow.trashed_at.is_(None))):
        files += 1
        where = places.get(asset.id, [])
        if asset.key is not None:
            where = [*where, os.fspath(data / asset.key)]
            if away and asset.key in away:
                continue
        if not any(os.path.isfile(path) for path in where):  # noqa: PTH113 - as above
            missing.append(asset.title)
    return None if away is None and missing else missing, files


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
