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
    """Return what a question answers as soon as that is something. Raises AssertionError.

    What takes long is asked after less often: asking takes the processor from what is waited for.
    """
    began = time.monotonic()
    pause = threading.Event()
    while not (found := true()):
        waited_s = time.monotonic() - began
        assert waited_s < timeout_s, what
        pause.wait(min(0.2, max(0.02, waited_s / 20)))
    return found
