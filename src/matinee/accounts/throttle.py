"""Slowing down who guesses: failures counted per account and address; in memory, or in Redis where
several processes take sign-ins. While Redis is away each counts by itself.
"""

import logging
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from matinee.kit import clock
from matinee.kit.errors import RateLimited

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

log = logging.getLogger(__name__)
T = TypeVar("T")
_PAIR_A_MINUTE = 5
_ADDRESS_A_MINUTE = 20
_ACCOUNT_AN_HOUR = 60
_LEFT_ALONE_S = 5.0


class Throttle:
    """Counts failed sign-ins; a success does not undo them, time does."""

    def __init__(self) -> None:
        self._url: str | None = None
        self._alone_until = 0.0

    def share(self, redis_url: str | None) -> None:
        """Count together with other processes from now on; None: alone."""
        if redis_url != self._url:
            self._url = redis_url
            self.__dict__.pop("_shared", None)

    @cached_property
    def _window(self) -> "MovingWindowRateLimiter":
        from limits.storage import MemoryStorage  # a quarter of a second nobody needs at start
        from limits.strategies import MovingWindowRateLimiter

        return MovingWindowRateLimiter(MemoryStorage())

    @cached_property
    def _shared(self) -> "MovingWindowRateLimiter":
        from limits.storage import RedisStorage
        from limits.strategies import MovingWindowRateLimiter

        return MovingWindowRateLimiter(
            RedisStorage(
                str(self._url), key_prefix="matinee:limits", socket_timeout=2.0,
                socket_connect_timeout=2.0,
            )
        )  # fmt: skip

    def check(self, account: str, address: str) -> None:
        """Raise RateLimited when this account or address has failed too often."""
        for limit, key in _keys(account, address):
            wait_s = self._ask(lambda window, limit=limit, key=key: _wait_s(window, limit, key))
            if wait_s is not None:
                raise RateLimited(
                    "Too many attempts to sign in.", retry_after_s=wait_s, code="too_many_attempts"
                )

    def failed(self, account: str, address: str) -> None:
        """Count one failure."""
        for limit, key in _keys(account, address):
            self._ask(lambda window, limit=limit, key=key: window.hit(limit, *key))

    def _ask(self, do: Callable[["MovingWindowRateLimiter"], T]) -> T:
        if self._url is not None and clock.monotonic() >= self._alone_until:
            import redis

            try:
                return do(self._shared)
            except (redis.RedisError, OSError) as error:
                self._alone_until = clock.monotonic() + _LEFT_ALONE_S
                log.warning("sign-ins are counted by this process alone: %s", type(error).__name__)
        return do(self._window)


def _wait_s(
    window: "MovingWindowRateLimiter", limit: "RateLimitItem", key: tuple[str, ...]
) -> float | None:
    if window.test(limit, *key):
        return None
    return max(1.0, window.get_window_stats(limit, *key).reset_time - time.time())


def _keys(account: str, address: str) -> Iterator[tuple["RateLimitItem", tuple[str, ...]]]:
    from limits import RateLimitItemPerHour, RateLimitItemPerMinute

    yield RateLimitItemPerMinute(_PAIR_A_MINUTE), ("pair", account, address)
    yield RateLimitItemPerMinute(_ADDRESS_A_MINUTE), ("address", address)
    yield RateLimitItemPerHour(_ACCOUNT_AN_HOUR), ("account", account)
