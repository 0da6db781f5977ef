"""One title prepared by 1, 2 and 4 workers, against what this machine gives bare encoders.

The ceiling is measured in the same run: as many bare encoders as the machine has cores, side by
side, each with an equal share of the film, without a server, a database or a queue. Then workers
prepare the same title, over a real PostgreSQL and Redis. To see more workers than there are cores,
each is held to half of one (`halving`).
"""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import halving, processes
from bench.ladder import CLIPS
from bench.table import Figure, skipped
from matinee import engine
from matinee.engine import Engine, Plan
from matinee.kit.errors import Unavailable

SECONDS = 120
LEAST_SHARE = 0.9
LEAST_OF_N = 0.85
MOST_WAIT_S = 1800.0
START_WAIT_S = 180.0  # of four workers on as many halves of a core
LEAST_CPUS = 2
Segments = dict[tuple[str, int], bytes]


@dataclass(frozen=True)
class Bare:
    """What bare encoders did: seconds of the clock, and the segments."""

    wall_s: float
    segments: Segments


def film(folder: Path) -> Path:
    """Make two minutes of 1080p: a real clip where there is one, else painted."""
    path, clip = folder / "long.mkv", CLIPS / "bbb-480p-30s.mp4"
    source: list[str | Path] = (
        ["-stream_loop", "3", "-i", clip] if clip.exists()
        else ["-f", "lavfi", "-i", "mandelbrot=size=854x480:rate=24"]
    )  # fmt: skip
    engine.ffmpeg.run(
        [*source, "-t", str(SECONDS), "-vf", "scale=1920:1080:flags=lanczos", "-an", "-c:v",
         "libx264", "-preset", "veryfast", "-crf", "20", "-g", "96", path]
    )  # fmt: skip
    return path


def measure(folder: Path) -> list[Figure]:
    """Encode bare, then with workers, and compare."""
    try:
        from tests import servers
    except ImportError:
        return [skipped("Encoding over workers", f"≥ {LEAST_SHARE}", "needs PostgreSQL and Redis")]
    path = film(folder)
    with Engine(1) as media:
        plan = engine.planning.make(media.probe(path), media.keyframes(path))
        unsplit = _bare(media, path, plan, 1)
        ceiling_s = min(unsplit.wall_s, _bare(media, path, plan, processes.CORES).wall_s)
    with servers.postgres() as database, database.empty() as url, servers.valkey() as redis:
        settings = {"MATINEE_DATABASE_URL": url, "MATINEE_REDIS_URL": redis.url}
        house = House(folder / "spread", settings)
        house.data.mkdir()
        with house.running(path):
            whole = {n: house.prepared(n) for n in (1, 2)}
            made = house.segments()
            halves = {n: house.prepared(n, halved=True) for n in (1, 2, 4)}
    with Engine(1) as media:  # the machine is not its own from one minute to the next
        again_s = _bare(media, path, plan, processes.CORES).wall_s
    return [
        *_shares(whole, ceiling_s, again_s), *_speedups(halves), _seams(unsplit.segments, made)
    ]  # fmt: skip


def _shares(whole: dict[int, float], before_s: float, after_s: float) -> list[Figure]:
    ceiling_s = (before_s + after_s) / 2
    return [
        Figure(
            f"A ladder prepared by {n} worker{'s' if n > 1 else ''}, share of the machine's "
            "ceiling", f"{ceiling_s / took_s:.2f} ({took_s:.0f} s)",
            f"{processes.CORES} bare encoders {ceiling_s:.0f} s", f"{ceiling_s / took_s:.2f}",
            f"≥ {LEAST_SHARE}" if n == processes.CORES else "—",
            ceiling_s / took_s >= LEAST_SHARE if n == processes.CORES else None,
            f"{SECONDS} s of 1080p, from asking to ready; the ceiling before and after: "
            f"{before_s:.0f} and {after_s:.0f} s",
        )
        for n, took_s in whole.items()
    ]  # fmt: skip


def _speedups(halves: dict[int, float]) -> list[Figure]:
    if processes.CORES < LEAST_CPUS:
        why = "four halves of a core need two cores"
        return [skipped("Workers of half a core", f"≥ {LEAST_OF_N} N", why)]
    return [
        Figure(
            f"{n} workers of half a core each, times as fast as one", f"{halves[1] / took_s:.2f}",
            f"one {halves[1]:.0f} s", f"{halves[1] / took_s / n:.2f} N", f"≥ {LEAST_OF_N} N",
            halves[1] / took_s >= LEAST_OF_N * n,
        )
        for n, took_s in halves.items()
        if n > 1
    ]  # fmt: skip


def _seams(unsplit: Segments, made: Segments) -> Figure:
    other = [key for key in unsplit if made.get(key) != unsplit[key]]
    return Figure(
        "Segments that differ from those of one encoder that did all", f"{len(other)}",
        f"{len(unsplit)} segments", "—", "0", not other,
        "a seam cannot be seen where all is the same to the byte: no VMAF is lost",
    )  # fmt: skip


