"""Walking a folder: which files are videos, and why the others are not looked at.

Links are never followed, so nothing outside of the folder is reached and no loop is possible;
what they point to inside is met on its own. Nothing is opened here.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

VIDEO = frozenset({
    ".3g2", ".3gp", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".m1v", ".m2ts", ".m2v",
    ".m4v", ".mk3d", ".mkv", ".mov", ".mp4", ".mpe", ".mpeg", ".mpg", ".mts", ".mxf", ".ogm",
    ".ogv", ".qt", ".rm", ".rmvb", ".ts", ".vob", ".webm", ".wmv", ".y4m",
})  # fmt: skip
AUDIO = frozenset({
    ".aac", ".ac3", ".aiff", ".alac", ".ape", ".dts", ".flac", ".m4a", ".mka", ".mp3", ".oga",
    ".ogg", ".opus", ".wav", ".wma",
})  # fmt: skip
SUBTITLES = frozenset({
    ".srt", ".vtt", ".ass", ".ssa", ".ttml", ".dfxp", ".xml", ".sup", ".idx", ".sub",
})  # fmt: skip
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tbn"})
INFO_JSON = ".info.json"
_SYSTEM = frozenset(
    {"$recycle.bin", "system volume information", "lost+found", "@eadir", "#recycle"}
)
SAME_FILE = "."
"""The relative path of the only file of a root that is itself a file."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A video file: its path within the root, size in bytes, modification time in ns."""

    relative_path: str
    size_bytes: int
    modified_ns: int


@dataclass(slots=True)
class Walk:
    """What was met under a root. `subtitles`, `folders`, `films` (their names without ending,
    in small letters), `pictures` and `papers` (NFO and info.json) are by folder."""

    root: Path
    files: list[Seen] = field(default_factory=list[Seen])
    skipped: Counter[str] = field(default_factory=Counter[str])
    unreadable: list[str] = field(default_factory=list[str])
    subtitles: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    folders: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    films: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    pictures: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    papers: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    entries: int = 0
    is_file: bool = False
    _there: frozenset[str] | None = None

    def there(self) -> frozenset[str]:
        """Return the relative paths of all files, for asking often."""
        if self._there is None:
            self._there = frozenset(seen.relative_path for seen in self.files)
        return self._there

    def hides(self, relative_path: str) -> bool:
        """Say whether a path lies in a folder that could not be read."""
        return any(
            not folder or relative_path.startswith(folder + os.sep) for folder in self.unreadable
        )


def walk(root: Path, *, leave_out: Path, check: Callable[[], None]) -> Walk:
    """Return everything under `root`; `leave_out` (our own data folder) is passed by.

    Raises FileNotFoundError or NotADirectoryError when the root itself is not there.
    """
    found = Walk(root)
    facts = root.stat()
    if stat.S_ISREG(facts.st_mode):
        found.entries, found.is_file = 1, True
        found.files.append(Seen(SAME_FILE, facts.st_size, facts.st_mtime_ns))
        return found
    own = _identity_of(leave_out)
    visited = {(facts.st_dev, facts.st_ino)}
    waiting = [""]
    while waiting:
        check()
        folder = waiting.pop()
        for entry in _entries(found, folder):
            below = _take(found, folder, entry)
            if below is None:
                continue
            identity = _identity_of(Path(entry.path))
            if identity in visited or identity == own:
                found.skipped["own_data" if identity == own else "loop"] += 1
                continue
            visited.add(identity)
            found.folders.setdefault(folder, []).append(below)
            waiting.append(below)
    found.files.sort(key=lambda seen: seen.relative_path)
    return found


def _entries(found: Walk, folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(os.path.join(found.root, folder) if folder else found.root) as entries:  # noqa: PTH118
            yield from entries
    except OSError:
        found.unreadable.append(folder)
        found.skipped["unreadable"] += 1


def _take(found: Walk, folder: str, entry: os.DirEntry[str]) -> str | None:
    """Sort one entry in; returns the relative path of a folder to walk into."""
    found.entries += 1
    relative = f"{folder}{os.sep}{entry.name}" if folder else entry.name
    try:
        if entry.name.startswith(".") or entry.name.lower() in _SYSTEM:
            found.skipped["hidden"] += 1
        elif entry.is_symlink():
            found.skipped["link"] += 1
        elif entry.is_dir(follow_symlinks=False):
            return relative
        elif not entry.is_file(follow_symlinks=False):
            found.skipped["special"] += 1
        else:
            _take_file(found, folder, relative, entry)
    except OSError:
        found.skipped["unreadable"] += 1
        found.unreadable.append(relative)
    return None


def _take_file(found: Walk, folder: str, relative: str, entry: os.DirEntry[str]) -> None:
    suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - a Path a file is too slow
    if suffix in VIDEO:
        facts = entry.stat(follow_symlinks=False)
        found.files.append(Seen(relative, facts.st_size, facts.st_mtime_ns))
        found.films.setdefault(folder, []).append(entry.name[: -len(suffix)].lower())
    elif suffix in SUBTITLES:
        found.subtitles.setdefault(folder, []).append(entry.name)
        found.skipped["other" if suffix == ".xml" else "subtitle"] += 1
    else:
        found.skipped["audio" if suffix in AUDIO else "other"] += 1
        if suffix in PICTURES:
            found.pictures.setdefault(folder, []).append(entry.name)
        elif suffix == ".nfo" or (suffix == ".json" and entry.name.lower().endswith(INFO_JSON)):
            found.papers.setdefault(folder, []).append(entry.name)


def _identity_of(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except OSError:
        return (-1, -1)
    return (facts.st_dev, facts.st_ino)
