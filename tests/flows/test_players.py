"""Players that are not ours play what we serve: hls.js, dash.js, ffmpeg and VLC.

Each is given the link of the playback answer and nothing else; plays, seeks to three places,
and goes to the lowest and the highest quality.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from tests.flows.conftest import FILM_S, NEW, OLD, Server, free_port, paint

from matinee import engine

PAGE = Path(__file__).with_name("players.html")
MODULES = Path(__file__).parents[2] / "web" / "node_modules"
SCRIPTS = {
    "hls": MODULES / "hls.js" / "dist" / "hls.min.js",
    "dash": MODULES / "dashjs" / "dist" / "modern" / "umd" / "dash.all.min.js",
}
PLACES = (0.75, 0.2, 0.9)  # shares of the film
SEGMENT_S = 4.5  # ffmpeg goes on at a segment near the place


def slow(*values: str) -> object:
    """Mark what `make proof` runs."""
    return pytest.param(*values, marks=pytest.mark.slow)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    paint(films / "Old.mkv", OLD)
    paint(films / "New.mkv", NEW)
    server = Server(tmp_path_factory.mktemp("players") / "data", free_port()).start()
    try:
        server.add_admin()
        server.bring(films)
        yield server
    finally:
        server.stop()


def playback(server: Server, title: str) -> dict[str, Any]:
    """Return the playback answer of a film, its links whole."""
    client = server.client()
    items = client.get("/api/media").json()["items"]
    media = next(item for item in items if item["title"] == title)
    answer = client.get(f"/api/media/{media['id']}/playback").json()
    for name in ("manifest_url", "dash_url"):
        assert answer[name], answer["reasons"]
        answer[name] = urljoin(server.url, answer[name])
    return answer


# --- in the browser


@pytest.fixture
def page(chromium: Any, house: Server) -> Iterator[Any]:
    """The page of foreign players, at the server's own address."""
    for script in SCRIPTS.values():
        if not script.exists():
            pytest.skip(f"{script.name} is not installed (npm ci in web/)")
    context = chromium.new_context()
    one = context.new_page()
    thrown: list[str] = []
    one.on("pageerror", lambda error: thrown.append(str(error)))
    one.route(
        "**/players.html", lambda route: route.fulfill(path=str(PAGE), content_type="text/html")
    )
    one.goto(f"{house.url}/players.html")
    yield one
    context.close()
    assert thrown == []


def _goes_on(page: Any, since: float, frames: int) -> None:
    page.wait_for_function(
        "([t, f]) => { const s = state(); return !s.seeking && s.time > t && s.frames > f; }",
        arg=[since, frames], timeout=60_000,
    )  # fmt: skip


@pytest.mark.browser
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("player", "title"),
    [("hls", "Old"), ("dash", "New"), slow("hls", "New"), slow("dash", "Old")],
)
def test_a_foreign_player_plays_seeks_and_switches(
    player: str, title: str, page: Any, house: Server
) -> None:
    answer = playback(house, title)
    page.add_script_tag(path=str(SCRIPTS[player]))
    url = answer["manifest_url" if player == "hls" else "dash_url"]
    page.evaluate("([name, url]) => window[name](url)", [player, url])
    _goes_on(page, 0.5, 5)
    assert page.evaluate("state().duration") == pytest.approx(FILM_S, abs=0.3)
    for share in PLACES:
        to = share * FILM_S
        frames = page.evaluate("state().frames")
        page.evaluate("to => seek(to)", to)
        _goes_on(page, to + 0.4, frames)
        assert page.evaluate("state().time") < to + 8
    heights = sorted(page.evaluate("heights()"))
    assert len(heights) >= 2
    page.evaluate("seek(1)")
    for height in (heights[0], heights[-1]):
        page.evaluate("height => choose(height)", height)
        page.wait_for_function("h => state().height === h", arg=height, timeout=60_000)
        state = page.evaluate("state()")
        _goes_on(page, state["time"] + 0.3, state["frames"])
    state = page.evaluate("state()")
    assert state["errors"] == []
    assert state["fault"] is None


# --- ffmpeg


