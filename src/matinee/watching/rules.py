"""What a position means: how far, started, completed, stale. Seconds throughout."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

COMPLETED_FROM = 0.95
STARTED_AFTER_S = 5.0
STARTED_FROM = 0.01
OVERRUN_S, OVERRUN = 5.0, 0.02  # clocks of players and containers disagree by a little
LONGEST_S = 10_000_000.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A position weighed against the length of its media."""

    position_s: float
    duration_s: float | None
    percent: float
    completed: bool


def weigh(position_s: float, told_s: float | None, known_s: float | None) -> Standing | None:
    """Weigh a position by the library's duration, or by the player's where the library has none.

    None when it cannot be: not a number, negative, or well beyond the end.
    """
    duration_s = _usable(known_s) or _usable(told_s)
    if not math.isfinite(position_s) or not 0 <= position_s <= LONGEST_S:
        return None
    if duration_s is None:
        return Standing(position_s, None, 0.0, completed=False)
    if position_s > duration_s + max(OVERRUN_S, duration_s * OVERRUN):
        return None
    position_s = min(position_s, duration_s)
    part = position_s / duration_s
    return Standing(position_s, duration_s, round(part * 100, 2), part >= COMPLETED_FROM)


def is_started(standing: Standing) -> bool:
    """Say whether somebody has begun to watch, and not just looked in."""
    return standing.position_s > STARTED_AFTER_S or standing.percent >= STARTED_FROM * 100


def seen_at(now: datetime, at: datetime | None, sent_at: datetime | None) -> datetime:
    """Return when a position was true, by the server's clock.

    A player may say when it saw the position (`at`) and when it sent it (`sent_at`), both by its
    own clock, which may be wrong: only the span between the two is then believed. A moment still
    to come is now.
    """
    if at is None:
        return now
    if sent_at is not None:
        return now - max(sent_at - at, timedelta(0))
    return min(at, now)


def _usable(duration_s: float | None) -> float | None:
    if duration_s is None or not math.isfinite(duration_s) or not 0 < duration_s <= LONGEST_S:
        return None
    return duration_s
