"""A server and its workers as processes of their own, over a real PostgreSQL and Redis."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tests import ground, servers
from tests.flows.conftest import Server, free_port
from tests.ingest import clipmaker
from tests.ingest.website import Site, serve
from tests.waiting import until

from matinee.kit import migrate

pytestmark = ground.alone

Until = Callable[[Callable[[], Any], float], Any]
STARTS_S = 40.0


@dataclass
class Cluster:
    """A server, its Redis, and the workers that run now."""

    server: Server
    redis: servers.Valkey
    log: Path
    client: httpx.Client | None = None

    @contextmanager
    def worker(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker; it is stopped, or killed if it was killed."""
        with servers.worker(self.server, self.log, *arguments) as process:
            yield process

    def count(self) -> int:
        """Return how many workers say that they are there."""
        return servers.workers(self.server.client() if self.client is None else self.client)

    def check(self, part: str) -> dict[str, str]:
        """Return what the health page says of a part."""
        if self.client is None:
            self.client = self.server.client()
        return self.client.get("/api/health").json()["checks"][part]


@pytest.fixture
def cluster(tmp_path: Path, postgres: servers.Postgres) -> Iterator[Cluster]:
    with servers.valkey() as redis, postgres.empty() as database:
        settings = {
            "MATINEE_REDIS_URL": redis.url,
            "MATINEE_DATABASE_URL": database,
            "MATINEE_FETCH_CONCURRENCY": "2",
        }
        server = Server(tmp_path / "data", free_port(), settings=settings)
        try:
            server.start()
            server.add_admin()
            yield Cluster(server, redis, tmp_path / "worker.log")
        finally:
            server.stop()


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def slow(site: Site, tmp_path: Path) -> str:
    """The address of a film that takes half a minute to come, unless it is released."""
    clip = tmp_path / "clip.mp4"
    clipmaker.make(clip, seconds=6, picture=True, sound=True)
    site.files["/clip.mp4"] = clip
    site.bytes_per_s["/clip.mp4"] = max(2_000, clip.stat().st_size // 30)
    return site.url("/clip.mp4")


def begun(client: httpx.Client, url: str) -> str:
    """Have a link fetched, and return its job once something of it is there."""
    answer = client.post("/api/media/add", json={"url": url})
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job"]["id"]
    until(lambda: (client.get(f"/api/jobs/{job_id}").json()["downloaded_bytes"] or 0) > 0, 30)
    return job_id


def status(client: httpx.Client, job_id: str) -> str:
    return client.get(f"/api/jobs/{job_id}").json()["status"]


@pytest.mark.timeout(240)
def test_a_worker_is_called_obeys_at_once_and_pages_are_told(
    cluster: Cluster, site: Site, slow: str
) -> None:
    client = cluster.server.client()
    assert cluster.check("workers")["status"] == "failing"
    assert cluster.check("redis")["status"] == "ok"
    with cluster.worker():
        assert cluster.check("workers")["status"] == "ok"
        heard: list[str] = []
        listening = threading.Thread(target=_hear, args=(cluster.server, heard), daemon=True)
        listening.start()
        until(lambda: heard, 20)
        job_id = begun(client, slow)
        for word, becomes in (("pause", "paused"), ("resume", "running")):
            began = time.monotonic()
            client.post(f"/api/jobs/{job_id}/{word}")
            until(lambda becomes=becomes: status(client, job_id) == becomes, 20)
            print(f"{word} after {time.monotonic() - began:.2f} s")
        site.released.set()
        until(lambda: status(client, job_id) == "completed", 60)
        media = client.get("/api/media").json()["items"][0]
        until(lambda: client.get(f"/api/media/{media['id']}").json()["poster_url"], 60)
        words = "".join(heard)
        assert '"downloaded_bytes"' in words
        assert "event: media" in words
        played = client.get(f"/api/media/{media['id']}/playback?client=desktop").json()
        assert client.get(played["manifest_url"]).status_code == 200
    assert cluster.check("workers")["status"] == "failing"  # it said goodbye


def _hear(server: Server, heard: list[str]) -> None:
    client = server.client()
    with contextlib.suppress(httpx.HTTPError), client.stream("GET", "/api/events") as stream:
        heard.extend(f"{line}\n" for line in stream.iter_lines())


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_what_a_dead_worker_left_is_taken_over(cluster: Cluster, site: Site, slow: str) -> None:
    client = cluster.server.client()
    with cluster.worker() as first:
        job_id = begun(client, slow)
        with cluster.worker():
            first.send_signal(signal.SIGKILL)
            first.wait(10)
            began = time.monotonic()
            site.released.set()
            until(lambda: status(client, job_id) == "completed", 60)
            print(f"taken over and done after {time.monotonic() - began:.1f} s")
            assert client.get("/api/media").json()["total"] == 1
            # The duty goes over too: somebody still looks at what is due.
            assert cluster.check("jobs")["status"] == "ok"


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_without_redis_pages_go_on_and_so_do_jobs(cluster: Cluster, site: Site, slow: str) -> None:
    client = cluster.server.client()
    with cluster.worker():
        cluster.redis.stop()
        assert client.get("/api/home").status_code == 200
        check = cluster.check("redis")
        assert check["status"] == "failing"
        assert "MATINEE_REDIS_URL" in check["fix"]
        site.released.set()
        job_id = client.post("/api/media/add", json={"url": slow}).json()["job"]["id"]
        until(lambda: status(client, job_id) == "completed", 90)
        cluster.redis.start()
        until(lambda: cluster.check("redis")["status"] == "ok", 30)
        heard: list[str] = []
        threading.Thread(target=_hear, args=(cluster.server, heard), daemon=True).start()
        until(lambda: heard, 20)
        # Called through Redis again: a new job is told of by its worker.
        until(lambda: _told(client, cluster, heard), 60)


def _told(client: httpx.Client, cluster: Cluster, heard: list[str]) -> bool:
    client.post("/api/duplicates/look")
    time.sleep(0.5)
    return '"status":"completed"' in "".join(heard)


@pytest.mark.timeout(120)
def test_a_redis_that_refuses_us_is_told_without_the_secret(tmp_path: Path) -> None:
    with servers.valkey(password="right") as redis:
        wrong = redis.url.replace("right", "wr0ng-secret")
        for verb in ("serve", "worker"):
            server = Server(tmp_path / "data", free_port(), settings={"MATINEE_REDIS_URL": wrong})
            if verb == "worker":  # whose library is there already
                server.settings = {}
                server.start()
                server.stop()
                server.settings = {"MATINEE_REDIS_URL": wrong}
            ran = server.run(verb)
            assert ran.returncode == 1
            assert "MATINEE_REDIS_URL" in ran.stderr
            assert "wr0ng-secret" not in ran.stderr + ran.stdout
    server = Server(tmp_path / "data", free_port(), settings={"MATINEE_REDIS_URL": "http://x"})
    assert "no address of a Redis" in server.run("serve").stderr
    server.settings = {}
    assert "Set MATINEE_REDIS_URL" in server.run("worker").stderr


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_worker_of_another_version_waits_and_says_so(cluster: Cluster) -> None:
    present = migrate.revisions()[-1]
    address = cluster.server.settings["MATINEE_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    command = [sys.executable, "-m", "matinee", "worker", "--data", str(cluster.server.data)]
    with cluster.log.open("ab") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env=cluster.server.environment()
        )
    try:
        until(lambda: "it waits until" in cluster.log.read_text(), 40)
        assert process.poll() is None
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("UPDATE alembic_version SET version_num = %s", (present,))
        until(lambda: cluster.count() == 1, 40)
    finally:
        process.terminate()
        process.wait(30)
