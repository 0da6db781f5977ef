"""The pool of worker processes in which untrusted bytes are read.

A worker is `python -m matinee.engine.child`: it is started when first needed, answers one
request at a time over its pipes, and leaves after a while without work, so an idle server
carries no media libraries. Whatever a file does to a worker (crash, hang, eat memory)
becomes a typed error for that one request, and the next request gets a fresh worker.

A worker never outlives its server: the end of its stdin ends it at once (a thread of its
own waits for that), and a timer in its kernel ends it should that thread not get to run.
PR_SET_PDEATHSIG is not used because it fires when the spawning *thread* ends. One that is held
still (encoding.py) hears of neither; so it has a group of its own in the server's session: when the
server is gone nobody of that session is left to let it go on, and the kernel does (SIGHUP and
SIGCONT to an orphaned process group with a stopped member, POSIX exit(3)).
"""

import contextlib
import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from matinee.engine import holes
from matinee.engine.errors import Closed, Crashed, EngineError, LimitExceeded, Stopped, TimedOut
from matinee.engine.watch import NOBODY, Watch

HEADER: Final = struct.Struct("<II")  # bytes of JSON, bytes of payload
FILLED: Final = b'{"filled":'
POLL_S: Final = 0.1
LIMITS_REACHED: Final = frozenset({-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGXFSZ})
KEPT_ENVIRONMENT: Final = (
    "PATH", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "HOME", "LD_LIBRARY_PATH",
)  # fmt: skip

Progress = Callable[[float], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may use."""

    address_space_bytes: int = 6 * 1024**3
    file_size_bytes: int = 512 * 1024**2
    open_files: int = 128

    def as_argument(self) -> str:
        """Return the limits as the worker's one argument."""
        return f"{self.address_space_bytes},{self.file_size_bytes},{self.open_files}"


@dataclass(frozen=True, slots=True)
class Request:
    """One piece of work for a worker."""

    task: str
    arguments: Mapping[str, Any]
    timeout_s: float
    slow: bool = False  # never takes the last worker from a viewer
    background: bool = False  # nobody waits for it: done in a worker of low priority
    on_progress: Progress | None = None
    should_stop: ShouldStop | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker said: plain values, and bytes where the task gives bytes."""

    value: Any
    payload: bytes


class Lost(Exception):
    """The worker's end of the pipe closed."""


class Worker:
    """One child process and its pipes; used by one thread at a time."""

    def __init__(self, limits: Limits, *, background: bool = False) -> None:
        self.background = background
        environment = {k: os.environ[k] for k in KEPT_ENVIRONMENT if k in os.environ}
        environment.update({"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"})
        if holes.folders():
            environment[holes.VARIABLE] = holes.folders()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "matinee.engine.child",
                limits.as_argument(),
                *(["background"] if background else []),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            close_fds=True,
            process_group=0,
            bufsize=0,
        )
        self.idle_since = time.monotonic()
        self.last_path: str | None = None
        self.served = 0

    @property
    def pid(self) -> int:
        """Process id, for tests and the dashboard."""
        return self._process.pid

    def ask(self, request: Request) -> Answer:
        """Send a request and wait for its answer. Raises EngineError, or Lost."""
        deadline = time.monotonic() + request.timeout_s
        self.order(request)
        while True:
            head = self.hear(request, deadline)
            if "progress" in head:
                if request.on_progress:
                    request.on_progress(float(head["progress"]))
                continue
            payload = self.read(int(head.get("payload", 0)), request, deadline)
            self.served += 1
            if "error" in head:
                raise EngineError.from_wire(head["error"])
            return Answer(head.get("value"), payload)

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal, where the process still runs."""
        with contextlib.suppress(OSError):
            self._process.send_signal(number)

    def end(self) -> int:
        """Kill the process if it still runs, close the pipes, return its exit status."""
        with contextlib.suppress(OSError):
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        return self._process.wait()

    def order(self, request: Request) -> None:
        """Send a request without waiting for what it answers. Raises Lost."""
        self.tell(
            {"task": request.task, "arguments": request.arguments, "timeout_s": request.timeout_s}
        )

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message. Raises Lost where the process is gone."""
        body = json.dumps(message).encode()
        pipe = self._process.stdin
        assert pipe is not None
        try:
            view = memoryview(HEADER.pack(len(body), 0) + body)
            while view:
                view = view[pipe.write(view) or 0 :]
        except (OSError, ValueError) as error:
            raise Lost from error

    def hear(self, request: Request, deadline: float) -> dict[str, Any]:
        """Wait for the next message, and fetch what the worker needs of a file until it comes.

        Raises Lost, TimedOut, Stopped.
        """
        while True:
            size, _ = HEADER.unpack(self.read(HEADER.size, request, deadline))
            head: dict[str, Any] = json.loads(self.read(size, request, deadline))
            if "need" not in head:
                return head
            path, start, stop = head["need"]
            refused = None
            try:
                holes.fill(str(path), int(start), int(stop))
            except EngineError as error:
                refused = error.to_wire()
            self.tell({"filled": refused})

    def read(self, size: int, request: Request, deadline: float) -> bytes:
        """Read so many bytes of what follows a message."""
        pipe = self._process.stdout
        assert pipe is not None
        descriptor = pipe.fileno()
        whole = bytearray()
        while len(whole) < size:
            self._wait_readable(descriptor, request, deadline)
            piece = os.read(descriptor, min(size - len(whole), 1 << 20))
            if not piece:
                raise Lost
            whole += piece
        return bytes(whole)

    def _wait_readable(self, descriptor: int, request: Request, deadline: float) -> None:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimedOut(
                    f"Reading the file took longer than {round(request.timeout_s)} seconds."
                )
            if request.should_stop and request.should_stop():
                raise Stopped("The work was stopped.")
            pause = min(left, POLL_S) if request.should_stop else left
            if poll.poll(pause * 1000):
                return


