"""A worker: reads requests from stdin, answers on stdout, one at a time.

Everything here runs in a process with limits on memory, time and file size. Media
libraries are imported by the first task that needs them, not at start.
"""

import contextlib
import gc
import json
import os
import queue
import resource
import signal
import sys
import threading
from typing import Any, NoReturn

from matinee.engine import holes, tasks
from matinee.engine.errors import EngineError, LimitExceeded
from matinee.engine.run import FILLED, HEADER

CPU_OVER_WALL = 4  # decoders use threads: allow this many CPU seconds for each second of time
STEP_BACK = 10  # how far work that nobody waits for gives way (niceness)
SETTLED = frozenset({0, 3, 30})
"""After so many requests what was loaded is there to stay: collecting passes it by from then on,
which takes a fiftieth of the time."""
GRACE_S = 5.0  # the server ends a late worker; this timer is for a server that is gone


def main() -> NoReturn:
    """Serve until stdin ends."""
    address_space, file_size, open_files = (int(n) for n in sys.argv[1].split(","))
    if "background" in sys.argv[2:]:
        os.nice(STEP_BACK)
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)  # a library that prints must not disturb the pipe
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    fetching = Fetching(answers)
    for folder in filter(None, os.environ.get(holes.VARIABLE, "").split(os.pathsep)):
        holes.register(folder, fetching.fill)
    threading.Thread(target=_listen, args=(requests, fetching.done), daemon=True).start()
    served = -1
    while True:
        _serve(json.loads(requests.get()), answers, requests)
        served += 1
        gc.collect()
        if served in SETTLED:
            gc.freeze()


class Fetching:
    """Asks the process that started us for bytes of files that are kept elsewhere."""

    def __init__(self, answers: int) -> None:
        self._answers = answers
        self.done: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._lock = threading.Lock()

    def fill(self, path: str, start: int, stop: int) -> None:
        """Wait until these bytes are in the file. Raises Away."""
        with self._lock:
            _write(self._answers, {"need": [path, start, stop]}, b"")
            said = json.loads(self.done.get())["filled"]
        if said is not None:
            raise EngineError.from_wire(said)


def _listen(requests: "queue.SimpleQueue[bytes]", filled: "queue.SimpleQueue[bytes]") -> None:
    """Pass requests on; the end of stdin means the server is gone, and so is the worker."""
    try:
        while True:
            size, _ = HEADER.unpack(_exactly(HEADER.size))
            message = _exactly(size)
            (filled if message.startswith(FILLED) else requests).put(message)
    except (EOFError, OSError):
        os._exit(0)


def _exactly(size: int) -> bytes:
    whole = b""
    while len(whole) < size:
        piece = os.read(0, size - len(whole))
        if not piece:
            raise EOFError
        whole += piece
    return whole


class Line:
    """What a run hears and says while it goes on; segments may be sent from any thread."""

    def __init__(self, answers: int, messages: "queue.SimpleQueue[bytes]") -> None:
        self._answers, self._messages = answers, messages
        self._until = 0

    def may(self, number: int) -> bool:
        """Wait until segment `number` may be made; False when the run is to end there."""
        while number >= self._until:
            message = json.loads(self._messages.get())
            if message.get("stop"):
                return False
            self._until = max(self._until, int(message.get("until", 0)))
        return True

    def allow(self, until: int) -> None:
        """Allow segments before `until`."""
        self._until = until

    def segment(self, track: str, number: int, data: bytes) -> None:
        """Send a segment."""
        _write(self._answers, {"segment": [track, number], "payload": len(data)}, data)


def _serve(request: dict[str, Any], answers: int, messages: "queue.SimpleQueue[bytes]") -> None:
    if "task" not in request:
        return  # a word to a run that ended meanwhile
    _limit_time(float(request["timeout_s"]))

    def report(percent: float) -> None:
        _write(answers, {"progress": percent}, b"")

    try:
        run = tasks.RUNS.get(request["task"])
        if run is not None:
            run(request["arguments"], Line(answers, messages))
            value, payload = None, b""
        else:
            value, payload = tasks.TASKS[request["task"]](request["arguments"], report)
        head: dict[str, Any] = {"value": value, "payload": len(payload)}
    except EngineError as error:
        head, payload = {"error": error.to_wire()}, b""
    except MemoryError:
        error = LimitExceeded("The file asks for more memory than any real video needs.")
        head, payload = {"error": error.to_wire()}, b""
    except Exception as error:  # the worker answers for every fault of a library in words
        head, payload = {"error": tasks.in_words(error).to_wire()}, b""
    signal.setitimer(signal.ITIMER_REAL, 0)
    _write(answers, head, payload)


def _limit_time(timeout_s: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + timeout_s * CPU_OVER_WALL) + 1
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, timeout_s + GRACE_S)


_writing = threading.Lock()


def _write(descriptor: int, head: dict[str, Any], payload: bytes) -> None:
    """Write a message and its payload, unmixed with those of other threads."""
    body = json.dumps(head).encode()
    with _writing:
        for part in (HEADER.pack(len(body), 0) + body, payload):
            view = memoryview(part)
            while view:
                view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    main()
