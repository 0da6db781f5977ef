"""The shipped configuration of nginx, run as it is: only ports and places are put in.

Used by tests and by the benchmark. nginx's workers run as whoever runs the tests, so they may read
what a test's Matinee has written.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "nginx" / "matinee.conf"
BINARY = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
STARTS_S = 15.0


@dataclass(frozen=True)
class Nginx:
    """A running nginx. `process_id` is its master's."""

    port: int
    folder: Path
    process_id: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def access_log(self) -> str:
        """Return what it has noted of requests."""
        return (self.folder / "access.log").read_text()

    def error_log(self) -> str:
        """Return what it complained of."""
        return (self.folder / "error.log").read_text()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def placed(text: str, folder: Path, port: int, upstreams: Sequence[int]) -> str:
    """Return the shipped configuration with a test's ports and places in it."""

    def put(what: str, by: str) -> None:
        nonlocal text
        text, count = re.subn(what, by, text, flags=re.MULTILINE)
        assert count == 1, f"{what} is {count} times in the shipped configuration"

    put(r"^    server 127\.0\.0\.1:8420;", "\n".join(f"server 127.0.0.1:{n};" for n in upstreams))
    put(r"^    listen 80 default_server;", f"listen 127.0.0.1:{port};")
    put(r"^    listen \[::\]:80 default_server;\n", "")
    put(r"/var/log/nginx/access\.log", f"{folder}/access.log")
    put(r"/var/cache/nginx-matinee", f"{folder}/kept")
    return text


def frame(folder: Path, inner: str, *, workers: int = 1) -> str:
    """Return a whole configuration around what stands in `http { }`: Debian's, in a folder."""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"daemon off; worker_processes {workers}; pid {folder}/pid;\n"
        f"error_log {folder}/error.log;\n{user}"
        "events { worker_connections 1024; }\n"
        "http {\ntypes { text/html html; }\ndefault_type application/octet-stream;\n"
        f"sendfile on; tcp_nopush on; gzip on;\n{temporary}{inner}\n}}\n"
    )


@contextlib.contextmanager
def run(folder: Path, inner: str, port: int, *, workers: int = 1) -> Iterator[Nginx]:
    """Run nginx for the length of a block; `inner` listens on `port`."""
    assert BINARY is not None
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(frame(folder, inner, workers=workers))
    process = subprocess.Popen(
        [BINARY, "-p", folder, "-c", configuration], stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + STARTS_S
        while not _answers(port):
            if process.poll() is not None:
                assert process.stderr is not None
                raise RuntimeError(f"nginx did not start: {process.stderr.read()}")
            assert time.monotonic() < deadline, "nginx did not start in time"
            time.sleep(0.01)
        yield Nginx(port, folder, process.pid)
    finally:
        process.terminate()
        process.communicate(timeout=10)


@contextlib.contextmanager
def shipped(folder: Path, upstreams: Sequence[int], *, workers: int = 1) -> Iterator[Nginx]:
    """Run the shipped configuration in front of servers on these ports."""
    port = free_port()
    inner = placed(SHIPPED.read_text(), folder, port, upstreams)
    with run(folder, inner, port, workers=workers) as running:
        yield running


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False
