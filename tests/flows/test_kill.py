"""`kill -9` at random moments of bringing in: nothing finished is lost, nothing half-made shows.

The server is started by its command: what it does when it starts again is tried here.
"""

import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from tests.flows.conftest import Server
from tests.ingest import clipmaker
from tests.ingest.website import Site, serve

SEED = 20261120
FINISHED = {"completed", "failed", "cancelled"}


@pytest.fixture
def server(commanded: Server) -> Server:
    return commanded


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    clipmaker.make(path, seconds=6, picture=True, sound=True)
    return path


def wait_for(client: httpx.Client, job_id: str, wanted, timeout_s: float = 60) -> dict:
    deadline = time.monotonic() + timeout_s
    while True:
        job = client.get(f"/api/jobs/{job_id}").json()
        if wanted(job):
            return job
        assert time.monotonic() < deadline, job
        time.sleep(0.05)


@pytest.mark.fault
def test_a_download_killed_anywhere_goes_on_and_comes_in_once(
    server: Server, site: Site, clip: Path
) -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    server.add_admin()
    site.files["/clip.mp4"] = clip
    size = clip.stat().st_size
    site.bytes_per_s["/clip.mp4"] = max(20_000, size // 4)
    client = server.client()
    answer = client.post("/api/media/add", json={"url": site.url("/clip.mp4")})
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job"]["id"]
    for _ in range(2):
        share = chance.uniform(0.05, 0.3)
        wait_for(
            client, job_id,
            lambda j, share=share: (j["downloaded_bytes"] or 0) >= share * size
            or j["status"] in FINISHED,
        )  # fmt: skip
        server.stop(signal.SIGKILL)
        server.start()
        client = server.client()
    site.released.set()
    job = wait_for(client, job_id, lambda j: j["status"] in FINISHED)
    assert job["status"] == "completed", job
    items = client.get("/api/media").json()["items"]
    assert [item["id"] for item in items] == [job["media_id"]]
    stream = client.get(f"/api/media/{job['media_id']}/stream")
    assert stream.content == clip.read_bytes()
    ranges = [h.get("Range") for h in site.headers_of("/clip.mp4") if h.get("Range")]
    assert any(not value.startswith("bytes=0-") for value in ranges), "it began anew each time"


@pytest.mark.slow
@pytest.mark.fault
def test_a_scan_killed_anywhere_loses_and_doubles_nothing(server: Server, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    server.add_admin()
    folder = tmp_path / "films"
    folder.mkdir()
    for n in range(12):
        clipmaker.make(
            folder / f"Film {n:02d} (20{n:02d}).mp4", seconds=1 + n / 8, picture=True, sound=True
        )
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    client = server.client()
    answer = client.post("/api/media/add", json={"url": str(folder)})
    job_id = answer.json()["job"]["id"]
    for _ in range(3):
        time.sleep(chance.uniform(0.0, 0.8))  # the moment of the kill is what is tried here
        server.stop(signal.SIGKILL)
        check(server)
        server.start()
        client = server.client()
    job = wait_for(client, job_id, lambda j: j["status"] in FINISHED)
    assert job["status"] == "completed", job
    titles = [m["title"] for m in client.get("/api/media", params={"limit": 50}).json()["items"]]
    assert sorted(titles) == [f"Film {n:02d}" for n in range(12)]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def check(server: Server) -> None:
    """The database is whole after a kill."""
    with closing(sqlite3.connect(server.data / "matinee.db")) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.fault
def test_progress_written_before_a_kill_is_there_after_it(server: Server, clip: Path) -> None:
    server.add_admin()
    server.bring(clip)
    client = server.client()
    media_id = client.get("/api/media").json()["items"][0]["id"]
    for position in (1.0, 3.25):
        body = {"position_s": position, "duration_s": 6.0}
        assert client.put(f"/api/media/{media_id}/progress", json=body).status_code == 200
        server.stop(signal.SIGKILL)
        server.start()
        client = server.client()
        found = client.get(f"/api/media/{media_id}/progress").json()
        assert found["position_s"] == position
