"""Files kept open for segments, and reading packets of one track from any place.

A worker keeps a few files open, because opening a long MP4 costs more than cutting it. What
is kept is only ever what the file says; a file that has changed is opened anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

import av.error
from av.packet import Packet
from av.stream import Stream

from matinee.engine import tracks
from matinee.engine.errors import LimitExceeded
from matinee.engine.opening import Source, identity
from matinee.engine.plan import Piece
from matinee.engine.samples import delay
from matinee.engine.tracks import Facts

KEPT_OPEN: Final = 4
BACK_S: Final = (1.0, 5.0, 20.0, 80.0)  # how far before a cut reading starts, in turn
JUDGED: Final = 64  # first pictures looked at for the delay between decoding and showing
MOST_SKIPPED: Final = 8_000_000

Place: TypeAlias = "Callable[[Packet[Stream]], int]"
_kept: OrderedDict[str, Opened] = OrderedDict()


class Opened:
    """An open file with the facts of its streams."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.source = Source(path)
        self._delays: dict[int, int] = {}
        self.colour: tuple[int, int, int] | None = None  # of the first picture, where it was asked
        try:
            self.facts = tracks.facts(self.source)
        except BaseException:
            self.source.close()
            raise

    def stream(self, fact: Facts) -> Stream:
        """Return the stream of a track; not to be kept, for the file may be reopened."""
        return self.source.container.streams[fact.index]

    def ticks(self, value: int, fact: Facts) -> int:
        """Return a time of the track's own clock in ticks of its timescale."""
        return tracks.ticks(value, self.stream(fact), fact.timescale)

    def delay(self, fact: Facts) -> int:
        """Return how long pictures of a track wait between decoding and showing, in ticks."""
        if fact.index not in self._delays:
            self.go(fact, None)
            first = islice(self._timed(fact), JUDGED)
            self._delays[fact.index] = delay([self.ticks(p.pts or 0, fact) for p in first])
        return self._delays[fact.index]

    def packets(self, fact: Facts, piece: Piece, place: Place) -> Iterator[Packet[Stream]]:
        """Yield the packets of a track from where a piece starts, in file order.

        `place` tells a packet's time on the plan's clock; of pictures the first one given is
        a keyframe. Reading begins before the start, and further before if the first packet
        met is already past it: containers interleave loosely, and their indexes know only
        some tracks.
        """
        start, key = piece.start, fact.kind == "video"
        if start is None:
            self.go(fact, None)
            yield from self._timed(fact)
            return
        for back in (*BACK_S, None):
            earlier = 0 if back is None else round(back * fact.timescale)
            self.go(fact, None if back is None else start + piece.origin - earlier)
            packets = self._timed(fact)
            first = next(packets, None)
            if first is None or (place(first) >= start and back is not None):
                continue
            started = False
            while first is not None:
                started = started or (place(first) >= start and (first.is_keyframe or not key))
                if started:
                    yield first
                first = next(packets, None)
            return

    def _timed(self, fact: Facts) -> Iterator[Packet[Stream]]:
        stream = self.stream(fact)
        for count, packet in enumerate(self.source.container.demux(stream)):
            if packet.size and packet.pts is not None:
                yield packet
            if not packet.size and packet.pts is None and packet.dts is None:
                return
            if count > MOST_SKIPPED:
                raise LimitExceeded("The file has more packets than any real video.")

    def go(self, fact: Facts, target: int | None) -> None:
        """Go to a time (ticks on the container's clock), or to the beginning."""
        if self.source.demuxer == "ogg":
            self.source.reopen()  # it counts on from where it was, and is wrong after some seeks
        guide = self._guide(self.stream(fact))
        if target is None or target <= fact.first:
            self._to_beginning(fact, guide)
            return
        base = guide.time_base
        assert base is not None
        self.source.only(fact.index, guide.index)
        offset = target * base.denominator // (base.numerator * fact.timescale)
        try:
            self.source.container.seek(offset, stream=guide, backward=True)
        except av.error.FFmpegError:
            self._to_beginning(fact, guide)

    def _to_beginning(self, fact: Facts, guide: Stream) -> None:
        if self.source.demuxer == "matroska":
            # After a seek this demuxer drops sound from before the first keyframe.
            index = guide.index
            self.source.reopen()
            self.source.only(fact.index, index)
        else:
            self.source.only(fact.index, guide.index)
            base = guide.time_base
            assert base is not None
            earliest = min(fact.first, 0) - 10 * fact.timescale
            offset = earliest * base.denominator // (base.numerator * fact.timescale)
            try:
                self.source.container.seek(offset, stream=guide, backward=True)
            except av.error.FFmpegError:
                # Some demuxers refuse a time before their first packet.
                self.source.container.seek(offset, stream=guide, backward=False)

    def _guide(self, stream: Stream) -> Stream:
        """Return the stream whose index leads: Matroska's cues know the picture only."""
        films = self.source.container.streams.video
        if self.source.demuxer == "matroska" and stream.type != "video" and films:
            return films[0]
        return stream


def kept(path: str) -> Opened:
    """Return a file, open; one that has changed is opened anew."""
    opened = _kept.pop(path, None)
    if opened is not None and not _unchanged(opened):
        opened.source.close()
        opened = None
    opened = opened or Opened(path)
    _kept[path] = opened
    while len(_kept) > KEPT_OPEN:
        _, oldest = _kept.popitem(last=False)
        oldest.source.close()
    return opened


def forget(path: str) -> None:
    """Close a kept file."""
    opened = _kept.pop(path, None)
    if opened is not None:
        opened.source.close()


def _unchanged(opened: Opened) -> bool:
    try:
        now = Path(opened.path).stat()
    except OSError:
        return False
    return opened.source.key == identity(opened.path, now)
