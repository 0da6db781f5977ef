"""One title prepared by several workers: processes of their own, a real PostgreSQL and Redis."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests import ground, servers
from tests.flows.conftest import Server, free_port
from tests.waiting import until

from matinee import engine

pytestmark = ground.alone

SECONDS = 24
ENDED = {"completed", "failed", "cancelled"}


@dataclass
class House:
    """A server with a film, and its client."""

    server: Server
    folder: Path
    client: httpx.Client = field(init=False)

    @contextmanager
    def worker(self, *lanes: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker of these lanes (all, where none is named)."""
        named = [word for lane in lanes for word in ("--lane", lane)]
        with servers.worker(self.server, self.folder / "worker.log", *named) as process:
            yield process

    def job(self, job_id: str) -> dict[str, Any]:
        return self.client.get(f"/api/jobs/{job_id}").json()

    def parts(self, job_id: str, status: str) -> list[str]:
        found = self.client.get("/api/jobs", params={"parent_id": job_id, "limit": 100}).json()
        return [one["id"] for one in found["items"] if one["status"] == status]

    def made(self) -> dict[str, int]:
        """Return the segments there are, and when each was written."""
        root = self.server.data / "cache"
        return {
            path.relative_to(root).as_posix(): path.stat().st_mtime_ns
            for path in root.rglob("*.m4s")
        }

    def prepare(self) -> str:
        [media] = self.client.get("/api/media").json()["items"]
        answer = self.client.post(f"/api/media/{media['id']}/prepare")
        assert answer.status_code == 202, answer.text
        return answer.json()["job"]["id"]


@pytest.fixture
def house(tmp_path: Path, postgres: servers.Postgres) -> Iterator[House]:
    film = tmp_path / "film.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-t", str(SECONDS), "-c:v", "libx264", "-preset",
         "ultrafast", "-b:v", "8M", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "ac3", film]
    )  # fmt: skip
    with servers.valkey() as redis, postgres.empty() as database:
        wanted = {"MATINEE_REDIS_URL": redis.url, "MATINEE_DATABASE_URL": database}
        server = Server(tmp_path / "data", free_port(), settings=wanted)
        try:
            server.start()
            server.add_admin()
            found = House(server, tmp_path)
            found.client = server.client()
            with found.worker():
                server.bring(film)
            yield found
        finally:
            server.stop()


@pytest.mark.fault
@pytest.mark.timeout(900)
def test_workers_share_a_title_and_a_killed_one_costs_only_its_part(house: House) -> None:
    with ExitStack() as stack:
        doomed = stack.enter_context(house.worker("prepare"))
        stack.enter_context(house.worker("prepare"))
        job_id = house.prepare()
        until(lambda: len(house.parts(job_id, "running")) == 2, 120)
        job = house.job(job_id)
        assert (job["status"], job["kind"]) == ("running", "prepare")
        assert job["children"]["total"] >= 3
        until(lambda: len(house.made()) > 20, 240)
        doomed.send_signal(signal.SIGKILL)
        doomed.wait(20)
        made = house.made()
        began = time.monotonic()
        job = until(lambda: _ended(house.job(job_id)), 600)
        print(f"done {time.monotonic() - began:.0f} s after one was killed")
        assert (job["status"], job["error"]) == ("completed", None)
    after = house.made()
    # What was there has not been made again, by whomever it was made: a segment that the killed one
    # had in its hands, and the other too, may have been written twice.
    again = [name for name, at in made.items() if after[name] != at]
    assert len(again) <= 10, again
    [media] = house.client.get("/api/media").json()["items"]
    standing = house.client.get(f"/api/media/{media['id']}/prepare").json()
    assert (standing["state"], standing["percent"]) == ("ready", 100)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_pausing_and_cancelling_reach_the_parts_in_all_workers(house: House) -> None:
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(house.worker("prepare"))
        job_id = house.prepare()
        until(lambda: len(house.parts(job_id, "running")) == 2 and house.made(), 240)
        for word, status in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
            began = time.monotonic()
            assert house.client.post(f"/api/jobs/{job_id}/{word}").json()["status"] == status
            if status == "running":
                until(lambda: len(house.parts(job_id, "running")) == 2, 60)
                continue
            until(lambda: not house.parts(job_id, "running"), 20)
            print(f"{word}: nothing runs after {time.monotonic() - began:.2f} s")
            there = len(house.made())
            assert house.job(job_id)["status"] == status
            assert len(house.parts(job_id, status)) >= 2
            assert len(house.made()) - there <= 10, "a part goes on"
    media = house.client.get("/api/media").json()["items"][0]["id"]
    standing = house.client.get(f"/api/media/{media}/prepare").json()
    assert standing["state"] == "none"


def _ended(job: dict[str, Any]) -> dict[str, Any] | None:
    return job if job["status"] in ENDED else None
