"""What simulated viewers saw: times, stalls, failures and bytes."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

PICTURE, SOUND, START = "picture", "sound", "start"
KINDS: Final = (START, PICTURE, SOUND)
LAG_S: Final = 0.1
"""Who asks this much later than wanted measures the machine that asks."""


def _times() -> dict[str, "array[float]"]:
    return {kind: array("d") for kind in KINDS}


@dataclass
class Figures:
    """All that was measured so far. Times are seconds."""

    times: dict[str, "array[float]"] = field(default_factory=_times)
    lags: "array[float]" = field(default_factory=lambda: array("d"))
    """How late this program was to ask, each time it waited to."""
    errors: "Counter[str]" = field(default_factory=Counter[str])
    stalls: int = 0
    stalled_s: float = 0.0
    received_bytes: int = 0
    watching: int = 0
    """Viewers whose first segments are there."""
    elapsed_s: float = 0.0
    steady_s: float = 0.0
    """How long all were there, and the bytes of that time."""
    steady_bytes: int = 0
    steady_segments: int = 0
    cpu_s: float = 0.0
    """Of this program."""
    stopped: bool = False
    """Whether somebody ended it before its time."""

    @property
    def segments(self) -> int:
        """Segments that came whole."""
        return len(self.times[PICTURE]) + len(self.times[SOUND])

    @property
    def bits_per_s(self) -> float:
        """What was received, while all were there; before that, over all the time."""
        if self.steady_s > 0:
            return self.steady_bytes * 8 / self.steady_s
        return self.received_bytes * 8 / self.elapsed_s if self.elapsed_s > 0 else 0.0

    @property
    def segments_per_s(self) -> float:
        """The same of segments."""
        if self.steady_s > 0:
            return self.steady_segments / self.steady_s
        return self.segments / self.elapsed_s if self.elapsed_s > 0 else 0.0

    @property
    def p99_s(self) -> float | None:
        """The 99th percentile of picture or sound, whichever is worse; None without any."""
        known = [percentile(self.times[kind], 0.99) for kind in (PICTURE, SOUND)]
        return max((one for one in known if one is not None), default=None)

    @property
    def lag_p99_s(self) -> float:
        """How late this program was to ask, in the worst hundredth."""
        return percentile(self.lags, 0.99) or 0.0


def percentile(values: "array[float] | list[float]", share: float) -> float | None:
    """Return the value below which `share` (0 to 1) of the values lie; None without any.

    Nearest rank: the smallest that at least that share of the values does not exceed.
    """
    if not values:
        return None
    ordered = sorted(values)
    rank = -int(-share * len(ordered) // 1)
    return ordered[min(len(ordered), max(1, rank)) - 1]
