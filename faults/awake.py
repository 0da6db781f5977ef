"""A clock that stands still while the machine does: a suspended or overloaded machine, whose
processes all wait, says nothing about how long a server takes."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S = 300.0
_TICK_S = 0.05
_MOST_S = 1.0
"""A tick that took longer counts as this much: nothing that is measured here was going on."""


class _Clock:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted_s = 0.0
        self._last = time.monotonic()
        threading.Thread(target=self._tick, name="awake", daemon=True).start()

    def _tick(self) -> None:
        while True:
            time.sleep(_TICK_S)
            self.now()

    def now(self) -> float:
        with self._lock:
            now = time.monotonic()
            self._counted_s += min(now - self._last, _MOST_S)
            self._last = now
            return self._counted_s


_clock = _Clock()


def now_s() -> float:
    """Return seconds that only ever rise, without those in which everything stood still."""
    return _clock.now()


def until(true: Callable[[], T | None], what: str, timeout_s: float = PATIENCE_S) -> T:
    """Wait for something true and return it. Raises TimeoutError saying what never came."""
    ends_s = now_s() + timeout_s
    while not (found := true()):
        if now_s() > ends_s:
            raise TimeoutError(f"never: {what}")
        time.sleep(0.03)
    return found
