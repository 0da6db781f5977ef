"""nginx with one worker: sending files by itself, or in front of a server."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench import processes

ALONE = "root {root};"
IN_FRONT = (
    "location / {{ proxy_pass http://behind; proxy_http_version 1.1; "
    'proxy_set_header Connection ""; proxy_set_header Host $host; '
    "proxy_max_temp_file_size 0; }}"
)


def binary() -> str | None:
    """Return where it is; None where it is not installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextlib.contextmanager
def sending(program: str, root: Path, home: Path) -> Iterator[tuple[int, int]]:
    """Have it send the files of a folder: (port, process id). `home` is for its own."""
    with _running(program, home, ALONE.format(root=root)) as found:
        yield found


@contextlib.contextmanager
def in_front_of(program: str, port: int, home: Path) -> Iterator[tuple[int, int]]:
    """Have it pass everything on to a server on a port: (its own port, process id)."""
    upstream = f"upstream behind {{ server 127.0.0.1:{port}; keepalive 64; }}\n"
    with _running(program, home, IN_FRONT.format(), upstream) as found:
        yield found


@contextlib.contextmanager
def _running(
    program: str, home: Path, serves: str, upstream: str = ""
) -> Iterator[tuple[int, int]]:
    port = processes.free_port()
    home.mkdir()
    (home / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {home}/pid; error_log {home}/error.log;\n"
        + ("user root;\n" if os.geteuid() == 0 else "")
        + "worker_rlimit_nofile 8192; events { worker_connections 4096; }\nhttp {\n"
        + "".join(
            f"{kind}_temp_path {home}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + "access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n"
        + f"{upstream}server {{ listen 127.0.0.1:{port}; {serves} }}\n}}\n"
    )
    process = subprocess.Popen(
        [program, "-p", home, "-c", home / "nginx.conf"], stderr=subprocess.DEVNULL
    )
    try:
        processes.wait_for_port(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)
