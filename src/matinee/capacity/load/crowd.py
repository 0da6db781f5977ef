"""Many viewers at once, in one process: they arrive one after the other, watch, and go."""

import asyncio
import contextlib
import random
import resource
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import uvloop

from matinee.capacity.load.figures import PICTURE, SOUND, Figures, percentile
from matinee.capacity.load.line import Place
from matinee.capacity.load.viewer import House, Opens, Viewer
from matinee.kit import descriptors
from matinee.kit.errors import Invalid

_T = TypeVar("_T")
_SPARE_FILES = 100
_GRACE_S = 5.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many come, how long all of them stay, and over how long they arrive. Seconds."""

    viewers: int
    seconds: float
    spread_s: float
    timeout_s: float = 30.0
    """After this an answer is not waited for any more."""
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Tick:
    """What a second brought."""

    elapsed_s: float
    watching: int
    bits_per_s: float
    segments_per_s: float
    p99_s: float | None
    errors: int
    stalls: int


Say = Callable[[Tick], None]


def run(main: Coroutine[Any, Any, _T]) -> _T:
    """Run on uvloop, which takes in more than asyncio's own loop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)


def allow_files(viewers: int) -> None:
    """Let this process open two connections a viewer. Raises Invalid where the system does not."""
    needed = viewers * 2 + _SPARE_FILES
    allowed = descriptors.allow(needed)
    if allowed < needed:
        raise Invalid(
            f"{viewers:,} viewers need {needed:,} open files, and this system allows {allowed:,}.",
            fix=f"Raise it (ulimit -Hn {needed}), or load with fewer viewers.",
        )


async def watch(to: Place, opens: Sequence[Opens], crowd: Crowd, say: Say | None) -> Figures:
    """Have a crowd watch; the title of each is the next of `opens`.

    Ctrl+C ends it at once: what was measured so far is returned, and says so.
    """
    allow_files(crowd.viewers)
    chance = random.Random(crowd.seed)  # noqa: S311 - where people begin is no secret
    begun, cpu = time.perf_counter(), _cpu_s()
    all_here = begun + crowd.spread_s
    house = House(to, all_here + crowd.seconds, crowd.timeout_s)
    watching = [
        asyncio.create_task(
            Viewer(
                house, opens[number % len(opens)],
                begun + crowd.spread_s * number / crowd.viewers, chance.random(),
            ).watch()
        )
        for number in range(crowd.viewers)
    ]  # fmt: skip
    stop = asyncio.Event()
    figures = house.figures
    with _interruptible(stop):
        ticker = asyncio.create_task(_tick(figures, begun, say)) if say else None
        try:
            await _wait(stop, all_here)
            counted = (time.perf_counter(), figures.received_bytes, figures.segments)
            await _wait(stop, house.until)
            now = time.perf_counter()
            if now > counted[0] >= all_here:
                figures.steady_s = now - counted[0]
                figures.steady_bytes = figures.received_bytes - counted[1]
                figures.steady_segments = figures.segments - counted[2]
            figures.elapsed_s = now - begun
            if not stop.is_set():  # what was asked for in time may still come
                await _wait_for(watching, stop, crowd.timeout_s + _GRACE_S)
        finally:
            figures.stopped = stop.is_set()
            figures.cpu_s = _cpu_s() - cpu
            for task in (*watching, *([ticker] if ticker else [])):
                task.cancel()
            ended = await asyncio.gather(*watching, return_exceptions=True)
    for result in ended:
        if isinstance(result, Exception):
            raise result
    return figures


async def _wait(stop: asyncio.Event, until: float) -> None:
    left = until - time.perf_counter()
    if left > 0 and not stop.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(left):
                await stop.wait()


async def _wait_for(
    tasks: Sequence["asyncio.Task[None]"], stop: asyncio.Event, most_s: float
) -> None:
    stopping = asyncio.create_task(stop.wait())
    done = asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.wait([stopping, done], timeout=most_s, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()


@contextlib.contextmanager
def _interruptible(stop: asyncio.Event) -> Any:
    loop = asyncio.get_running_loop()
    handled = False
    with contextlib.suppress(ValueError, RuntimeError):  # not the main thread: nobody presses there
        loop.add_signal_handler(signal.SIGINT, stop.set)
        handled = True
    try:
        yield
    finally:
        if handled:
            loop.remove_signal_handler(signal.SIGINT)


async def _tick(figures: Figures, begun: float, say: Say) -> None:
    before = (time.perf_counter(), figures.received_bytes, 0, 0)
    while True:
        await asyncio.sleep(1)
        now = time.perf_counter()
        pictures, sounds = figures.times[PICTURE], figures.times[SOUND]
        fresh = [*pictures[before[2] :], *sounds[before[3] :]]
        took = now - before[0]
        say(
            Tick(
                elapsed_s=now - begun,
                watching=figures.watching,
                bits_per_s=(figures.received_bytes - before[1]) * 8 / took,
                segments_per_s=len(fresh) / took,
                p99_s=percentile(fresh, 0.99),
                errors=figures.errors.total(),
                stalls=figures.stalls,
            )
        )
        before = (now, figures.received_bytes, len(pictures), len(sounds))


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
