"""What a viewer waits for, in a real Chromium in front of a real server.

A start is measured from a click on Play of a title's page, with the app open as it is for whoever
browses, to the first picture of the film on the screen; and besides from opening the address in a
browser that has nothing of the app yet. A seek is measured from asking to the picture of its place.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import processes
from bench.browser import CHROMIUM, chromium, signed_in
from bench.processes import ROOT, Server
from bench.starting import add, p95
from bench.table import Figure, percentile, skipped
from matinee import engine

STARTS, SEEKS = 20, 20
FILM_S = 60
PLAYED_S = 10.0
WAIT_MS = 60_000

WATCHING = """(() => {
  const seen = new WeakSet();
  window.bench = { clicked: 0, first: null, tasks: [] };
  const look = () => {
    const video = document.querySelector('video');
    if (!video || seen.has(video)) return;
    seen.add(video);
    const frame = (now, { mediaTime }) => {
      if (Math.abs(mediaTime - video.currentTime) < 1) window.bench.first ??= performance.now();
      else video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  document.addEventListener('click', () => {
    window.bench.clicked = performance.now();
    window.bench.first = null;
  }, true);
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.bench.tasks.push([task.startTime, task.duration]);
  }).observe({ type: 'longtask', buffered: true });
})()"""
STARTED_MS = """() => new Promise((resolve) => { const look = () => window.bench.first === null
  ? setTimeout(look, 5) : resolve(window.bench.first - window.bench.clicked); look(); })"""
SOUGHT_MS = """(to) => new Promise((resolve) => {
  const video = document.querySelector('video'), since = performance.now();
  const frame = (now, { mediaTime }) => Math.abs(mediaTime - to) < 1 && !video.seeking
    ? resolve(performance.now() - since) : video.requestVideoFrameCallback(frame);
  video.requestVideoFrameCallback(frame);
  video.currentTime = to;
})"""
BUFFERED_TO = """() => { const { buffered, currentTime } = document.querySelector('video');
  for (let n = 0; n < buffered.length; n++)
    if (buffered.start(n) <= currentTime && currentTime <= buffered.end(n)) return buffered.end(n);
  return 0; }"""
NOW = "document.querySelector('video').currentTime"


@dataclass(frozen=True)
class Case:
    """A film that is played in one way, and what its start ought to be."""

    name: str
    film: str
    p50_s: float | None
    p95_s: float
    cold: bool = False
    """Whether what was made of it is thrown away before each start."""


CASES = (
    Case("Direct", "direct", 0.4, 1.0),
    Case("Copied, cold", "copied", None, 1.0, cold=True),
    Case("Copied, cached", "copied", None, 1.0),
    Case("Encoded, cached", "encoded", None, 1.0),
    Case("Encoded, cold", "encoded", None, 2.5, cold=True),
)


def measure(folder: Path) -> list[Figure]:
    """Measure on a server of its own with a film for each way of playing."""
    if CHROMIUM is None:
        why = "Chromium is not installed (Debian's package chromium)"
        return [skipped("Start and seek in the player", "≤ 0.4 s", why), _script()]
    data, log = folder / "player", folder / "player.log"
    data.mkdir()
    processes.add_user(data)
    with processes.server(data, log) as server, chromium() as browser:
        server.sign_in()
        for path in _films(folder):
            add(data, server, path)
        server.quiet()
        titles = server.ask("GET", "/api/media?limit=10")["items"]
        ids = {one["title"].lower(): one["id"] for one in titles}
        bench = Bench(server, browser, ids)
        figures = [bench.start(case) for case in CASES]
        figures += [bench.start_of_all(CASES[0])]
        figures += bench.seeks() + [bench.tasks(film) for film in ("direct", "copied")]
    return [*figures, _script()]


@dataclass
class Bench:
    """A server with films, a browser, and the ids of the films by their names."""

    server: Server
    browser: Any
    ids: dict[str, str]

    @contextmanager
    def page(self) -> Iterator[Any]:
        """Open a page of a browser that is signed in and has nothing stored."""
        context = signed_in(self.browser, self.server, (1280, 720))
        context.add_init_script(WATCHING)
        try:
            yield context.new_page()
        finally:
            context.close()

    def forget(self, film: str, *, made: bool) -> None:
        """Take back where the viewer was, and what was made for them."""
        self.server.ask("DELETE", f"/api/media/{self.ids[film]}/progress")
        if made:
            self.server.ask("DELETE", "/api/streaming/cache")

    def start(self, case: Case) -> Figure:
        """Measure starts from a click on Play."""
        taken: list[float] = []
        with self.page() as page:
            for _ in range(STARTS + 1):  # the first brings the app's code, as browsing would
                page.goto("/api/health")  # who leaves a film says where they were
                self.forget(case.film, made=case.cold)
                if case.cold:
                    self._empty_browser(page)
                page.goto(f"/title/{self.ids[case.film]}")
                play = page.get_by_role("link", name=re.compile("^Play")).first
                play.wait_for(timeout=WAIT_MS)
                page.wait_for_load_state("networkidle")
                play.hover()
                play.click()
                taken.append(page.evaluate(STARTED_MS) / 1000)
        return _figure(f"{case.name}: Play to first picture", taken[1:], case)

    def _empty_browser(self, page: Any) -> None:
        """Let the browser forget the film's segments, but have the app's code by another film."""
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.goto(f"/watch/{self.ids['other']}?t=0")
        page.evaluate(STARTED_MS)
        page.goto("/api/health")

    def start_of_all(self, case: Case) -> Figure:
        """Measure starts from an address that is opened in an empty browser."""
        taken: list[float] = []
        for _ in range(STARTS):
            self.forget(case.film, made=False)
            with self.page() as page:
                page.goto(f"/watch/{self.ids[case.film]}", wait_until="commit")
                taken.append(page.evaluate(STARTED_MS) / 1000)
        words = f"p50 {percentile(taken, 0.5):.2f} s, p95 {p95(taken):.2f} s"
        return Figure(f"{case.name}: address opened in an empty browser", words, "—", "—", "—",
                      True, "page, app and film; no target, the one above is meant")  # fmt: skip

    def seeks(self) -> list[Figure]:
        """Measure seeks within what is buffered, and to what lies in the server's cache."""
        near, far = [], []
        with self.page() as page:
            self._play(page, "direct")
            for n in range(SEEKS):
                end = page.evaluate(BUFFERED_TO)
                near.append(page.evaluate(SOUGHT_MS, end * (n * 7 % SEEKS) / SEEKS) / 1000)
        with self.page() as page:
            self._play(page, "copied")
            for n in range(2 * SEEKS):
                # What is far from the last place is not buffered; the second round is cached.
                to = 4 + (n % SEEKS * 23) % (FILM_S - 8)
                taken = page.evaluate(SOUGHT_MS, to) / 1000
                far += [taken] if n >= SEEKS else []
        case = Case("", "", None, 0.3)
        return [_figure("Seek to a buffered place", near, case),
                _figure("Seek to a place in the server's cache", far, case)]  # fmt: skip

    def tasks(self, film: str) -> Figure:
        """Measure the longest task of the page's main thread while a film plays."""
        with self.page() as page:
            self._play(page, film)
            page.evaluate("window.bench.since = performance.now()")
            begun = page.evaluate(NOW)
            deadline = time.monotonic() + 60
            while page.evaluate(NOW) < begun + PLAYED_S and time.monotonic() < deadline:
                page.wait_for_timeout(500)
            script = "window.bench.tasks.filter(([at]) => at > window.bench.since)"
            found = page.evaluate(script)
        longest = max((took for _, took in found), default=0)
        words = f"{longest:.0f} ms" if found else "none over 50 ms"
        return Figure(f"Longest task while playing ({film})", words, "—", "—", "≤ 100 ms",
                      longest <= 100, f"{PLAYED_S:.0f} s, controls at rest")  # fmt: skip

    def _play(self, page: Any, film: str) -> None:
        self.forget(film, made=False)
        page.goto(f"/watch/{self.ids[film]}?t=0")
        page.evaluate(STARTED_MS)
        begun = page.evaluate(NOW)
        while page.evaluate(NOW) < begun + 2:
            page.wait_for_timeout(100)


