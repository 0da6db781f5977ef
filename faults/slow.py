"""A disk that is slow to open what lies on it: fanotify(7) lets us answer each opening late."""

import contextlib
import ctypes
import os
import select
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.table import Refused

_CLASS_CONTENT, _CLOEXEC, _NONBLOCK = 0x4, 0x1, 0x2
_MARK_ADD, _MARK_MOUNT = 0x1, 0x10
_OPEN_PERM, _ON_DIRECTORIES = 0x10000, 0x40000000
_ALLOW = 1
_EVENT = struct.Struct("=IBBHQii")
_ANSWER = struct.Struct("=iI")


@contextmanager
def slowed(mount: Path, delay_s: float) -> Iterator[Callable[[], int]]:
    """Let every opening of a file or folder of a mounted disk take so long; the value says how many
    there were. Raises Refused where the system does not let us."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.fanotify_init(_CLASS_CONTENT | _CLOEXEC | _NONBLOCK, os.O_RDONLY | os.O_CLOEXEC)
    if watch < 0:
        raise Refused(f"fanotify: {os.strerror(ctypes.get_errno())}")
    count, ended = [0], threading.Event()
    marked = libc.fanotify_mark(
        watch, _MARK_ADD | _MARK_MOUNT, ctypes.c_uint64(_OPEN_PERM | _ON_DIRECTORIES), -100,
        os.fsencode(mount),
    )  # fmt: skip
    if marked < 0:
        os.close(watch)
        raise Refused(f"fanotify: {os.strerror(ctypes.get_errno())}")

    def answer() -> None:
        while not ended.is_set():
            if not select.select([watch], [], [], 0.1)[0]:
                continue
            with contextlib.suppress(OSError):
                block = os.read(watch, 4096)
                for at in range(0, len(block), _EVENT.size):
                    *_, opened, _pid = _EVENT.unpack_from(block, at)
                    time.sleep(delay_s)
                    os.write(watch, _ANSWER.pack(opened, _ALLOW))
                    os.close(opened)
                    count[0] += 1

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield lambda: count[0]
    finally:
        ended.set()
        thread.join(10)
        os.close(watch)  # what still waits is let through
