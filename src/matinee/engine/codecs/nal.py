"""NAL units: Annex B byte streams and length-prefixed samples (H.264 Annex B, ISO/IEC 14496-15)."""

import re
from collections.abc import Iterator, Sequence

START = re.compile(rb"\x00\x00\x01")


def is_annex_b(data: bytes) -> bool:
    """Whether bytes begin with a start code."""
    return data.startswith((b"\0\0\1", b"\0\0\0\1"))


def split_annex_b(data: bytes) -> list[bytes]:
    """Return the NAL units of a byte stream, without start codes and trailing zeros."""
    starts = [m.end() for m in START.finditer(data)]
    if not starts:
        return []
    ends = [*(s - 3 for s in starts[1:]), len(data)]
    units = (data[a:b].rstrip(b"\0") for a, b in zip(starts, ends, strict=True))
    return [u for u in units if u]


def split_prefixed(data: bytes, length_size: int) -> Iterator[bytes]:
    """Yield the NAL units of a length-prefixed sample; a cut-off one ends it."""
    at = 0
    while at + length_size <= len(data):
        size = int.from_bytes(data[at : at + length_size], "big")
        at += length_size
        if size == 0 or at + size > len(data):
            return
        yield data[at : at + size]
        at += size


def prefixed(units: Sequence[bytes]) -> bytes:
    """Return NAL units as a sample with four-byte lengths."""
    return b"".join(len(u).to_bytes(4, "big") + u for u in units)
