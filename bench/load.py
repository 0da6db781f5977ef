"""As many bytes as a server gives: ranged GETs over many connections, from several processes.

The connections are those of `matinee load`, which cost less than what they measure; each asks for
its next range as soon as the last one is here. The same client is used for both sides of a
comparison.
"""

import multiprocessing
import random
import time
from dataclasses import dataclass

from matinee.capacity import load as viewers
from matinee.capacity.load import Flood, Wish


@dataclass(frozen=True)
class Load:
    """What to ask for: ranges of `piece_bytes` of a file of `size_bytes` for `seconds`."""

    host: str
    port: int
    path: str
    size_bytes: int
    connections: int = 32
    piece_bytes: int = 1024 * 1024
    seconds: float = 4.0
    processes: int = 2
    seed: int = 7


def run(load: Load) -> Flood:
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
    return Flood(sum(got for got, _ in counts), sum(done for _, done in counts), elapsed)


def _drive(
    load: Load, share: int, seed: int, results: "multiprocessing.SimpleQueue[tuple[int, int]]"
) -> None:
    chance = random.Random(seed)

    def wish() -> Wish:
        start = chance.randrange(0, load.size_bytes - load.piece_bytes)
        span = f"Range: bytes={start}-{start + load.piece_bytes - 1}\r\n"
        return Wish(load.path, span, 206, load.piece_bytes)

    to = viewers.place(f"http://{load.host}:{load.port}")
    try:
        found = viewers.run(viewers.flood(to, wish, connections=share, seconds=load.seconds))
        results.put((found.received_bytes, found.requests))
    except viewers.Failed as failed:
        print(f"load: {failed}")
        results.put((-1, 0))
