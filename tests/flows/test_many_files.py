"""A hundred thousand files in one folder, really scanned: films, their subtitles and their NFO.

Each film is a video of its own that is probed, played and published; while that goes on somebody
browses. What is measured is printed: `pytest tests/flows/test_many_files.py -m slow -s`.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.flows import processes
from tests.flows.conftest import Server

from matinee import engine

FILES = int(os.environ.get("MATINEE_MANY_FILES", "100000"))
FILMS, SUBTITLES = FILES // 2, FILES * 3 // 10
NFO = FILES - FILMS - SUBTITLES
LANGUAGES = ("en", "es", "pt-BR.sdh")
WITHIN_S = 5400.0
PAGES = ("/api/media?limit=60", "/api/media?limit=60&sort_by=title&sort_order=asc",
         "/api/search?q=harbour", "/api/media/stats/overview", "/api/home")  # fmt: skip
MOST_MEMORY_MB = 1500
SLOWEST_PAGE_S = 1.5  # p95; the figure of the benchmark, on a machine of one's own, is 0.3


def film(folder: Path) -> bytes:
    """Encode the smallest film there is: half a second of 64 by 36."""
    path = folder / "tiny.mp4"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=64x36:rate=8", "-t", "0.5", "-c:v", "libx264",
         "-preset", "ultrafast", "-pix_fmt", "yuv420p", path]
    )  # fmt: skip
    return path.read_bytes()


def name(n: int) -> str:
    """Return what a film is called: some names begin as others end."""
    return f"Harbour {n} ({1950 + n % 70})"


def fill(folder: Path, data: bytes) -> None:
    """Write all files into one folder; each film has content of its own."""
    folder.mkdir()
    for n in range(FILMS):
        mark = n.to_bytes(8, "big")
        (folder / f"{name(n)}.mp4").write_bytes(data + b"\0\0\0\x10free" + mark)
    for n in range(SUBTITLES):
        about = f"{name(n // 2)}.{LANGUAGES[n % 2]}.srt"
        (folder / about).write_text(f"1\n00:00:00,100 --> 00:00:00,400\nLine {n}\n")
    for n in range(NFO):
        (folder / f"{name(n)}.nfo").write_text(f"<movie><plot>About {n}.</plot></movie>")


@contextmanager
def browsing(client: httpx.Client) -> Iterator[list[float]]:
    """Ask for pages, five a second at most, for the length of a block; gives how long each took."""
    taken: list[float] = []
    stop = threading.Event()

    def browse() -> None:
        n = 0
        while not stop.wait(0.2):
            begun = time.perf_counter()
            answer = client.get(PAGES[n % len(PAGES)])
            taken.append(time.perf_counter() - begun if answer.status_code == 200 else 999.0)
            n += 1

    thread = threading.Thread(target=browse)
    thread.start()
    try:
        yield taken
    finally:
        stop.set()
        thread.join()


def look(client: httpx.Client, server: Server, watch: Callable[[int], None]) -> float:
    """Wait for the newest scan; returns how many seconds it took."""
    begun = time.perf_counter()
    deadline = time.monotonic() + WITHIN_S
    pause = threading.Event()
    while True:
        [job, *_] = client.get("/api/jobs", params={"kind": "scan", "limit": 1}).json()["items"]
        assert server.process is not None
        watch(server.process.pid)
        if job["status"] in {"completed", "failed", "cancelled"}:
            assert job["status"] == "completed", job["error"]
            return time.perf_counter() - begun
        assert time.monotonic() < deadline, f"{job['progress']:.1f} % after {WITHIN_S} s"
        pause.wait(0.25)


def p95(taken: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(taken)[int(0.95 * (len(taken) - 1))]


@pytest.mark.slow
@pytest.mark.timeout(6000)
def test_a_hundred_thousand_files_in_one_folder(commanded: Server, tmp_path: Path) -> None:
    server = commanded
    folder = tmp_path / "many"
    fill(folder, film(tmp_path))
    server.add_admin()
    client = server.client()
    peak_mb = 0.0

    def watch(pid: int) -> None:
        nonlocal peak_mb
        peak_mb = max(peak_mb, processes.memory_bytes(pid) / 2**20)

    folder_id = client.post("/api/folders", json={"path": str(folder)}).json()["id"]
    with browsing(client) as taken:
        first_s = look(client, server, watch)
    client.post(f"/api/folders/{folder_id}/scan")
    again_s = look(client, server, watch)
    total = client.get("/api/media?limit=1").json()["total"]
    print(
        f"\n{FILES:,} files in one folder, {FILMS:,} of them films: {first_s:.0f} s"
        f" ({FILMS / first_s:.0f} films/s), again {again_s:.1f} s ({FILES / again_s:,.0f} files/s),"
        f" server at most {peak_mb:.0f} MB, {len(taken):,} pages with p95 {1000 * p95(taken):.0f}"
        f" ms and worst {1000 * max(taken):.0f} ms"
    )
    assert total == FILMS
    by_title = {"sort_by": "title", "sort_order": "asc", "limit": 1}
    [first] = client.get("/api/media", params=by_title).json()["items"]
    whole = client.get(f"/api/media/{first['id']}").json()
    assert (whole["title"], whole["description"]) == ("Harbour 0", "About 0.")
    assert p95(taken) < SLOWEST_PAGE_S
    assert peak_mb < MOST_MEMORY_MB
    assert again_s < first_s / 10
