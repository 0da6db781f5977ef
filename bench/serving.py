"""Sending bytes: Matinee's granted stream against nginx's sendfile, same file, same client."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests import nginx

from bench import processes
from bench.library import BIG_BYTES
from bench.load import Load, run
from bench.processes import Server
from bench.table import Figure, skipped
from matinee.capacity.load import Flood

WHAT = "32 connections, 1 MiB ranges of a 2 GiB file"
CPU_WHAT = "CPU while sending them"
TARGET, CPU_TARGET = "≥ 0.55 of nginx", "≤ 0.6 s/GB"
ROUNDS = 3


def measure(server: Server, media_id: str, path: Path, folder: Path) -> list[Figure]:
    """Measure both in turns and compare the best round of each."""
    _read_once(path)
    playback = server.ask("GET", f"/api/media/{media_id}/playback")
    address = playback["direct_url"]
    ours: list[tuple[Flood, float]] = []
    rival: list[tuple[Flood, float]] = []
    with contextlib.ExitStack() as stack:
        other = stack.enter_context(_nginx(path, folder)) if nginx.BINARY else None
        for _ in range(ROUNDS):
            if other:
                rival.append(_round(other[0], f"/{path.name}", other[1]))
            ours.append(_round(server.port, urlsplit(address).path + "?" + urlsplit(address).query,
                               server.process.pid))  # fmt: skip
    best, cpu = max(ours, key=lambda one: one[0].mb_per_s)
    cpu_figure = Figure(
        CPU_WHAT, f"{cpu:.2f} s/GB", "—", "—", CPU_TARGET, cpu <= 0.6,
    )  # fmt: skip
    words = f"{best.mb_per_s:.0f} MB/s"
    if not rival:
        return [skipped(WHAT, TARGET, "nginx is not installed here (apt install nginx)", words),
                cpu_figure]  # fmt: skip
    best_rival, rival_cpu = max(rival, key=lambda one: one[0].mb_per_s)
    ratio = best.mb_per_s / best_rival.mb_per_s
    return [
        Figure(WHAT, words, f"nginx sendfile {best_rival.mb_per_s:.0f} MB/s", f"{ratio:.2f}",
               TARGET, ratio >= 0.55, "one process each; best of 3 rounds taken in turns"),
        Figure(CPU_WHAT, f"{cpu:.2f} s/GB", f"nginx {rival_cpu:.2f} s/GB",
               f"{cpu / rival_cpu:.1f}" if rival_cpu else "—", CPU_TARGET, cpu <= 0.6),
    ]  # fmt: skip


def _round(port: int, target: str, pid: int) -> tuple[Flood, float]:
    """Return what was received and the CPU seconds a GB it took the server."""
    before = processes.cpu_s(pid)
    outcome = run(Load("127.0.0.1", port, target, BIG_BYTES))
    used = processes.cpu_s(pid) - before
    return outcome, used / (outcome.received_bytes / 1e9)


def _read_once(path: Path) -> None:
    """Bring the file into memory, so that both sides send it from there."""
    with path.open("rb", buffering=0) as file:
        buffer = bytearray(4 * 1024 * 1024)
        while file.readinto(buffer):
            pass


@contextlib.contextmanager
def _nginx(path: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """Run nginx with one worker over the folder of the file: (port, process id)."""
    port = processes.free_port()
    inner = (
        "access_log off; keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port}; root {path.parent}; }}"
    )
    with nginx.run(folder / "nginx", inner, port) as running:
        yield running.port, running.process_id
