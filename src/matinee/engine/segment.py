"""Segments of copied tracks: packets between two cuts, in a CMAF fragment.

`segment(path, piece)` depends on its arguments alone. The file is opened once and kept for
a while by the worker, but nothing of what was read before has a say in the bytes.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

import av
from av.packet import Packet
from av.stream import Stream

from matinee.engine import boxes
from matinee.engine.codecs import avc, hevc, sound
from matinee.engine.errors import CannotCopy, LimitExceeded, NoSuchTrack
from matinee.engine.mp4 import DOLBY, UNITY
from matinee.engine.opening import Source, in_words
from matinee.engine.plan import LARGEST_SEGMENT_BYTES, Piece
from matinee.engine.samples import Unit, delay, on_grid, pictures, sounds
from matinee.engine.tracks import Facts, facts, ticks

KEPT_OPEN: Final = 4
BACK_S: Final = (1.0, 5.0, 20.0, 80.0)  # how far before a cut reading starts, in turn
MOST_PACKETS: Final = 400_000
JUDGED: Final = 64  # first pictures looked at for the delay between decoding and showing
LEADING: Final = 32  # pictures after a keyframe that may be shown before it
SKIPPED: Final = 8_000_000

_kept: "OrderedDict[str, Opened]" = OrderedDict()


class Opened:
    """A file that is read for segments, with the facts of its streams."""

    def __init__(self, path: str) -> None:
        self.source = Source(path)
        try:
            self.facts = facts(self.source)
        except BaseException:
            self.source.close()
            raise
        self._delays: dict[int, int] = {}

    def delay(self, stream: Stream, fact: Facts) -> int:
        """Return how long pictures of a track wait between decoding and showing, in ticks."""
        if stream.index not in self._delays:
            _seek(self.source, stream, fact, None)
            first = [
                ticks(p.pts or 0, stream, fact.timescale)
                for p in islice(_timed(self.source, stream), JUDGED)
            ]
            self._delays[stream.index] = delay(first)
        return self._delays[stream.index]

    def stream(self, piece: Piece) -> tuple[Stream, Facts]:
        """Return the stream of a piece. Raises NoSuchTrack where the file has changed."""
        fact = self.facts.get(piece.index)
        if fact is None or fact.kind != piece.kind:
            raise NoSuchTrack("The file has no such track any more.")
        if fact.obstacle or fact.timescale != piece.timescale:
            raise CannotCopy(fact.obstacle or "The file is not what it was when it was planned.")
        return self.source.container.streams[piece.index], fact


def header(path: str, piece: Piece) -> bytes:
    """Return the init segment of a track."""
    opened = _opened(path)
    stream, fact = opened.stream(piece)
    entry = ENTRIES[fact.codec](stream, fact)
    layout = fact.layout
    width, height = _shown_size(stream) if fact.kind == "video" else (0, 0)
    return boxes.init_segment(
        boxes.TrackHeader(
            fact.kind, fact.timescale, entry, width, height,
            matrix=layout.matrix if layout and fact.kind == "video" else UNITY,
            lead=_lead(piece), language=stream.metadata.get("language", "und"),
        )
    )  # fmt: skip


def segment(path: str, piece: Piece) -> bytes:
    """Return one media segment."""
    opened = _opened(path)
    stream, fact = opened.stream(piece)
    opened.source.only(*_needed(opened.source, fact))
    try:
        if fact.kind == "video":
            wait = opened.delay(stream, fact)
            return _picture_segment(opened.source, stream, fact, piece, wait)
        return _sound_segment(opened.source, stream, fact, piece)
    except (av.error.FFmpegError, ValueError, OSError) as error:
        _forget(path)
        raise in_words(error) from error


def _opened(path: str) -> Opened:
    """Return the file, open; a file that has changed is opened anew."""
    kept = _kept.pop(path, None)
    if kept is not None:
        try:
            status = os.stat(path)
        except OSError:
            status = None
        key = status and (
            path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns,
        )  # fmt: skip
        if key != kept.source.key:
            kept.source.close()
            kept = None
    kept = kept or Opened(path)
    _kept[path] = kept
    while len(_kept) > KEPT_OPEN:
        _, oldest = _kept.popitem(last=False)
        oldest.source.close()
    return kept


def _forget(path: str) -> None:
    kept = _kept.pop(path, None)
    if kept is not None:
        kept.source.close()


def _lead(piece: Piece) -> int:
    """Return ticks of sound before the presentation starts: the decoder's run-in."""
    return max(0, -piece.first) if piece.kind == "audio" else 0


