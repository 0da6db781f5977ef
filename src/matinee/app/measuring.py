"""Measuring this machine for its owner: a server of its own, one painted film, a few figures.

Everything is real and small: lists and search are what they cost at least, with one title. The
viewers run on the same machine as the server and take their part of it.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from matinee import engine
from matinee.app import trial
from matinee.capacity import load
from matinee.kit.errors import Unavailable

SIGN_INS: Final = 10
ASKS: Final = 60
FILM_S: Final = 8
SPREAD_S: Final = 3.0
FLOOD_S, CONNECTIONS = 3.0, 32
MBPS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Watching:
    """How simulated viewers got on."""

    viewers: int
    seconds: float
    p99_s: float | None
    bits_per_s: float
    stalls: int
    errors: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured. Times are seconds."""

    cores: int
    started_s: float
    brought_s: float
    """From adding a film to all that is made of it."""
    sign_in_s: float
    """Median."""
    list_p95_s: float
    search_p95_s: float
    film_s: float
    """Length of the film that was prepared."""
    prepared_s: float
    heights: tuple[int, ...]
    watching: Watching
    sent_bytes_per_s: float
    """Segments, as fast as they come."""

    @property
    def encode_speed(self) -> float:
        """Hours of film that a core encodes in an hour, into all of `heights`."""
        return self.film_s / self.prepared_s / self.cores


def measure(viewers: int, seconds: float) -> Measured:
    """Measure on a library in a temporary folder. Raises what stops it, in words."""
    with tempfile.TemporaryDirectory(prefix="matinee-bench-") as name:
        folder = Path(name)
        data, film = folder / "data", folder / "film.mp4"
        data.mkdir()
        trial.add_user(data)
        _say("painting a film")
        _paint(film)
        _say("starting a server")
        with trial.server(data, folder / "server.log") as server:
            server.sign_in()
            return _measured(server, film, viewers, seconds)


def _paint(path: Path) -> None:
    """Make a film of 1080p that moves everywhere, so that it is no less work than a real one."""
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "mandelbrot=size=854x480:rate=24", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-t", str(FILM_S),
         "-vf", "scale=1920:1080:flags=lanczos,noise=alls=3:allf=t", "-c:v", "libx264",
         "-preset", "ultrafast", "-b:v", "10M", "-maxrate", "12M", "-bufsize", "24M", "-g", "96",
         "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", path]
    )  # fmt: skip


def _measured(server: trial.Server, path: Path, viewers: int, seconds: float) -> Measured:
    _say("bringing it in")
    begun = time.perf_counter()
    server.ask("POST", "/api/media/add", {"url": str(path)})
    server.quiet()
    brought_s = time.perf_counter() - begun
    titles = server.ask("GET", "/api/media")["items"]
    if len(titles) != 1:
        raise Unavailable("The film could not be brought in.", fix="Try matinee doctor.")
    _say("signing in, listing, searching")
    sign_ins = list(_sign_ins(server))
    lists = [_took(server, "/api/media") for _ in range(ASKS)]
    searches = [_took(server, "/api/search?q=film") for _ in range(ASKS)]
    _say("preparing it")
    prepared_s, heights = _prepared(server, titles[0]["id"])
    _say(f"having {viewers:,} viewers watch it")
    film = load.run(_opened(server))
    figures = load.run(_watched(server, film, viewers, seconds))
    _say("sending as much as it can")
    paths = load.any_of(film.pictures)
    sent = load.run(load.flood(_place(server), paths, connections=CONNECTIONS, seconds=FLOOD_S))
    return Measured(
        cores=os.cpu_count() or 1,
        started_s=server.started_s,
        brought_s=brought_s,
        sign_in_s=load.percentile(sign_ins, 0.5) or 0.0,
        list_p95_s=load.percentile(lists, 0.95) or 0.0,
        search_p95_s=load.percentile(searches, 0.95) or 0.0,
        film_s=titles[0]["duration_s"],
        prepared_s=prepared_s,
        heights=tuple(sorted(heights)),
        watching=Watching(
            viewers, seconds, figures.p99_s, figures.bits_per_s, figures.stalls,
            figures.errors.total(),
        ),
        sent_bytes_per_s=sent.received_bytes / sent.seconds,
    )  # fmt: skip


