"""Whether a bucket gives to pages: what a browser fetches from another origin must name its own.

Asked as a browser would (Fetch standard, CORS check), by the very link that it would get.
"""

import threading
from typing import Final

from matinee.kit import clock

_ASK_S: Final = 5.0
_TRUE_FOR_S: Final = 600.0
_FALSE_FOR_S: Final = 60.0
_MOST_ORIGINS: Final = 100


class Giving:
    """What was found of origins, and remembered for some minutes. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, bool]] = {}

    def gives_to(self, origin: str, link: str) -> bool:
        """Say whether a page of an origin may read what a signed link leads to."""
        now_s = clock.monotonic()
        with self._lock:
            until_s, known = self._known.get(origin, (0.0, False))
        if now_s < until_s:
            return known
        gives = _ask(origin, link)
        with self._lock:
            if len(self._known) >= _MOST_ORIGINS:
                self._known.clear()
            self._known[origin] = (now_s + (_TRUE_FOR_S if gives else _FALSE_FOR_S), gives)
        return gives


def _ask(origin: str, link: str) -> bool:
    import httpx

    headers = {"Origin": origin, "Range": "bytes=0-0"}
    try:
        answer = httpx.get(link, headers=headers, timeout=_ASK_S)
    except httpx.HTTPError:
        return False
    allowed = answer.headers.get("access-control-allow-origin", "")
    return answer.status_code < 300 and allowed in {"*", origin}