def _bare(media: Engine, path: Path, plan: Plan, count: int) -> Bare:
    """Encode the whole ladder by so many encoders side by side."""
    tracks = [t for t in plan.pictures if t.codec == "h264" and t.encoded and t.rung]
    until = len(plan.segments(tracks[0]))
    borders = [round(until * n / count) for n in range(count + 1)]
    found: Segments = {}
    ends = [threading.Event() for _ in range(count)]
    faults: list[object] = []
    began = time.monotonic()
    for n, end in enumerate(ends):

        def over(error: object, end: threading.Event = end) -> None:
            faults.extend([error] if error is not None else [])
            end.set()

        run = media.encode(
            path, plan, [t.id for t in tracks], borders[n], borders[n + 1], background=True,
            on_segment=lambda t, number, data: found.__setitem__((t, number), data), on_end=over,
        )  # fmt: skip
        if n == count - 1:
            run.extend(until)
    while len(found) < until * len(tracks) and not faults:
        time.sleep(0.02)
    took_s = time.monotonic() - began
    if faults:
        raise RuntimeError(f"bare encoding failed: {faults}")
    return Bare(took_s, found)


class House:
    """A server with one film, whose workers come and go."""

    def __init__(self, data: Path, settings: dict[str, str]) -> None:
        self.data, self._settings = data, settings
        self._log = data.parent / "spread.log"
        self._server: processes.Server
        self._media = ""

    @contextlib.contextmanager
    def running(self, path: Path) -> Iterator[None]:
        """Run the server, and bring the film in."""
        with processes.server(self.data, self._log, self._settings) as server:
            self._server = server
            self._as_user("user", "add", processes.NAME, "--admin", "--password-stdin")
            server.sign_in()
            with self._workers(1):
                self._as_user("add", str(path), "--wait")
                server.quiet()
            self._media = server.ask("GET", "/api/media")["items"][0]["id"]
            yield

    def prepared(self, workers: int, *, halved: bool = False) -> float:
        """Prepare the title by so many workers; returns the seconds from asking to ready."""
        address = f"/api/media/{self._media}/prepare"
        self._server.ask("DELETE", address)
        with self._workers(workers, "prepare", pinned=halved) as pids:
            turns = halving.taking_turns(pids) if halved else contextlib.nullcontext()
            with turns:
                began = time.monotonic()
                job = self._server.ask("POST", address)["job"]["id"]
                while (state := self._server.ask("GET", f"/api/jobs/{job}"))["status"] in {
                    "queued", "running",
                }:  # fmt: skip
                    if time.monotonic() - began > MOST_WAIT_S:
                        raise Unavailable("The title was not prepared in time.")
                    time.sleep(0.25)  # to be asked costs the machine that is measured
                took_s = time.monotonic() - began
        if state["status"] != "completed":
            raise Unavailable(f"Preparing ended as {state['status']}: {state['error']}")
        print(f"  {workers} worker(s){', of half a core' if halved else ''}: {took_s:.1f} s",
              file=sys.stderr, flush=True)  # fmt: skip
        return took_s

    def segments(self) -> Segments:
        """Return the encoded pictures there are."""
        return {
            (file.parent.name, int(file.stem)): file.read_bytes()
            for file in (self.data / "cache").glob("*/*/v0-*/*.m4s")
        }

    def _as_user(self, *words: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "matinee", *words, "--data", self.data, "--port",
             str(self._server.port)],
            input=processes.PASSWORD.encode(), check=True, stdout=subprocess.DEVNULL,
            env=processes.environment() | self._settings, timeout=300,
        )  # fmt: skip

    @contextlib.contextmanager
    def _workers(self, count: int, *lanes: str, pinned: bool = False) -> Iterator[list[int]]:
        named = [word for lane in lanes for word in ("--lane", lane)]
        command = [sys.executable, "-m", "matinee", "worker", "--data", self.data, *named]
        with contextlib.ExitStack() as stack:
            log = stack.enter_context(self._log.open("ab"))
            pids: list[int] = []
            for place in range(count):
                worker = stack.enter_context(
                    subprocess.Popen(
                        command, stdout=log, stderr=log,
                        env=processes.environment() | self._settings,
                    )
                )  # fmt: skip
                stack.callback(worker.terminate)
                if pinned:
                    halving.pin(worker.pid, place)
                pids.append(worker.pid)
            self._await(count)
            yield pids
        self._await(0)

    def _await(self, count: int) -> None:
        deadline = time.monotonic() + START_WAIT_S
        while time.monotonic() < deadline:
            detail = self._server.ask("GET", "/api/health")["checks"]["workers"]["detail"]
            if (0 if detail.startswith("No worker") else int(detail.split()[0])) == count:
                return
            time.sleep(0.1)
        raise Unavailable("The workers did not start.")