# --- picture


def _picture_segment(
    source: Source, stream: Stream, fact: Facts, piece: Piece, wait: int
) -> bytes:
    units: list[Unit] = []
    after: list[int] = []  # display times of the next segment's first pictures
    size = 0
    for packet in _from(source, stream, fact, piece, _at_key):
        at = ticks(packet.pts, stream, fact.timescale) - piece.origin
        if after or (piece.end is not None and packet.is_keyframe and at >= piece.end and units):
            after.append(at)
            if len(after) > 1 and (at > after[0] or len(after) > LEADING):
                break
            continue
        size += packet.size
        _bounded(size, len(units))
        length = ticks(packet.duration or 0, stream, fact.timescale)
        units.append(Unit(at, length, packet.is_keyframe or not units, _sample(fact, packet)))
    end = min(after) if after else None
    samples = pictures(units, end=end, opening=piece.start is None, wait=wait)
    base = samples[0].decode if samples else piece.start or 0
    return boxes.fragment(piece.number, base, samples, video=True)


def _at_key(packet: Packet, at: int, start: int) -> bool:
    return packet.is_keyframe and at >= start


# --- sound


def _sound_segment(source: Source, stream: Stream, fact: Facts, piece: Piece) -> bytes:
    place = _placed(stream, fact, piece)
    units: list[Unit] = []
    next_at: int | None = None
    size = 0
    for packet in _from(source, stream, fact, piece, _at_time, place):
        at = place(packet)
        if piece.end is not None and at >= piece.end:
            next_at = at
            break
        size += packet.size
        _bounded(size, len(units))
        length = fact.frame_samples or ticks(packet.duration or 0, stream, fact.timescale)
        units.append(Unit(at, length, True, _sample(fact, packet)))
    samples = sounds(units, next_at=next_at)
    base = (samples[0].decode if samples else piece.start or 0) + _lead(piece)
    return boxes.fragment(piece.number, base, samples, video=False)


def _at_time(_packet: Packet, at: int, start: int) -> bool:
    return at >= start


