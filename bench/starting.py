"""Waiting for segments over HTTP: cold, after a seek, cached; and fifty viewers of one title."""

import http.client
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from bench import processes
from bench.ladder import settings
from bench.processes import Server
from bench.table import Figure
from matinee import engine

COLD, SEEKS, CACHED, COPIED = 10, 12, 60, 20
VIEWERS = 50
RUNG = "480"
MINUTES = 6


def measure(folder: Path) -> list[Figure]:
    """Measure on a server of its own with an HEVC film and a two-hour one in it."""
    film, hours = _hevc(folder), folder / "hours.mp4"
    data, log = folder / "streams", folder / "streams.log"
    data.mkdir()
    processes.add_user(data)
    with processes.server(data, log) as server:
        server.sign_in()
        for path in (film, *([hours] if hours.exists() else [])):
            add(data, server, path)
        titles = server.ask("GET", "/api/media?limit=10")["items"]
        quiet(server)
        found = {("hours" if one["duration_s"] > 7000 else "film"): one["id"] for one in titles}
        figures = _encoded(server, found["film"], film, folder)
        figures += _many(server, found["film"])
        if "hours" in found:
            figures += _copied(server, found["hours"])
        return figures


def p95(values: list[float]) -> float:
    """Return the 95th percentile: of few values the worst but none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, round(0.95 * (len(ranked) - 1)))]


def _encoded(server: Server, media_id: str, film: Path, folder: Path) -> list[Figure]:
    plan = _plan(film)
    track = next(t for t in plan.pictures if t.rung == RUNG)
    last = len(plan.segments(track)) - 2
    cold: list[float] = []
    bare: list[float] = []
    for n in range(COLD):
        server.ask("DELETE", "/api/streaming/cache")
        base = _base(server, media_id)
        if n:
            bare.append(_bare(film, plan, track.id, folder))
        cold.append(
            get(server, f"{base}/{track.id}/init.mp4") + get(server, f"{base}/{track.id}/0.m4s")
        )
    rng = random.Random(7)
    places = rng.sample(range(2, last), SEEKS)
    seeks = [get(server, f"{base}/{track.id}/{n}.m4s") for n in places]
    cached = [get(server, f"{base}/{track.id}/{rng.choice(places)}.m4s") for _ in range(CACHED)]
    mine, theirs = sorted(cold)[len(cold) // 2], sorted(bare)[len(bare) // 2]
    ratio = mine / theirs
    note = f"HEVC 1080p to H.264 {RUNG}p, over HTTP with header and playlist asked before"
    return [
        Figure("First segment of a cold transcode, p95", f"{p95(cold):.2f} s",
               f"bare ffmpeg, median {theirs:.2f} s", f"{ratio:.2f} (medians)",
               "≤ 2 s, ≤ 1.3 of it", p95(cold) <= 2 and ratio <= 1.3, note),
        Figure("Seek to an unprepared place, p95", f"{p95(seeks):.2f} s", "—", "—", "≤ 1.5 s",
               p95(seeks) <= 1.5, f"{SEEKS} places of a film of {MINUTES} minutes"),
        Figure("Cached segment, p95", f"{p95(cached) * 1000:.1f} ms", "—", "—", "≤ 100 ms",
               p95(cached) <= 0.1),
    ]  # fmt: skip


def _many(server: Server, media_id: str) -> list[Figure]:
    """Fifty viewers watch the same minute: what it costs against one."""
    base, track = _base(server, media_id), f"v0-{RUNG}"

    def watch(first: int) -> None:
        for n in range(first, first + 12):
            get(server, f"{base}/{track}/{n}.m4s")

    costs: list[float] = []
    for viewers, first in ((1, 20), (VIEWERS, 60)):
        server.ask("DELETE", "/api/streaming/cache")
        before = _cpu(server)
        with ThreadPoolExecutor(viewers) as pool:
            list(pool.map(watch, [first] * viewers))
        costs.append(_cpu(server) - before)
    ratio = costs[1] / costs[0]
    return [
        Figure(f"{VIEWERS} viewers of one encoded title, CPU", f"{costs[1]:.1f} s",
               f"one viewer {costs[0]:.1f} s", f"{ratio:.2f}", "that of one", ratio <= 1.35,
               "sending to fifty is in it"),
    ]  # fmt: skip


def _copied(server: Server, media_id: str) -> list[Figure]:
    base = _base(server, media_id)
    rng = random.Random(11)
    cold = [get(server, f"{base}/v0/{n}.m4s") for n in rng.sample(range(10, 1700), COPIED)]
    pid, address = server.process.pid, f"{base}/v0/0.m4s"
    get(server, address)
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    before = processes.cpu_s(pid)
    for _ in range(2000):
        client.request("GET", address)
        client.getresponse().read()
    each_ms = (processes.cpu_s(pid) - before) / 2
    return [
        Figure("Copied segment of a two-hour file, cold, p95", f"{p95(cold) * 1000:.0f} ms", "—",
               "—", "≤ 100 ms", p95(cold) <= 0.1, "the worker has the file open after the first"),
        Figure("Python CPU for a cached segment", f"{each_ms:.2f} ms", "—", "—", "≤ 1 ms",
               each_ms <= 1, "2,000 requests on one connection"),
    ]  # fmt: skip


def _hevc(folder: Path) -> Path:
    """Make a 1080p HEVC film: a few seconds encoded once and repeated as packets."""
    short, path = folder / "short.mp4", folder / "hevc.mp4"
    engine.ffmpeg.run(
        ["-i", folder / "film.mp4", "-t", "12", "-c:v", "libx265", "-preset", "ultrafast",
         "-x265-params", "log-level=none:keyint=96:open-gop=0", "-b:v", "6M", "-tag:v", "hvc1",
         short]
    )  # fmt: skip
    engine.ffmpeg.run(["-stream_loop", str(MINUTES * 5 - 1), "-i", short, "-c", "copy", path])
    return path


def _plan(path: Path) -> engine.Plan:
    with engine.Engine(1) as media:
        return engine.planning.make(media.probe(path), media.keyframes(path))


def _bare(film: Path, plan: engine.Plan, track_id: str, folder: Path) -> float:
    """Return the seconds a bare ffmpeg takes for the same first segment."""
    track = plan.track(track_id)
    cut = plan.segments(track)[0]
    begun = time.perf_counter()
    subprocess.run(
        [engine.ffmpeg.executable(), "-v", "error", "-y", "-i", film, "-t", f"{cut.duration_s:.6f}",
         "-an", *settings(plan, track), folder / "bare.mp4"], check=True, timeout=120,
    )  # fmt: skip
    return time.perf_counter() - begun


def add(data: Path, server: Server, path: Path) -> None:
    """Bring a file in and wait until it is there."""
    command = [sys.executable, "-m", "matinee", "add", path, "--wait", "--data", data]
    subprocess.run(
        [*command, "--port", str(server.port)], check=True, env=processes.environment(),
        stdout=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip


def quiet(server: Server) -> None:
    """Wait until posters and the like are made: they are not what is measured."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if server.ask("GET", "/api/jobs?status=queued,running")["total"] == 0:
            return
        time.sleep(0.5)


def _base(server: Server, media_id: str) -> str:
    answer = server.ask("GET", f"/api/media/{media_id}/playback")
    return urlsplit(answer["manifest_url"]).path.rsplit("/", 1)[0]


def get(server: Server, path: str) -> float:
    """Return the seconds that an address takes to be answered in full."""
    begun = time.perf_counter()
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    client.request("GET", path)
    answer = client.getresponse()
    content = answer.read()
    client.close()
    if answer.status != 200:
        raise RuntimeError(f"{path[-40:]}: {answer.status} {content[:200]!r}")
    return time.perf_counter() - begun


def _cpu(server: Server) -> float:
    """Return CPU seconds of the server with its children, those that ended too."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    waited = sum(int(fields[n]) for n in (13, 14))
    return processes.cpu_s(server.process.pid) + waited / 100
