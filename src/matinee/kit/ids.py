"""Identifiers: UUIDv7 (RFC 9562 §5.7), so that ids sort by the time they were made.

Sorting by id is then sorting by age, and a B-tree is filled at its right edge only.
"""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last_ms = 0
_sequence = 0


def new_id() -> str:
    """Return a new UUIDv7 in canonical text; rising within one process."""
    global _last_ms, _sequence  # noqa: PLW0603 - the monotonic counter of RFC 9562 §6.2
    with _lock:
        now_ms = time.time_ns() // 1_000_000
        if now_ms > _last_ms:
            _last_ms = now_ms
            _sequence = int.from_bytes(os.urandom(2), "big") & 0x7FF
        else:
            _sequence += 1
            if _sequence > 0xFFF:
                _last_ms += 1
                _sequence = 0
        ms, sequence = _last_ms, _sequence
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    value = (ms << 80) | (0x7 << 76) | (sequence << 64) | (0b10 << 62) | tail
    return str(uuid.UUID(int=value))


def is_id(text: str) -> bool:
    """Say whether a text is a UUID in canonical form."""
    try:
        return str(uuid.UUID(text)) == text
    except (ValueError, AttributeError, TypeError):
        return False
