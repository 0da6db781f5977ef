"""Viewers who seek, leave and come back at random: afterwards nothing is left over.

No process, no descriptor, no thread, no growing memory, and the cache within its cap. The plain
run storms for some seconds, `make storm` for minutes; MATINEE_STORM_SEED repeats a storm.
"""

import contextlib
import os
import random
import re
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from tests.flows import processes
from tests.flows.conftest import NEW, OLD, Server, free_port, paint

STORM_S = float(os.environ.get("MATINEE_STORM_S", "6"))
PIPES_OF_A_WORKER = 8
SEED = int(os.environ.get("MATINEE_STORM_SEED", "1"))
VIEWERS = 6
STREAM_S = 60  # of each film
CAP_BYTES = 24 * 1024**2
GROWTH = 0.05  # of memory, from the first third of the storm on
SLACK_BYTES = 12 * 1024**2  # what allocators keep, whatever the length of the storm
LIKED = (200, 206, 304, 404, 503)


@dataclass
class Stormy(Server):
    """A server with a small cache."""

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "MATINEE_CACHE_MAX_BYTES": str(CAP_BYTES)}


@dataclass
class Tally:
    """What happened, counted by many threads."""

    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.answers[what] += 1

    def fault(self, words: str) -> None:
        with self.lock:
            self.faults.append(words)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stormy]:
    films = tmp_path_factory.mktemp("films")
    paint(films / "Old.mkv", OLD, "640x360", STREAM_S)
    paint(films / "New.mkv", NEW, seconds=STREAM_S)
    paint(films / "Song.mkv", ["-c:a", "flac"], "", STREAM_S)
    one = Stormy(tmp_path_factory.mktemp("storm") / "data", free_port(), popen=subprocess.Popen)
    one.start()  # its memory is looked at: a fork shares pages with the launcher
    try:
        one.add_admin()
        one.bring(films)
        yield one
    finally:
        one.stop()


class Viewer:
    """One who watches badly."""

    def __init__(self, server: Stormy, seed: int, tally: Tally) -> None:
        self.chance = random.Random(seed)
        self.tally = tally
        self.client = server.client()
        self.media = self.client.get("/api/media").json()["items"]
        self.server = server

    def watch(self) -> None:
        """Open a title, jump about in it, leave."""
        media = self.chance.choice(self.media)
        answer = self.client.get(f"/api/media/{media['id']}/playback").json()
        manifest = answer["manifest_url"]
        if answer["direct_url"] and (manifest is None or self.chance.random() < 0.2):
            self.fetch(answer["direct_url"], ranged=True)
            return
        master = self.client.get(manifest)
        self.tally.count(str(master.status_code))
        lists = [
            urljoin(manifest, u) for u in re.findall(r'(?m)^[^#\s].*$|(?<=URI=")[^"]+', master.text)
        ]
        for _ in range(self.chance.randrange(1, 5)):
            self.jump(self.chance.choice(lists))

    def jump(self, address: str) -> None:
        """Ask for some segments from a random place of a random track on."""
        listed = self.client.get(address)
        self.tally.count(str(listed.status_code))
        names = re.findall(r"(?m)^[^#\s].*$", listed.text)
        if listed.status_code != 200 or not names:
            return
        first = self.chance.randrange(len(names))
        for name in names[first : first + self.chance.randrange(1, 4)]:
            self.fetch(urljoin(address, name))

    def fetch(self, address: str, *, ranged: bool = False) -> None:
        """Fetch something, or leave before or in the middle of the answer."""
        mood = self.chance.random()
        if mood < 0.35:
            self.leave_early(address)
            return
        headers = {"range": f"bytes={self.chance.randrange(1000)}-"} if ranged else {}
        with self.client.stream("GET", address, headers=headers) as answer:
            self.tally.count(str(answer.status_code))
            if answer.status_code not in LIKED:
                self.tally.fault(f"{answer.status_code} for {address.rpartition('/')[2]}")
            for _ in answer.iter_bytes(64 * 1024):
                if mood < 0.6:
                    break

    def leave_early(self, address: str) -> None:
        """Send a request and hang up without waiting for its answer, sometimes with a reset."""
        with socket.create_connection(("127.0.0.1", self.server.port), 10) as line:
            path = urlsplit(address)._replace(scheme="", netloc="").geturl()
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: storm\r\n\r\n".encode())
            line.settimeout(self.chance.random() * 0.4)
            with contextlib.suppress(TimeoutError):
                line.recv(1)
            if self.chance.random() < 0.5:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.tally.count("left")


