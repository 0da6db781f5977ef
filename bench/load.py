"""A load generator that is cheaper than what it measures: ranged GETs over many connections.

Each process drives its connections with epoll and receives into one buffer. The same client is
used for both sides of a comparison.
"""

import multiprocessing
import random
import selectors
import socket
import time
from dataclasses import dataclass

_BUFFER = 1024 * 1024
_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Load:
    """What to ask for, for `seconds`: ranges of `piece_bytes` of a file of `size_bytes`; or, with
    `wholes`, each of these files as it is, in turns."""

    host: str
    port: int
    path: str
    size_bytes: int
    connections: int = 32
    piece_bytes: int = 1024 * 1024
    seconds: float = 4.0
    processes: int = 2
    headers: tuple[str, ...] = ()
    seed: int = 7
    wholes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Bytes of bodies received, requests finished, and the seconds it took."""

    received_bytes: int
    requests: int
    seconds: float

    @property
    def mb_per_s(self) -> float:
        """Megabytes (10^6) a second."""
        return self.received_bytes / self.seconds / 1e6


def run(load: Load) -> Outcome:
    """Drive the load from several processes and add their counts up."""
    context = multiprocessing.get_context("fork")
    shares = [load.connections // load.processes] * load.processes
    shares[0] += load.connections - sum(shares)
    results: multiprocessing.SimpleQueue[tuple[int, int]] = context.SimpleQueue()
    started = time.monotonic()
    workers = [
        context.Process(target=_drive, args=(load, share, load.seed + number, results))
        for number, share in enumerate(shares)
    ]
    for worker in workers:
        worker.start()
    counts = [results.get() for _ in workers]
    elapsed = time.monotonic() - started
    for worker in workers:
        worker.join(10)
    if any(received < 0 for received, _ in counts):
        raise RuntimeError(f"the server at {load.host}:{load.port} did not answer as it should")
    return Outcome(sum(got for got, _ in counts), sum(done for _, done in counts), elapsed)


class _Connection:
    """One keep-alive connection: asks for the next range as soon as the last one is here."""

    def __init__(self, load: Load, chance: random.Random) -> None:
        self.load, self.chance = load, chance
        self.socket = socket.create_connection((load.host, load.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.extra = "".join(f"{line}\r\n" for line in load.headers)
        self.left = 0
        self.turn = chance.randrange(1000)

    def ask(self) -> None:
        if self.load.wholes:
            self._say(self.load.wholes[self.turn % len(self.load.wholes)], "")
            self.turn += 1
            return
        start = self.chance.randrange(0, self.load.size_bytes - self.load.piece_bytes)
        self._say(self.load.path, f"Range: bytes={start}-{start + self.load.piece_bytes - 1}\r\n")

    def _say(self, path: str, range_line: str) -> None:
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {self.load.host}:{self.load.port}\r\n"
            f"{range_line}{self.extra}\r\n".encode()
        )
        self.left = -1

    def take(self, buffer: memoryview) -> int:
        """Receive once; returns the body bytes received, or raises where the answer is wrong."""
        got = self.socket.recv_into(buffer)
        if got == 0:
            raise ConnectionError("closed")
        if self.left != -1:
            self.left -= got
            return got
        head = bytes(buffer[: min(got, 8192)])
        end = head.find(_HEAD_END)
        right = b"HTTP/1.1 200" if self.load.wholes else b"HTTP/1.1 206"
        if end < 0 or not head.startswith(right):
            raise ConnectionError(head[:200])
        body = got - end - len(_HEAD_END)
        length = int(head[:end].lower().partition(b"content-length: ")[2].split(b"\r\n", 1)[0])
        self.left = length - body
        return body


def _drive(
    load: Load, share: int, seed: int, results: "multiprocessing.SimpleQueue[tuple[int, int]]"
) -> None:
    buffer = memoryview(bytearray(_BUFFER))
    selector = selectors.EpollSelector()
    received = requests = 0
    try:
        chance = random.Random(seed)
        for _ in range(share):
            connection = _Connection(load, chance)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        deadline = time.monotonic() + load.seconds
        while time.monotonic() < deadline:
            for key, _ in selector.select(1.0):
                connection = key.data
                received += connection.take(buffer)
                if connection.left == 0:
                    requests += 1
                    connection.ask()
    except OSError as cause:
        print(f"load: {cause}")
        received = -1
    results.put((received, requests))
