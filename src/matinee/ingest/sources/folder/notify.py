"""What the kernel tells of a tree of folders: inotify(7), through the C library.

Spoken to directly because names here are bytes, links must not be followed, and it must be known
when watches run out or events were lost: each of these ends or blinds a watcher otherwise.
"""

import contextlib
import ctypes
import errno
import os
import select
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

_CREATE, _CLOSE_WRITE, _FROM, _TO, _DELETE = 0x100, 0x8, 0x40, 0x80, 0x200
_DELETE_SELF, _MOVE_SELF, _UNMOUNT = 0x400, 0x800, 0x2000
_OVERFLOW, _IGNORED, _IS_FOLDER = 0x4000, 0x8000, 0x40000000
_ONLY_FOLDERS, _NO_LINKS, _NOT_UNLINKED = 0x01000000, 0x02000000, 0x04000000
_MASK = (
    _CREATE | _CLOSE_WRITE | _FROM | _TO | _DELETE | _DELETE_SELF | _MOVE_SELF
    | _ONLY_FOLDERS | _NO_LINKS | _NOT_UNLINKED
)  # fmt: skip
_HEAD = struct.Struct("iIII")
_READ_BYTES = 1 << 18


class NoNotifications(Exception):
    """The kernel gives no more watches, or knows no inotify."""


@dataclass(slots=True)
class Told:
    """What was told: the folders in which something changed, relative to the root.

    `lost`: there was too much to tell. `root_changed`: the root itself went, or was unmounted.
    """

    folders: set[str] = field(default_factory=set[str])
    lost: bool = False
    root_changed: bool = False


class Notifier:
    """Watches every folder of a root, those that come later too."""

    def __init__(self, root: str, enters: Callable[[str, str], bool]) -> None:
        """`enters` says of a relative path and its name whether that folder is watched.

        Raises NoNotifications, or OSError when the root is not there.
        """
        self._root, self._enters = root, enters
        self._folders: dict[int, str] = {}
        self._watches: dict[str, int] = {}
        self._lib = ctypes.CDLL(None, use_errno=True)
        try:
            self._fd: int = self._lib.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        except AttributeError as cause:
            raise NoNotifications from cause
        if self._fd < 0:
            raise NoNotifications
        self._woken, self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)
        self._poll.register(self._woken, select.POLLIN)
        try:
            self._enter("")
        except BaseException:
            self.close()
            raise
        if "" not in self._watches:
            self.close()
            raise FileNotFoundError(2, "not there", root)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the watches back."""
        for fd in (self._fd, self._woken, self._wake):
            with contextlib.suppress(OSError):
                os.close(fd)

    def wake(self) -> None:
        """Let `wait` return now; may be called from another thread."""
        with contextlib.suppress(OSError):
            os.write(self._wake, b"!")

    def wait(self, timeout_s: float) -> Told:
        """Return what is told within a time. Raises NoNotifications when watches run out."""
        told = Told()
        self._poll.poll(max(0, int(timeout_s * 1000)))
        with contextlib.suppress(BlockingIOError):
            os.read(self._woken, 64)
        while True:
            try:
                raw = os.read(self._fd, _READ_BYTES)
            except BlockingIOError:
                return told
            self._take(raw, told)

    def _take(self, raw: bytes, told: Told) -> None:
        at = 0
        while at + _HEAD.size <= len(raw):
            watch, mask, _, length = _HEAD.unpack_from(raw, at)
            name = raw[at + _HEAD.size : at + _HEAD.size + length].rstrip(b"\0")
            at += _HEAD.size + length
            if mask & _OVERFLOW:
                told.lost = True
            folder = self._folders.get(watch)
            if folder is not None:
                self._one(folder, watch, mask, os.fsdecode(name), told)

    def _one(self, folder: str, watch: int, mask: int, name: str, told: Told) -> None:
        if mask & (_DELETE_SELF | _MOVE_SELF | _UNMOUNT | _IGNORED):
            told.root_changed |= folder == ""
            if mask & _IGNORED:
                self._folders.pop(watch, None)
                if self._watches.get(folder) == watch:
                    del self._watches[folder]
            return
        inside = f"{folder}{os.sep}{name}" if folder else name
        if mask & _IS_FOLDER:
            if not self._enters(inside, name):
                return
            if mask & (_FROM | _DELETE):
                self._leave(inside)
            if mask & (_CREATE | _TO):
                self._enter(inside)
        elif name.startswith("."):
            return
        told.folders.add(folder)

    def _enter(self, folder: str) -> None:
        """Watch a folder and those in it. Watched first and then read, so nothing slips through."""
        waiting = [folder]
        while waiting:
            one = waiting.pop()
            path = os.path.join(self._root, one) if one else self._root  # noqa: PTH118
            watch = self._lib.inotify_add_watch(self._fd, os.fsencode(path), _MASK)
            if watch < 0:
                if ctypes.get_errno() in {errno.ENOSPC, errno.ENOMEM}:
                    raise NoNotifications
                continue  # gone again, closed to us, or no folder
            self._folders[watch], self._watches[one] = one, watch
            with contextlib.suppress(OSError), os.scandir(path) as entries:
                waiting += [
                    inside
                    for entry in entries
                    if entry.is_dir(follow_symlinks=False)
                    and self._enters(
                        inside := f"{one}{os.sep}{entry.name}" if one else entry.name, entry.name
                    )
                ]

    def _leave(self, folder: str) -> None:
        """Let go of a folder that went elsewhere: its watches would go on under the old name."""
        below = folder + os.sep
        for path in [one for one in self._watches if one == folder or one.startswith(below)]:
            watch = self._watches.pop(path)
            self._folders.pop(watch, None)
            self._lib.inotify_rm_watch(self._fd, watch)
