"""Slowing down who guesses: failures counted per account and address, kept in memory."""

import time
from collections.abc import Iterator

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from matinee.kit.errors import RateLimited

_PER_PAIR = RateLimitItemPerMinute(5)
_PER_ADDRESS = RateLimitItemPerMinute(20)
_PER_ACCOUNT = RateLimitItemPerHour(60)


class Throttle:
    """Counts failed sign-ins; a success does not undo them, time does."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def check(self, account: str, address: str) -> None:
        """Raise RateLimited when this account or address has failed too often."""
        for limit, key in self._keys(account, address):
            if not self._window.test(limit, *key):
                stats = self._window.get_window_stats(limit, *key)
                wait_s = max(1.0, stats.reset_time - time.time())
                raise RateLimited("Too many attempts to sign in.", retry_after_s=wait_s)

    def failed(self, account: str, address: str) -> None:
        """Count one failure."""
        for limit, key in self._keys(account, address):
            self._window.hit(limit, *key)

    def _keys(self, account: str, address: str) -> Iterator[tuple[RateLimitItem, tuple[str, ...]]]:
        yield _PER_PAIR, ("pair", account, address)
        yield _PER_ADDRESS, ("address", address)
        yield _PER_ACCOUNT, ("account", account)
