"""As many bytes as a server gives: ranged GETs over many connections, from several processes.

The connections are those of `matinee load`, which cost less than what they measure; each asks for
its next range as soon as the last one is here. The same client is used for both sides of a
comparison.
"""

import asyncio
import multiprocessing
import random
import time
from dataclasses import dataclass

from matinee.capacity.load import Failed, Line, Place, place, run


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


def flood(load: Load) -> Outcome:
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


def _drive(
    load: Load, share: int, seed: int, results: "multiprocessing.SimpleQueue[tuple[int, int]]"
) -> None:
    try:
        results.put(run(_asked(load, share, seed)))
    except Failed as failed:
        print(f"load: {failed}")
        results.put((-1, 0))


async def _asked(load: Load, share: int, seed: int) -> tuple[int, int]:
    to, chance = place(f"http://{load.host}:{load.port}"), random.Random(seed)
    until = time.monotonic() + load.seconds
    counts = await asyncio.gather(*(_ask(to, load, chance, until) for _ in range(share)))
    return sum(got for got, _ in counts), sum(done for _, done in counts)


async def _ask(to: Place, load: Load, chance: random.Random, until: float) -> tuple[int, int]:
    received = requests = 0
    with Line(to) as line:
        while time.monotonic() < until:
            start = chance.randrange(0, load.size_bytes - load.piece_bytes)
            span = f"Range: bytes={start}-{start + load.piece_bytes - 1}\r\n"
            answer = await line.ask(load.path, span)
            if answer.status != 206 or answer.length != load.piece_bytes:
                raise Failed(f"status {answer.status}", f"{answer.length} bytes")
            received += answer.length
            requests += 1
    return received, requests
