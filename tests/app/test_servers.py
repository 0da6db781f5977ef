"""Several servers over one library, as processes of their own, over a real PostgreSQL and Redis."""

import contextlib
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests import ground, servers
from tests.flows.conftest import CLIPS, Server, free_port
from tests.waiting import until

pytestmark = ground.alone

CLIP = CLIPS / "bbb-480p-30s.mp4"


@dataclass
class Library:
    """What its servers share, and those that run."""

    folder: Path
    settings: dict[str, str]

    def server(self, **settings: str) -> Server:
        """Return another server of it, not started yet."""
        return Server(self.folder / "data", free_port(), settings=self.settings | settings)

    @contextmanager
    def worker(self, server: Server) -> Iterator[None]:
        with servers.worker(server, self.folder / "worker.log"):
            yield


@pytest.fixture
def shared(tmp_path: Path, postgres: servers.Postgres) -> Iterator[Library]:
    with servers.valkey() as redis, postgres.empty() as database:
        settings = {"MATINEE_REDIS_URL": redis.url, "MATINEE_DATABASE_URL": database}
        yield Library(tmp_path, settings)


def _check(client: httpx.Client, part: str) -> dict[str, Any]:
    return client.get("/api/health").json()["checks"][part]


def at(server: Server, signed: httpx.Client) -> httpx.Client:
    """Return a client of one server with the sign-in of another."""
    client = httpx.Client(base_url=server.url, timeout=60, headers=signed.headers)
    server.clients.append(client)
    return client


def runs(client: httpx.Client, *, here: bool) -> int:
    """Return how many pictures are being encoded, by this server or by all."""
    now = client.get("/api/streaming/now", params={"here": here}).json()
    return len(now["runs"])


def fetched(client: httpx.Client, address: str) -> bytes:
    """Return a segment; asked for again where a busy machine says so, as players do."""

    def ask() -> bytes | None:
        answer = client.get(address)
        assert answer.status_code in {200, 503}, answer.text
        return answer.content if answer.status_code == 200 else None

    return until(ask, 120)


def encoded(client: httpx.Client) -> str:
    """Return the address of a quality that has to be encoded, without its segment."""
    [media] = client.get("/api/media").json()["items"]
    played = client.get(f"/api/media/{media['id']}/playback?client=desktop").json()
    manifest = played["manifest_url"]
    listed = client.get(manifest).text
    track = re.search(r"^(v\d+-[a-z0-9-]+)/index\.m3u8", listed, re.MULTILINE)
    assert track is not None, listed
    return f"{manifest.rpartition('/')[0]}/{track[1]}"


@pytest.mark.timeout(300)
@pytest.mark.skipif(not CLIP.exists(), reason="the clips are not here")
def test_two_servers_are_one_and_encode_nothing_twice(shared: Library) -> None:
    first, second = shared.server(), shared.server()
    with ExitStack() as stack:
        for server in (first, second):
            stack.callback(server.stop)
            server.start()
        first.add_admin()
        with shared.worker(first):
            first.bring(CLIP)
        here = first.client()
        # A sign-in and a grant of a moment ago hold at the other server at once.
        there = at(second, here)
        assert there.get("/api/media").json()["total"] == 1
        until(lambda: _check(there, "servers")["facts"]["count"] == "2", 20)
        address = encoded(here)

        def segment(n: int) -> tuple[int, bytes]:
            return n // 2, fetched((here, there)[n % 2], f"{address}/{n // 2}.m4s")

        segment(0)  # who is asked first begins; the others come while it goes on
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(segment, range(12)))
        assert len(dict(got)) == 6
        assert all(got.count(one) == 2 for one in got), "both servers gave the same bytes"
        fetched(here, f"{address}/7.m4s")  # so that something goes on, however long it took
        alone = [runs(client, here=True) for client in (here, there)]
        assert min(alone) == 0 < max(alone), "one server encodes the plan, and the other asks it"
        assert all(runs(client, here=False) for client in (here, there))

        # The one that encodes is killed; the other takes over where it was asked.
        holder, other, left = (first, second, there) if alone[0] else (second, first, here)
        holder.stop(signal.SIGKILL)
        for made in shared.folder.rglob("cache/**/v0-*/12.m4s"):
            made.unlink()  # it may have come so far
        assert fetched(left, f"{address}/12.m4s")
        assert other.process is not None
        assert other.process.poll() is None