def _sign_ins(server: trial.Server) -> Iterator[float]:
    for _ in range(SIGN_INS):
        begun = time.perf_counter()
        server.sign_in()
        yield time.perf_counter() - begun


def _took(server: trial.Server, path: str) -> float:
    begun = time.perf_counter()
    server.ask("GET", path)
    return time.perf_counter() - begun


def _prepared(server: trial.Server, media_id: str) -> tuple[float, tuple[int, ...]]:
    """Prepare a title; returns the seconds that took and the heights that were made."""
    begun = time.perf_counter()
    server.ask("POST", f"/api/media/{media_id}/prepare", {"codec": "h264"})
    server.quiet()
    took = time.perf_counter() - begun
    made = server.ask("GET", f"/api/media/{media_id}/prepare")
    if made["state"] != "ready":
        raise Unavailable(f"The film could not be prepared: it is {made['state']}.")
    return took, tuple(rung["height"] for rung in made["rungs"])


def _place(server: trial.Server) -> load.Place:
    return load.place(f"http://127.0.0.1:{server.port}")


async def _opened(server: trial.Server) -> load.Film:
    """Open the film, and have its segments made: what is measured is sending."""
    with load.Line(_place(server)) as line:
        [chosen] = await load.choose(line, server.token, [], titles=1, mbps=MBPS, encode=False)
        film = await load.open_film(line, server.token, chosen)
        await load.make_all(line, film)
        return film


async def _watched(
    server: trial.Server, film: load.Film, viewers: int, seconds: float
) -> load.Figures:
    crowd = load.Crowd(viewers, seconds, SPREAD_S)
    return await load.watch(_place(server), [partial(load.already, film=film)], crowd, None)


def facts(found: Measured) -> dict[str, Any]:
    """Return everything as plain values."""
    return {**asdict(found), "encode_speed": found.encode_speed}


def sheet(found: Measured) -> str:
    """Return what was measured as lines of text."""
    watching = found.watching
    p99 = "none came" if watching.p99_s is None else f"{watching.p99_s * 1000:.0f} ms"
    gbps = found.sent_bytes_per_s * 8 / 1e9
    made = ", ".join(f"{height}p" for height in found.heights)
    flags = f"--encode-speed {found.encode_speed:.2g} --encode-cores {found.cores}"
    rows = [
        ("start of the server", f"{found.started_s:.2f} s"),
        ("a film brought in, with all that is made of it", f"{found.brought_s:.1f} s"),
        ("signing in, median", f"{found.sign_in_s * 1000:.0f} ms"),
        ("list of one title, p95", f"{found.list_p95_s * 1000:.1f} ms"),
        ("search for it, p95", f"{found.search_p95_s * 1000:.1f} ms"),
        (f"its {found.film_s:.0f} s of 1080p prepared", f"{found.prepared_s:.1f} s ({made})"),
        (f"{watching.viewers:,} viewers for {watching.seconds:.0f} s, p99 of a segment",
         f"{p99}, {watching.errors} errors, {watching.stalls} stalls"),
        ("what they received", f"{watching.bits_per_s / 1e6:.0f} Mb/s"),
        ("segments as fast as they come", f"{gbps:.1f} Gb/s"),
    ]  # fmt: skip
    return "\n".join(
        [
            f"This machine, {found.cores} cores",
            *(f"  {label:<48}{value}" for label, value in rows),
            "",
            "For a plan of this machine, if its line carries that:",
            f"  matinee plan --users N --titles N {flags} --server-gbps {gbps:.2g}",
            "The viewers took their part of the same machine; the film is painted and short.",
        ]
    )


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)
