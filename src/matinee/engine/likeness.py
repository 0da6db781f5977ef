"""Whether two films show the same pictures, whatever their size, quality and bars. No I/O.

A print is POINTS perceptual hashes of 64 bits, of stills spread evenly over the film, so that one
that runs a little faster (PAL: 25 pictures a second for 23.976) gives the same. A hash of zero says
that its still shows nothing to be told by: black, white, a plain colour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

POINTS: Final = 24
HASH_BYTES: Final = 8
NEAR_BITS: Final = 12  # of 64: stills of unlike pictures differ by 32 +- 4
SHARE: Final = 0.5  # of the stills have to be near: a logo ahead moves every later one
LEAST: Final = 6  # stills that tell something
VARIETY: Final = 4  # different pictures among them: one picture for all is a cover, not a film
SAME_LENGTH_S: Final = 0.1  # and of that many seconds of difference a cover is the same song
LENGTH_S: Final = 2.0
LENGTH_SHARE: Final = 0.01
PAL: Final = 25 / (24000 / 1001)
WIDEST_LENGTHS: Final = PAL * 1.005
"""The largest ratio of two lengths that may still be one film."""
_HALF_BITS: Final = POINTS * 64 * 0.4  # unlike prints differ by half of all bits


@dataclass(frozen=True, slots=True)
class PicturePrint:
    """What a film looks like: its length and POINTS hashes, little-endian; empty when unseen."""

    duration_s: float
    hashes: bytes = b""

    def points(self) -> tuple[int, ...]:
        """Return the hashes as numbers."""
        whole = range(0, len(self.hashes) - HASH_BYTES + 1, HASH_BYTES)
        return tuple(int.from_bytes(self.hashes[at : at + HASH_BYTES], "little") for at in whole)


def lengths_fit(one_s: float, other_s: float) -> bool:
    """Whether two lengths may be of one film: nearly the same, or one of them as PAL runs."""
    apart = abs(one_s - other_s)
    longer = max(one_s, other_s)
    if apart <= max(LENGTH_S, longer * LENGTH_SHARE):
        return True
    return abs(longer / max(0.001, min(one_s, other_s)) / PAL - 1) <= 0.005


def alike(one: PicturePrint, other: PicturePrint) -> float:
    """Return the share of stills that are the same, 0 to 1; 0 when the films are not."""
    if len(one.hashes) != len(other.hashes) or not one.hashes:
        return 0.0
    if not lengths_fit(one.duration_s, other.duration_s) or _far(one.hashes, other.hashes):
        return 0.0
    pairs = [(a, b) for a, b in zip(one.points(), other.points(), strict=True) if a and b]
    near = [a for a, b in pairs if (a ^ b).bit_count() <= NEAR_BITS]
    if len(pairs) < LEAST or len(near) < SHARE * len(pairs):
        return 0.0
    if _different(near) < VARIETY:
        exact = abs(one.duration_s - other.duration_s) <= SAME_LENGTH_S
        return len(near) / len(pairs) if exact and len(near) == len(pairs) else 0.0
    return len(near) / len(pairs)


def _far(one: bytes, other: bytes) -> bool:
    """Settle most pairs in one step: it is asked of every film of about that length."""
    apart = (int.from_bytes(one, "little") ^ int.from_bytes(other, "little")).bit_count()
    return apart > _HALF_BITS


def _different(hashes: Iterable[int]) -> int:
    """Return how many of these are unlike every one counted before; VARIETY is enough."""
    found: list[int] = []
    for number in hashes:
        if all((number ^ known).bit_count() > NEAR_BITS for known in found):
            found.append(number)
            if len(found) >= VARIETY:
                break
    return len(found)
