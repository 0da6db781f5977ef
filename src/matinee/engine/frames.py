"""Decoded pictures of a film from any place on, each with its time on the plan's clock.

Where reading begins must not show: from wherever it was reached, a picture has the same time
and, the codec permitting, the same pixels. So decoding starts at a keyframe at or before the
place, further back where the first picture that comes out is already past it. On the way there,
pictures that no other leans on are passed over, which halves the waiting after a seek.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

import av.error
from av.codec import CodecContext
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

from matinee.engine.errors import LimitExceeded, Unsupported
from matinee.engine.opening import decoder
from matinee.engine.reading import Opened
from matinee.engine.tracks import Facts

BACK_S: Final = (0.0, 1.0, 5.0, 20.0, 80.0)  # how far before a place decoding starts, in turn
WHOLE_S: Final = 0.5  # before a place from which on every picture is decoded
MOST_PACKETS: Final = 8_000_000
MOST_FAULTS: Final = 2000  # damaged packets in a row


def pictures(
    opened: Opened, fact: Facts, origin: int, start: int
) -> Iterator[tuple[int, VideoFrame]]:
    """Yield (ticks, picture) in display order, from the last one at or before `start`.

    The first one given may be earlier than `start`: it is what is still on the screen then.
    Raises Unsupported where nothing here decodes the codec.
    """
    # From here on every picture is decoded; all of them where their times depend on one another.
    related = fact.untimed or fact.swapped
    whole = None if related else start - round(WHOLE_S * fact.timescale)
    for back in (*(BACK_S[1:] if fact.swapped else BACK_S), None):
        target = None if back is None else start + origin - round(back * fact.timescale)
        if target is not None and target <= fact.first:
            target = None
        before, shown = _last_until(start, _from(opened, fact, origin, target, whole))
        if whole is not None and before is not None and before[0] < whole:
            # It has been on the screen for long: one that was passed over may have followed it.
            before, shown = _last_until(start, _from(opened, fact, origin, target, None))
        if target is not None and before is None:
            continue  # begun too late: further back
        if before is not None:
            yield before
        yield from shown
        return


Shown = Iterator[tuple[int, VideoFrame]]


def _last_until(start: int, shown: Shown) -> tuple[tuple[int, VideoFrame] | None, Shown]:
    """Return the last picture at or before a place, and those after it."""
    before = None
    for item in shown:
        if item[0] > start:
            return before, chain([item], shown)
        before = item
    return before, iter(())


def _from(opened: Opened, fact: Facts, origin: int, target: int | None, whole: int | None) -> Shown:
    after = None if whole is None else whole + origin
    return ((at - origin, frame) for at, frame in _decoded(opened, fact, target, after))


def _decoder(opened: Opened, fact: Facts) -> Any:
    context: Any = decoder(opened.stream(fact))
    if fact.codec == "av1":
        context = CodecContext.create("libdav1d", "r")
        context.extradata = fact.record or None
    if context is None:
        raise Unsupported(f"The picture is {fact.codec}, which nothing here can decode.")
    if context.is_open:
        context.flush_buffers()
    else:
        context.thread_type = "AUTO"
        context.thread_count = 0
    return context


def _decoded(
    opened: Opened, fact: Facts, target: int | None, whole: int | None
) -> Iterator[tuple[int, VideoFrame]]:
    """Decode from a place on, with rising times; damaged packets are passed over.

    Before `whole` (ticks on the container's clock) pictures that no other needs may be left out.
    """
    shown = _timed(opened, fact, target, whole)
    last: int | None = None
    for at, frame in _sorted(shown) if fact.swapped else shown:
        last = at if last is None else max(at, last + 1)
        yield last, frame


def _sorted(shown: Iterator[tuple[int, VideoFrame]]) -> Iterator[tuple[int, VideoFrame]]:
    """Give each picture the least time that is left: pairs of them carry each other's."""
    times: list[int] = []
    waiting: VideoFrame | None = None
    for at, frame in shown:
        heapq.heappush(times, at)
        if waiting is not None:
            yield heapq.heappop(times), waiting
        waiting = frame
    if waiting is not None:
        yield heapq.heappop(times), waiting


def _timed(
    opened: Opened, fact: Facts, target: int | None, whole: int | None
) -> Iterator[tuple[int, VideoFrame]]:
    """Decode from a place on; times are those that the packets carry."""
    opened.go(fact, target)
    context = _decoder(opened, fact)
    clock = _Clock(opened, fact)
    last: int | None = None
    faults = 0
    for packet in _packets(opened, fact):
        if packet is not None:
            clock.fed(packet)
            _hurry(context, whole is not None and _at(opened, fact, packet) < whole)
        try:
            frames = context.decode(packet)
            faults = 0
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, ValueError):
            faults += 1
            if faults > MOST_FAULTS:
                return
            continue
        for frame in frames:
            last = clock.of(frame, last)
            yield last, frame


def _at(opened: Opened, fact: Facts, packet: Packet[Stream]) -> int:
    at = packet.pts if packet.pts is not None else packet.dts
    return opened.ticks(at or 0, fact)


def _hurry(context: Any, hurried: bool) -> None:
    if context.codec.name == "libdav1d":
        return  # it takes this once, when it begins, and would leave pictures out for good
    wanted = "NONREF" if hurried else "DEFAULT"
    if context.skip_frame != wanted:
        context.skip_frame = wanted


def _packets(opened: Opened, fact: Facts) -> Iterator[Packet[Stream] | None]:
    """Yield a track's packets, then None: the decoder gives what it still holds."""
    stream = opened.stream(fact)
    count = 0
    try:
        for packet in opened.source.container.demux(stream):
            if not packet.size:
                continue
            yield packet
            count += 1
            if count > MOST_PACKETS:
                raise LimitExceeded("The file has more packets than any real video.")
    except (av.error.FFmpegError, OSError):
        pass  # the file ends here, or is damaged: what came before is shown
    yield None


class _Clock:
    """Display times of decoded pictures, also where the container does not store them."""

    def __init__(self, opened: Opened, fact: Facts) -> None:
        self._opened, self._fact = opened, fact
        self._waiting: list[int] = []
        rate = opened.stream(fact).average_rate or opened.stream(fact).guessed_rate or 25
        self.step = max(1, round(fact.timescale / float(rate)))

    def fed(self, packet: Packet[Stream]) -> None:
        """Remember a packet's time: where they are in decode order, pictures take the least."""
        at = packet.pts if packet.pts is not None else packet.dts
        if self._fact.untimed and at is not None:
            heapq.heappush(self._waiting, self._opened.ticks(at, self._fact))

    def of(self, frame: VideoFrame, last: int | None) -> int:
        """Return a picture's time in ticks on the container's clock."""
        if self._fact.untimed and self._waiting:
            return heapq.heappop(self._waiting)
        if frame.pts is not None:
            return self._opened.ticks(frame.pts, self._fact)
        return self._fact.first if last is None else last + self.step
