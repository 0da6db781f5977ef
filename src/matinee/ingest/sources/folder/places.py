"""Which folders may be brought in, and how one is picked on the server's own disk."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.ingest.loose import printable
from matinee.ingest.sources.folder.walk import VIDEO
from matinee.kit.errors import Forbidden, Invalid, NotFound
from matinee.kit.jobs import JobSpec, JobStatus, Priority
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

KIND = "scan"
_NEVER = ("/proc", "/sys", "/dev", "/run")
_PLACES = ("/media", "/mnt", "/srv", "/data", "/volumes")
_MOST_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class Spot:
    """A folder as the picker shows it; `media_hint` counts videos right inside it."""

    name: str
    path: str
    media_hint: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """What a path on the server stands for: a root, or one file of a root."""

    root_id: str
    only: str | None
    title: str


def tidy(services: Services, text: str) -> Path:
    """Return an existing folder or file that may be brought in. Raises Invalid or NotFound."""
    if "\0" in text or not text.strip():
        raise Invalid("This is not a path.", code="not_a_path")
    path = Path(text.removeprefix("file://") if text.startswith("file:///") else text)
    path = path.expanduser()
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as cause:
        raise NotFound(
            f"There is no such folder or file: {text[:300]}",
            fix="Check the spelling. The path is one on the machine that Matinee runs on.",
            code="no_such_path",
        ) from cause
    data = services.store.data
    if real == data or real.is_relative_to(data):
        raise Invalid("This folder is Matinee's own.", fix="Choose another one.", code="own_folder")
    if str(real) == "/" or any(real.is_relative_to(never) for never in _NEVER):
        raise Invalid(
            "This is a folder of the system.",
            fix="Choose the folder that holds your videos.",
            code="system_folder",
        )
    if not real.is_dir() and not real.is_file():
        raise Invalid("This is neither a folder nor a file.", code="special_file")
    if not os.access(real, os.R_OK | (os.X_OK if real.is_dir() else 0)):
        raise Forbidden(
            "Matinee may not read this.",
            fix="Give the user that Matinee runs as the right to read it.",
            code="unreadable",
        )
    return real


def remember(
    services: Services, path: Path, *, kind: str | None = None, watch: bool | None = None
) -> Target:
    """Return the root a path stands for, remembering it when it is new.

    A file within a known root belongs to that root; another becomes a root of its own.
    """
    if path.is_file():
        with services.db.read() as session:
            known = [(root.id, Path(root.path)) for root in library.roots(session)]
        for root_id, root in known:
            if path != root and path.is_relative_to(root):
                return Target(root_id, str(path.relative_to(root)), path.name)
    return Target(library.add_root(services, path, kind=kind, watch=watch).id, None, path.name)


def folder_paths(services: Services) -> list[str]:
    """Return the folders (and single files) scanned in place, oldest first."""
    with services.db.read() as session:
        return [root.path for root in library.roots(session)]


def scan_spec(target: Target, *, requested_by: str | None, title: str | None = None) -> JobSpec:
    """Return the job that scans a target; a second one while it runs is the same one."""
    return JobSpec(
        KIND,
        {"root_id": target.root_id, "only": target.only, "title": title},
        title=target.title,
        priority=Priority.PERSON,
        dedupe_key=f"scan:{target.root_id}:{target.only or ''}",
        requested_by=requested_by,
    )


def running(session: Session) -> dict[str, str]:
    """Return the open scan of each root that has one."""
    rows = session.scalars(
        select(Job).where(Job.kind == KIND, Job.finished_at.is_(None)).order_by(Job.id.desc())
    )
    return {str(job.payload.get("root_id")): job.id for job in rows}


def is_scanned(services: Services, root_id: str) -> bool:
    """Say whether a scan of a root is open."""
    with services.db.read() as session:
        return root_id in running(session)


def ask_for_a_look(services: Services, root_id: str, folders: Collection[str]) -> bool:
    """Queue a quick look at folders of a root, or at all of it; not while a scan of it is open.

    Looks that came to an end are taken off the list: they would fill it.
    """
    key = f"look:{root_id}"
    over = (Job.kind == KIND, Job.dedupe_key == key, Job.status == JobStatus.COMPLETED)
    with services.db.read() as session:
        root = library.get_root(session, root_id)
        if root_id in running(session):
            return False
        ended = session.scalars(select(Job.id).where(*over)).all()
    for job_id in ended:
        services.jobs.delete(job_id)
    spec = JobSpec(
        KIND,
        {"root_id": root_id, "quick": True, "folders": sorted(folders)},
        title=printable(root.path).rsplit("/", 1)[-1],
        priority=Priority.NORMAL,
        dedupe_key=key,
    )
    with services.db.write() as session:
        services.jobs.enqueue(session, spec)
    return True


def browse(text: str) -> tuple[Path, list[Spot]]:
    """Return a folder of this machine and the folders in it. Raises NotFound or Forbidden."""
    path = Path(text).expanduser() if text and "\0" not in text else Path.home()
    try:
        path = path.resolve(strict=True)
        with os.scandir(path) as entries:
            spots = [
                Spot(entry.name, entry.path, _hint(entry.path))
                for entry in islice(entries, _MOST_ENTRIES)
                if not entry.name.startswith(".") and _is_folder(entry)
            ]
    except PermissionError as cause:
        raise Forbidden("Matinee may not read this folder.", code="unreadable") from cause
    except (OSError, RuntimeError) as cause:
        raise NotFound("There is no such folder.", code="no_such_path") from cause
    return path, sorted(spots, key=lambda spot: spot.name.casefold())


def usual_places() -> list[Spot]:
    """Return where videos usually lie on this machine."""
    home = Path.home()
    wanted = [home, home / "Videos", home / "Movies", home / "Downloads", *map(Path, _PLACES)]
    return [Spot(path.name or str(path), str(path)) for path in wanted if path.is_dir()]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _hint(path: str) -> int:
    try:
        with os.scandir(path) as entries:
            return sum(
                os.path.splitext(entry.name)[1].lower() in VIDEO  # noqa: PTH122
                for entry in islice(entries, 500)
            )
    except OSError:
        return 0
