"""Where files live under the data folder, and how they get there without being half there.

staging/<job> is throwaway, media/<asset> and artwork/<media> are kept, cache/<asset> can be
deleted at any time. Everything is written to a temporary name, flushed, then renamed.
"""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from matinee.kit.errors import NoSpace, Unavailable
from matinee.kit.ids import new_id


class Store:
    """The folders of one library."""

    def __init__(self, data: Path, *, floor_bytes: int) -> None:
        self.data = data.resolve()
        self.floor_bytes = floor_bytes
        self.staging_root = self.data / "staging"
        self.media_root = self.data / "media"
        self.artwork_root = self.data / "artwork"
        self.cache_root = self.data / "cache"
        self.uploads_root = self.data / "uploads"
        self.objects_root = self.data / "objects"

    def prepare(self) -> None:
        """Make the folders. Raises Unavailable when the data folder cannot be written."""
        roots = (self.staging_root, self.media_root, self.artwork_root, self.cache_root,
                 self.uploads_root)  # fmt: skip
        try:
            for root in roots:
                root.mkdir(parents=True, exist_ok=True)
            probe = self.data / f".write-{new_id()}"
            probe.touch()
            probe.unlink()
        except OSError as cause:
            raise Unavailable(
                f"The data folder {self.data} cannot be written: {cause.strerror}.",
                fix="Give this user the right to write there, or choose another with --data.",
                code="data_not_writable",
            ) from cause

    def staging_path(self, job_id: str) -> Path:
        """Return the staging folder of a job, made or not."""
        return self.staging_root / job_id

    def staging(self, job_id: str) -> Path:
        """Return the staging folder of a job, made."""
        path = self.staging_path(job_id)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def drop_staging(self, job_id: str) -> None:
        """Throw a job's staging folder away."""
        shutil.rmtree(self.staging_path(job_id), ignore_errors=True)

    def media_dir(self, asset_id: str) -> Path:
        """Return the folder of an owned original."""
        return self.media_root / asset_id

    def artwork_dir(self, media_id: str) -> Path:
        """Return the folder of a title's pictures."""
        return self.artwork_root / media_id

    def cache_dir(self, asset_id: str, plan: str | None = None) -> Path:
        """Return the folder of derived segments, of an asset or of one of its plans."""
        return self.cache_root / asset_id / plan if plan else self.cache_root / asset_id

    def lock_path(self, name: str) -> Path:
        """Return a file that processes lock (flock) where one of them may do a thing at a time."""
        folder = self.data / "locks"
        folder.mkdir(exist_ok=True)
        return folder / name

    def free_bytes(self) -> int:
        """Return the bytes that could still be written."""
        return shutil.disk_usage(self.data).free

    def require_space(self, size_bytes: int) -> None:
        """Raise NoSpace when writing `size_bytes` would go below the floor."""
        free = self.free_bytes()
        if free - size_bytes < self.floor_bytes:
            raise NoSpace(
                f"Not enough space: {_words(size_bytes)} wanted, {_words(free)} free, and "
                f"{_words(self.floor_bytes)} are kept free.",
                fix="Free some space on the disk that holds the data folder, then retry. The floor "
                "is MATINEE_FREE_SPACE_FLOOR_BYTES.",
            )


def replace(source: Path, target: Path) -> None:
    """Rename a finished file to its final address, durable when it returns.

    Where part of the data folder was mounted from another disk, the file is copied over and
    renamed there; whoever was stopped in between does it again.
    """
    with source.open("rb") as file:
        os.fsync(file.fileno())
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as cause:
        if cause.errno != errno.EXDEV:
            raise
        _carry_over(source, target)
    sync_folder(target.parent)
    sync_folder(target.parent.parent)


def _carry_over(source: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.copyfile(source, partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    source.unlink()


def write_atomic(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a whole file or nothing; `durable` also survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{new_id()}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make renames within a folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _words(size_bytes: int) -> str:
    value = float(size_bytes)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} TB"


def drop(path: Path) -> None:
    """Delete a file, or a folder with all that is in it, as far as it can be."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def tree_bytes(folder: Path) -> int:
    """Return the bytes of all files under a folder, or of a file; what disappears meanwhile is
    passed over."""
    if folder.is_file():
        return folder.stat().st_size
    total, pending = 0, [os.fspath(folder)]
    while pending:
        try:
            with os.scandir(pending.pop()) as found:
                for entry in found:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total
