"""Letting nginx send what was decided here (`X-Accel-Redirect`).

Who may have a file, and whether what the client kept of it is still good, is weighed here. nginx is
told a path and sends the bytes, by ranges. Nobody else must ever be told one, so three things have
to be so at once: the owner has set the internal address; the connection itself, whatever is said on
it, comes from a trusted proxy; and the request carries `X-Matinee-Accel`, which our configuration
of nginx sets over whatever a client wrote. A proxy that knows nothing of this gets bytes.

The path is that which the kernel gives for the descriptor that was opened and checked: it has no
link in it, and nginx is told to follow none. Whoever may write in that folder can still put another
file in its place before nginx opens it, and then that one is sent: it is within the same jail, and
the next answer has another ETag (decision 0033).
"""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote_from_bytes

from uvicorn.middleware.proxy_headers import _TrustedHosts

from matinee.kit.serve.opening import SendableFile

ACCEL: Final = "matinee.accel"
WANTED: Final = "x-matinee-accel"
CONDITIONS: Final = (
    "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "range", "if-range",
)  # fmt: skip
_WEIGHED: Final = frozenset(name.encode() for name in CONDITIONS)
_WANTED: Final = WANTED.encode()
MOST_BYTES: Final = 8192  # the configuration gives nginx 16 KiB for all headers of an answer
_GONE: Final = b" (deleted)"


Headers = list[tuple[bytes, bytes]]


class Accel:
    """What is offered to connections from trusted proxies: the ASGI extension `matinee.accel`."""

    def __init__(
        self,
        prefix: str,
        proxies: Sequence[str],
        at_once: Callable[[Any, str], bytes | None] | None = None,
    ) -> None:
        """`prefix` is nginx's internal location for `/`, without a slash at its end.

        `at_once` gets a scope and the prefix, and returns the header lines of an answer that needs
        nobody to wait: then no task is begun for it. None: the application answers.
        """
        self.extension = {"prefix": prefix}
        self._at_once = at_once
        self._trusted = _TrustedHosts(list(proxies))  # read as X-Forwarded-For's are

    def trusts(self, peer: tuple[str, int] | None) -> bool:
        """Say whether this is the other end of a connection from a trusted proxy."""
        return peer is not None and peer[0] in self._trusted

    def at_once(self, scope: Any) -> bytes | None:
        """Return the header lines of an answer that nginx completes, where that can be said now."""
        return self._at_once and self._at_once(scope, self.extension["prefix"])


def plainly_wanted(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Say whether nginx wants to send, and nothing but the whole of it is asked for."""
    wanted = False
    for name, value in headers:
        if name in _WEIGHED:
            return False
        if name == _WANTED:
            wanted = bool(value)
    return wanted


def address(prefix: str, source: SendableFile) -> str | None:
    """Return the internal address of an open file, percent-encoded byte for byte.

    None where nginx could not open it: it lies in memory only, has holes, was deleted or replaced
    meanwhile, its name is longer than headers may be, or the system does not tell its path.
    """
    if source.fetching is not None:
        return None  # nginx would send its holes
    try:
        path = os.readlink(b"/proc/self/fd/%d" % source.file.fileno())  # noqa: PTH115 - bytes
    except OSError:
        return None
    # A file that is really called so is sent by us, too: rare, and never wrong.
    if not path.startswith(b"/") or path.endswith(_GONE):
        return None
    told = prefix + quote_from_bytes(path, safe="/")
    return told if len(told) <= MOST_BYTES else None
