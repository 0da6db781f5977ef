"""What a position means: how far, started, completed, stale. Seconds throughout."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from matinee.engine import Marker

COMPLETED_FROM = 0.95
CREDITS_FROM = 0.8  # credits before this part of a title are not its last
CREDITS_REST_S = 300.0  # the longest that may come after the credits: a scene, what comes next
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


def may_be_at_credits(standing: Standing) -> bool:
    """Say whether it matters where the credits of a title begin."""
    if standing.completed or standing.duration_s is None:
        return False
    return standing.position_s >= standing.duration_s * CREDITS_FROM


def at_credits(standing: Standing, markers: Iterable[Marker]) -> Standing:
    """Count a title as completed from the credits at its end on, wherever they begin.

    What comes after them is not counted: whoever watches it has seen the rest.
    """
    if not may_be_at_credits(standing) or standing.duration_s is None:
        return standing
    last = [
        marker
        for marker in markers
        if marker.kind == "credits"
        and marker.start_s >= standing.duration_s * CREDITS_FROM
        and marker.end_s >= standing.duration_s - CREDITS_REST_S
    ]
    completed = any(standing.position_s >= marker.start_s for marker in last)
    return replace(standing, completed=completed)


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
