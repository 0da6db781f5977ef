"""A running S3 server for tests, its buckets, and a line to it that can be made bad."""

import contextlib
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import httpx

from matinee.kit.objects.sigv4 import Signer

REGION = "us-east-1"
WRITER, READER = ("test:writer", "writing"), ("test:reader", "reading")


def environment(endpoint: str) -> dict[str, str]:
    """Return what a process is told of the server, besides which bucket."""
    key_id, secret = WRITER
    return {
        "MATINEE_STORAGE_ENDPOINT": endpoint, "MATINEE_STORAGE_REGION": REGION,
        "MATINEE_STORAGE_KEY_ID": key_id, "MATINEE_STORAGE_SECRET": secret,
    }  # fmt: skip


@dataclass
class S3:
    """A server, as one who may do everything."""

    url: str
    process: subprocess.Popen[bytes]
    folder: Path

    def call(
        self, method: str, path: str, query: Mapping[str, str] | None = None, **more: object
    ) -> httpx.Response:
        """Ask the server for something, signed."""
        signer = Signer(*WRITER, REGION)
        address = signer.sign(method, self.url + path, datetime.now(UTC), 600, query or {})
        return httpx.request(method, address, timeout=60, **more)  # type: ignore[arg-type]

    def make(self, bucket: str) -> str:
        """Make a bucket, and return its name."""
        made = self.call("PUT", f"/{bucket}")
        assert made.status_code == 200, made.text
        return bucket

    def half_done(self, bucket: str) -> str:
        """Return what the server says of uploads that are not completed."""
        return self.call("GET", f"/{bucket}", {"uploads": ""}).text

    def stored(self, bucket: str) -> list[Path]:
        """Return the files that the server has for a bucket, also those of parts that no list
        shows (Swift keeps these in a bucket of its own, `<bucket>+segments`)."""
        found = []
        for path in (self.folder / "devices").rglob("*.data"):
            with contextlib.suppress(OSError):  # it went meanwhile
                if f"/{bucket}".encode() in os.getxattr(path, "user.swift.metadata"):
                    found.append(path)
        return found


@contextmanager
def serving() -> Iterator[S3]:
    """Run a server until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="matinee-swift-", dir=_with_attributes()))
    script = Path(__file__).with_name("swift_s3.py")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", script, folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        if not said:
            raise RuntimeError("OpenStack Swift did not start")
        yield S3(f"http://127.0.0.1:{int(said)}", process, folder)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        shutil.rmtree(folder, ignore_errors=True)


def _with_attributes() -> str | None:
    """Return a folder whose file system keeps the attributes that Swift needs."""
    for folder in (tempfile.gettempdir(), "/var/tmp"):
        with tempfile.NamedTemporaryFile(dir=folder) as file, contextlib.suppress(OSError):
            os.setxattr(file.name, "user.tried", b"1")
            return folder
    raise RuntimeError("no folder here keeps extended attributes, which OpenStack Swift needs")


@dataclass
class BadLine:
    """A line to a server that fails now and then: 503, cut in the middle, or silent for long."""

    target: str
    seed: int
    bad: float = 0.2
    hang_s: float = 3.0
    away: bool = False
    shrinks: bool = False
    flips: int = 0  # so many answers have a bit turned over
    forbids: bool = False  # it lets no browser send: preflights are refused
    hides: bool = False  # it does so only when they have sent: answers name no origin
    asked: list[str] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)
    _stop: bool = False
    _open: set[socket.socket] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._random = random.Random(self.seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wake = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop = True
        self._wake.set()
        self._listener.close()
        for one in list(self._open):
            one.close()

    @property
    def url(self) -> str:
        """Where it begins."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def spoiled(self) -> int:
        """How many requests were not answered well: of fifty hardly ever none."""
        return sum(self.said.get(way, 0) for way in ("503", "cut", "hang"))

    def _accept(self) -> None:
        while not self._stop:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        self._open.add(client)
        with contextlib.suppress(OSError), client, client.makefile("rb") as reading:
            while self._one(client, reading):
                pass
        self._open.discard(client)

    def _one(self, client: socket.socket, reading) -> bool:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = reading.readline()
            if not line:
                return False
            head += line
        names = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
        }
        body = reading.read(int(names.get(b"content-length", b"0")))
        way = self._way()
        self.said[way] = self.said.get(way, 0) + 1
        if way == "hang":
            self._wake.wait(self.hang_s)
            return False
        if way == "503":
            client.sendall(b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n")
            return True
        if way == "away":
            return False
        if self.forbids and head.startswith(b"OPTIONS"):
            client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return True
        answer = self._ask(head, body)
        if self.hides and not head.startswith(b"OPTIONS"):
            answer = re.sub(rb"(?i)Access-Control-[^\r\n]+\r\n", b"", answer)
        self.asked.append(self._words(head, names))
        if self.shrinks and head.startswith(b"HEAD"):
            answer = re.sub(
                rb"Content-Length: (\d+)", lambda m: b"Content-Length: %d" % (int(m[1]) - 1), answer
            )
        if self.flips and head.startswith(b"GET") and len(answer) > 1500:
            self.flips -= 1
            answer = answer[:-1] + bytes([answer[-1] ^ 1])
        if way == "cut":
            client.sendall(answer[: len(answer) // 2])
            return False
        client.sendall(answer)
        return False

    def _words(self, head: bytes, names: dict[bytes, bytes]) -> str:
        what, path, _ = head.split(b" ", 2)
        return f"{what.decode()} {path.decode()} {names.get(b'range', b'').decode()}".strip()

    def _way(self) -> str:
        if self.away:
            return "away"
        if self._random.random() >= self.bad:
            return "well"
        return self._random.choice(("503", "503", "cut", "hang"))

    def _ask(self, head: bytes, body: bytes) -> bytes:
        """Return the whole answer. The request is passed on as it was signed, closing after it."""
        host, port = self.target.removeprefix("http://").split(":")
        lines = [
            line for line in head.split(b"\r\n")
            if not line.lower().startswith((b"connection:", b"expect:"))
        ]  # fmt: skip
        lines.insert(1, b"Connection: close")
        with socket.create_connection((host, int(port)), timeout=60) as server:
            server.sendall(b"\r\n".join(lines) + body)
            answer = b""
            while piece := server.recv(1 << 20):
                answer += piece
        first, _, rest = answer.partition(b"\r\n")
        return first + b"\r\nConnection: close\r\n" + rest
