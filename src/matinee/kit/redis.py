"""Redis: what the processes of one Matinee tell each other. Nothing is kept there that is not
somewhere else too; while it is away, each process goes on by itself.
"""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from matinee.kit import clock
from matinee.kit.errors import Invalid, MatineeError, Unavailable

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)
CHANNEL: Final = "matinee:events"
_PATIENCE_S: Final = 2.0
_LEFT_ALONE_S: Final = 5.0  # after it did not answer: nobody waits for it meanwhile
_LISTEN_S: Final = 1.0
_SCHEMES: Final = ("redis://", "rediss://", "unix://")


def shown(url: str) -> str:
    """Return an address without the secret that may stand in it."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}"


def check_url(url: str) -> None:
    """Raise Invalid where it is no address of a Redis."""
    if not url.startswith(_SCHEMES):
        raise Invalid(
            f"MATINEE_REDIS_URL is no address of a Redis: {shown(url)}.",
            fix="Write it as redis://[:password@]host:6379/0, or rediss:// for TLS.",
        )


def unreachable(url: str, cause: Exception) -> MatineeError:
    """Return the answer where it cannot be used: what it said, without the secret."""
    said = (str(cause).strip().splitlines() or [type(cause).__name__])[0].rstrip(".")
    return Unavailable(
        f"The Redis {shown(url)} cannot be used: {said}.",
        fix="Check MATINEE_REDIS_URL (redis://[:password@]host:6379/0), and that it runs there.",
        code="redis_unreachable",
    )


class Link:
    """A connection to it, which comes back by itself. Its calls may come from any thread."""

    def __init__(self, url: str) -> None:
        import redis
        from redis.exceptions import AuthorizationError

        check_url(url)
        self.url = url
        self._errors = (redis.RedisError, OSError)
        self._client: Redis = redis.Redis.from_url(
            url, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S,
            health_check_interval=15, decode_responses=True,
        )  # fmt: skip
        self._refused = (redis.AuthenticationError, AuthorizationError)
        self._asleep_until = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.at_close: list[Callable[[], None]] = []

    def ping(self) -> float:
        """Return how many seconds it takes to answer. Raises Unavailable with what it said."""
        began = clock.monotonic()
        try:
            self._client.ping()
        except self._errors as cause:
            raise unreachable(self.url, cause) from cause
        return clock.monotonic() - began

    def check(self) -> None:
        """Raise Unavailable where it refuses us, which does not pass; else only say it is away."""
        try:
            self._client.ping()
        except self._refused as cause:
            raise unreachable(self.url, cause) from cause
        except self._errors as cause:
            log.warning("%s Matinee goes on without it.", unreachable(self.url, cause).detail)

    def send(self, words: str) -> None:
        """Tell every other process; what cannot be sent now is lost."""
        self.try_to(lambda client: client.publish(CHANNEL, words))

    def try_to(self, do: Callable[[Any], object]) -> bool:
        """Do something with it where it answers; False, and no waiting, while it is away."""
        if clock.monotonic() < self._asleep_until:
            return False
        try:
            do(self._client)
        except self._errors as cause:
            self._asleep_until = clock.monotonic() + _LEFT_ALONE_S
            log.warning("%s", unreachable(self.url, cause).detail)
            return False
        return True

    def listen(self, hear: Callable[[str], None], missed: Callable[[], None]) -> None:
        """Give everything that others send to `hear`, from a thread of its own; `missed` is told
        when it is back after a while in which something may have been sent."""

        def run() -> None:
            lost = False
            while not self._stop.is_set():
                try:
                    with self._client.pubsub(ignore_subscribe_messages=True) as line:
                        line.subscribe(CHANNEL)
                        if lost:
                            missed()
                        lost = False
                        while not self._stop.is_set():
                            told: Any = line.get_message(timeout=_LISTEN_S)
                            if told is not None:
                                hear(str(told["data"]))
                except self._errors:
                    lost = True
                    self._stop.wait(_LISTEN_S)

        self._thread = threading.Thread(target=run, name="redis", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening, and let its connections go."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2 * _PATIENCE_S)
        for one in self.at_close:
            one()
        self._client.close()
