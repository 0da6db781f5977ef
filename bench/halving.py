"""Workers held to half a core: each is pinned to one, and two take turns on it by signals.

A control group would be rounder, but needs rights that not every machine gives. A worker that has a
whole core every other half second, and nothing in between, has half of one, whatever it does.
"""

import contextlib
import os
import signal
import threading
from collections.abc import Generator, Sequence

from bench.processes import CORES, tree

HALF_TURN_S = 0.5


def pin(pid: int, place: int) -> None:
    """Give a process that has just started, and all it will start, one core: the place's."""
    os.sched_setaffinity(pid, {place // 2 % CORES})


@contextlib.contextmanager
def taking_turns(pids: Sequence[int]) -> Generator[None]:
    """Let those of even places run half of the time, and those of odd places the other half."""
    over = threading.Event()

    def turn() -> None:
        now = 0
        while not over.wait(HALF_TURN_S):
            now = 1 - now
            for place, pid in enumerate(pids):
                if place % 2 != now:
                    _tell(pid, signal.SIGSTOP)
            for place, pid in enumerate(pids):
                if place % 2 == now:
                    _tell(pid, signal.SIGCONT)

    thread = threading.Thread(target=turn, name="turns", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for pid in pids:
            _tell(pid, signal.SIGCONT)


def _tell(pid: int, what: signal.Signals) -> None:
    for one in tree(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, what)
