"""Time: the only place that asks the machine what time it is."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, UTC and aware."""
    return datetime.now(UTC)


def epoch() -> float:
    """Return seconds since 1970-01-01 UTC, for expiry stamps."""
    return time.time()


def monotonic() -> float:
    """Return seconds of a clock that never goes back, for spans and deadlines."""
    return time.monotonic()


def local() -> datetime:
    """Return the present moment in the zone of this machine, for what depends on day and night."""
    return datetime.now().astimezone()


def to_local(at: datetime) -> datetime:
    """Return a moment in the zone of this machine."""
    return at.astimezone(local().tzinfo)
