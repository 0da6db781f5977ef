"""What it costs that every request is named, counted and timed: a cached segment, with and without.

Both are the same program in this process; without is without the middleware that sees requests and
without noting of streams. They take turns, and each pair is compared by itself.
"""

import asyncio
import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from bench.processes import free_port
from bench.table import Figure
from matinee import accounts, engine, library
from matinee.app import seen, wiring
from matinee.app.web import create_app
from matinee.kit.config import Settings
from matinee.kit.ids import new_id
from matinee.kit.serve import ZERO_COPY, HttpProtocol
from matinee.kit.services import Services
from matinee.streaming import delivery

ROUNDS = 40
CALLS = 400
WHAT = "Seeing a cached segment: id, count, time"
_PASSWORD = "a long enough password"


def measure(folder: Path) -> list[Figure]:
    """Measure the program alone, and then the server's whole work for a request."""
    settings = Settings(data=folder / "seen", free_space_floor_bytes=0)
    with wiring.opened(settings) as services:
        with_it = create_app(services, run_jobs=False)
        without = create_app(services, run_jobs=False)
        without.user_middleware = [
            one for one in without.user_middleware if one.cls is not seen.Seen
        ]
        path = _cached(services, with_it, folder)
        program = _in_turns(lambda app: asyncio.run(_called(app, path)), with_it, without)
        with _served(with_it) as ours, _served(without) as bare:
            served = _in_turns(lambda one: _asked(one, path), ours, bare)
    return [
        _figure(f"{WHAT}; the program alone", program, None),
        _figure(f"{WHAT}; all of the server", served, 1.1),
    ]


def _figure(words: str, pairs: list[tuple[float, float]], most: float | None) -> Figure:
    ours, bare = (1e6 * median(one) for one in zip(*pairs, strict=True))
    ratio = median(with_it / without for with_it, without in pairs)
    return Figure(
        words, f"{ours:.0f} µs", f"without {bare:.0f} µs", f"{ratio:.2f}",
        f"≤ {most}" if most else "—", most is None or ratio <= most,
        f"processor time; medians of {ROUNDS} pairs of {CALLS:,} requests each",
    )  # fmt: skip


def _in_turns(run: Any, with_it: Any, without: Any) -> list[tuple[float, float]]:
    """Return the seconds a request takes with and without, pair by pair."""
    pairs = list[tuple[float, float]]()
    for _ in range(ROUNDS):
        with _uncounted():
            bare = run(without)
        pairs.append((run(with_it), bare))
    return pairs


@contextmanager
def _uncounted() -> Iterator[None]:
    """Have the rooms count nothing."""
    kept = delivery._note
    delivery._note = lambda *_: None
    try:
        yield
    finally:
        delivery._note = kept


def _cached(services: Services, app: FastAPI, folder: Path) -> str:
    """Bring a film in, have its first segment made, and return where it is."""
    film = folder / "film.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "10", "-c:v", "libx264",
         "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", film]
    )  # fmt: skip
    at = services.store.staging(new_id()) / film.name
    film.replace(at)
    landing = library.Landing(
        path=at, root_id=None, relative_path=None, probe=services.engine.probe(at),
        fingerprint=services.engine.fingerprint(at), identity=library.Identity(title="Film"),
        sidecars=(),
    )  # fmt: skip
    media_id = library.publish(services, landing).media_id
    accounts.create_user(services, "ana", _PASSWORD, is_admin=True)
    with TestClient(app, base_url="http://matinee.test") as client:
        client.post("/api/auth/login", json={"username": "ana", "password": _PASSWORD})
        manifest = client.get(f"/api/media/{media_id}/playback").json()["manifest_url"]
        master = client.get(manifest).text
        track = next(line for line in master.splitlines() if line.endswith("index.m3u8"))
        path = urljoin(manifest, track.replace("index.m3u8", "0.m4s"))
        assert client.get(path).status_code == 200
    return path


async def _called(app: FastAPI, path: str) -> float:
    """Call the program as a server would that copies nothing itself."""

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        if message["type"] == ZERO_COPY:
            message["sent"] = message["count"]

    def scope() -> dict[str, Any]:
        return {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": b"", "scheme": "http", "http_version": "1.1", "root_path": "",
            "headers": [(b"host", b"localhost"), (b"accept", b"*/*"), (b"user-agent", b"bench")],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "extensions": {ZERO_COPY: {}},
        }  # fmt: skip

    for _ in range(CALLS // 10):
        await app(scope(), receive, send)
    begun = time.thread_time()
    for _ in range(CALLS):
        await app(scope(), receive, send)
    return (time.thread_time() - begun) / CALLS


class _Served:
    """A server in a thread of this process."""

    def __init__(self, app: FastAPI) -> None:
        self.port = free_port()
        config = uvicorn.Config(
            app, port=self.port, http=HttpProtocol, loop="uvloop", lifespan="off", log_config=None,
            access_log=False, server_header=False,
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def cpu_s(self) -> float:
        """Return the processor time its thread has used."""
        assert self.thread.ident is not None
        return time.clock_gettime(time.pthread_getcpuclockid(self.thread.ident))


@contextmanager
def _served(app: FastAPI) -> Iterator[_Served]:
    one = _Served(app)
    one.thread.start()
    while not one.server.started:
        time.sleep(0.01)
    try:
        yield one
    finally:
        one.server.should_exit = True
        one.thread.join(10)


def _asked(one: _Served, path: str) -> float:
    """Ask on one connection, again and again; returns the server's processor time each."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", one.port)) as connection:
        for n in range(CALLS // 10 + CALLS):
            if n == CALLS // 10:
                before = one.cpu_s()
            connection.request("GET", path)
            assert len(connection.getresponse().read()) > 0
        return (one.cpu_s() - before) / CALLS
