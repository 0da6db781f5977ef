"""Prepared segments by way of a CDN: links that are the same for everybody, and whether it works.

A CDN asks this server, keeps what it is given, and gives it to whoever has the address. So an
address is signed and short-lived: `<MATINEE_CDN_URL>/api/cdn/<link>/<track>/<name>`, where the link
names one plan and ends after six to twelve hours. It opens what is prepared of that plan, nothing
else, and makes nothing. All viewers of those hours have the same one: a CDN needs to know nothing
of it, and keeps a segment once.

Playlists name the CDN only while it is known to work: it is asked every minute, as a browser would.
"""

import functools
import logging
import threading
from dataclasses import dataclass
from typing import Final

from matinee.kit import clock, tokens
from matinee.kit.errors import Gone, Unauthorized
from matinee.kit.services import Services

log = logging.getLogger(__name__)
PATH: Final = "/api/cdn/"
WELL: Final = "matinee"
LOOK_S: Final = 60.0
_WINDOW_S: Final = 6 * 3600
_ASK_S: Final = 5.0
_FOR_SEGMENTS, _FOR_CHECK = "cdn", "cdn-check"
_MOST_READ: Final = 1024
_MOST_LINK: Final = 600
ORIGIN: Final = "https://matinee.invalid"  # of no page: what lets it in lets in any


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens, and when it ends (epoch seconds). Without a plan: only the check."""

    asset_id: str
    plan: str
    ends_s: float


class Cdn:
    """The CDN of one library, and what was seen of it last. Safe from any thread."""

    def __init__(self, base: str, key: bytes) -> None:
        self.base, self._key = base.rstrip("/"), key
        self.why: str | None = "it was not asked yet"
        self._lock = threading.Lock()

    @property
    def works(self) -> bool:
        """Whether it gave what it was asked for when it was asked last."""
        return self.why is None

    def prefix(self, asset_id: str, plan: str) -> str:
        """Return the address under which the tracks of a plan lie, without a slash at its end."""
        said = {"k": _FOR_SEGMENTS, "a": asset_id, "p": plan}
        ends = (clock.epoch() // _WINDOW_S + 2) * _WINDOW_S
        return f"{self.base}{PATH}{tokens.sign(self._key, said, expires_at=ends)}"

    def look(self) -> None:
        """Ask it for a word of this server, and remember whether it came."""
        with self._lock:
            why = self._ask()
            if why != self.why and (why is not None or self.why != "it was not asked yet"):
                log.warning("The CDN %s", f"does not serve: {why}" if why else "serves again")
            self.why = why

    def _ask(self) -> str | None:
        """Return what is wrong with it, None where nothing is."""
        import httpx

        ends = clock.epoch() + 600
        sealed = tokens.sign(self._key, {"k": _FOR_CHECK}, expires_at=ends)
        try:
            answer = httpx.get(
                f"{self.base}{PATH}{sealed}/check", timeout=_ASK_S, headers={"Origin": ORIGIN}
            )
        except httpx.TimeoutException:
            return "it takes too long"
        except (httpx.HTTPError, httpx.InvalidURL):
            return "it does not answer"
        if answer.status_code != 200:
            return f"it answers {answer.status_code}"
        if answer.text != WELL:
            return "it answers with something that is not of this server"
        if answer.headers.get("access-control-allow-origin") != "*":
            return "it takes the header Access-Control-Allow-Origin out of the answers"
        return None


_cdns: dict[tuple[str, bytes], Cdn] = {}
_cdns_lock = threading.Lock()


def cdn_of(services: Services) -> Cdn | None:
    """Return the CDN of this library, None where it has none."""
    base = services.settings.cdn_url
    if base is None:
        return None
    key = (base, services.secrets.grant_key)
    with _cdns_lock:
        if key not in _cdns:
            _cdns[key] = Cdn(*key)
        return _cdns[key]


def begin(services: Services) -> None:
    """Ask the CDN once, beside everything else."""
    cdn = cdn_of(services)
    if cdn is not None:
        threading.Thread(target=cdn.look, name="cdn", daemon=True).start()


def opened(key: bytes, token: str) -> Link:
    """Return what a link opens. Raises Unauthorized "altered", and Gone when it has ended: then
    players take the way of their grant."""
    if len(token) > _MOST_LINK:
        raise Unauthorized("This link has been altered.", code="altered")
    link = _read(key, token)
    if clock.epoch() >= link.ends_s:
        raise Gone("This link has ended.", fix="Open the title again.", code="expired")
    return link


@functools.lru_cache(maxsize=_MOST_READ)
def _read(key: bytes, token: str) -> Link:
    payload = tokens.verify(key, token, now=0.0)
    kind = payload.get("k")
    if kind == _FOR_CHECK:
        return Link("", "", float(payload["exp"]))
    if kind != _FOR_SEGMENTS:
        raise Unauthorized("This link has been altered.", code="altered")
    return Link(payload["a"], payload["p"], float(payload["exp"]))