def _placed(stream: Stream, fact: Facts, piece: Piece) -> Callable[[Packet], int]:
    """Return the function that gives a packet its time on the plan's clock."""
    base = stream.time_base
    assert base is not None
    slack = -(-base.numerator * fact.timescale // base.denominator) + 2

    def place(packet: Packet) -> int:
        at = ticks(packet.pts or 0, stream, fact.timescale) - piece.origin
        return on_grid(at, piece.first, piece.frame_samples, slack)

    return place


# --- reading


def _from(
    source: Source,
    stream: Stream,
    fact: Facts,
    piece: Piece,
    starts: Callable[[Packet, int, int], bool],
    place: Callable[[Packet], int] | None = None,
) -> Iterator[Packet]:
    """Yield the timed packets of a stream from where a piece starts, in file order.

    Reading begins before the cut, and further before if the first packet met is already
    past it: containers interleave loosely, and their indexes know only some tracks.
    """

    def plain(packet: Packet) -> int:
        return ticks(packet.pts or 0, stream, fact.timescale) - piece.origin

    where = place or plain
    if piece.start is None:
        _seek(source, stream, fact, None)
        yield from _timed(source, stream)
        return
    for back in (*BACK_S, None):
        target = None if back is None else piece.start + piece.origin - round(back * fact.timescale)
        _seek(source, stream, fact, target)
        packets = _timed(source, stream)
        first = next(packets, None)
        if first is None or (where(first) >= piece.start and back is not None):
            continue
        started = False
        for packet in _chain(first, packets):
            started = started or starts(packet, where(packet), piece.start)
            if started:
                yield packet
        return


def _chain(first: Packet, rest: Iterator[Packet]) -> Iterator[Packet]:
    yield first
    yield from rest


def _timed(source: Source, stream: Stream) -> Iterator[Packet]:
    for count, packet in enumerate(source.container.demux(stream)):
        if not packet.size:
            if packet.dts is None and packet.pts is None:
                return
            continue
        if packet.pts is not None:
            yield packet
        if count > SKIPPED:
            raise LimitExceeded("The file has more packets than any real video.")


def _seek(source: Source, stream: Stream, fact: Facts, target: int | None) -> None:
    """Go to a time (ticks on the container's clock), or to the beginning."""
    guide = _guide(source, stream)
    base = guide.time_base
    assert base is not None
    low = min(fact.first, 0)
    if target is None or target <= fact.first:
        target = low - fact.timescale * 10
    offset = target * base.denominator // (base.numerator * fact.timescale)
    try:
        source.container.seek(offset, stream=guide, backward=True)
    except av.error.FFmpegError:
        # Some demuxers refuse times before their first packet: take the first they accept.
        source.container.seek(offset, stream=guide, backward=False)


def _guide(source: Source, stream: Stream) -> Stream:
    """Return the stream whose index leads the way: Matroska's cues know the picture only."""
    if source.demuxer != "matroska" or stream.type == "video":
        return stream
    films = [s for s in source.container.streams.video]
    return films[0] if films else stream


def _needed(source: Source, fact: Facts) -> tuple[int, ...]:
    guide = _guide(source, source.container.streams[fact.index])
    return tuple({fact.index, guide.index})


def _bounded(size: int, count: int) -> None:
    if size > LARGEST_SEGMENT_BYTES or count > MOST_PACKETS:
        raise LimitExceeded("A stretch between two keyframes is larger than can be sent at once.")


def _sample(fact: Facts, packet: Packet) -> bytes:
    """Return a packet as an ISO-BMFF sample."""
    data = bytes(packet)
    if fact.annex_b:
        return hevc.sample(data) if fact.codec == "hevc" else avc.sample(data)
    return sound.without_adts(data) if fact.adts else data


# --- sample entries


def _shown_size(stream: Stream) -> tuple[int, int]:
    """Return width and height in square pixels, for the track header."""
    video: Any = stream
    context = video.codec_context
    width, height = (context.width, context.height) if context is not None else (0, 0)
    aspect = video.sample_aspect_ratio
    return (round(width * aspect) if aspect else width), height


def _picture(name: bytes, stream: Stream, fact: Facts, config: bytes) -> bytes:
    video: Any = stream
    context = video.codec_context
    size = (context.width, context.height) if context is not None else (0, 0)
    extras: list[bytes] = []
    aspect = video.sample_aspect_ratio
    if aspect and aspect != 1:
        extras.append(boxes.pixel_aspect(aspect.numerator, aspect.denominator))
    if any(code not in {0, 2} for code in fact.colour[:3]):
        primaries, transfer, matrix, full = fact.colour
        extras.append(boxes.colour(primaries, transfer, matrix, full_range=full))
    kept = fact.layout.children if fact.layout else {}
    extras += [boxes.box(n, kept[n]) for n in (b"mdcv", b"clli", *sorted(DOLBY)) if n in kept]
    return boxes.picture_entry(name, size, config, *extras)


def _avc_entry(stream: Stream, fact: Facts) -> bytes:
    return _picture(b"avc1", stream, fact, boxes.box(b"avcC", fact.record))


def _hevc_entry(stream: Stream, fact: Facts) -> bytes:
    return _picture(b"hvc1", stream, fact, boxes.box(b"hvcC", fact.record))


def _av1_entry(stream: Stream, fact: Facts) -> bytes:
    return _picture(b"av01", stream, fact, boxes.box(b"av1C", fact.record))


def _vp9_entry(stream: Stream, fact: Facts) -> bytes:
    return _picture(b"vp09", stream, fact, boxes.box(b"vpcC", fact.record))


def _sound(name: bytes, stream: Stream, *children: bytes) -> bytes:
    context: Any = stream.codec_context
    return boxes.sound_entry(name, context.channels, context.sample_rate, *children)


def _rate(stream: Stream) -> int:
    context: Any = stream.codec_context
    return int(context.bit_rate or 0)


ENTRIES: Final[dict[str, Callable[[Stream, Facts], bytes]]] = {
    "h264": _avc_entry,
    "hevc": _hevc_entry,
    "av1": _av1_entry,
    "vp9": _vp9_entry,
    "aac": lambda s, f: _sound(
        b"mp4a", s, boxes.elementary_stream(0x40, f.record, _rate(s))
    ),
    "mp3": lambda s, _: _sound(b"mp4a", s, boxes.elementary_stream(0x6B, b"", _rate(s))),
    "opus": lambda s, f: _sound(b"Opus", s, boxes.box(b"dOps", f.record)),
    "flac": lambda s, f: _sound(b"fLaC", s, boxes.box(b"dfLa", f.record)),
    "ac3": lambda s, f: _sound(b"ac-3", s, boxes.box(b"dac3", f.record)),
    "eac3": lambda s, f: _sound(b"ec-3", s, boxes.box(b"dec3", f.record)),
}
