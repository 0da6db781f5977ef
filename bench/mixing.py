"""What people ask of the pages, so many times a second: a cluster's servers beside a single one.

Requests begin when they are due, whether or not those before have been answered, and are timed from
then: a server that cannot keep up is seen to wait.
"""

import contextlib
import http.client
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import processes, questions
from bench.processes import Server
from bench.table import Figure, percentile
from matinee.kit.errors import Unavailable

RATE, SECONDS, WARM_UP_S = 200, 30.0, 5.0
CONNECTIONS = 24
LIMIT_MS = 100.0
_BEGUN, _BEAT_S = 0.2, 10.0
SHARES = (("home", 2), ("list", 4), ("search", 2), ("progress", 2))  # of ten


@dataclass(frozen=True)
class Asked:
    """What was answered: milliseconds each, and how many were answered wrongly or not at all."""

    ms: list[float]
    wrong: int


def measure(data: Path, titles: int) -> list[Figure]:
    """Measure two server processes on PostgreSQL beside one on SQLite, over the same library."""
    from tests import servers

    log = data.parent / "mixing.log"
    with processes.server(data, log) as server:
        server.sign_in()
        alone = run(server, titles)
    with servers.postgres() as database, database.empty() as url, servers.valkey() as redis:
        move = [sys.executable, "-m", "matinee", "migrate-database", url, "--data", data]
        subprocess.run(move, check=True, env=processes.environment(), stdout=subprocess.DEVNULL)
        database.run("VACUUM ANALYZE")
        settings = {"MATINEE_DATABASE_URL": url, "MATINEE_REDIS_URL": redis.url,
                    "MATINEE_PROCESSES": "2"}  # fmt: skip
        with processes.server(data, log, settings) as server:
            server.sign_in()
            two = run(server, titles, 2)
    ours, theirs = percentile(two.ms, 0.95), percentile(alone.ms, 0.95)
    what = f"Home, lists, search and progress, {RATE} a second, {titles:,} titles, p95"
    return [
        Figure(what, f"{ours:.0f} ms", f"one process on SQLite {theirs:.0f} ms",
               f"{ours / theirs:.2f}", f"≤ {LIMIT_MS:.0f} ms",
               ours <= LIMIT_MS and not two.wrong,
               f"two processes on PostgreSQL, median {percentile(two.ms, 0.5):.0f} ms, "
               f"{len(two.ms):,} answered, {two.wrong} not; beside it {alone.wrong} not"),
    ]  # fmt: skip


def run(server: Server, titles: int, count: int = 1) -> Asked:
    """Ask at the given rate, once `count` processes listen; what comes in the first seconds warms
    up and is not counted. What is made of new titles in the background is let be: here it is of a
    library without files."""
    processes.wait_for_listeners(server.port, count)
    media = server.ask("GET", "/api/media?limit=100")["items"]
    for title in media:  # whoever begins a title has what it lacks made: that is done with before
        server.ask("PUT", f"/api/media/{title['id']}/progress", _place(title, 0))
    while jobs := server.ask("GET", "/api/jobs?status=queued,running&limit=200")["items"]:
        for job in jobs:
            with contextlib.suppress(Unavailable):  # it came to an end by itself
                server.ask("POST", f"/api/jobs/{job['id']}/cancel")
    server.quiet()
    asks = _asks(media, titles, round(RATE * (SECONDS + WARM_UP_S)))
    begun = time.perf_counter() + 0.2
    taken: list[tuple[int, float]] = []
    wrong = [0]
    lock = threading.Lock()
    numbers = iter(range(len(asks)))

    def work() -> None:
        client = _Connection(server)
        while True:
            with lock:
                n = next(numbers, None)
            if n is None:
                break
            due = begun + n / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            good = client.ask(asks[n])
            with lock:
                taken.append((n, (time.perf_counter() - due) * 1000))
                wrong[0] += not good
        client.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return Asked([ms for n, ms in taken if n >= RATE * WARM_UP_S], wrong[0])


def _place(title: dict[str, Any], beats: int) -> dict[str, float]:
    """Return what a player tells that has told so often before, every ten seconds; it began in the
    middle of the title, and begins there again at the end."""
    length = title["duration_s"] or 1000.0
    rest = length * (0.9 - _BEGUN)
    return {"position_s": length * _BEGUN + beats * _BEAT_S % rest, "duration_s": length}


def _asks(media: list[dict[str, Any]], titles: int, count: int) -> list[tuple[str, str, object]]:
    """Return (method, path, body) of so many requests, mixed as SHARES say. Titles are watched on,
    and not begun ten times a second."""
    rng = random.Random(5)
    asked = questions.Questions(rng, titles)
    kinds = [kind for kind, share in SHARES for _ in range(share)]
    beats: Counter[str] = Counter()

    def one(n: int) -> tuple[str, str, object]:
        kind = kinds[n % len(kinds)]
        if kind == "home":
            return "GET", "/api/home", None
        if kind == "progress":
            title = rng.choice(media)
            beats[title["id"]] += 1
            body = _place(title, beats[title["id"]])
            return "PUT", f"/api/media/{title['id']}/progress", body
        path, _ = asked.listed() if kind == "list" else asked.search()
        return "GET", path, None

    return [one(n) for n in range(count)]


class _Connection:
    """A connection that is kept, and made anew where it breaks."""

    def __init__(self, server: Server) -> None:
        self._port, self._token = server.port, server.token
        self._client = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)

    def ask(self, wanted: tuple[str, str, object]) -> bool:
        """Ask, and say whether it was answered well."""
        method, path, body = wanted
        headers = {"Authorization": f"Bearer {self._token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            self._client.request(method, path, json.dumps(body) if body else None, headers)
            answer = self._client.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self._client.close()
            return False
        return answer.status < 300

    def close(self) -> None:
        """Let it go."""
        self._client.close()
