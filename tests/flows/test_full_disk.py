"""A full disk: a clear error on the job, playing goes on, a restart works, nothing is lost."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.flows.conftest import Server, free_port
from tests.ingest import clipmaker
from tests.ingest.website import Site, serve

from matinee import engine

SIZE_MB = 24


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs of a few megabytes; needs the right to mount."""
    place = tmp_path / "small"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], check=False).returncode != 0:
        pytest.skip("a small disk cannot be mounted here (needs root)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def ended(client, job_id: str) -> dict:
    deadline = time.monotonic() + 90
    while True:
        job = client.get(f"/api/jobs/{job_id}").json()
        if job["status"] in {"completed", "failed", "cancelled"}:
            return job
        assert time.monotonic() < deadline, job
        time.sleep(0.1)


@pytest.mark.fault
def test_a_full_disk_fails_the_job_in_words_and_nothing_else(
    small_disk: Path, site: Site, tmp_path: Path
) -> None:
    small, large = tmp_path / "small.mp4", tmp_path / "large.mp4"
    clipmaker.make(small, seconds=2)
    clipmaker.make(large, seconds=3, seed=1)
    with large.open("ab") as file:  # a box that players pass over: 40 MB of free space
        file.write((40_000_008).to_bytes(4, "big") + b"free" + os.urandom(40_000_000))
    site.files["/large.mp4"] = large
    server = Server(small_disk / "data", free_port()).start()
    try:
        server.add_admin()
        client = server.client()
        server.bring(small)
        media = client.get("/api/media").json()["items"]
        answer = client.post("/api/media/add", json={"url": site.url("/large.mp4")})
        assert answer.status_code in {202, 507}, answer.text
        if answer.status_code == 202:
            job = ended(client, answer.json()["job"]["id"])
            assert job["status"] == "failed"
            assert job["error"]["code"] == "no_space", job["error"]
            assert "space" in job["error"]["fix"].lower()
        (small_disk / "ballast").write_bytes(
            b"\0" * ((os.statvfs(small_disk).f_bavail - 20) * 4096)
        )
        stream = client.get(f"/api/media/{media[0]['id']}/stream")
        assert stream.content == small.read_bytes()
        server.stop()
        server.start()
        client = server.client()
        found = client.get("/api/media").json()["items"]
        assert [one["id"] for one in found] == [one["id"] for one in media]
    finally:
        server.stop()


@pytest.mark.slow
@pytest.mark.fault
def test_a_full_disk_stops_preparing_in_words_and_a_retry_goes_on(
    small_disk: Path, tmp_path: Path
) -> None:
    film = tmp_path / "old.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=720x480:rate=25,noise=alls=40:allf=t", "-t", "16",
         "-c:v", "mpeg2video", "-b:v", "2M", film]
    )  # fmt: skip
    server = Server(small_disk / "data", free_port()).start()
    try:
        server.add_admin()
        client = server.client()
        server.bring(film)
        [media] = client.get("/api/media").json()["items"]
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"\0" * ((os.statvfs(small_disk).f_bavail - 1500) * 4096))
        asked = client.post(f"/api/media/{media['id']}/prepare")
        assert asked.status_code == 202, asked.text
        job = ended(client, asked.json()["job"]["id"])
        assert job["error"]["code"] == "no_space", job
        assert "space" in job["error"]["fix"].lower()
        assert client.get(f"/api/media/{media['id']}/stream").content == film.read_bytes()
        ballast.unlink()
        client.post(f"/api/jobs/{job['id']}/retry")
        assert ended(client, job["id"])["status"] == "completed"
        assert client.get(f"/api/media/{media['id']}/prepare").json()["state"] == "ready"
    finally:
        server.stop()
