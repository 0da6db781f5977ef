"""Which folders may be brought in, and how one is picked on the server's own disk."""

import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from matinee import library
from matinee.ingest.sources.folder.walk import VIDEO
from matinee.kit.errors import Forbidden, Invalid, NotFound
from matinee.kit.jobs import JobSpec, Priority
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


def remember(services: Services, path: Path) -> Target:
    """Return the root a path stands for, remembering it when it is new.

    A file within a known root belongs to that root; another becomes a root of its own.
    """
    if path.is_file():
        with services.db.read() as session:
            known = [(root.id, Path(root.path)) for root in library.roots(session)]
        for root_id, root in known:
            if path != root and path.is_relative_to(root):
                return Target(root_id, str(path.relative_to(root)), path.name)
    return Target(library.add_root(services, path).id, None, path.name)


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
