"""What is known of each stream of an open file once its first packets have been seen.

The same facts serve the probe (what is it), the plan (can it be carried) and the segments
(how a packet becomes a sample), so these cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import av.error
from av.packet import Packet
from av.stream import Stream

from matinee.engine.codecs import av1, avc, hevc, nal, sound, vp9
from matinee.engine.mp4 import DOLBY, TrackLayout
from matinee.engine.opening import Source, decoder

Packets: TypeAlias = "list[Packet[Stream]]"
FIRST_VIDEO: Final = 8  # enough to see pictures that are shown before the first one stored
FIRST_AUDIO: Final = 3
MOST_FIRST: Final = 3000
MOST_FIRST_BYTES: Final = 96 * 1024**2
FINEST: Final = 1_000_000  # ticks a second at most: 32-bit durations then reach an hour
COARSEST: Final = 10_000  # fewer are multiplied, so that single ticks are short
CODECS: Final = {
    "dca": "dts", "hdmv_pgs_subtitle": "pgs", "pgssub": "pgs", "dvd_subtitle": "vobsub",
    "dvdsub": "vobsub", "ssa": "ass", "srt": "subrip", "dvb_subtitle": "dvb",
    "libdav1d": "av1", "mp3float": "mp3",
}  # fmt: skip
ENTRIES: Final = {
    b"dav1": "av1", b"dvh1": "hevc", b"dvhe": "hevc", b"dva1": "h264", b"dvav": "h264",
    b"ac-4": "ac4", b"vvc1": "vvc", b"vvi1": "vvc", b"wvtt": "wvtt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """One stream: its codec, the configuration a player needs, and its clock."""

    index: int
    kind: str
    codec: str
    layout: TrackLayout | None
    record: bytes = b""  # avcC, hvcC, av1C, vpcC, AudioSpecificConfig, dOps, dfLa, dac3, dec3
    rfc6381: str | None = None
    annex_b: bool = False
    adts: bool = False
    timescale: int = 0
    frame_samples: int | None = None
    first: int = 0  # first packet on the container's clock, in ticks of `timescale`
    seen: bool = False  # whether any packet was found
    obstacle: str | None = None
    colour: tuple[int, int, int, bool] = (2, 2, 2, False)
    bit_depth: int | None = None
    dolby_vision: bool = False
    swapped: bool = False  # two pictures of one packet may carry each other's display times
    untimed: bool = False  # display times are those of decoding: pictures take them in order


def facts(source: Source) -> dict[int, Facts]:
    """Return the facts of every picture, sound and text stream, by index."""
    streams = source.container.streams
    first = _first_packets(source)
    layouts = source.layout.tracks if source.layout else []
    aligned = len(layouts) == len(streams)
    found: dict[int, Facts] = {}
    for stream in streams:
        layout = layouts[stream.index] if aligned else None
        kind = {"subtitle": "text"}.get(stream.type, stream.type)
        if layout and kind not in {"video", "audio", "text"}:
            kind = {b"vide": "video", b"soun": "audio"}.get(layout.handler, kind)
            kind = "text" if layout.entry == b"wvtt" else kind  # FFmpeg knows no such subtitles
        if kind not in {"video", "audio", "text"}:
            continue
        codec = codec_name(stream, layout)
        found[stream.index] = _fact(
            stream, kind, codec, layout, first.get(stream.index, []),
            untimed=source.demuxer == "avi",
        )  # fmt: skip
    return found


def codec_name(stream: Stream, layout: TrackLayout | None) -> str:
    """Return the codec's common name; of one no decoder knows, its four-character code."""
    context: Any = stream.codec_context
    if layout and layout.entry in ENTRIES:
        return ENTRIES[layout.entry]
    if context is None:
        code = layout.entry if layout else b""
        return code.decode("ascii", "replace").strip().lower() or "unknown"
    name: str = context.codec.canonical_name
    return CODECS.get(name, CODECS.get(context.name, name))


