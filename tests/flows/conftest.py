"""A real server process on a free port, and a real Chromium in front of it."""

import io
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from tests import ground, launched
from tests.waiting import until

from matinee import engine
from matinee.app import cli

expect.set_options(timeout=30_000)  # a condition waits as long as a busy machine needs
PASSWORD = "a long enough password"
CLIPS = Path(__file__).resolve().parents[3] / "shared" / "media"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@dataclass
class Server:
    """A running `matinee serve`; `restart` is what a power cut and its end look like."""

    data: Path
    port: int
    process: subprocess.Popen[Any] | None = None
    clients: list[httpx.Client] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    popen: Callable[..., subprocess.Popen[Any]] = launched.Popen
    """How it is started: `subprocess.Popen` where the start itself or its memory is tried."""
    worker: subprocess.Popen[Any] | None = None
    """Who runs its jobs, where the flows are tried on a cluster."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def do(self, *arguments: str, given: str = "") -> None:
        """Have done what another verb of the command line does on the same library.

        Here and not in a process of its own as by `run`, which takes longer to start than most
        verbs take. `given` is what it reads from standard input.
        """
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        said = io.StringIO()
        try:
            with (
                pytest.MonkeyPatch.context() as patch,
                redirect_stderr(said),
                redirect_stdout(said),
            ):
                for name, value in self.environment().items():
                    patch.setenv(name, value)
                patch.setattr(sys, "stdin", io.StringIO(given))
                code = cli.main([*arguments, "--data", str(self.data), "--port", str(self.port)])
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
        assert code == 0, said.getvalue()

    def run(self, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run another verb of the command line on the same library, in a process of its own."""
        command = [sys.executable, "-m", "matinee", *arguments, "--data", str(self.data),
                   "--port", str(self.port)]  # fmt: skip
        return launched.run(command, given, env=self.environment())

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "MATINEE_ALLOW_PRIVATE_URLS": "1",
            "MATINEE_FREE_SPACE_FLOOR_BYTES": "0",
            "MATINEE_LOG_LEVEL": "warning",
            **ground.of(self.data),
            **self.settings,
        }

    def start(self) -> "Server":
        command = [sys.executable, "-m", "matinee", "serve", "--data", str(self.data),
                   "--port", str(self.port)]  # fmt: skip
        log = (self.data.parent / "server.log").open("ab")
        self.process = self.popen(command, stdout=log, stderr=log, env=self.environment())
        log.close()
        deadline = time.monotonic() + 150
        while True:
            try:
                if httpx.get(f"{self.url}/api/health", timeout=5).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            assert self.process.poll() is None, (self.data.parent / "server.log").read_text()
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)
        if ground.CLUSTER:
            self.worker = self._hired()
        return self

    def _hired(self) -> subprocess.Popen[Any]:
        """Start a worker, and wait until it is known."""
        command, told = ["worker", "--data", str(self.data)], self.environment()
        with (self.data.parent / "worker.log").open("ab") as log:
            worker = launched.Popen(
                [sys.executable, "-m", "matinee", *command], stdout=log, stderr=log, env=told
            )
        known = partial(ground.is_known, told["MATINEE_DATABASE_URL"], worker.pid)
        until(lambda: known() or worker.poll() is not None, 150, "the worker did not start")
        return worker

    def stop(self, how: int = signal.SIGTERM) -> None:
        for client in self.clients:
            client.close()
        self.clients.clear()
        for process in (self.process, self.worker):
            if process is not None:
                process.send_signal(how)
        for process in (self.process, self.worker):
            if process is not None:
                process.wait(20)
        self.process = self.worker = None

    def client(self, name: str = "ana") -> httpx.Client:
        """Return a signed-in client."""
        client = httpx.Client(base_url=self.url, timeout=60)
        self.clients.append(client)
        answer = client.post("/api/auth/login", json={"username": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        client.cookies.clear()
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return client

    def add_admin(self, name: str = "ana") -> None:
        self.do("user", "add", name, "--admin", "--password-stdin", given=PASSWORD)

    def bring(self, path: Path, *, wait: bool = False) -> None:
        """Bring a file in, or everything in a folder; `wait` for what is made of it afterwards."""
        self.do("add", str(path), *(["--wait"] if wait else []))

    def titled(self, title: str) -> dict[str, Any]:
        """Return the media of that title."""
        items = self.client().get("/api/media").json()["items"]
        return next(item for item in items if item["title"] == title)


def asked_for(request: pytest.FixtureRequest, *names: str) -> bool:
    """Say whether a test with such a name runs, so that what it alone needs is made."""
    return any(name in item.name for item in request.session.items for name in names)


@contextmanager
def house_of(data: Path, films: Path, *, wait: bool = False) -> Iterator[Server]:
    """A server with an administrator and everything in a folder, for as long as it is needed."""
    server = Server(data, free_port()).start()
    try:
        server.add_admin()
        server.bring(films, wait=wait)
        yield server
    finally:
        server.stop()


OLD = ["-c:v", "mpeg2video", "-b:v", "4M", "-g", "15", "-c:a", "ac3"]
"""What no browser plays: all of it is encoded."""
NEW = ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "5M", "-g", "100", "-c:a", "aac"]
"""What is copied, beside qualities that are encoded."""
FILM_S = 30


def paint(path: Path, codecs: Sequence[str], size: str = "854x480", seconds: int = FILM_S) -> None:
    """Make a film that moves and hums; without a size, its sound alone."""
    picture = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25"] if size else []
    engine.ffmpeg.run(
        [*picture, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", str(seconds),
         *codecs, "-pix_fmt", "yuv420p", path]
    )  # fmt: skip


SMALL = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "aac"]


