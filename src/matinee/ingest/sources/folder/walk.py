"""Walking a folder: which files are videos, and why the others are not looked at.

Links are never followed, so nothing outside of the folder is reached and no loop is possible;
what they point to inside is met on its own. Nothing is opened here. What a folder held is taken
from memory where one is given and the folder is as it was.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from matinee.ingest.sources.folder.disks import Disks
from matinee.ingest.sources.folder.memory import Looked, Memory, above
from matinee.kit import clock

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
# What browsers, download managers and yt-dlp call a file that is not whole yet.
PARTIAL = frozenset({
    ".!qb", ".!ut", ".bc!", ".crdownload", ".download", ".filepart", ".opdownload", ".part",
    ".partial", ".tmp", ".unconfirmed", ".ytdl",
})  # fmt: skip
INFO_JSON = ".info.json"
_ARIA = ".aria2"
_SYSTEM = frozenset(
    {"$recycle.bin", "system volume information", "lost+found", "@eadir", "#recycle"}
)
_EXPECTED = frozenset({"subtitle", "beside"})
_MOST_EXAMPLES = 50
_MOST_OF_A_REASON = 12
Check = Callable[[], None]
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
    in small letters), `pictures` and `papers` (NFO and info.json) are by folder.

    `looked` are the folders that were opened; of the others what was known is told, and nothing of
    what lay beside the films. `beside` are the files beside films with size in bytes and time in
    ns, `held` files that are there and not to be taken in yet, `met` all folders that are there.
    """

    root: Path
    files: list[Seen] = field(default_factory=list[Seen])
    skipped: Counter[str] = field(default_factory=Counter[str])
    examples: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    unreadable: list[str] = field(default_factory=list[str])
    subtitles: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    folders: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    films: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    pictures: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    papers: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    beside: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    looked: dict[str, Looked] = field(default_factory=dict[str, Looked])
    held: set[str] = field(default_factory=set[str])
    met: set[str] = field(default_factory=set[str])
    entries: int = 0
    is_file: bool = False
    _there: frozenset[str] | None = None
    _closed: frozenset[str] = frozenset()

    def there(self) -> frozenset[str]:
        """Return the relative paths of all files, for asking often."""
        if self._there is None:
            self._there = frozenset(seen.relative_path for seen in self.files)
        return self._there

    def hides(self, relative_path: str) -> bool:
        """Say whether a path lies in a folder that could not be read."""
        if len(self._closed) != len(self.unreadable):
            self._closed = frozenset(self.unreadable)
        folder = relative_path
        while self._closed and folder not in self._closed:
            if not folder:
                return False
            folder = above(folder)
        return bool(self._closed)

    def skip(self, reason: str, relative_path: str) -> None:
        """Count what is passed by, and keep a few examples of each reason."""
        self.skipped[reason] += 1
        few = self.skipped[reason] <= _MOST_OF_A_REASON
        if few and reason not in _EXPECTED and len(self.examples) < _MOST_EXAMPLES:
            self.examples.append((relative_path, reason))


@dataclass(slots=True)
class Ways:
    """How a root is walked: what is left out, what is remembered, which folders are opened.

    `own` is our own data folder, `inner` the paths in it that are roots themselves. With `only`
    no other known folder is even looked at.
    """

    own: Path
    inner: Collection[str] = ()
    memory: Memory | None = None
    only: Collection[str] | None = None
    disks: Disks = field(default_factory=Disks)


def walk(root: Path, *, leave_out: Path, check: Check) -> Walk:
    """Return everything under `root`; `leave_out` (our own data folder) is passed by.

    Raises as `walk_with` does.
    """
    return walk_with(root, Ways(leave_out), check)


