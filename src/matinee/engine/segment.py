"""Segments of copied tracks: packets between two cuts, in a CMAF fragment.

`segment(path, piece)` depends on its arguments alone. The file is opened once and kept for
a while by the worker, but nothing of what was read before has a say in the bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import av.error
from av.packet import Packet
from av.stream import Stream

from matinee.engine import boxes, reading
from matinee.engine.codecs import avc, hevc, sound
from matinee.engine.errors import CannotCopy, LimitExceeded, NoSuchTrack
from matinee.engine.mp4 import DOLBY, UNITY
from matinee.engine.opening import in_words
from matinee.engine.plan import Piece
from matinee.engine.planning import LARGEST_SEGMENT_BYTES
from matinee.engine.reading import Opened
from matinee.engine.samples import Unit, on_grid, pictures, sounds
from matinee.engine.tracks import Facts, is_clean

MOST_PACKETS: Final = 400_000
LEADING: Final = 32  # pictures after a keyframe that may be shown before it


def header(path: str, piece: Piece) -> bytes:
    """Return the init segment of a track."""
    opened = reading.kept(path)
    fact = _fact(opened, piece)
    stream = opened.stream(fact)
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
    opened = reading.kept(path)
    fact = _fact(opened, piece)
    try:
        make = _picture_segment if fact.kind == "video" else _sound_segment
        return make(opened, fact, piece)
    except (av.error.FFmpegError, ValueError, OSError) as error:
        reading.forget(path)
        raise in_words(error) from error


def _fact(opened: Opened, piece: Piece) -> Facts:
    """Return the facts of a piece's track. Raises where the file has changed since."""
    fact = opened.facts.get(piece.index)
    if fact is None or fact.kind != piece.kind:
        raise NoSuchTrack("The file has no such track any more.")
    if fact.obstacle or fact.timescale != piece.timescale:
        raise CannotCopy(fact.obstacle or "The file is not what it was when it was planned.")
    return fact


def _lead(piece: Piece) -> int:
    """Return ticks of sound before the presentation starts: the decoder's run-in."""
    return max(0, -piece.first) if piece.kind == "audio" else 0


# --- picture


def _picture_segment(opened: Opened, fact: Facts, piece: Piece) -> bytes:
    wait = opened.delay(fact)
    units: list[Unit] = []
    after: list[int] = []  # display times of the next segment's first pictures
    size = 0

    def place(packet: Packet[Stream]) -> int:
        return opened.ticks(packet.pts or 0, fact) - piece.origin

    for packet in opened.packets(fact, piece, place):
        at = place(packet)
        if after or (piece.end is not None and packet.is_keyframe and at >= piece.end and units):
            after.append(at)
            if len(after) > 1 and (at > after[0] or len(after) > LEADING):
                break
            continue
        size += packet.size
        _bounded(size, len(units))
        length = opened.ticks(packet.duration or 0, fact)
        starts = not units or (packet.is_keyframe and is_clean(fact, bytes(packet)))
        units.append(Unit(at, length, starts, _sample(fact, packet)))
    end = min(after) if after else None
    samples = pictures(units, end=end, opening=piece.start is None, wait=wait)
    base = samples[0].decode if samples else piece.start or 0
    return boxes.fragment(piece.number, base, samples, video=True)


# --- sound


def _sound_segment(opened: Opened, fact: Facts, piece: Piece) -> bytes:
    base = opened.stream(fact).time_base
    assert base is not None
    slack = -(-base.numerator * fact.timescale // base.denominator) + 2

    def place(packet: Packet[Stream]) -> int:
        at = opened.ticks(packet.pts or 0, fact) - piece.origin
        return on_grid(at, piece.first, piece.frame_samples, slack)

    units: list[Unit] = []
    next_at: int | None = None
    size = 0
    for packet in opened.packets(fact, piece, place):
        at = place(packet)
        if piece.end is not None and at >= piece.end:
            next_at = at
            break
        size += packet.size
        _bounded(size, len(units))
        length = fact.frame_samples or opened.ticks(packet.duration or 0, fact)
        units.append(Unit(at, length, True, _sample(fact, packet)))
    samples = sounds(units, next_at=next_at)
    first = (samples[0].decode if samples else piece.start or 0) + _lead(piece)
    return boxes.fragment(piece.number, first, samples, video=False)


# --- samples


def _bounded(size: int, count: int) -> None:
    if size > LARGEST_SEGMENT_BYTES or count > MOST_PACKETS:
        raise LimitExceeded("A stretch between two keyframes is larger than can be sent at once.")


def _sample(fact: Facts, packet: Packet[Stream]) -> bytes:
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
    "aac": lambda s, f: _sound(b"mp4a", s, boxes.elementary_stream(0x40, f.record, _rate(s))),
    "mp3": lambda s, _: _sound(b"mp4a", s, boxes.elementary_stream(0x6B, b"", _rate(s))),
    "opus": lambda s, f: _sound(b"Opus", s, boxes.box(b"dOps", f.record)),
    "flac": lambda s, f: _sound(b"fLaC", s, boxes.box(b"dfLa", f.record)),
    "ac3": lambda s, f: _sound(b"ac-3", s, boxes.box(b"dac3", f.record)),
    "eac3": lambda s, f: _sound(b"ec-3", s, boxes.box(b"dec3", f.record)),
}
