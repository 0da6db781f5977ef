"""Let a chosen call of a program to the system fail, whatever language it is made from.

seccomp_unotify(2) asks us before the kernel carries out a call: it is let through, or answered with
an error of ours. Nothing is compiled and nothing of the program is changed; its database's own
writes are reached too. `python -m faults.syscalls SOCKET PROGRAM ...` starts a program so.
"""

import array
import contextlib
import ctypes
import errno
import fcntl
import os
import platform
import select
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from faults.table import Refused

# Numbers of linux/seccomp.h, linux/prctl.h and asm/unistd_64.h (x86-64).
_NO_NEW_PRIVS, _SECCOMP, _FILTER, _NEW_LISTENER = 38, 317, 1, 1 << 3
_RET_NOTIFY, _RET_ALLOW, _CONTINUE = 0x7FC00000, 0x7FFF0000, 1
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
NUMBERS = {1: "write", 18: "write", 74: "fsync", 75: "fsync", 82: "rename", 264: "rename",
           316: "rename"}  # fmt: skip
_ANSWER = struct.Struct("=QqiI")


@dataclass
class Plan:
    """Which call fails, and how: the `at`-th of a kind on a path within `under`, and those after it
    for as long as it stays broken."""

    kind: str
    at: int
    error: int
    under: Path
    times: int = 1
    seen: int = 0
    failed: list[str] = field(default_factory=list[str])

    def answer(self, kind: str, path: str) -> int:
        """Return the error a call ends with; 0 lets it through."""
        if kind != self.kind or not path.startswith(str(self.under)):
            return 0
        self.seen += 1
        if not self.at <= self.seen < self.at + self.times:
            return 0
        self.failed.append(path.removeprefix(str(self.under)))
        return self.error


class Program(ctypes.Structure):
    """A filter as the kernel takes it (struct sock_fprog)."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def start(address: str, command: list[str]) -> None:
    """Become `command`, whose calls are asked for at a Unix socket."""
    rules = [(0x20, 0, 0, 0)]  # load the number of the call
    for number in NUMBERS:
        rules += [(0x15, 0, 1, number), (0x06, 0, 0, _RET_NOTIFY)]
    rules.append((0x06, 0, 0, _RET_ALLOW))
    block = b"".join(struct.pack("=HBBI", *rule) for rule in rules)
    kept = ctypes.create_string_buffer(block)
    program = Program(len(rules), ctypes.addressof(kept))
    libc = ctypes.CDLL(None, use_errno=True)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        listener = libc.syscall(_SECCOMP, _FILTER, _NEW_LISTENER, ctypes.byref(program))
        if listener < 0:
            raise OSError(ctypes.get_errno(), "seccomp")
        handed = array.array("i", [listener])
        line.sendmsg([b"."], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handed)])
    os.close(listener)
    os.execvp(command[0], command)


@contextmanager
def asked(folder: Path) -> Iterator[tuple[list[str], Callable[[Plan | None], None]]]:
    """Give the words to put before a command, and how to say which call is to fail. Raises Refused
    where calls cannot be asked for."""
    if platform.machine() != "x86_64" or sys.platform != "linux":
        raise Refused("calls are only known by their numbers on x86-64")
    path = folder / "calls.sock"
    path.unlink(missing_ok=True)
    plan: list[Plan | None] = [None]
    ended = threading.Event()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen(8)

        def welcome() -> None:
            while not ended.is_set():
                if not select.select([door], [], [], 0.1)[0]:
                    continue
                line, _ = door.accept()
                with line:
                    _, told, _, _ = line.recvmsg(1, socket.CMSG_SPACE(4))
                for _, _, data in told:
                    listener = struct.unpack("=i", data[:4])[0]
                    threading.Thread(
                        target=_answer, args=(listener, plan, ended), daemon=True
                    ).start()

        thread = threading.Thread(target=welcome, daemon=True)
        thread.start()
        try:
            yield (
                [sys.executable, "-m", "faults.syscalls", str(path)],
                lambda one: plan.__setitem__(0, one),
            )
        finally:
            ended.set()
            thread.join(5)


def _answer(listener: int, plan: list[Plan | None], ended: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while not ended.is_set():
            poll = select.poll()
            poll.register(listener, select.POLLIN)
            found = poll.poll(200)
            if found and found[0][1] & select.POLLHUP:
                break
            if found:
                _answer_one(listener, plan[0])
    os.close(listener)


def _answer_one(listener: int, plan: Plan | None) -> None:
    block = bytearray(80)
    with contextlib.suppress(OSError):  # whoever asked is gone
        fcntl.ioctl(listener, _RECEIVE, block)
        ident, pid, _, number, _arch, _at, *args = struct.unpack("=QIIiIQ6Q", block)
        error = 0
        if plan is not None:
            error = plan.answer(NUMBERS.get(number, ""), _path(pid, number, args))
        flags = 0 if error else _CONTINUE
        fcntl.ioctl(listener, _SEND, _ANSWER.pack(ident, 0, -error, flags))


def _path(pid: int, number: int, args: list[int]) -> str:
    """Return what a call is about: the open file, or the name a file is to have."""
    try:
        if NUMBERS[number] != "rename":
            return str(Path(f"/proc/{pid}/fd/{args[0]}").readlink())
        at = args[1] if number == 82 else args[3]
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            memory.seek(at)
            return os.fsdecode(memory.read(4096).partition(b"\0")[0])
    except OSError:
        return ""


ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EROFS": errno.EROFS}

if __name__ == "__main__":
    start(sys.argv[1], sys.argv[2:])
