"""What Lighthouse says of Home, in a library of a thousand titles with their pictures."""

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import pictures, processes, seed
from bench.browser import CHROMIUM
from bench.processes import ROOT, Server
from bench.table import Figure, skipped
from matinee.app import wiring
from matinee.kit.config import Settings

TITLES = 1_000
RUNS = 3
LIGHTHOUSE = ROOT / ".tools/lighthouse/node_modules/lighthouse/cli/index.js"
PERFORMANCE, ACCESSIBILITY = 95, 100
TIMEOUT_S = 180
TRIES = 3
# A desktop on a good line, and what Lighthouse takes for a middling phone on a slow one: four times
# slower than a fast desktop, whose index is 1,500 to 2,000. A slower machine is to be slowed down
# less (https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md).
DEVICES = {"desktop": ["--preset=desktop"], "phone": [], "phone, four times slower": []}
FAST_DESKTOP, SLOWER = 1750, 4
PROMISED = ("desktop", "phone")


def measure(folder: Path) -> list[Figure]:
    """Fill a library, open it as each device, the middle of several runs."""
    missing = [
        what
        for what, there in (("Chromium", CHROMIUM), ("Lighthouse", LIGHTHOUSE.exists()))
        if not there
    ]
    if missing:
        why = f"{' and '.join(missing)} not installed (make bench does it)"
        return [skipped("Lighthouse, Home", f"≥ {PERFORMANCE}", why)]
    data = folder / "page"
    processes.add_user(data)
    with wiring.opened(Settings(data=data, free_space_floor_bytes=0)) as services:
        seed.seed(services.db, TITLES)
        pictures.seed(services)
    with processes.server(data, folder / "page.log") as server:
        server.sign_in()
        return [one for device in DEVICES for one in _of_device(server, folder, device)]


def _of_device(server: Server, folder: Path, device: str) -> Iterator[Figure]:
    options = DEVICES[device]
    slower = ""
    if device == "phone":
        index = _report(server, folder, DEVICES["desktop"])["environment"]["benchmarkIndex"]
        times = max(1.0, min(SLOWER, SLOWER * index / FAST_DESKTOP))
        options = [f"--throttling.cpuSlowdownMultiplier={times:.2f}"]
        slower = f"; {times:.1f} times slower than this machine, whose index is {index:.0f}"
    reports = [_report(server, folder, options) for _ in range(RUNS)]
    performance, accessibility = (
        [round(report["categories"][name]["score"] * 100) for report in reports]
        for name in ("performance", "accessibility")
    )
    audits = [report["audits"] for report in reports]
    middle = {
        short: statistics.median(one[name]["numericValue"] for one in audits)
        for short, name in (
            ("first paint", "first-contentful-paint"),
            ("largest paint", "largest-contentful-paint"),
            ("blocked", "total-blocking-time"), ("shift", "cumulative-layout-shift"),
        )
    }  # fmt: skip
    told = ", ".join(
        f"{name} {value:.3f}" if name == "shift" else f"{name} {value:.0f} ms"
        for name, value in middle.items()
    )
    ours = statistics.median(performance)
    yield Figure(
        f"Lighthouse performance, Home with {TITLES:,} titles, {device}", f"{ours:.0f}", "—", "—",
        f"≥ {PERFORMANCE}" if device in PROMISED else "—",
        ours >= PERFORMANCE if device in PROMISED else None,
        f"median of {', '.join(map(str, performance))}; {told}{slower}",
    )  # fmt: skip
    if device not in PROMISED:
        return
    worst = min(accessibility)
    yield Figure(
        f"Lighthouse accessibility, {device}", f"{worst}", "—", "—", f"≥ {ACCESSIBILITY}",
        worst >= ACCESSIBILITY, ", ".join(_unfit(reports[0])),
    )  # fmt: skip


def _unfit(report: Any) -> list[str]:
    refs = report["categories"]["accessibility"]["auditRefs"]
    return [
        one["id"] for one in refs if one["weight"] and report["audits"][one["id"]]["score"] == 0
    ]


def _report(server: Server, folder: Path, options: list[str]) -> Any:
    out = folder / "lighthouse.json"
    headers = json.dumps({"Cookie": f"matinee_session={server.token}"})
    node = shutil.which("node", path=f"{ROOT / '.tools/node/bin'}:{os.environ['PATH']}")
    command = [
        str(node), str(LIGHTHOUSE), f"http://127.0.0.1:{server.port}/", "--quiet",
        *options, "--only-categories=performance,accessibility", "--output=json",
        f"--output-path={out}", f"--extra-headers={headers}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    # Now and then it sees nothing of the page's beginning, and says to run it again.
    for attempt in range(TRIES):
        last = attempt == TRIES - 1
        ran = subprocess.run(command, check=last, timeout=TIMEOUT_S, env=environment, cwd=folder)
        if ran.returncode == 0:
            break
    return json.loads(out.read_text())