def _figure(what: str, taken: list[float], case: Case) -> Figure:
    middle, worst = percentile(taken, 0.5), p95(taken)
    ok = worst <= case.p95_s and (case.p50_s is None or middle <= case.p50_s)
    half = f"p50 ≤ {case.p50_s} s, " if case.p50_s else ""
    return Figure(what, f"p50 {middle:.2f} s, p95 {worst:.2f} s", "—", "—",
                  f"{half}p95 ≤ {case.p95_s} s", ok, f"{len(taken)} times")  # fmt: skip


def _films(folder: Path) -> list[Path]:
    """Make a film that plays as it is, one whose picture is copied, one that is encoded."""
    short, old = folder / "short-h264.mp4", folder / "short-hevc.mp4"
    names = ("Direct.mp4", "Copied.ts", "Encoded.mkv", "Other.ts")
    direct, copied, encoded, other = (folder / name for name in names)
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]
    for path, size, codec in (
        (short, "1280x720", ["-c:v", "libx264", "-preset", "veryfast", "-b:v", "4M", "-g", "50"]),
        (old, "1920x1080", ["-c:v", "libx265", "-preset", "ultrafast", "-b:v", "6M",
                            "-x265-params", "log-level=none:keyint=50:open-gop=0"]),
    ):  # fmt: skip
        engine.ffmpeg.run(
            ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25", *sound, "-t", "10", *codec,
             "-pix_fmt", "yuv420p", "-c:a", "aac", path]
        )  # fmt: skip
    again = ["-stream_loop", str(FILM_S // 10 - 1), "-i"]
    for source, path in ((short, direct), (short, copied), (old, encoded), (short, other)):
        flags = ["-movflags", "+faststart"] if path.suffix == ".mp4" else []
        shorter = ["-t", "20"] if path == other else []
        engine.ffmpeg.run([*again, source, "-c", "copy", *shorter, *flags, path])
    return [direct, copied, encoded, other]


def _script() -> Figure:
    """Say how much script a first visit loads before any player."""
    what, target, node = "Script before the player, gzipped", "≤ 200 kB", shutil.which("node")
    if node is None or not (ROOT / "web" / "dist").is_dir():
        return skipped(what, target, "the web app is not built here, or Node is missing")
    ran = subprocess.run(
        [node, "scripts/first-load.mjs"], cwd=ROOT / "web", capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    found = re.search(r"first load: ([\d.]+) kB", ran.stdout)
    size_kb = float(found[1]) if found else float("inf")
    return Figure(what, f"{size_kb:.0f} kB", "—", "—", target, size_kb <= 200)