@pytest.mark.timeout(180)
def test_what_happens_at_one_server_is_told_at_the_other(shared: Library) -> None:
    first, second = shared.server(), shared.server()
    with ExitStack() as stack:
        for server in (first, second):
            stack.callback(server.stop)
            server.start()
        first.add_admin()
        here = first.client()
        there = at(second, here)
        heard: list[str] = []

        def hear() -> None:
            with contextlib.suppress(httpx.HTTPError), there.stream("GET", "/api/events") as told:
                heard.extend(told.iter_lines())

        threading.Thread(target=hear, daemon=True).start()
        until(lambda: heard, 30)
        made = here.post("/api/collections", json={"name": "Evenings"})
        assert made.status_code in {200, 201}, made.text
        until(lambda: any("collections" in line for line in heard), 30)
        assert there.get(f"/api/collections/{made.json()['id']}").json()["name"] == "Evenings"
        # Signed out at one, its links end at the other too.
        assert here.post("/api/auth/logout").status_code < 300
        until(lambda: there.get("/api/media").status_code == 401, 10)


@pytest.mark.timeout(240)
def test_processes_behind_one_port_are_looked_after(shared: Library) -> None:
    server = shared.server(MATINEE_PROCESSES="2")
    try:
        server.start()
        server.add_admin()
        client = server.client()
        until(lambda: _check(client, "servers")["facts"]["count"] == "2", 60)
        assert server.process is not None
        before = children(server.process.pid)
        assert len(before) == 2
        until(lambda: len(_dealt(server, 10)) == 2, 60)  # they are heard of before they listen
        assert min(_dealt(server, 40).values()) >= 5
        os.kill(before[0], signal.SIGKILL)
        for _ in range(20):
            assert _patient(server, client).status_code == 200
        now = until(lambda: _two(server, but=before[0]), 60)
        assert before[1] in now
        server.process.kill()  # whoever looks after them is gone: they go too
        server.process.wait(10)
        until(lambda: not any(_runs(pid) for pid in now), 30)
    finally:
        server.stop()


def _dealt(server: Server, count: int) -> Counter[str]:
    """Open so many connections at once, and count by whom they are answered: the ids of requests
    begin with their process."""
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client(base_url=server.url)) for _ in range(count)]
        with ThreadPoolExecutor(count) as threads:
            answers = list(threads.map(lambda one: one.get("/api/health"), clients))
    return Counter(one.headers["X-Request-ID"].partition("-")[0] for one in answers)


def _patient(server: Server, client: httpx.Client) -> httpx.Response:
    """Ask as a browser or a proxy does: a connection that breaks is made anew, also one that waited
    for the process which is gone."""

    def ask() -> httpx.Response | None:
        with (
            contextlib.suppress(httpx.TransportError),
            httpx.Client(base_url=server.url, headers=client.headers, timeout=60) as another,
        ):
            return another.get("/api/home")
        return None

    return until(ask, 10)


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text().split()]


def _two(server: Server, but: int) -> list[int] | None:
    assert server.process is not None
    found = [pid for pid in children(server.process.pid) if pid != but]
    return found if len(found) == 2 else None


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.timeout(120)
def test_several_want_what_they_share(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", free_port(), settings={"MATINEE_PROCESSES": "2"})
    ran = server.run("serve")
    assert ran.returncode == 1
    assert "MATINEE_REDIS_URL" in ran.stderr
    alone = Server(tmp_path / "data", free_port())
    try:
        alone.start()
        ran = Server(tmp_path / "data", free_port()).run("serve")
        assert ran.returncode == 1
        assert "already runs" in ran.stderr
        assert "MATINEE_REDIS_URL" in ran.stderr
    finally:
        alone.stop()
