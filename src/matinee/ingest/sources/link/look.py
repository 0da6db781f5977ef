"""Looking at a link before it is brought in: what it is, in which qualities, and its picture."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from matinee.ingest import guard
from matinee.ingest.sources.link import cookies, failures, process, received
from matinee.ingest.sources.link.facts import Facts
from matinee.kit import clock
from matinee.kit.errors import RateLimited
from matinee.kit.ids import new_id
from matinee.kit.services import Services

_KEEP_S = 600.0
_KEEP = 64
_AT_ONCE = 4
_WAIT_S = 20.0


@dataclass
class _Recent:
    """What was looked at lately, by address; forgotten after ten minutes."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: OrderedDict[tuple[str, str], tuple[float, Facts]] = field(default_factory=OrderedDict)

    def get(self, key: tuple[str, str]) -> Facts | None:
        with self.lock:
            kept = self.found.get(key)
            return kept[1] if kept and clock.monotonic() - kept[0] < _KEEP_S else None

    def put(self, key: tuple[str, str], facts: Facts) -> None:
        with self.lock:
            self.found[key] = (clock.monotonic(), facts)
            self.found.move_to_end(key)
            while len(self.found) > _KEEP:
                self.found.popitem(last=False)


_recent = _Recent()
_places = threading.BoundedSemaphore(_AT_ONCE)


def tidy(url: str) -> str:
    """Return a link that can be fetched. Raises Invalid "not_a_link"."""
    found = guard.tidy_url(url)
    if found is None:
        raise failures.error("not_a_link")
    return found


def look(services: Services, url: str) -> Facts:
    """Return what is known of a link, asking the site unless it was asked a moment ago.

    Bounded in time. Raises the error that says why nothing can be brought in from it.
    """
    url = tidy(url)
    known = recent(services, url)
    if known is not None:
        return known
    if not _places.acquire(timeout=_WAIT_S):
        raise RateLimited("Too many links are being looked at.", retry_after_s=10, code="busy")
    staging = services.store.staging(f"look-{new_id()}")
    try:
        ask = process.Ask(
            url=url, staging=staging, fetch=False, cookies=cookies.for_link(services, url)
        )
        for message in process.run(services, ask, deadline_s=process.PATIENCE.info_s):
            facts = received.read(message["facts"])
            _recent.put(_key(services, url), facts)
            return facts
        raise failures.error("crashed")
    finally:
        services.store.drop_staging(staging.name)
        _places.release()


def recent(services: Services, url: str) -> Facts | None:
    """Return what was found lately behind a link, None when it was not looked at."""
    return _recent.get(_key(services, url))


def forget() -> None:
    """Drop everything remembered: cookies have changed, answers may too."""
    with _recent.lock:
        _recent.found.clear()


def _key(services: Services, url: str) -> tuple[str, str]:
    return (str(services.store.data), guard.normal_url(url))
