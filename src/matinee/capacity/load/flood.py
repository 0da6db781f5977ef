"""As much as a server gives: each connection asks for the next thing as soon as it has the last."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matinee.capacity.load.line import Failed, Line, Place


@dataclass(frozen=True, slots=True)
class Flood:
    """Bytes of bodies received, requests finished, and the seconds it took."""

    received_bytes: int
    requests: int
    seconds: float

    @property
    def mb_per_s(self) -> float:
        """Megabytes (10^6) a second."""
        return self.received_bytes / self.seconds / 1e6


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: an address, more header lines, the status and length it must have."""

    path: str
    headers: str = ""
    status: int = 200
    length: int | None = None


async def flood(
    to: Place, wishes: Callable[[], Wish], *, connections: int, seconds: float
) -> Flood:
    """Ask over so many connections for so long. Raises Failed at the first wrong answer."""
    begun = time.perf_counter()
    counts = await asyncio.gather(*(_ask(to, wishes, begun + seconds) for _ in range(connections)))
    took = time.perf_counter() - begun
    return Flood(sum(got for got, _ in counts), sum(done for _, done in counts), took)


def any_of(paths: Sequence[str], seed: int = 7) -> Callable[[], Wish]:
    """Wish for one of these addresses after the other, in no order."""
    chance = random.Random(seed)  # noqa: S311 - which one is no secret
    wishes = [Wish(path) for path in paths]
    return lambda: chance.choice(wishes)


async def _ask(to: Place, wishes: Callable[[], Wish], until: float) -> tuple[int, int]:
    received = requests = 0
    with Line(to) as line:
        while time.perf_counter() < until:
            wish = wishes()
            answer = await line.ask(wish.path, wish.headers)
            if answer.status != wish.status or wish.length not in {None, answer.length}:
                raise Failed(f"status {answer.status}", f"{answer.length} bytes")
            received += answer.length
            requests += 1
    return received, requests
