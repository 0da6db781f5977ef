"""What is counted of sending films: streams, segments, and what is encoded for viewers."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Final, Literal

from matinee.kit.figures import Counter, Family, gauge
from matinee.kit.services import Services
from matinee.streaming.conductor import conductor_of

Way = Literal["direct", "segments"]
WAYS: Final[tuple[Way, ...]] = ("direct", "segments")
STILL_S: Final = 60.0  # a stream is over when its player has asked for nothing for so long
_MOST_KNOWN: Final = 5_000
_STATES: Final = ("running", "held", "resting")
SEGMENTS = Counter(
    "matinee_segment_cache_requests_total",
    "Segments that players asked for: found in the cache (hit), or made first (miss).",
    ("result",),
).begin(("hit",), ("miss",))
SEGMENT_BYTES = Counter(
    "matinee_segment_cache_bytes_total", "Bytes of those segments.", ("result",)
).begin(("hit",), ("miss",))
HITS, HIT_BYTES = SEGMENTS.cell("hit"), SEGMENT_BYTES.cell("hit")
"""Counted by the event loop alone."""


@dataclass(slots=True)
class Stream:
    """One player of one title: since when it has asked for nothing, and whether it is being sent
    something now."""

    seen_s: float = 0.0
    open: int = 0


class Streams:
    """Who is being sent something: noted by the event loop alone, a word a request."""

    def __init__(self) -> None:
        self._known: dict[tuple[Way, str, str], Stream] = {}

    def begin(self, way: Way, session_id: str, media_id: str) -> Stream:
        """Note that an answer to a player begins; it ends with `end`."""
        key = (way, session_id, media_id)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._forget()
            known = self._known[key] = Stream()
        known.open += 1
        return known

    def end(self, stream: Stream) -> None:
        """Note that the answer ended."""
        stream.seen_s = monotonic()
        stream.open -= 1

    def count(self) -> dict[tuple[str, ...], float]:
        """Return how many streams there are now, by the way they go."""
        since_s = monotonic() - STILL_S
        found: dict[tuple[str, ...], float] = {(way,): 0 for way in WAYS}
        for (way, _, _), one in list(self._known.items()):
            found[way,] += one.open > 0 or one.seen_s > since_s
        return found

    def _forget(self) -> None:
        since_s = monotonic() - STILL_S
        self._known = {
            key: one for key, one in self._known.items() if one.open > 0 or one.seen_s > since_s
        }


STREAMS = Streams()


def look(services: Services) -> Iterable[Family]:
    """Return what is so at this moment: streams, and what is encoded for viewers."""
    conductor = conductor_of(services)
    states: dict[tuple[str, ...], float] = {(state,): 0 for state in _STATES}
    for turn in conductor.turns():
        state = "held" if turn.held else "resting" if turn.run.idle else "running"
        states[state,] += 1
    return (
        gauge(
            "matinee_streams", "Players that are being sent a title: whole, or in segments.",
            STREAMS.count(), ("way",),
        ),
        gauge(
            "matinee_encode_runs", "Pictures being encoded for viewers.", states, ("state",)
        ),
        gauge(
            "matinee_encode_slots", "Pictures that may be encoded for viewers at once.",
            conductor.slots,
        ),
        gauge(
            "matinee_encode_waiting_segments",
            "Segments that somebody waits for and nobody works on yet.", conductor.waiting(),
        ),
        gauge(
            "matinee_encode_background_runs", "Pictures being encoded ahead.",
            len(conductor.preparing()),
        ),
    )  # fmt: skip
