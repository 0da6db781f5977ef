"""A server for a trial: on a free port, with a library of its own, and stopped afterwards."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from matinee.kit.config import PREFIX
from matinee.kit.errors import Unavailable

NAME: Final = "trial"
PASSWORD: Final = "a long enough password"  # noqa: S105 - of a library that lives for minutes
START_TIMEOUT_S: Final = 60.0
_STOP_TIMEOUT_S: Final = 15.0
_SOURCE: Final = Path(__file__).parents[2]


@dataclass
class Server:
    """A running Matinee. `started_s` is from starting the process to health answering 200."""

    process: "subprocess.Popen[bytes]"
    port: int
    started_s: float
    token: str = ""

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask as the signed-in user; returns the JSON answer. Raises Unavailable for a refusal."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        client.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = client.getresponse()
        content = answer.read()
        client.close()
        if answer.status >= 300:
            raise Unavailable(f"{method} {path}: {answer.status} {content[:300]!r}")
        return json.loads(content) if content else None

    def sign_in(self) -> None:
        """Sign in as the one user there is."""
        self.token = ""
        body = {"username": NAME, "password": PASSWORD}
        self.token = self.ask("POST", "/api/auth/login", body)["token"]

    def quiet(self, timeout_s: float = 300.0) -> None:
        """Wait until no job waits or runs. Raises Unavailable when that does not come."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if self.ask("GET", "/api/jobs?status=queued,running")["total"] == 0:
                return
            time.sleep(0.5)
        raise Unavailable("The jobs of the trial did not come to an end.")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def environment() -> dict[str, str]:
    """Return this environment without settings that would change what is tried."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    return {**kept, "PYTHONPATH": str(_SOURCE)}


def add_user(data: Path) -> None:
    """Make the user, by the command line."""
    command = [sys.executable, "-m", "matinee", "user", "add", NAME, "--admin", "--password-stdin"]
    subprocess.run(
        [*command, "--data", data], input=PASSWORD.encode(), check=True, env=environment(),
        stdout=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


@contextlib.contextmanager
def server(data: Path, log: Path, settings: Mapping[str, str] | None = None) -> Generator[Server]:
    """Run `matinee serve` on a free port for the length of a block, with `settings` if any.

    Raises Unavailable when it does not start; `log` says why.
    """
    port = free_port()
    command = [sys.executable, "-m", "matinee", "serve", "--data", str(data), "--port", str(port)]
    with log.open("ab") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, env=environment() | dict(settings or {}), stdout=output,
            stderr=subprocess.STDOUT, cwd=data.parent, start_new_session=True,
        )  # fmt: skip
        try:
            yield Server(process, port, _healthy_after(port, process, begun))
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _healthy_after(port: int, process: "subprocess.Popen[bytes]", begun: float) -> float:
    deadline = begun + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            client.request("GET", "/api/health")
            if client.getresponse().status == 200:
                return time.monotonic() - begun
        except OSError:
            time.sleep(0.005)
        finally:
            client.close()
    raise Unavailable("The server for the trial did not start.", fix="Try matinee serve.")