def storm(server: Stormy, seconds: float, seed: int, tally: Tally) -> None:
    """Let all viewers loose for a while."""
    ends = time.monotonic() + seconds

    def run(number: int) -> None:
        viewer = Viewer(server, seed * 100 + number, tally)
        while time.monotonic() < ends:
            try:
                viewer.watch()
            except httpx.TimeoutException as late:
                tally.fault(f"no answer in time: {type(late).__name__}")
            except httpx.TransportError as broken:
                tally.fault(f"{type(broken).__name__}: {broken}")

    crowd = [threading.Thread(target=run, args=(n,)) for n in range(VIEWERS)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(seconds + 120)
    for client in server.clients:
        client.close()
    server.clients.clear()


def at_rest(server: Stormy, until: Callable[..., object]) -> tuple[int, list[str], int]:
    """Wait until nothing works any more; return memory, descriptors and threads of the server.

    Runs end some seconds after they were last asked for; a worker waits longer for its next
    task, and may.
    """
    assert server.process is not None
    pid = server.process.pid
    before: dict[int, int] = {}

    def quiet() -> bool:
        now = {one: processes.worked_ticks(one) for one in (pid, *processes.children(pid))}
        still = all(now[one] - before.get(one, -100) <= 2 for one in now)
        before.clear()
        before.update(now)
        threading.Event().wait(0.5)
        return still

    until(quiet, 60)
    return processes.memory_bytes(pid), processes.descriptors(pid), processes.threads(pid)


def of_media(descriptors: list[str]) -> list[str]:
    """Return those that are open films or segments."""
    return [d for d in descriptors if d.endswith((".mkv", ".m4s", ".mp4"))]


@pytest.mark.fault
@pytest.mark.timeout(int(STORM_S) + 400)
def test_a_storm_leaves_nothing_behind(server: Stormy, until: Callable[..., object]) -> None:
    print(f"storm of {STORM_S:g} s, seed {SEED}")
    assert server.process is not None
    pid, tally = server.process.pid, Tally()
    storm(server, STORM_S / 3, SEED, tally)
    memory, open_before, _ = at_rest(server, until)
    workers_before = len(processes.children(pid))
    storm(server, STORM_S * 2 / 3, SEED + 1, tally)
    memory_after, open_after, threads_after = at_rest(server, until)
    print(dict(tally.answers), f"memory {memory / 2**20:.1f} -> {memory_after / 2**20:.1f} MiB")
    assert tally.faults == []
    assert tally.answers["200"] > VIEWERS
    assert tally.answers["left"] > 0
    assert memory_after <= memory * (1 + GROWTH) + SLACK_BYTES
    assert of_media(open_after) == []
    # Workers that still wait for a task keep their pipes.
    more = max(0, len(processes.children(pid)) - workers_before)
    room = 8 + PIPES_OF_A_WORKER * more
    assert len(open_after) <= len(open_before) + room, sorted(set(open_after) - set(open_before))
    assert threads_after < 80
    strays = [c for c in processes.children(pid).values() if "matinee.engine" not in c]
    assert strays == []
    cached = sum(f.stat().st_size for f in _files(server.data / "cache"))
    assert cached <= CAP_BYTES * 1.05
    if STORM_S > 60:  # idle workers leave of themselves
        until(lambda: not processes.children(pid), 90)


def _files(folder: Path) -> list[Path]:
    return [f for f in folder.rglob("*") if f.is_file()]
