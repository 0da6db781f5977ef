"""What the link child may do, held by the interpreter itself.

An audit hook (PEP 578) cannot be taken out again and sees every socket, file and process that
Python code touches, whoever's code it is: yt-dlp, its extractors, or what a site tricks them
into. Connections go to allowed addresses only, writing goes to the job's own folder, the rest
of the data folder cannot be read, and no program is started but the one JavaScript runtime.
"""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from matinee.ingest import guard

_PR_SET_PDEATHSIG = 1
_MEMORY_BYTES = 3 * 1024**3
_OPEN_FILES = 512
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_SPAWNS = {"subprocess.Popen", "os.posix_spawn", "os.exec", "os.system", "os.spawn", "os.fork",
           "os.forkpty", "pty.spawn", "os.startfile"}  # fmt: skip
_CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
            "os.truncate", "os.chmod", "os.chown", "os.utime", "shutil.rmtree"}  # fmt: skip
_SENDS = {"socket.sendto", "socket.sendmsg", "socket.bind"}


class NotAllowed(PermissionError):
    """The child tried something it has no business with."""


@dataclass(frozen=True, slots=True)
class Walls:
    """The bounds of one child."""

    staging: Path
    data: Path
    policy: guard.Policy
    program: str | None = None
    compiled: tuple[str, ...] = ()
    _asking: threading.local = field(default_factory=threading.local)

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Judge one audit event; raising stops what was about to happen."""
        if event == "socket.connect":
            self._connect(args[0], args[1])
        elif event == "open":
            self._open(args[0], args[2])
        elif event in _CHANGES:
            for path in args[:2]:
                self._change(path)
        elif event in _SPAWNS:
            self._spawn(event, args)
        elif event in _SENDS:
            raise NotAllowed(f"{event} is not for this process")

    def _connect(self, sock: socket.socket, address: Any) -> None:
        if getattr(self._asking, "now", False):
            return
        if sock.family not in {socket.AF_INET, socket.AF_INET6} or not isinstance(address, tuple):
            raise guard.Refused(repr(address), "not an internet address")
        host, port = str(address[0]), int(address[1])
        scope = int(address[3]) if len(address) > 3 else 0
        reason = guard.refusal(f"{host}%{scope}" if scope else host, self.policy, port=port)
        if reason is None and not self._may_be_own(host, port):
            reason = "this machine itself"
        if reason is not None:
            raise guard.Refused(host, reason)

    def _may_be_own(self, host: str, port: int) -> bool:
        if self.policy.allow_private or f"{host}:{port}" in self.policy.permitted:
            return True
        self._asking.now = True
        try:
            return not is_own_address(host)
        finally:
            self._asking.now = False

    def _open(self, path: Any, flags: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        full = _absolute(path)
        if _within(full, str(self.staging)):
            return
        if _within(full, str(self.data)):
            raise NotAllowed(f"{full} belongs to the library")
        if isinstance(flags, int) and flags & _WRITE_FLAGS and full != os.devnull:
            if "__pycache__" in full and full.startswith(self.compiled):
                return
            raise NotAllowed(f"{full} is outside of the job's folder")

    def _change(self, path: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        full = _absolute(path)
        if _within(full, str(self.staging)):
            return
        if not ("__pycache__" in full and full.startswith(self.compiled)):
            raise NotAllowed(f"{full} is outside of the job's folder")

    def _spawn(self, event: str, args: tuple[Any, ...]) -> None:
        if event in {"subprocess.Popen", "os.posix_spawn"} and self.program is not None:
            wanted = args[0]
            if wanted is None and event == "subprocess.Popen" and args[1]:
                wanted = args[1][0]
            if wanted is not None and os.fsdecode(wanted) == self.program:
                return
        raise NotAllowed(f"{event}: no program may be started here")


def _absolute(path: Any) -> str:
    # Not Path.resolve(): it reads the disk, and this runs inside of "open".
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def is_own_address(address: str) -> bool:
    """Say whether a literal address belongs to this machine.

    A datagram socket that is "connected" sends nothing, and takes as its own address the very
    one it was connected to exactly when that address is local.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, 9))
        except OSError:
            return False
        return probe.getsockname()[0] == address


def close_in(walls: Walls) -> None:
    """Put this process between its walls, for good."""
    sys.addaudithook(walls.hook)


def limit(*, file_bytes: int) -> None:
    """Bound what this process can take, whatever its code does."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    ceiling = file_bytes if hard == resource.RLIM_INFINITY else min(file_bytes, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ceiling, ceiling))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def die_with_parent(parent: int) -> None:
    """End when the parent ends, however it ends: a second child must not meet the first."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def end_at_eof(stream: IO[bytes]) -> None:
    """End when the parent closes the pipe (or dies, where the kernel does not say so)."""

    def watch() -> None:
        while stream.read(4096):
            pass
        os._exit(0)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def hold(folder: Path, *, attempts: int, wait: Callable[[], None]) -> IO[bytes]:
    """Take the folder's lock, so that two children never write to one staging folder.

    Returns the open lock file, which must be kept. Raises BlockingIOError when it stays taken.
    """
    lock = (folder / ".lock").open("ab")
    for attempt in range(attempts):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if attempt == attempts - 1:
                raise
            wait()
    return lock
