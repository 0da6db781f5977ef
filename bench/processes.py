"""What processes use, from /proc; and a real Matinee server started and stopped."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORES = os.cpu_count() or 1
ROOT = Path(__file__).resolve().parent.parent
NAME, PASSWORD = "bench", "a long enough password"
START_TIMEOUT_S = 60.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def tree(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def cpu_s(pid: int) -> float:
    """Return the CPU seconds used by a process and its descendants that live."""
    ticks = 0
    for one in tree(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Return the memory of a process tree in MiB: shared pages counted once (PSS)."""
    kib = 0
    for one in tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kib += int(line.split()[1])
    return kib / 1024


def wait_for_port(port: int, process: "subprocess.Popen[Any]") -> None:
    """Wait until somebody listens. Raises RuntimeError when nobody does in time."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.01)
    raise RuntimeError(f"{process.args} did not start")


def environment() -> dict[str, str]:
    """Return this environment without settings that would change what is measured."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MATINEE_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src")}


@dataclass
class Server:
    """A running Matinee. `started_s` is from starting the process to health answering 200."""

    process: "subprocess.Popen[bytes]"
    port: int
    started_s: float
    token: str = ""

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask as the signed-in user; returns the JSON answer."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        client.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = client.getresponse()
        content = answer.read()
        client.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return json.loads(content) if content else None

    def sign_in(self) -> None:
        """Sign in as the user of the benchmark."""
        self.token = ""
        body = {"username": NAME, "password": PASSWORD}
        self.token = self.ask("POST", "/api/auth/login", body)["token"]


def add_user(data: Path) -> None:
    """Make the user of the benchmark, by the command line."""
    command = [sys.executable, "-m", "matinee", "user", "add", NAME, "--admin", "--password-stdin"]
    subprocess.run(
        [*command, "--data", data], input=PASSWORD.encode(), check=True, env=environment(),
        stdout=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


@contextlib.contextmanager
def server(data: Path, log: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run `matinee serve` on a free port for the length of a block, with `settings` if any."""
    port = free_port()
    command = [sys.executable, "-m", "matinee", "serve", "--data", str(data), "--port", str(port)]
    with log.open("ab") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            command,
            env=environment() | dict(settings or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=data.parent,
        )
        try:
            yield Server(process, port, _healthy_after(port, process, begun))
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _healthy_after(port: int, process: "subprocess.Popen[bytes]", begun: float) -> float:
    deadline = begun + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", "/api/health")
            if client.getresponse().status == 200:
                return time.monotonic() - begun
        except OSError:
            time.sleep(0.005)
        finally:
            client.close()
    raise RuntimeError("the server did not become healthy")
