"""Signed tokens: a JSON payload, an expiry and an HMAC-SHA256 over both, safe in an address.

Layout: base64url(JSON) "." base64url(first 16 bytes of the MAC). 128 bits of MAC cannot be
guessed and keep segment addresses short (RFC 2104 §5 allows truncation to half the hash).
"""

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from matinee.kit.errors import Unauthorized

_MAC_BYTES = 16


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).digest()[:_MAC_BYTES]


def sign(key: bytes, payload: dict[str, Any], *, expires_at: float | None = None) -> str:
    """Return a token carrying `payload`; `expires_at` is epoch seconds, None for never."""
    value = dict(payload)
    if expires_at is not None:
        value["exp"] = int(expires_at)
    body = json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
    return f"{_encode(body)}.{_encode(_mac(key, body))}"


def verify(key: bytes, token: str, *, now: float) -> dict[str, Any]:
    """Return the payload of a token; `now` is epoch seconds.

    Raises Unauthorized with code "altered" or "expired".
    """
    try:
        head, _, tail = token.partition(".")
        body, mac = _decode(head), _decode(tail)
    except (binascii.Error, ValueError) as cause:
        raise Unauthorized("This link has been altered.", code="altered") from cause
    if not hmac.compare_digest(mac, _mac(key, body)) or _encode(mac) != tail:
        raise Unauthorized("This link has been altered.", code="altered")
    payload: dict[str, Any] = json.loads(body)
    if "exp" in payload and now >= payload["exp"]:
        raise Unauthorized("This link has expired.", fix="Open the title again.", code="expired")
    return payload