def is_picture(stream: Stream) -> bool:
    """Whether a video stream is a cover image rather than a film."""
    return bool(stream.disposition & stream.disposition.attached_pic) or bool(
        stream.disposition & stream.disposition.timed_thumbnails
    )


def is_clean(fact: Facts, packet: bytes) -> bool:
    """Whether decoding can truly start at a keyframe, whatever its container says."""
    if fact.codec == "h264":
        size = avc.parse(fact.record).length_size
        return avc.is_clean_start(_units(fact, packet, size))
    if fact.codec == "hevc":
        return hevc.is_clean_start(_units(fact, packet, hevc.length_size(fact.record)))
    return True


def _units(fact: Facts, packet: bytes, length_size: int) -> list[bytes]:
    if fact.annex_b:
        return nal.split_annex_b(packet)
    return list(nal.split_prefixed(packet, length_size))


def timescale(stream: Stream, kind: str) -> int:
    """Return the ticks a second in which segments of a stream are timed.

    Sound is counted in samples; a picture in its own clock where that is not too fine.
    """
    context: Any = stream.codec_context
    if kind == "audio" and context is not None and context.sample_rate:
        return int(context.sample_rate)
    base = stream.time_base
    if base is None:
        return 0
    whole = base.denominator
    return min(whole if whole >= COARSEST else whole * -(-COARSEST // whole), FINEST)


def ticks(value: int, stream: Stream, scale: int) -> int:
    """Return a time of a stream's own clock in ticks of `scale`, rounded half up."""
    base = stream.time_base
    assert base is not None
    return (2 * value * base.numerator * scale + base.denominator) // (2 * base.denominator)


def _first_packets(source: Source) -> dict[int, Packets]:
    """Read until every stream has shown itself, or enough was read."""
    wanted = {
        s.index: FIRST_VIDEO if s.type == "video" else FIRST_AUDIO
        for s in source.container.streams
        if s.type in {"video", "audio"} or (source.layout and s.type == "data")
    }
    wanted = {i: n for i, n in wanted.items() if not is_picture(source.container.streams[i])}
    found: dict[int, Packets] = {i: [] for i in wanted}
    count = size = 0
    try:
        for packet in source.container.demux():
            if packet.dts is None and packet.pts is None and not packet.size:
                break
            count, size = count + 1, size + packet.size
            mine = found.get(packet.stream_index)
            if mine is not None and len(mine) < wanted[packet.stream_index]:
                mine.append(packet)
            enough = all(len(found[i]) >= n for i, n in wanted.items())
            if enough or count > MOST_FIRST or size > MOST_FIRST_BYTES:
                break
    except (EOFError, ValueError, OSError):
        pass  # a damaged beginning: what was seen is judged by the probe
    return found


def _reorders(stream: Stream) -> bool:
    context: Any = stream.codec_context
    return context is not None and bool(context.has_b_frames)


def _fact(
    stream: Stream,
    kind: str,
    codec: str,
    layout: TrackLayout | None,
    packets: Packets,
    *,
    untimed: bool,
) -> Facts:
    """Gather one stream's facts; `untimed`: the container stores no display times."""
    scale = timescale(stream, kind)
    timed = [p.pts for p in packets if p.pts is not None]
    first = min(timed, default=0) if kind == "video" else (timed or [0])[0]
    plain = Facts(
        stream.index, kind, codec, layout, timescale=scale, seen=bool(packets),
        first=ticks(first, stream, scale) if scale else 0,
        # DivX packs a B-picture behind the one it leans on.
        swapped=untimed and kind == "video" and codec == "mpeg4",
    )  # fmt: skip
    reader = READERS.get(codec)
    if kind == "text" or reader is None:
        return plain
    obstacle = None
    changes: dict[str, Any] = {}
    try:
        changes = reader(stream, layout, packets)
    except (ValueError, IndexError):
        obstacle = f"The {'picture' if kind == 'video' else 'sound'} does not say how to decode it."
    guessed = untimed and kind == "video" and _reorders(stream)
    if packets and (guessed or len(timed) < len(packets)):
        obstacle = "The file does not say when each picture is shown."
    if layout and layout.edits > 1:
        obstacle = "The track is put together from several edits inside the file."
    if not packets:
        obstacle = "The track is empty."
    in_order = guessed and codec in {"h264", "hevc"}
    return replace(plain, **{"obstacle": obstacle, "untimed": in_order, **changes})


def _extradata(stream: Stream) -> bytes:
    context: Any = stream.codec_context
    return b"" if context is None else bytes(context.extradata or b"")


def _colour(stream: Stream) -> tuple[int, int, int, bool]:
    context: Any = stream.codec_context
    if context is None:
        return (2, 2, 2, False)
    full = int(context.color_range or 0) == 2
    values = (context.color_primaries, context.color_trc, context.colorspace)
    return (*(int(v) if v is not None else 2 for v in values), full)  # type: ignore[return-value]


def _told_colour(stream: Stream, depth: int, packets: Packets) -> tuple[int, int, int, bool]:
    """Return the colour a container tells; of a deep picture it does not tell, decode one.

    Whether such a picture is HDR must be known, and only its own headers say it.
    """
    colour = _colour(stream)
    context: Any = decoder(stream)
    if depth <= 8 or colour[1] not in {0, 2} or context is None:
        return colour
    for packet in packets:
        try:
            if context.decode(packet):
                break
        except (av.error.FFmpegError, ValueError):
            continue
    return _colour(stream)


def _avc(stream: Stream, _layout: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    extra = _extradata(stream)
    annex_b = not extra.startswith(b"\1")
    record = extra
    if annex_b:
        key = next((bytes(p) for p in packets if p.is_keyframe), b"")
        record = avc.build(extra if nal.is_annex_b(extra) else key)
    depth = avc.bit_depth(avc.parse(record))
    return {
        "record": record, "rfc6381": avc.codec_string(record), "annex_b": annex_b,
        "colour": _told_colour(stream, depth, packets), "bit_depth": depth,
    }  # fmt: skip


def _hevc(stream: Stream, layout: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    extra = _extradata(stream)
    if not extra and layout:
        extra = layout.children.get(b"hvcC", b"")
    annex_b = nal.is_annex_b(extra) or not extra
    key = next((bytes(p) for p in packets if p.is_keyframe), b"")
    record = hevc.build(extra or key) if annex_b else extra
    units = (
        nal.split_annex_b(key)
        if annex_b
        else list(nal.split_prefixed(key, hevc.length_size(record)))
    )
    depth = 8 + (record[17] & 7)
    return {
        "record": record, "rfc6381": hevc.codec_string(record), "annex_b": annex_b,
        "colour": _told_colour(stream, depth, packets), "bit_depth": depth,
        "dolby_vision": hevc.has_dolby_vision(units) or _says_dolby(layout),
    }  # fmt: skip


def _av1(stream: Stream, layout: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    record = _extradata(stream)
    if not record and layout:
        record = layout.children.get(b"av1C", b"")
    key = next((bytes(p) for p in packets if p.is_keyframe), b"")
    header = (av1.sequence_obu(record) if record else None) or av1.sequence_obu(key)
    if header is None:
        raise ValueError("no sequence header")
    sequence = av1.parse(header)
    if not record.startswith(b"\x81") or len(record) < 5:
        record = av1.record(header)
    told = _colour(stream)
    spoken = (sequence.primaries, sequence.transfer, sequence.matrix, sequence.full_range)
    colour = told if told[1] not in {0, 2} else spoken
    changes: dict[str, Any] = {
        "record": record, "rfc6381": av1.codec_string(record, colour), "colour": colour,
        "bit_depth": sequence.bit_depth, "dolby_vision": _says_dolby(layout),
    }  # fmt: skip
    if layout and layout.entry == b"dav1" and not _dolby_base_layer(layout):
        changes["obstacle"] = (
            "The picture is Dolby Vision without a base layer that other screens can show."
        )
    return changes


def _vp9(stream: Stream, _: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    frame = vp9.parse(next((bytes(p) for p in packets if p.is_keyframe), b""))
    context: Any = stream.codec_context
    rate = float(stream.average_rate or stream.guessed_rate or 30)
    colour = _colour(stream)
    record = vp9.record(frame, vp9.level(context.width, context.height, rate), colour[:3])
    return {
        "record": record, "rfc6381": vp9.codec_string(record), "colour": colour,
        "bit_depth": frame.bit_depth,
    }  # fmt: skip


def _aac(stream: Stream, _: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    config = _extradata(stream)
    head = bytes(packets[0])[:9] if packets else b""
    adts = len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0
    if adts or not config:
        config = sound.adts_config(head)
    read = sound.aac(config)
    context: Any = stream.codec_context
    samples = read.core_samples * int(context.sample_rate) // read.core_rate
    return {
        "record": config, "rfc6381": read.codec_string, "adts": adts, "frame_samples": samples,
    }  # fmt: skip


def _opus(stream: Stream, _: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    lengths = {sound.opus_samples(bytes(p)) for p in packets}
    return {
        "record": sound.opus_config(_extradata(stream)), "rfc6381": "opus", "timescale": 48000,
        "frame_samples": lengths.pop() if len(lengths) == 1 else None,
    }  # fmt: skip


def _flac(stream: Stream, _: TrackLayout | None, _packets: Packets) -> dict[str, Any]:
    extra = _extradata(stream)
    return {
        "record": sound.flac_config(extra), "rfc6381": "flac",
        "frame_samples": sound.flac_samples(extra),
    }  # fmt: skip


def _mp3(stream: Stream, _: TrackLayout | None, _packets: Packets) -> dict[str, Any]:
    context: Any = stream.codec_context
    return {"rfc6381": "mp4a.6B", "frame_samples": 1152 if context.sample_rate >= 32000 else 576}


def _ac3(_stream: Stream, _: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    return {"record": sound.ac3_config(_head(packets)), "rfc6381": "ac-3", "frame_samples": 1536}


def _eac3(stream: Stream, _: TrackLayout | None, packets: Packets) -> dict[str, Any]:
    context: Any = stream.codec_context
    frame = _head(packets)
    record = sound.eac3_config(frame, int(context.bit_rate or 0))
    return {"record": record, "rfc6381": "ec-3", "frame_samples": sound.eac3_samples(frame)}


def _head(packets: Packets) -> bytes:
    return bytes(packets[0]) if packets else b""


def _says_dolby(layout: TrackLayout | None) -> bool:
    return bool(layout and DOLBY & layout.children.keys())


def _dolby_base_layer(layout: TrackLayout) -> bool:
    """Whether the base layer is HDR10, SDR or HLG by itself (bl_signal_compatibility_id)."""
    box = next((layout.children[name] for name in DOLBY if name in layout.children), b"")
    return len(box) > 4 and box[4] >> 4 != 0


READERS: Final[dict[str, Callable[[Stream, TrackLayout | None, Packets], dict[str, Any]]]] = {
    "h264": _avc, "hevc": _hevc, "av1": _av1, "vp9": _vp9, "aac": _aac, "opus": _opus,
    "flac": _flac, "mp3": _mp3, "ac3": _ac3, "eac3": _eac3,
}  # fmt: skip


def stated_end(stream: Stream) -> float | None:
    """Return where a stream ends on the container's clock: the tag that Matroska writers leave."""
    for name, value in stream.metadata.items():
        found = re.fullmatch(r"(\d{1,4}):(\d{2}):(\d{2}(?:\.\d+)?)", value.strip())
        if name.upper().startswith("DURATION") and found:
            return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])
    return None


def stated_duration(stream: Stream) -> float | None:
    """Return a stream's own length in seconds."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return None