class Pool:
    """At most `size` workers, started on demand, ended after `idle_s` without work."""

    def __init__(
        self,
        size: int,
        *,
        idle_s: float = 30.0,
        limits: Limits | None = None,
        watch: Watch = NOBODY,
    ) -> None:
        self.size = max(1, size)
        self._watch = watch
        self.idle_s = idle_s
        self._limits = limits or Limits()
        self._free: list[Worker] = []
        self._busy: set[Worker] = set()
        self._slow = 0
        self._change = threading.Condition()
        self._reaper: threading.Timer | None = None
        self._closed = False

    def run(self, request: Request) -> Answer:
        """Do one piece of work in a worker; blocks. Raises EngineError."""
        with self._watch.call(request.task):
            return self._run(request)

    def _run(self, request: Request) -> Answer:
        for attempt in range(2):
            worker = self._take(request)
            reused = worker.served > 0
            try:
                answer = worker.ask(request)
            except Lost as lost:
                status = self._drop(worker, request)
                if self._closed:
                    raise Closed("The server is stopping.") from lost
                if reused and attempt == 0 and status not in LIMITS_REACHED:
                    continue  # it may have been leaving already: a fresh one tells
                raise died(status) from lost
            except (TimedOut, Stopped):
                self._drop(worker, request)
                raise
            except EngineError:
                self._give_back(worker, request)
                raise
            except BaseException:
                self._drop(worker, request)
                raise
            self._give_back(worker, request)
            return answer
        raise Crashed("The worker that reads media files could not be started.")

    def workers(self) -> list[int]:
        """Return the process ids of the workers there are now."""
        with self._change:
            return [w.pid for w in (*self._free, *self._busy) if w.alive()]

    def close(self) -> None:
        """End every worker; requests under way fail, new ones are refused."""
        with self._change:
            self._closed = True
            ending = [*self._free]
            self._free.clear()
            if self._reaper:
                self._reaper.cancel()
            for worker in self._busy:
                with contextlib.suppress(OSError):
                    os.kill(worker.pid, signal.SIGKILL)
            self._change.notify_all()
        for worker in ending:
            worker.end()

    def _take(self, request: Request) -> Worker:
        deadline = time.monotonic() + request.timeout_s
        with self._change:
            while not self._room_for(request):
                if request.should_stop and request.should_stop():
                    raise Stopped("The work was stopped.")
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Closed("All media workers are busy.")
                self._change.wait(min(left, POLL_S) if request.should_stop else left)
            self._slow += request.slow
            worker = self._choose(request)
            if worker is None:
                if len(self._busy) + len(self._free) >= self.size:
                    self._free.pop(0).end()  # of the other priority: it cannot be raised again
                try:
                    worker = Worker(self._limits, background=request.background)
                except OSError as error:
                    self._slow -= request.slow
                    raise Crashed(f"A media worker could not be started: {error}.") from error
            self._busy.add(worker)
            worker.last_path = request.arguments.get("path")
            return worker

    def _room_for(self, request: Request) -> bool:
        if self._closed:
            raise Closed("The server is stopping.")
        if request.slow and self._slow >= max(1, self.size - 1):
            return False
        return len(self._busy) < self.size

    def _choose(self, request: Request) -> Worker | None:
        """Prefer the worker that has this file open, then the one used last."""
        self._prune()
        fit = [w for w in self._free if w.background == request.background]
        if not fit:
            return None
        same = [w for w in fit if w.last_path == request.arguments.get("path")]
        chosen = (same or fit)[-1]
        self._free.remove(chosen)
        return chosen

    def _prune(self) -> None:
        gone = [w for w in self._free if not w.alive()]
        self._free = [w for w in self._free if w not in gone]
        for worker in gone:
            worker.end()

    def _give_back(self, worker: Worker, request: Request) -> None:
        with self._change:
            self._busy.discard(worker)
            self._slow -= request.slow
            worker.idle_since = time.monotonic()
            if not self._closed:
                self._free.append(worker)
                self._watch_idle()
            closed = self._closed
            self._change.notify_all()
        if closed:
            worker.end()

    def _drop(self, worker: Worker, request: Request) -> int:
        status = worker.end()
        with self._change:
            self._busy.discard(worker)
            self._slow -= request.slow
            self._change.notify_all()
        return status

    def _watch_idle(self) -> None:
        if self._reaper is None and self._free:
            self._reaper = threading.Timer(self.idle_s, self._reap)
            self._reaper.daemon = True
            self._reaper.start()

    def _reap(self) -> None:
        with self._change:
            self._reaper = None
            limit = time.monotonic() - self.idle_s
            leaving = [w for w in self._free if w.idle_since <= limit]
            self._free = [w for w in self._free if w.idle_since > limit]
            if not self._closed:
                self._watch_idle()
        for worker in leaving:
            worker.end()


def died(status: int) -> EngineError:
    """Say in words how a worker ended."""
    if status in {-signal.SIGXCPU, -signal.SIGALRM}:
        return TimedOut("Reading the file took more time than any real video needs.")
    if status == -signal.SIGXFSZ:
        return LimitExceeded("Working on the file made more data than any real video does.")
    return Crashed("Reading the file crashed the reader; nothing else was affected.")
