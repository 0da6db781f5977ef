"""Behind nginx: segments that Matinee grants and nginx sends, against nginx alone with the same.

Both are the same nginx with one worker, the same client, the same files, in turns. What differs is
that Matinee is asked for each segment whether it may be had, and that the configuration is the
shipped one: its limits, its log and its headers are in the figure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests import nginx

from bench import processes, starting
from bench.load import Load, Outcome, run
from bench.processes import Server
from bench.table import Figure, skipped
from matinee import engine

WHAT = "Prepared segments behind nginx, 1080p's 5 Mb/s"
SMALL = "Sound behind nginx, 64 KB segments"
TARGET = "≥ 0.8 of nginx alone"
ROUNDS, ROUND_S, SMALL_ROUNDS = 5, 2.0, 2
MINUTE_S = 60


@dataclass(frozen=True)
class Round:
    """What was received, and the CPU seconds a GB it took those who sent it."""

    outcome: Outcome
    cpu_s: float

    @property
    def a_second(self) -> float:
        """Requests a second."""
        return self.outcome.requests / self.outcome.seconds


def measure(folder: Path) -> list[Figure]:
    """Measure on a server of its own with a film of a minute in it."""
    if nginx.BINARY is None:
        return [skipped(WHAT, TARGET, "nginx is not installed here (apt install nginx-light)")]
    data, log = folder / "behind", folder / "behind.log"
    data.mkdir()
    processes.add_user(data)
    settings = {"MATINEE_TRUSTED_PROXIES": "127.0.0.1", "MATINEE_ACCEL_REDIRECT": "/_files"}
    with processes.server(data, log, settings) as server:
        server.sign_in()
        starting.add(data, server, _film(folder))
        starting.quiet(server)
        base = _base(server)
        with (
            nginx.shipped(folder / "front", [server.port]) as front,
            _alone(folder, data / "cache") as alone,
        ):
            picture = _turns(_Both(server, front, alone, base, data / "cache"), "v0", ROUNDS)
            sound = _turns(_Both(server, front, alone, base, data / "cache"), "a1", SMALL_ROUNDS)
    return [_compared(*picture), _small(*sound)]


def _compared(ours: Round, rival: Round) -> Figure:
    ratio = ours.outcome.mb_per_s / rival.outcome.mb_per_s
    return Figure(
        WHAT, f"{ours.outcome.mb_per_s:.0f} MB/s", f"nginx alone {rival.outcome.mb_per_s:.0f} MB/s",
        f"{ratio:.2f}", TARGET, ratio >= 0.8,
        f"{ours.a_second:.0f} segments a second, each asked for; CPU of all who send "
        f"{ours.cpu_s:.2f} s/GB against {rival.cpu_s:.2f}; best of {ROUNDS} rounds taken in turns",
    )  # fmt: skip


def _small(ours: Round, rival: Round) -> Figure:
    ratio = ours.a_second / rival.a_second
    return Figure(
        SMALL, f"{ours.a_second:.0f} a second", f"nginx alone {rival.a_second:.0f} a second",
        f"{ratio:.2f}", "—", None,
        "one web process: being asked is nearly all there is to do for so little",
    )  # fmt: skip


@dataclass(frozen=True)
class _Both:
    """Who is measured, and where what they send lies."""

    server: Server
    front: nginx.Nginx
    alone: nginx.Nginx
    base: str
    cache: Path


def _turns(both: _Both, track: str, rounds: int) -> tuple[Round, Round]:
    """Return the best round of each."""
    names = _made(both, track)
    folder = next(both.cache.glob(f"*/{both.base.rsplit('/', 1)[1]}/{track}"))
    here = folder.relative_to(both.cache)
    ours: list[Round] = []
    rival: list[Round] = []
    for _ in range(rounds):
        rival.append(
            _round(both.alone, [f"/{here}/{name}" for name in names], [both.alone.process_id])
        )
        senders = [both.front.process_id, both.server.process.pid]
        ours.append(_round(both.front, [f"{both.base}/{track}/{name}" for name in names], senders))
    best: Callable[[Round], float] = lambda one: one.outcome.mb_per_s  # noqa: E731
    return max(ours, key=best), max(rival, key=best)


def _round(front: nginx.Nginx, paths: list[str], senders: list[int]) -> Round:
    before = sum(map(processes.cpu_s, senders))
    outcome = run(Load("127.0.0.1", front.port, "", 0, seconds=ROUND_S, wholes=tuple(paths)))
    used = sum(map(processes.cpu_s, senders)) - before
    return Round(outcome, used / (outcome.received_bytes / 1e9))


def _made(both: _Both, track: str) -> list[str]:
    """Have every whole segment of a track made, and return their names."""
    count = MINUTE_S // 4 - 1
    names = [f"{n}.m4s" for n in range(1, count)]
    for name in names:
        starting.get(both.server, f"{both.base}/{track}/{name}")
    return names


def _alone(folder: Path, root: Path):
    port = nginx.free_port()
    inner = (
        "access_log off; keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }}"
    )
    return nginx.run(folder / "alone", inner, port)


def _base(server: Server) -> str:
    media_id = server.ask("GET", "/api/media?limit=1")["items"][0]["id"]
    answer = server.ask("GET", f"/api/media/{media_id}/playback")
    return urlsplit(answer["manifest_url"]).path.rsplit("/", 1)[0]


def _film(folder: Path) -> Path:
    """Make a minute whose segments of 4 s have the size of 1080p's in the ladder."""
    path = folder / "minute.mp4"
    rate = ["-b:v", "5M", "-minrate", "5M", "-maxrate", "5M", "-bufsize", "5M"]
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25,noise=alls=20:allf=t", "-f", "lavfi",
         "-i", "sine=frequency=440:sample_rate=48000", "-t", str(MINUTE_S), "-c:v", "libx264",
         "-preset", "ultrafast", "-g", "100", "-keyint_min", "100", "-sc_threshold", "0", *rate,
         "-x264-params", "nal-hrd=cbr", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", path]
    )  # fmt: skip
    return path
