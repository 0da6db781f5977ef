"""The shelf: what was read of the bucket, piece by piece, in files with holes on this machine.

`data/objects/<key>` is as long as the object and filled as it is read, so a seek costs one range
and what was read once is read from the disk. Beside it lies its map (see `engine.holes`), whose
head says which start of the machine it is of: after a power cut a mark may be there and its piece
not, so a map of an earlier start counts for nothing. Files are let go, the longest unused first,
when they hold more than the cap; whoever has one open reads it to its end.
"""

import contextlib
import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from matinee.engine import holes
from matinee.engine.errors import Away
from matinee.kit import clock
from matinee.kit.errors import MatineeError, NoSpace
from matinee.kit.ids import new_id
from matinee.kit.objects.bucket import Bucket, Found
from matinee.kit.objects.refusals import NoObject, StorageAway

log = logging.getLogger(__name__)

PIECE: Final = holes.PIECE_BYTES
MOST_AHEAD: Final = 8  # pieces fetched with one range, where a file is read from front to back
_OVER: Final = 20  # it is looked at what is over the cap after a twentieth of that has come
_WAIT_S: Final = 60.0
_REMEMBERED: Final = 512
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(slots=True)
class _Reading:
    """Up to which piece a file was fetched last, and how many are fetched at once next."""

    end: int = -2
    ahead: int = 1


