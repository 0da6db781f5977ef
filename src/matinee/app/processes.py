"""Several server processes behind one port: this one opens it, starts them and looks after them.

Connections are dealt out to them, and they are one Matinee by PostgreSQL, Redis and the data
folder. One that dies is started again; all end when this one does, however it ends.
"""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from matinee.app.serve import beside, claim, listen, serve
from matinee.kit import clock
from matinee.kit import log as logs
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid

log = logging.getLogger(__name__)
READY: Final = b"r"
_LOOK_S = 0.2
_ENDS_S = 20.0
_AGAIN_S, _AGAIN_AT_MOST_S = 0.5, 30.0
_DEALT: Final = sys.platform == "linux"  # elsewhere there is one queue for all
_STEADY_S = 60.0  # one that ran so long begins anew with a short wait


@dataclass(slots=True)
class _Child:
    """One process, and when it may be started again should it end."""

    process: subprocess.Popen[bytes]
    began_s: float = field(default_factory=clock.monotonic)
    wait_s: float = _AGAIN_S


def run(settings: Settings) -> int:
    """Run the processes until told to stop; returns the exit code.

    Raises MatineeError where the port or the settings refuse it. What keeps the first process from
    starting is said by itself, and its code is returned.
    """
    if not settings.together:
        raise Invalid(
            f"{settings.processes} server processes share what they know by PostgreSQL and Redis.",
            fix="Set MATINEE_DATABASE_URL and MATINEE_REDIS_URL, or leave MATINEE_PROCESSES at 1.",
        )
    logs.configure(settings.log_level, settings.log_format, "parent", names=settings.log_names)
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    with contextlib.closing(_port(settings)) as port:
        return _Family(port).run(settings.processes, stopped)


def _port(settings: Settings) -> socket.socket:
    """Take the port for all of them. Who else wants it is told that it is taken, and only then may
    it be shared."""
    if not _DEALT:
        return listen(settings)
    port = claim(settings)
    port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return port


class _Family:
    """The processes of one port."""

    def __init__(self, port: socket.socket) -> None:
        self._port = port
        self._alive_there, self._alive = os.pipe()  # its end tells the children that we are gone

    def run(self, count: int, stopped: threading.Event) -> int:
        """Start them, the first alone: it makes secrets and brings the database to its shape."""
        first, code = self._first(stopped)
        children = [] if first is None else [first]
        if first is not None:
            children += [_Child(self._started(greets=False)) for _ in range(count - 1)]
        try:
            while children and not stopped.wait(_LOOK_S):
                for n, child in enumerate(children):
                    if child.process.poll() is not None:
                        children[n] = self._again(child, stopped)
        finally:
            self._end(children)
        return code

    def _first(self, stopped: threading.Event) -> tuple[_Child | None, int]:
        """Start the first and wait until it is ready; None with its code where it did not get so
        far."""
        heard, tells = os.pipe()
        process = self._started(greets=True, ready=tells)
        os.close(tells)
        with os.fdopen(heard, "rb", buffering=0) as pipe:
            os.set_blocking(pipe.fileno(), False)
            while not stopped.is_set():
                said = pipe.read(1)
                if said == READY:
                    return _Child(process), 0
                if process.poll() is not None:
                    return None, process.returncode or 1
                stopped.wait(_LOOK_S / 4)
        return _Child(process), 0

    def _started(self, *, greets: bool, ready: int | None = None) -> subprocess.Popen[bytes]:
        passed = [self._port.fileno(), self._alive_there, *([ready] if ready else [])]
        numbers = ",".join(str(one) for one in passed)
        words = [sys.executable, "-m", "matinee", *sys.argv[1:], "--of-several", numbers]
        return subprocess.Popen([*words, *(["--greets"] if greets else [])], pass_fds=passed)

    def _again(self, child: _Child, stopped: threading.Event) -> _Child:
        """Start another in the place of one that ended, a little later each time it does so."""
        steady = clock.monotonic() - child.began_s >= _STEADY_S
        wait_s = _AGAIN_S if steady else child.wait_s
        log.warning(
            "server process %d ended (%s); another begins", child.process.pid,
            child.process.returncode,
        )  # fmt: skip
        if stopped.wait(wait_s):
            return child
        fresh = _Child(self._started(greets=False))
        fresh.wait_s = min(_AGAIN_AT_MOST_S, 2 * wait_s)
        return fresh

    def _end(self, children: list[_Child]) -> None:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
        deadline = clock.monotonic() + _ENDS_S
        for child in children:
            try:
                child.process.wait(max(0.1, deadline - clock.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        os.close(self._alive)
        os.close(self._alive_there)


def run_one(settings: Settings, numbers: str, *, greets: bool) -> None:
    """Be one of several: `numbers` are the descriptors of the port, of the pipe whose end tells
    that whoever looks after us is gone, and perhaps of one to say on that we are ready."""
    port, alive, *ready = (int(number) for number in numbers.split(","))
    threading.Thread(target=_leave_with, args=(alive,), name="family", daemon=True).start()

    def say() -> None:
        for one in ready:
            os.write(one, READY)
            os.close(one)

    given = socket.socket(fileno=port)
    serve(settings, beside(given) if _DEALT else given, say, greets=greets)


def _leave_with(alive: int) -> None:
    with contextlib.suppress(OSError):
        os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