def walk_with(root: Path, ways: Ways, check: Check) -> Walk:
    """Return what is under a root, in one of several ways.

    Raises FileNotFoundError or NotADirectoryError when the root itself is not there, or is another
    than before at the end: what was seen then is no ground to believe anything gone.
    """
    found = Walk(root)
    facts = root.stat()
    if stat.S_ISREG(facts.st_mode):
        found.entries, found.is_file = 1, True
        found.files.append(Seen(SAME_FILE, facts.st_size, facts.st_mtime_ns))
        return found
    walker = _Walker(found, ways, facts)
    while walker.waiting:
        check()
        walker.step(walker.waiting.pop())
    after = root.stat()
    if (after.st_dev, after.st_ino) != (facts.st_dev, facts.st_ino):
        raise FileNotFoundError(2, "another folder stands here now", str(root))
    found.files.sort(key=lambda seen: seen.relative_path)
    return found


class _Walker:
    """One walk under way."""

    def __init__(self, found: Walk, ways: Ways, facts: os.stat_result) -> None:
        self.found, self.ways = found, ways
        self.waiting: list[tuple[str, int]] = [("", facts.st_ino)]
        self._base = str(found.root)
        self._visited: set[tuple[int, int]] = set()
        self._own = _identity_of(ways.own)
        self._honest: dict[int, bool] = {}

    def step(self, waiting: tuple[str, int]) -> None:
        """Take one folder in, by opening it or from memory; those in it wait their turn."""
        folder, inode = waiting
        memory = self.ways.memory
        only = self.ways.only
        if memory and only is not None and folder in memory.looked and folder not in only:
            self._recall(folder, memory)
            return
        path = f"{self._base}{os.sep}{folder}" if folder else self._base
        try:
            facts = os.stat(path, follow_symlinks=False) if folder else os.stat(path)  # noqa: PTH116
        except FileNotFoundError:
            self.found.skip("vanished", folder)
            return
        except OSError:
            self._closed(folder)
            return
        if self._is_elsewhere(folder, inode, facts):
            return
        now_ns = int(clock.epoch() * 1e9)
        believed = memory is not None and only is None and self._believes(path, facts)
        if memory and believed and memory.is_as_it_was(folder, facts.st_mtime_ns, now_ns):
            self._recall(folder, memory)
            return
        self._open(folder, path, facts, now_ns)

    def _is_elsewhere(self, folder: str, inode: int, facts: os.stat_result) -> bool:
        """Say whether this is no folder of the root: a link by now, our own, or met before."""
        if not stat.S_ISDIR(facts.st_mode):
            self.found.skip("link" if stat.S_ISLNK(facts.st_mode) else "vanished", folder)
            return True
        if facts.st_ino != inode and inode and not _is_straight(self._base, folder):
            self.found.skip("link", folder)
            return True
        identity = (facts.st_dev, facts.st_ino)
        if identity == self._own or identity in self._visited:
            self.found.skip("own_data" if identity == self._own else "loop", folder)
            return True
        self._visited.add(identity)
        return False

    def _believes(self, path: str, facts: os.stat_result) -> bool:
        """Say whether times of folders are believed on this disk; each is asked about once."""
        if facts.st_dev not in self._honest:
            self._honest[facts.st_dev] = self.ways.disks.is_honest(Path(path))
        return self._honest[facts.st_dev]

    def _recall(self, folder: str, memory: Memory) -> None:
        found = self.found
        found.met.add(folder)
        films: list[str] = []
        for path in memory.files.get(folder, ()):
            known = memory.known[path]
            found.files.append(Seen(path, known.size_bytes, known.modified_ns))
            films.append(os.path.splitext(path)[0].rpartition(os.sep)[2].lower())  # noqa: PTH122
        if films:
            found.films[folder] = films
        below = memory.folders.get(folder, ())
        if below:
            found.folders[folder] = list(below)
        found.entries += len(films) + len(below)
        for one in below:
            if one not in self.ways.inner:
                self.waiting.append((one, 0))

    def _open(self, folder: str, path: str, facts: os.stat_result, now_ns: int) -> None:
        found = self.found
        found.met.add(folder)
        try:
            with os.scandir(path) as listing:
                entries = list(listing)
            after = os.stat(path, follow_symlinks=not folder)  # noqa: PTH116
            if (after.st_dev, after.st_ino) != (facts.st_dev, facts.st_ino):
                raise OSError
        except FileNotFoundError:
            found.skip("vanished", folder)
            return
        except OSError:
            self._closed(folder)
            return
        found.entries += len(entries)
        unfinished = {one.name[: -len(_ARIA)] for one in entries if one.name.endswith(_ARIA)}
        for entry in entries:
            self._take(folder, entry, unfinished)
        changed_ns = max(facts.st_mtime_ns, after.st_mtime_ns)
        steady = facts.st_mtime_ns == after.st_mtime_ns and self._believes(path, facts)
        found.looked[folder] = (changed_ns, now_ns if steady else 0)

    def _closed(self, folder: str) -> None:
        self.found.unreadable.append(folder)
        self.found.skip("unreadable", folder)

    def _take(self, folder: str, entry: os.DirEntry[str], unfinished: set[str]) -> None:
        """Sort one entry in."""
        found = self.found
        name = entry.name
        relative = f"{folder}{os.sep}{name}" if folder else name
        try:
            if is_passed_by(name):
                found.skip("hidden", relative)
            elif entry.is_symlink():
                found.skip("link", relative)
            elif relative in self.ways.inner:
                found.skip("other_folder", relative)
            elif entry.is_dir(follow_symlinks=False):
                found.folders.setdefault(folder, []).append(relative)
                self.waiting.append((relative, entry.inode()))
            elif not entry.is_file(follow_symlinks=False):
                found.skip("special", relative)
            elif name in unfinished:
                found.held.add(relative)
                found.skip("partial", relative)
            else:
                _take_file(found, folder, relative, entry)
        except FileNotFoundError:
            found.skip("vanished", relative)
        except OSError:
            found.skip("unreadable", relative)
            found.unreadable.append(relative)