@dataclass(slots=True)
class Held:
    """An open file of the shelf: two descriptors, and what its map says."""

    key: str
    path: Path
    file: int
    map: int
    size: int
    modified_ns: int
    reading: _Reading = field(default_factory=_Reading)

    @property
    def inode(self) -> int:
        """What tells it from another of the same name."""
        return os.fstat(self.file).st_ino

    def lacking(self, first: int, stop: int) -> list[int]:
        """Return which of the pieces `first` to before `stop` are not here."""
        marks = os.pread(self.map, stop - first, holes.HEAD_BYTES + first)
        return [first + n for n, mark in enumerate(marks) if not mark]

    def put(self, piece: int, content: bytes) -> None:
        """Write pieces from `piece` on, then mark them."""
        view = memoryview(content)
        at = piece * PIECE
        while view:
            done = os.pwrite(self.file, view, at)
            view, at = view[done:], at + done
        count = -(-len(content) // PIECE)
        os.pwrite(self.map, b"\1" * count, holes.HEAD_BYTES + piece)

    def twin(self) -> "Held":
        """Return another of it, with descriptors of its own."""
        return replace(self, file=os.dup(self.file), map=os.dup(self.map))

    def close(self) -> None:
        """Give the descriptors back."""
        os.close(self.file)
        os.close(self.map)


class Shelf:
    """The files with holes of one data folder. Safe from any thread, and beside other processes:
    they fetch the same bytes at worst."""

    def __init__(
        self, folder: Path, bucket: Bucket, *, cap_bytes: int, spare: Callable[[], int]
    ) -> None:
        """`spare()` returns the bytes that may still be written to the disk."""
        self.folder, self._bucket = folder, bucket
        self._cap, self._spare = cap_bytes, spare
        self._boot = _BOOT.read_text().strip() if _BOOT.exists() else "once"
        self._lock = threading.Lock()
        self._coming: dict[tuple[int, int], threading.Event] = {}
        self._readings: dict[str, _Reading] = {}
        self._since = 0

    def start(self) -> None:
        """Make the folder, and let the engine read what lies in it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        holes.register(os.fspath(self.folder), self.fill)

    def close(self) -> None:
        """Let the engine forget the folder."""
        holes.unregister(os.fspath(self.folder))

    def has(self, path: Path | str) -> bool:
        """Say whether a path lies on the shelf."""
        return os.fspath(path).startswith(f"{self.folder}{os.sep}")

    def find(self, key: str) -> Path | None:
        """Return the file that stands for an object, None where there is no such object.

        Raises StorageAway and StorageRefused where that cannot be known.
        """
        held = self._known(key)
        if held is None:
            found = self._bucket.find(key)
            if found is None:
                return None
            held = self._make(found)
        held.close()
        return self.folder / key

    def whole(self, key: str) -> Path | None:
        """As `find`, and all of it here: for what is small."""
        path = self.find(key)
        if path is not None:
            with_all = self.open(path)
            try:
                self.fetch(with_all, 0, with_all.size)
            finally:
                with_all.close()
        return path

    def open(self, path: Path) -> Held:
        """Open the file that stands for an object. Raises NoObject, StorageAway."""
        key = path.relative_to(self.folder).as_posix()
        held = self._known(key)
        if held is None:
            found = self._bucket.find(key)
            if found is None:
                raise NoObject("The store has no such object.")
            held = self._make(found)
        return held

    def fill(self, path: str, start: int, stop: int) -> None:
        """Have bytes of a file here; for the engine, which asks by path. Raises Away."""
        try:
            where = Path(path)
            if ".." in where.parts or not self.has(where):
                raise Away("This is no file of the storage.")
            held = self.open(where)
            try:
                self.fetch(held, start, stop)
            finally:
                held.close()
        except MatineeError as error:
            raise Away(error.detail, fix=error.fix) from error
        except (OSError, ValueError) as error:
            raise Away(f"What was read of the storage cannot be kept: {error}.") from error

    def fetch(self, held: Held, start: int, stop: int) -> None:
        """Have the bytes `start` up to `stop` of an open file here.

        Raises StorageAway, StorageRefused, NoObject, NoSpace.
        """
        stop = min(stop, held.size)
        if start >= stop or start < 0:
            return
        reading = self._reading(held)
        first, last = start // PIECE, -(-stop // PIECE)
        lacking = held.lacking(first, last)
        if lacking:
            follows = 0 <= lacking[0] - reading.end <= 1
            reading.ahead = min(MOST_AHEAD, reading.ahead * 2) if follows else 1
            reading.end = max(last, lacking[0] + reading.ahead)
            for run in self._claimed(held, lacking[0], reading.end):
                self._fetch(held, run)
            self._wait(held, first, last)

    def adopt(self, path: Path, found: Found) -> None:
        """Take a file whose object is in the bucket: it is moved here, whole."""
        target = self.folder / found.key
        target.parent.mkdir(parents=True, exist_ok=True)
        self._drop(target)
        path.replace(target)
        self._write_map(target, found, filled=True)
        self._grew(found.size)

    def drop(self, prefix: str) -> None:
        """Let go what lies under a prefix, or at a key."""
        target = self.folder / prefix
        if target.is_dir():
            shutil.rmtree(target, ignore_errors=True)
        else:
            self._drop(target)

    def look(self, need: int = 0) -> None:
        """Let go what is over the cap, and what `need` bytes want to lie on; the longest unused
        first."""
        held = sorted(self._sizes(), key=lambda one: one[0])
        total = sum(size for _, size, _ in held)
        spare = self._spare() - need
        for _, size, path in held:
            if total + need <= self._cap and spare >= 0:
                return
            self._drop(path)
            total, spare = total - size, spare + size

    def size_bytes(self) -> int:
        """Return the bytes that are here."""
        return sum(size for _, size, _ in self._sizes())

    def _sizes(self) -> Iterable[tuple[int, int, Path]]:
        """Yield when each file was last used, the bytes it takes, and its path."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name.endswith(holes.SUFFIX):
                    path = Path(folder, name.removesuffix(holes.SUFFIX))
                    try:
                        used_ns = Path(folder, name).stat().st_mtime_ns
                        yield used_ns, path.stat().st_blocks * 512, path
                    except OSError:
                        continue

    def _known(self, key: str) -> Held | None:
        path = self.folder / key
        try:
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            map_ = os.open(f"{path}{holes.SUFFIX}", os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            os.close(file)
            return None
        said = holes.told(map_)
        status = os.fstat(file)
        if (
            said.get("boot") == self._boot
            and said.get("size") == status.st_size
            and said.get("inode") == status.st_ino
        ):
            os.utime(map_)
            return Held(key, path, file, map_, status.st_size, int(said["modified_ns"]))
        os.close(file)
        os.close(map_)
        self._drop(path)
        return None

    def _make(self, found: Found) -> Held:
        """Put an empty file there for an object; another process may be doing the same."""
        path = self.folder / found.key
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock:
            for _ in range(3):
                held = self._known(found.key)
                if held is not None:
                    return held
                fresh = path.with_name(f".{path.name}.{new_id()}")
                with fresh.open("wb") as file:
                    file.truncate(found.size)
                fresh.replace(path)
                with contextlib.suppress(FileNotFoundError):
                    self._write_map(path, found, filled=False)
        raise StorageAway("The file was let go while it was being opened; try again.")

    def _write_map(self, path: Path, found: Found, *, filled: bool) -> None:
        said = {
            "boot": self._boot, "size": found.size, "inode": path.stat().st_ino,
            "modified_ns": int(found.modified.timestamp()) * 10**9,
        }  # fmt: skip
        marks = (b"\1" if filled else b"\0") * -(-found.size // PIECE)
        fresh = path.with_name(f".{path.name}.{new_id()}")
        fresh.write_bytes(json.dumps(said).encode().ljust(holes.HEAD_BYTES) + marks)
        fresh.replace(f"{path}{holes.SUFFIX}")

    def _drop(self, path: Path) -> None:
        Path(f"{path}{holes.SUFFIX}").unlink(missing_ok=True)
        path.unlink(missing_ok=True)

    def _reading(self, held: Held) -> _Reading:
        """Return how a file is being read: by path, for the engine opens it anew each time."""
        with self._lock:
            if held.key not in self._readings and len(self._readings) >= _REMEMBERED:
                self._readings.clear()
            return self._readings.setdefault(held.key, held.reading)

    def _claimed(self, held: Held, first: int, stop: int) -> list[range]:
        """Return the runs of pieces that are ours to fetch; others are on their way already."""
        stop = min(stop, -(-held.size // PIECE))
        inode = held.inode
        runs: list[range] = []
        with self._lock:
            for piece in held.lacking(first, stop):
                if (inode, piece) in self._coming:
                    continue
                self._coming[inode, piece] = threading.Event()
                if runs and runs[-1].stop == piece and len(runs[-1]) < MOST_AHEAD:
                    runs[-1] = range(runs[-1].start, piece + 1)
                else:
                    runs.append(range(piece, piece + 1))
        return runs

    def _fetch(self, held: Held, run: range) -> None:
        inode = held.inode
        try:
            start, stop = run.start * PIECE, min(run.stop * PIECE, held.size)
            self._make_room(stop - start)
            content = self._bucket.read(held.key, start, stop)
            if len(content) != stop - start:
                raise StorageAway("The store gave fewer bytes than it said the file has.")
            held.put(run.start, content)
            self._grew(len(content))
        finally:
            with self._lock:
                for piece in run:
                    self._coming.pop((inode, piece)).set()

    def _wait(self, held: Held, first: int, last: int) -> None:
        """Wait for what others fetch; what failed with them is tried once more by us."""
        until_s = clock.monotonic() + _WAIT_S
        while lacking := held.lacking(first, last):
            with self._lock:
                coming = self._coming.get((held.inode, lacking[0]))
            if coming is not None:
                if not coming.wait(max(0.0, until_s - clock.monotonic())):
                    raise StorageAway("The store takes too long.")
                continue
            for run in self._claimed(held, lacking[0], lacking[0] + 1):
                self._fetch(held, run)

    def _make_room(self, need: int) -> None:
        if self._spare() >= need:
            return
        self.look(need)
        if self._spare() < need:
            raise NoSpace(
                "There is no space to read from the storage.",
                fix="Free some space on the disk that holds the data folder.",
            )

    def _grew(self, size: int) -> None:
        with self._lock:
            self._since += size
            due = self._since >= max(self._cap // _OVER, PIECE)
            if due:
                self._since = 0
        if due:
            self.look()
