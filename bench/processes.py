"""What processes use, from /proc. The server that is measured is that of `matinee bench`."""

import contextlib
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from matinee.app.trial import (
    NAME,
    PASSWORD,
    START_TIMEOUT_S,
    Server,
    add_user,
    environment,
    free_port,
    server,
)

__all__ = [
    "CORES",
    "NAME",
    "PASSWORD",
    "ROOT",
    "Server",
    "add_user",
    "cpu_s",
    "environment",
    "free_port",
    "memory_mb",
    "server",
    "tree",
    "wait_for_listeners",
    "wait_for_port",
]

CORES = os.cpu_count() or 1
ROOT = Path(__file__).resolve().parent.parent


def tree(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def cpu_s(pid: int) -> float:
    """Return the CPU seconds used by a process and its descendants, with those that ended."""
    ticks = 0
    for one in tree(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int, *, own: bool = False) -> float:
    """Return the memory of a process tree in MiB: shared pages counted once (PSS). With `own` only
    what is of no file: of files it holds less while others have the same ones open."""
    kib, kind = 0, "Pss_Anon:" if own else "Pss:"
    for one in tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith(kind):
                    kib += int(line.split()[1])
    return kib / 1024


def wait_for_listeners(port: int, count: int) -> None:
    """Wait until so many processes listen on a port: who connects before is with the first of them
    for as long as the connection is kept. Raises RuntimeError when they do not in time."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        listening = [
            row for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port
        ]
        if len(listening) >= count:
            return
        time.sleep(0.05)
    raise RuntimeError(f"fewer than {count} processes listen on port {port}")


def wait_for_port(port: int, process: "subprocess.Popen[Any]") -> None:
    """Wait until somebody listens. Raises RuntimeError when nobody does in time."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.01)
    raise RuntimeError(f"{process.args} did not start")