def small_clip(folder: Path, seconds: int = 2) -> bytes:
    """Return a film that is painted once, for many where only what they are called matters."""
    path = folder / "clip.mkv"
    paint(path, SMALL, "160x90", seconds)
    return path.read_bytes()


def write_film(clip: bytes, path: Path, number: int) -> None:
    """Write a film of its own: an EBML Void element at the end, which players pass over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(clip + bytes((0xEC, 0x84)) + number.to_bytes(4, "big"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh server with nobody in it yet."""
    one = Server(tmp_path / "data", free_port()).start()
    yield one
    one.stop()


@pytest.fixture
def commanded(tmp_path: Path) -> Iterator[Server]:
    """The same, by the command itself: where its start or its memory is what is tried."""
    one = Server(tmp_path / "data", free_port(), popen=subprocess.Popen).start()
    yield one
    one.stop()


_BROWSER = ExitStack()
_begun: list[Any] = []


def _browser() -> Any:
    """Return the browser, begun where there is none that runs: one for all of these tests."""
    from playwright.sync_api import sync_playwright

    if not _begun or not _begun[-1].is_connected():
        _BROWSER.close()
        playwright = _BROWSER.enter_context(sync_playwright())
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        _BROWSER.callback(one.close)
        _begun.append(one)
    return _begun[-1]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close it behind the last of these tests: while Playwright is open its event loop counts as
    running, and tests of other rooms that run a loop of their own could not."""
    if nextitem is None or nextitem.path.parent != item.path.parent:
        _BROWSER.close()
        _begun.clear()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; skipped visibly where it is not installed. A module
    leaves no page of its own behind."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian's package chromium)")
    browser = _browser()
    yield browser
    for context in browser.contexts:
        context.close()


@pytest.fixture
def page(chromium, server: Server) -> Iterator[object]:
    """A page of a desktop size; a script error on it fails the test."""
    context = chromium.new_context(base_url=server.url, viewport={"width": 1440, "height": 900})
    one = context.new_page()
    errors: list[str] = []
    one.on("pageerror", lambda error: errors.append(str(error)))
    yield one
    context.close()
    assert errors == []


def sign_in(context, server: Server) -> None:
    """Give a browser context the cookie of the administrator."""
    with httpx.Client(base_url=server.url, timeout=60) as client:
        body = {"username": "ana", "password": PASSWORD}
        token = client.post("/api/auth/login", json=body).json()["token"]
    context.add_cookies([{"name": "matinee_session", "value": token, "url": server.url}])


def watched(context, server: Server) -> Iterator[Any]:
    """A signed-in page of a context; a script error on it fails the test."""
    sign_in(context, server)
    one = context.new_page()
    errors: list[str] = []
    one.on("pageerror", lambda error: errors.append(str(error)))
    yield one
    context.close()
    assert errors == []
