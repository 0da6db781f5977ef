"""Many who write and many who read at once: nobody is told that the database is locked."""

import threading
import time
from collections import Counter
from collections.abc import Iterator

import httpx
from bench.table import percentile
from tests.flows.conftest import small_clip, write_film

from faults.house import House, house
from faults.table import How, Row

WRITERS, READERS, TITLES = 8, 50, 40
TARGET_MS = 100.0
READ = ("/api/home", "/api/media?limit=30", "/api/search?q=film", "/api/collections")


def run(how: How) -> Iterator[Row]:
    """Let eight write and fifty read for a time."""
    with house(how, "contention") as one:
        films = one.folder / "films"
        clip = small_clip(one.folder)
        for n in range(TITLES):
            write_film(clip, films / f"Film {n:02} (2001).mkv", n)
        media = list(one.bring(films))
        crowd = Crowd(one, media, time.monotonic() + how.seconds)
        crowd.run()
        lost = list(crowd.broken)
        lost += [f"a line of the log: {line}" for line in one.log.splitlines() if "locked" in line]
        for name, position in crowd.kept.items():
            if one.position(name) != position:
                lost.append(f"{name}: {one.position(name)} is kept instead of {position}")
    p99 = percentile(crowd.ms, 0.99)
    yield Row(
        f"{WRITERS} writers, {READERS} readers, {how.seconds:.0f} s", len(crowd.ms), len(lost),
        f"write p99 {p99:.0f} ms, median {percentile(crowd.ms, 0.5):.0f} ms; "
        f"{crowd.answers['read']:,} lists read", f"0 errors; p99 ≤ {TARGET_MS:.0f} ms",
        not lost and p99 <= TARGET_MS, tuple(lost[:20]),
    )  # fmt: skip


class Crowd:
    """Those who write and read, and what they were told."""

    def __init__(self, one: House, media: list[str], ends_at: float) -> None:
        self.one, self.media, self.ends_at = one, media, ends_at
        self.ms: list[float] = []
        self.answers: Counter[str] = Counter()
        self.broken: list[str] = []
        self.kept: dict[str, float] = {}
        self.token = one.client.headers["Authorization"]

    def run(self) -> None:
        """Let them all loose."""
        threads = [threading.Thread(target=self._write, args=(n,)) for n in range(WRITERS)]
        threads += [threading.Thread(target=self._read, args=(n,)) for n in range(READERS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    def _write(self, number: int) -> None:
        """Write progress of titles of one's own, each after the other."""
        mine = self.media[number::WRITERS]
        with self.one.another() as client:
            n = 0
            while time.monotonic() < self.ends_at:
                name, position = mine[n % len(mine)], (n % 7 + 1) * 0.25  # of two seconds
                body = {"position_s": position, "duration_s": 2.0}
                began = time.perf_counter()
                answer = self._ask(client, "PUT", f"/api/media/{name}/progress", body)
                self.ms.append((time.perf_counter() - began) * 1000)
                if answer == 200:
                    self.kept[name] = position
                n += 1
                time.sleep(0.05)

    def _read(self, number: int) -> None:
        with self.one.another() as client:
            n = number
            while time.monotonic() < self.ends_at:
                self._ask(client, "GET", READ[n % len(READ)])
                self.answers["read"] += 1
                n += 1
                time.sleep(0.5)

    def _ask(self, client: httpx.Client, method: str, path: str, body: object = None) -> int:
        try:
            answer = client.request(method, path, json=body)
        except httpx.TransportError as cause:
            self.broken.append(f"{method} {path}: {type(cause).__name__}")
            return 0
        if answer.status_code >= 400:
            self.broken.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer.status_code