def _take_file(found: Walk, folder: str, relative: str, entry: os.DirEntry[str]) -> None:
    stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122 - a Path a file is too slow
    suffix = suffix.lower()
    if suffix in VIDEO:
        if stem.lower().endswith(".temp"):  # yt-dlp joins sound and picture into this
            found.held.add(relative)
            found.skip("partial", relative)
            return
        facts = entry.stat(follow_symlinks=False)
        found.files.append(Seen(relative, facts.st_size, facts.st_mtime_ns))
        found.films.setdefault(folder, []).append(stem.lower())
    elif suffix in SUBTITLES:
        _note_beside(found, relative, entry)
        found.subtitles.setdefault(folder, []).append(entry.name)
        found.skip("other" if suffix == ".xml" else "subtitle", relative)
    elif suffix in PARTIAL or suffix == _ARIA or entry.name.endswith("~"):
        found.skip("partial", relative)
    elif suffix in AUDIO:
        found.skip("audio", relative)
    else:
        _take_beside(found, folder, relative, entry)


def _take_beside(found: Walk, folder: str, relative: str, entry: os.DirEntry[str]) -> None:
    found.skip("other", relative)
    name = entry.name.lower()
    if os.path.splitext(name)[1] in PICTURES:  # noqa: PTH122
        found.pictures.setdefault(folder, []).append(entry.name)
    elif name.endswith((".nfo", INFO_JSON)):
        found.papers.setdefault(folder, []).append(entry.name)
    else:
        return
    _note_beside(found, relative, entry)


def _note_beside(found: Walk, relative: str, entry: os.DirEntry[str]) -> None:
    facts = entry.stat(follow_symlinks=False)
    found.beside[relative] = (facts.st_size, facts.st_mtime_ns)


def is_passed_by(name: str) -> bool:
    """Say whether a name is hidden, or of a system's own folders."""
    return name.startswith(".") or name.lower() in _SYSTEM


def _is_straight(base: str, folder: str) -> bool:
    """Say whether no part of the way to a folder is a link. A mount's root has another inode than
    the folder it was mounted on; a folder that was swapped for a link has one too."""
    path = base
    for part in Path(folder).parts:
        path = f"{path}{os.sep}{part}"
        try:
            if stat.S_ISLNK(os.stat(path, follow_symlinks=False).st_mode):  # noqa: PTH116
                return False
        except OSError:
            return False
    return True


def _identity_of(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except OSError:
        return (-1, -1)
    return (facts.st_dev, facts.st_ino)
