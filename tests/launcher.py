"""A process that has imported Matinee once, and forks a server, a worker or a script for each asker.

Android starts its apps so, and Chromium its pages (there it is called the zygote): the imports
cost a start three seconds of a processor, and the tests start hundreds. It has no thread, no event
loop and no database; what it forks runs a module, a script or some code as Python itself does, with
the words, the environment, the folder and the open files that it is given (decision 0045). Who asks
is `tests/launched.py`.
"""

import gc
import json
import os
import runpy
import signal
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from matinee.accounts import passwords
from matinee.kit import context

LONGEST = 1 << 20
OWN_FILES = 3
IMPORTED = (
    "matinee.app.bench",
    "matinee.app.bring",
    "matinee.app.cli",
    "matinee.app.load",
    "matinee.app.people",
    "matinee.app.plan",
    "matinee.app.processes",
    "matinee.app.serve",
    "matinee.app.web",
    "matinee.app.wiring",
    "matinee.app.worker",
    "matinee.ingest.jobs",
    "matinee.ingest.routes",
    "matinee.kit.jobs.messages",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.websockets.auto",
)


def main() -> None:
    """Import, and serve the socket until its other end is closed; a child leaves by the end."""
    asker = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who asks
    gc.disable()
    for name in IMPORTED:
        import_module(name)
    passwords._hasher = _quick_hasher
    _alone(asker)
    gc.freeze()  # a child that looks for garbage would copy these pages
    gc.enable()
    while (asked := _next(asker)) is not None:
        words, files = asked
        if _is_child(asker):
            _become(asker, words, files)
            return
        for one in files:
            os.close(one)


def _quick_hasher() -> PasswordHasher:
    """Real argon2 with the least parameters, as in the tests themselves (tests/conftest.py)."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def _alone(asker: socket.socket) -> None:
    """Raise where an import has begun a thread or opened a file: a fork would be none of it."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    known = {*map(str, range(OWN_FILES)), str(asker.fileno())}
    files = [one.name for one in Path("/proc/self/fd").iterdir() if one.exists()]
    if threads != 1 or not known.issuperset(files):
        raise RuntimeError(f"What is imported has {threads} threads and the files {files} open.")


def _next(asker: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    message, files, _, _ = socket.recv_fds(asker, LONGEST, OWN_FILES)
    return (json.loads(message), files) if message else None


def _is_child(asker: socket.socket) -> bool:
    """Fork twice: the one between ends at once, and the asker becomes the parent (subreaper, see
    prctl(2)). It tells the number of the process; that it has a parent is told after it."""
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        asker.send(b"it is yours")
        return False
    number = os.fork()
    if number:
        asker.send(str(number).encode())
        os._exit(0)
    return True


def _become(asker: socket.socket, words: dict[str, Any], files: list[int]) -> None:
    """Be what a new process would be."""
    asker.close()
    for wanted, one in enumerate(files):
        os.dup2(one, wanted, inheritable=True)
    for one in files:
        os.close(one)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(words["folder"])
    os.environ.clear()
    os.environ.update(words["environment"])
    if words["own_session"]:
        os.setsid()
    sys.orig_argv = [sys.executable, *words["arguments"]]  # os.execv by it
    context._PROCESS = os.urandom(6).hex() + "-"  # the one thing that a process is given by import


def run(words: list[str]) -> None:
    """Run what stands behind `python`: a module, some code or a script."""
    how, *others = words
    if how == "-c":
        code, *arguments = others
        sys.path[0], sys.argv = "", ["-c", *arguments]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
    elif how == "-m":
        module, *arguments = others
        sys.path[0], sys.argv = str(Path.cwd()), [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        sys.path[0], sys.argv = str(Path(how).parent), words
        runpy.run_path(how, run_name="__main__")


if __name__ == "__main__":
    before = os.getpid()
    main()
    if os.getpid() != before:  # here, outside of any frame of the launcher
        run(sys.orig_argv[1:])
