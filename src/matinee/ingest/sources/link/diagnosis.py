"""Why yt-dlp gave up: its chain of exceptions and words turned into one of our codes.

Runs in the child. Types are asked first; words only where yt-dlp offers nothing else.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from matinee.ingest import guard
from matinee.ingest.sources.link.choice import NoSuchFormat

_WORDS: tuple[tuple[str, str], ...] = (
    ("not_a_link", r"no connection adapters|invalidschema|unsupported url scheme"),
    ("private_video", r"private video|video is private|this video is only visible to|is private\b"),
    ("drm", r"\bdrm\b|widevine|fairplay"),
    ("sign_in", (r"sign in|log ?in|logged in|registered users|members[- ]only|subscri|"
                r"account (?:is )?required|cookies|authenticat|password|confirm your age|"
                r"age[- ]restrict")),
    ("geo", r"geo|your (?:country|location|region)|not available in your"),
    ("live", r"is offline|not currently live|live event will begin|premieres in|upcoming"),
    ("gone", r"removed|deleted|terminated|no longer available|does not exist|unavailable"),
    ("rate_limited", r"too many requests|rate.?limit|\b429\b"),
    ("no_space", r"no space left|errno 28|errno 122|disk quota"),
    ("too_large", r"file too large|errno 27|max-filesize"),
    ("no_video", r"no video formats|unsupported url|no media|there(?:'s| is) no video"),
    ("unknown_host", (r"failed to resolve|name or service|name resolution|nodename|getaddrinfo|"
                     r"no address associated")),
    ("timed_out", r"timed? ?out"),
    ("tls", r"certificate|ssl"),
    ("incomplete", (r"incomplete|bytes read|content too short|did not get any data|"
                   r"giving up after|fragment")),
    ("unreachable", (r"refused|unreachable|reset by peer|connection (?:aborted|broken)|"
                    r"remote end closed")),
)  # fmt: skip


class Stopped(Exception):
    """Raised by our own code inside of yt-dlp to end it with a given code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def diagnose(error: BaseException) -> str:
    """Return the code of a failure."""
    chain = list(_chain(error))
    for one in chain:
        code = _by_type(one)
        if code is not None:
            return code
    said = " | ".join(str(one) for one in chain)
    for code, pattern in _WORDS:
        if re.search(pattern, said, re.IGNORECASE):
            return code
    return "changed"


def _by_type(error: BaseException) -> str | None:
    if isinstance(error, Stopped):
        return error.code
    if isinstance(error, guard.Refused) or guard.MARK in str(error):
        return "private_address"
    if isinstance(error, NoSuchFormat):
        return "no_format"
    status = getattr(error, "status", None)
    if isinstance(status, int) and type(error).__name__ == "HTTPError":
        if getattr(error, "redirect_loop", False):
            return "too_many_redirects"
        return _by_status(status)
    named = {
        "GeoRestrictedError": "geo",
        "UserNotLive": "live",
        "UnsupportedError": "no_video",
        "CertificateVerifyError": "tls",
        "ContentTooShortError": "incomplete",
        "IncompleteRead": "incomplete",
        "UnsupportedRequest": "not_a_link",
    }.get(type(error).__name__)
    if named is not None:
        return named
    if isinstance(error, ssl.SSLCertVerificationError):
        return "tls"
    if isinstance(error, socket.gaierror):
        return "unknown_host"
    if isinstance(error, TimeoutError):
        return "timed_out"
    if isinstance(error, MemoryError):
        return "page_too_large"
    return None


def _by_status(status: int) -> str:
    if status in {404, 410}:
        return "not_found"
    if status == 401:
        return "sign_in"
    if status == 429:
        return "rate_limited"
    if status == 451:
        return "geo"
    return "site_error" if status >= 500 else "forbidden"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and everything it says it came from, each once."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        held = getattr(one, "exc_info", None)
        waiting += [
            getattr(one, "cause", None),
            held[1] if isinstance(held, tuple) and len(held) > 1 else None,
            one.__cause__,
            one.__context__,
            getattr(one, "reason", None),
            *[part for part in one.args if isinstance(part, BaseException)],
        ]