def counted(address: str, stream: str, *options: str) -> list[float]:
    """Return the seconds at which ffmpeg shows the pictures of a stream of a manifest.

    It also opens the qualities that are not asked for and drops them in the middle of a segment,
    with words of its own; a fault of the one that is asked for ends it (-xerror).
    """
    ran = subprocess.run(
        [engine.ffmpeg.executable(), "-hide_banner", "-nostdin", "-v", "warning", "-xerror", "-copyts",
         *options, "-i", address, "-map", stream, "-fps_mode", "passthrough", "-enc_time_base",
         "1:90000", "-f", "framecrc", "-"],
        capture_output=True, text=True, timeout=170, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    rows = [line.split(",") for line in ran.stdout.splitlines() if not line.startswith("#")]
    return [int(row[2]) / 90000 for row in rows]


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("title", "way"),
    [
        ("New", "manifest_url"),
        slow("Old", "dash_url"),
        slow("Old", "manifest_url"),
        slow("New", "dash_url"),
    ],
)
def test_ffmpeg_plays_every_quality_whole_and_from_three_places(
    title: str, way: str, house: Server
) -> None:
    answer = playback(house, title)
    address = answer[way]
    for n in range(len(answer["tracks"]["video"])):
        times = counted(address, f"0:v:{n}")
        assert len(times) == FILM_S * 25, n
        assert times == sorted(set(times))
        assert max(b - a for a, b in pairwise(times)) < 0.09
    for share in PLACES:
        to = share * FILM_S
        times = counted(address, "0:v:0", "-ss", f"{to:g}", "-t", "2")
        assert abs(times[0] - to) < SEGMENT_S, times[:3]
        assert len(times) >= 12


# --- VLC: parsers and demuxers of its own

VLC = shutil.which("vlc")


class Vlc:
    """VLC without a screen, steered by its remote control."""

    def __init__(self, address: str, logic: str, log: Path) -> None:
        port = free_port()
        command = [
            str(VLC), "-I", "oldrc", "--rc-host", f"127.0.0.1:{port}", "--rc-fake-tty", "--vout",
            "vdummy", "--aout", "adummy", "--no-dbus", "--adaptive-logic", logic, address,
        ]  # fmt: skip
        # It refuses to be root.
        lowered: dict[str, Any] = {"user": "nobody"} if os.geteuid() == 0 else {}
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env={**os.environ, "HOME": "/nonexistent"}, **lowered,
            )  # fmt: skip
        deadline = time.monotonic() + 30
        while True:
            try:
                self.line = socket.create_connection(("127.0.0.1", port), 5)
                break
            except OSError:
                assert time.monotonic() < deadline, log.read_text()
                threading.Event().wait(0.1)

    def ask(self, words: str) -> str:
        """Send a command and return what is said in the next moments."""
        self.line.sendall(words.encode() + b"\n")
        self.line.settimeout(0.3)
        said = b""
        with contextlib.suppress(TimeoutError):
            while piece := self.line.recv(65536):
                said += piece
        return said.decode(errors="replace")

    def number(self, words: str, pattern: str = r"(?m)^(\d+)\s*$") -> int:
        """Send a command and return the number in its answer, -1 without one."""
        found = re.findall(pattern, self.ask(words))
        return int(found[-1]) if found else -1

    def shown(self) -> int:
        """Return how many pictures were shown so far."""
        return self.number("stats", r"frames displayed :\s+(\d+)")

    def close(self) -> None:
        self.line.close()
        self.process.kill()
        self.process.wait(10)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("way", "logic"),
    [
        ("manifest_url", "highest"),
        slow("dash_url", "lowest"),
        slow("manifest_url", "lowest"),
        slow("dash_url", "highest"),
    ],
)
def test_vlc_plays_and_seeks_the_lowest_and_the_highest_quality(
    way: str, logic: str, house: Server, tmp_path: Path, until: Callable[..., object]
) -> None:
    if VLC is None:
        pytest.skip("VLC is not installed (Debian's packages vlc-bin and vlc-plugin-base)")
    answer = playback(house, "New")
    heights = [track["height"] for track in answer["tracks"]["video"]]
    vlc = Vlc(answer[way], logic, tmp_path / "vlc.log")
    try:
        until(lambda: vlc.number("get_length") == FILM_S and vlc.number("get_time") >= 1, 60)
        wanted = min(heights) if logic == "lowest" else max(heights)
        assert f"x{wanted}" in vlc.ask("info")
        for share in PLACES:
            to = round(share * FILM_S)
            shown = vlc.shown()
            vlc.ask(f"seek {to}")
            until(lambda to=to: to <= vlc.number("get_time") <= to + 6, 40)
            until(lambda shown=shown: vlc.shown() > shown, 40)
    finally:
        vlc.close()
