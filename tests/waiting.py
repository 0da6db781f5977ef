"""Waiting until something is so, with a deadline."""

import threading
import time
from collections.abc import Callable
from typing import Any


def until(
    true: Callable[[], Any],
    timeout_s: float = 60.0,
    what: str = "it did not come to that in time",
) -> Any:
    """Return what a question answers as soon as that is something. Raises AssertionError."""
    deadline = time.monotonic() + timeout_s
    pause = threading.Event()
    while not (found := true()):
        assert time.monotonic() < deadline, what
        pause.wait(0.02)
    return found
