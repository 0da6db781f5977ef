"""Starting Python with Matinee in it, without the imports: by a process that has done them once.

Each pytest worker keeps one launcher (`tests/launcher.py`). What it forks is a child of this
process as any other: `subprocess` waits for it, tells its code and sends it signals. What a fork
could not be like is started the old way: another program than our Python, options of it, an
environment that differs in more than Matinee's own settings (others are read by imports), a
terminal, a system that is not Linux. So do tests of the start itself, of what is imported, of
memory and of limits; they use `subprocess` and say so.
"""

import atexit
import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER, linux/prctl.h
_PLAIN = (True, None, None, None, -1)  # signals restored; no group, groups, user, umask of its own
_CHANGES = ("MATINEE_", "PYTEST_")  # of the environment: read when something is started, not before
_ROOT = Path(__file__).resolve().parents[1]


class _Launcher:
    """The process, and our end of its socket."""

    def __init__(self) -> None:
        self.environment = dict(os.environ)
        self._one_at_a_time = threading.Lock()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.launcher", str(theirs.fileno())]
            self._process = subprocess.Popen(
                command, cwd=_ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip

    def start(self, words: dict[str, Any], files: list[int]) -> int:
        """Return the number of a new process, which is a child of this one. Raises OSError."""
        with self._one_at_a_time, _Adopting():
            socket.send_fds(self._socket, [json.dumps(words).encode()], files)
            number = int(self._answer())
            self._answer()
        return number

    def end(self) -> None:
        self._socket.close()
        self._process.wait(10)

    def _answer(self) -> bytes:
        if not (answer := self._socket.recv(64)):
            raise ChildProcessError(f"the launcher of the tests ended: {self._process.wait(10)}")
        return answer


class _Adopting:
    """For a moment, what loses its parent below us becomes our child. Not for longer: what a
    killed server leaves is nobody's, as without us."""

    def __enter__(self) -> None:
        _reap(1)

    def __exit__(self, *_: object) -> None:
        _reap(0)


def _reap(on: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SUBREAPER, on, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


_launchers: list[_Launcher] = []


def _launcher() -> _Launcher:
    """Return the one of this process, begun when it is first asked for."""
    if not _launchers:
        _launchers.append(_Launcher())
        atexit.register(_launchers[0].end)
    return _launchers[0]


class Popen(subprocess.Popen[Any]):
    """As `subprocess.Popen`, but what can be forked by the launcher is."""

    # pyright: reportIncompatibleMethodOverride=false
    def _execute_child(  # type: ignore[override]
        self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo,
        creationflags, shell, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
        restore_signals, gid, gids, uid, umask, start_new_session, process_group,
    ) -> None:  # fmt: skip
        """Start it; what is given is what Python 3.11's own gives itself."""
        given = (executable, preexec_fn, pass_fds, shell, not close_fds, process_group != -1)
        others = (restore_signals, gid, gids, uid, umask)
        files = [
            own if theirs == -1 else theirs
            for own, theirs in enumerate((p2cread, c2pwrite, errwrite))
        ]
        asked = dict(os.environ if env is None else env)
        if any(given) or others != _PLAIN or not _can_be_forked(list(args), asked, files):
            super()._execute_child(
                args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo,
                creationflags, shell, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
                *others, start_new_session, process_group,
            )  # fmt: skip
            return
        words = {
            "arguments": [os.fspath(one) for one in list(args)[1:]],
            "environment": asked,
            "folder": str(Path(cwd or ".").absolute()),
            "own_session": start_new_session,
        }
        try:
            self.pid = _launcher().start(words, files)
            self._child_created = True
        finally:
            self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)


def _can_be_forked(command: list[Any], environment: dict[str, str], files: list[int]) -> bool:
    if sys.platform != "linux" or command[0] != sys.executable:
        return False
    if command[1] not in {"-m", "-c"} and not str(command[1]).endswith(".py"):
        return False
    if any(os.isatty(one) for one in files[1:]):
        return False
    before = _launcher().environment
    changed = {
        name
        for name in before.keys() | environment.keys()
        if before.get(name) != environment.get(name)
    }
    return all(name.startswith(_CHANGES) for name in changed)


def run(
    command: list[Any], given: str | None = None, *, timeout: float = 170, **options: Any
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` with what is said captured as text; `given` is its standard input."""
    pipe = subprocess.PIPE
    stdin = None if given is None else pipe
    with Popen(command, stdin=stdin, stdout=pipe, stderr=pipe, text=True, **options) as process:
        try:
            said, wrong = process.communicate(given, timeout)
        finally:
            process.kill()  # as nothing happens where it has ended
    return subprocess.CompletedProcess(command, process.returncode, said, wrong)
