"""What this machine can encode while somebody watches, learned from what it encodes.

A rung that is made slower than it is watched only makes viewers wait; such rungs are not offered
unless they are prepared.
"""

import os
import threading

from matinee.streaming.rules import Ability

FIRST_PIXELS_S = 30e6  # a core, before anything was encoded: 1080p at 24 pictures a second on two
LEAST_PIXELS_S = 15e6  # a core: a busy moment does not take 720p away
RESERVED_PIXELS_S = 120e6  # two viewers of 1080p: what is beyond may be spent on AV1
WEIGHT = 0.15  # of the newest measurement


class Measured:
    """Pixels encoded in a second of work, averaged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.cores = os.cpu_count() or 1
        self._pixels_s = FIRST_PIXELS_S * self.cores

    def learn(self, pixels: float, seconds: float) -> None:
        """Take a measurement in: so many pixels took so long."""
        if seconds <= 0 or pixels <= 0:
            return
        with self._lock:
            self._pixels_s += WEIGHT * (pixels / seconds - self._pixels_s)
            self._pixels_s = max(self._pixels_s, LEAST_PIXELS_S * self.cores)

    @property
    def pixels_s(self) -> float:
        """What can be encoded, in pixels a second."""
        return self._pixels_s


MEASURED = Measured()


def now() -> Ability:
    """Return what this machine can encode now."""
    pixels_s = MEASURED.pixels_s
    spare = min(pixels_s - RESERVED_PIXELS_S, pixels_s / MEASURED.cores)  # AV1 keeps to one core
    return Ability(pixels_s, spare_pixels_s=max(0.0, spare))
