"""What is looked at after a kill: nothing lost, nothing half there, nothing left over."""

import contextlib
import io
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from faults.kills.films import digest_of
from faults.kills.house import House
from matinee import library
from matinee.app import doctor
from matinee.ingest.tables import UploadRow
from matinee.kit import copies, migrate
from matinee.kit.jobs import FINISHED
from matinee.kit.jobs.tables import Job
from matinee.library.tables import ArtworkRow

_HOURS_S = 2 * 3600
_OF_FOLDERS = ("staging", "media", "artwork", "cache", "uploads", "backups")


def whole(one: House) -> Iterator[str]:
    """Say what is wrong with the database itself."""
    if one.settings.database_url is None:
        path = migrate.database_path(one.settings)
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as opened:
            verdict = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if verdict != "ok":
                yield f"integrity_check: {verdict}"
            for row in opened.execute("PRAGMA foreign_key_check").fetchmany(3):
                yield f"a row points at nothing: {row}"
    revision = migrate.current_revision(one.settings)
    if revision != migrate.revisions()[-1]:
        yield f"the database is at {revision}"


def titles(one: House, expected: dict[str, str], *, afresh: set[str] | None = None) -> list[str]:
    """Say what of the titles that were acknowledged is lost, and what is there that must not be.

    `expected` has the SHA-256 of each title's file. Of those in `afresh` the bytes are read again,
    of all where it is None; of the others the size is looked at.
    """

    def look(session: Session) -> list[str]:
        found: dict[str, list[tuple[library.AssetRow, Path]]] = {}
        wrong: list[str] = []
        roots = {root.id: Path(root.path) for root in library.roots(session)}
        places = {row.asset_id: roots[row.root_id] / row.relative_path
                  for row in session.scalars(select(library.PlaceRow))
                  if row.missing_since is None}  # fmt: skip
        for media in session.scalars(select(library.MediaRow)):
            found[media.title] = []
        rows = select(library.AssetRow, library.MediaRow.title).join(
            library.MediaRow, library.MediaRow.id == library.AssetRow.media_id
        )
        for asset, title in session.execute(rows):
            path = one.data / asset.key if asset.key is not None else places.get(asset.id)
            if path is None or asset.file_missing:
                wrong.append(f"{title}: it has no file")
            else:
                found[title].append((asset, path))
        wrong += [f"{title}: it is lost" for title in sorted(expected.keys() - found.keys())]
        wrong += [f"{title}: nobody brought it in" for title in found.keys() - expected.keys()]
        for title, files in found.items():
            if len(files) != 1:
                wrong.append(f"{title}: it has {len(files)} files")
            wrong += _files(title, files, expected.get(title), afresh is None or title in afresh)
        return wrong

    return one.read(look)


def shown(one: House, expected: dict[str, str]) -> list[str]:
    """Say whether as many titles are shown as there should be."""
    total = one.ask("GET", "/api/media?limit=1")["total"]
    return [] if total == len(expected) else [f"{total} titles are shown of {len(expected)}"]


def _files(
    title: str, files: list[tuple[library.AssetRow, Path]], digest: str | None, afresh: bool
) -> Iterator[str]:
    for asset, path in files:
        try:
            if path.stat().st_size != asset.size_bytes:
                yield f"{title}: {path.name} is not as long as it was"
            elif afresh and digest is not None and digest_of(path) != digest:
                yield f"{title}: {path.name} does not hold what was sent"
        except OSError as cause:
            yield f"{title}: {cause}"


def jobs_failed(one: House) -> list[str]:
    """Say, once of each, which jobs failed: nothing here is wrong but that it was killed."""
    failed = select(Job).where(Job.status == "failed", Job.id.not_in(one.failed))
    rows = one.read(lambda session: session.scalars(failed).all())
    one.failed |= {row.id for row in rows}
    return [f"the job {row.kind} failed: {row.error_code} {row.error_detail}" for row in rows]


def an_hour_later(one: House) -> None:
    """Let what lies in the data folder be older than the doctor wants it to be."""
    then = time.time() - _HOURS_S
    for name in _OF_FOLDERS:
        for folder, inside, files in os.walk(one.data / name):
            for each in (*inside, *files):
                with contextlib.suppress(OSError):
                    os.utime(Path(folder, each), (then, then))


def left_over(one: House) -> list[str]:
    """Have the doctor mend once; say what it could not, what a second one finds, and what neither
    saw."""
    an_hour_later(one)
    settings = replace(one.settings, allow_private_urls=True)
    wrong = [f"doctor --fix: {line}" for line in _doctor(one, settings) if line[:5] == "found"]
    an_hour_later(one)
    wrong += [f"doctor again: {line}" for line in _doctor(one, settings)
              if line[:5] in {"found", "mende"}]  # fmt: skip
    return wrong + one.read(lambda session: list(_strays(one, session)))


def _doctor(one: House, settings: object) -> list[str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        doctor.examine(settings, fix=True)  # pyright: ignore[reportArgumentType]
    return said.getvalue().splitlines()


def _strays(one: House, session: Session) -> Iterator[str]:
    """Say which names no row knows, without asking the doctor."""
    kept = Job.status.not_in(FINISHED) | (Job.status == "failed")  # for Retry
    open_jobs = set(session.scalars(select(Job.id).where(kept)))
    assets = set(session.scalars(select(library.AssetRow.id)))
    media = set(session.scalars(select(library.MediaRow.id)))
    uploads = set(session.scalars(select(UploadRow.id)))
    known = {"staging": open_jobs, "media": assets, "artwork": media, "cache": assets,
             "uploads": uploads}  # fmt: skip
    for name, ids in known.items():
        for path in sorted((one.data / name).iterdir()):
            if path.name.removesuffix(".unproven") not in ids:
                yield f"left over: {path.relative_to(one.data)}"
    pictures: set[str] = set()
    for row in session.scalars(select(ArtworkRow)):
        pictures |= {row.address, *row.smaller.values()}
    busy = session.scalar(
        select(func.count()).where(Job.status.not_in(FINISHED), Job.kind.like("derive.%"))
    )
    for path in () if busy else (one.data / "artwork").rglob("*"):
        address = path.relative_to(one.data).as_posix()
        if path.is_file() and address not in pictures:
            yield f"left over: {address}"
    mine = {path for copy in copies.every(one.settings) for path in copies_of(copy)}
    for path in (one.data / "backups").glob("*"):
        if path not in mine:
            yield f"left over: backups/{path.name}"
    for path in one.data.iterdir():
        if path.name.startswith(".write-"):
            yield f"left over: {path.name}"


def copies_of(copy: copies.Copy) -> set[Path]:
    """Return the files that belong to a copy."""
    return {copy.path, copy.page, *(copy.path.with_name(name) for name in copy.parts.values())}
