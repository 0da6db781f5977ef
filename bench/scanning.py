"""Looking through a folder of ten thousand small real files: for the first time, and again.

The rival of a first look is a loop that starts a prober for each file, as scanners without warm
workers do. While the first look runs, pages are asked for as somebody would who browses.
"""

import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from bench import processes, tree
from bench.probing import _rival
from bench.processes import ROOT, Server
from bench.starting import p95
from bench.table import Figure, percentile, skipped

FILES, SPAWNED = 10_000, 150
NEWCOMERS, LOOKS = 5, 5
PAGES = ("/api/media?limit=60", "/api/media?limit=60&sort_by=title&sort_order=asc",
         "/api/search?q=harbour", "/api/media/stats/overview", "/api/series?limit=50")  # fmt: skip
NAMES = ROOT / "tests" / "ingest" / "identify" / "names.csv"
WAIT_S, POLL_S = 1800, 0.25


def measure(folder: Path, files: int = FILES) -> list[Figure]:
    """Measure on a server of its own with a tree of `files` small films and episodes."""
    root = tree.make(folder / "tree", files)
    data = folder / "scanned"
    data.mkdir()
    processes.add_user(data)
    rival_s, rival = _spawned(root)
    with processes.server(data, folder / "scan.log") as server:
        server.sign_in()
        pages = _Pages(server)
        with pages:
            first_s = _look(server, root)
        asked = pages.taken
        _settle(server)
        again_s = min(_look(server, root) for _ in range(LOOKS))
        found_s = [_newcomer(server, root, n) for n in range(NEWCOMERS)]
        total = server.ask("GET", "/api/media?limit=1")["total"]
    return [*_figures(files, total, first_s, again_s, rival_s, rival), _asked(asked),
            _found(found_s), recognition()]  # fmt: skip


def _figures(
    files: int, total: int, first_s: float, again_s: float, rival_s: float, rival: str
) -> list[Figure]:
    a_second, theirs = files / first_s, SPAWNED / rival_s
    each, times, again = a_second / processes.CORES, a_second / theirs, files / again_s
    return [
        Figure("First look through a folder", f"{a_second:.0f} files/s, {each:.0f} a core",
               f"a loop of {rival}: {theirs:.0f} files/s", f"{times:.1f} times as many",
               "≥ 25 a second and core, ≥ 3 times", each >= 25 and times >= 3,
               f"{files:,} small real files made {total:,} titles, each with name, fingerprint, "
               f"probe and a decoded picture; the rival only probes, {SPAWNED} of them"),
        Figure("Unchanged folder, looked through again", f"{again:,.0f} files/s", "—", "—",
               "≥ 5,000 files/s", again >= 5000,
               f"every file asked for its size and time, best of {LOOKS}, while pictures are made"),
    ]  # fmt: skip


def _asked(taken: list[float]) -> Figure:
    worst = p95(taken) * 1000
    what, note = "Pages while a folder is looked through, p95", "of lists, search, figures, series"
    return Figure(what, f"{worst:.0f} ms", "—", "—", "≤ 300 ms", worst <= 300,
                  f"{len(taken)} {note}")  # fmt: skip


def _found(taken: list[float]) -> Figure:
    words = f"median {percentile(taken, 0.5):.1f} s, worst {max(taken):.1f} s"
    return Figure("A new file is found by its title", words, "—", "—", "≤ 5 s", max(taken) <= 5,
                  "from the end of its writing, by watching the folder")  # fmt: skip


def recognition() -> Figure:
    """Return how many names of the table are read wholly right."""
    what, target = "Names read right", "≥ 97 %"
    if not NAMES.exists():
        return skipped(what, target, "the table of names is not here")
    from tests.ingest.identify.test_names import read, table, wrong

    rows = table()
    right = sum(not wrong(row, read(row.path, row.root)) for row in rows) / len(rows)
    return Figure(what, f"{100 * right:.1f} %", "—", "—", target, right >= 0.97,
                  f"{len(rows)} names as Kodi, Plex, Jellyfin and releases write them")  # fmt: skip


def _spawned(root: Path) -> tuple[float, str]:
    paths = sorted(root.rglob("*.m*"))[:SPAWNED]
    _, name = _rival(paths[0])
    begun = time.perf_counter()
    for path in paths:
        command, _ = _rival(path)
        subprocess.run(command, capture_output=True, check=False, timeout=60)
    return time.perf_counter() - begun, name


def _look(server: Server, root: Path) -> float:
    """Look through a folder; returns seconds from asking to the end of its job, which the job
    itself tells: to be asked all the time would cost it more than its own work."""
    begun = datetime.now(UTC)
    server.ask("POST", "/api/folders", {"path": str(root)})
    deadline = time.monotonic() + WAIT_S
    while True:
        [job, *_] = server.ask("GET", "/api/jobs?limit=1&kind=scan")["items"]
        if job["status"] in {"completed", "failed", "cancelled"}:
            break
        if time.monotonic() > deadline:
            raise TimeoutError("the folder was not looked through in time")
        time.sleep(POLL_S)
    if job["status"] != "completed":
        raise RuntimeError(f"the scan ended as {job['status']}: {job['error']}")
    return (datetime.fromisoformat(job["finished_at"]) - begun).total_seconds()


def _settle(server: Server) -> None:
    """Wait until what the titles lack is queued. Making it goes on beside what is measured next."""
    deadline = time.monotonic() + WAIT_S
    while server.ask("GET", "/api/jobs?kind=derive.lacking&status=queued,running")["total"]:
        if time.monotonic() > deadline:
            raise TimeoutError("what the titles lack was not queued in time")
        time.sleep(0.5)


def _newcomer(server: Server, root: Path, n: int) -> float:
    """Put one more film into the folder; returns after how many seconds it is found."""
    source = next(iter(sorted(root.rglob("*.mp4"))))
    title = f"Zanzibar Quickstep {n}"
    path = root / "Films" / f"{title} (2021).mp4"
    path.write_bytes(source.read_bytes() + b"\0\0\0\x10free" + n.to_bytes(8, "big"))
    begun = time.perf_counter()
    while time.perf_counter() - begun < 30:
        if server.ask("GET", f"/api/search?q=zanzibar+quickstep+{n}")["total"]:
            break
        time.sleep(0.1)
    return time.perf_counter() - begun


class _Pages:
    """Somebody who browses, ten pages a second."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.taken: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._browse, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _browse(self) -> None:
        n = 0
        while not self._stop.wait(0.1):
            begun = time.perf_counter()
            self.server.ask("GET", PAGES[n % len(PAGES)])
            self.taken.append(time.perf_counter() - begun)
            n += 1
