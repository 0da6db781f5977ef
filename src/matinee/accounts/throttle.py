"""Slowing down who guesses: failures counted per account and address, kept in memory."""

import time
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from matinee.kit.errors import RateLimited

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

_PAIR_A_MINUTE = 5
_ADDRESS_A_MINUTE = 20
_ACCOUNT_AN_HOUR = 60


class Throttle:
    """Counts failed sign-ins; a success does not undo them, time does."""

    @cached_property
    def _window(self) -> "MovingWindowRateLimiter":
        from limits.storage import MemoryStorage  # a quarter of a second nobody needs at start
        from limits.strategies import MovingWindowRateLimiter

        return MovingWindowRateLimiter(MemoryStorage())

    def check(self, account: str, address: str) -> None:
        """Raise RateLimited when this account or address has failed too often."""
        for limit, key in _keys(account, address):
            if not self._window.test(limit, *key):
                stats = self._window.get_window_stats(limit, *key)
                wait_s = max(1.0, stats.reset_time - time.time())
                raise RateLimited("Too many attempts to sign in.", retry_after_s=wait_s)

    def failed(self, account: str, address: str) -> None:
        """Count one failure."""
        for limit, key in _keys(account, address):
            self._window.hit(limit, *key)


def _keys(account: str, address: str) -> Iterator[tuple["RateLimitItem", tuple[str, ...]]]:
    from limits import RateLimitItemPerHour, RateLimitItemPerMinute

    yield RateLimitItemPerMinute(_PAIR_A_MINUTE), ("pair", account, address)
    yield RateLimitItemPerMinute(_ADDRESS_A_MINUTE), ("address", address)
    yield RateLimitItemPerHour(_ACCOUNT_AN_HOUR), ("account", account)
