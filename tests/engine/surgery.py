"""Operations on media files for which ffmpeg is too sound: edits, packing, lies and damage."""

import io
import random
import struct
from collections.abc import Callable
from typing import Any, Final

import av

from . import fragments

CUES: Final = b"1\n00:00:00,500 --> 00:00:02,000\nHello\n\n2\n00:00:02,500 --> 00:00:04,000\nBye\n"
CHAPTERS: Final = (
    b";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=One\n"
    b"[CHAPTER]\nTIMEBASE=1/1000\nSTART=2000\nEND=5000\ntitle=Two\n"
)
USER_DATA: Final = b"\0\0\1\xb2DivX503b1393p"
VOP: Final = b"\0\0\1\xb6"
NOT_CODED: Final = VOP + b"\x7f"  # what packers write where a picture went into the packet before
SEED: Final = 20


def half(data: bytes) -> bytes:
    """Cut a file off in the middle."""
    return data[: len(data) // 2]


def noise(data: bytes) -> bytes:
    """Put noise over a tenth of a file, in its middle."""
    size, at = len(data) // 10, len(data) // 2
    return data[:at] + random.Random(SEED).randbytes(size) + data[at + size :]


def bits(data: bytes) -> bytes:
    """Turn one bit in every few kilobytes, sparing the beginning."""
    chance, out = random.Random(SEED), bytearray(data)
    for at in range(8192, len(out), 3000):
        out[at + chance.randrange(min(3000, len(out) - at))] ^= 1 << chance.randrange(8)
    return bytes(out)


def longer(data: bytes) -> bytes:
    """Let an MP4 say that it lasts ten times as long."""
    return _lengths(data, lambda value: value * 10)


def timeless(data: bytes) -> bytes:
    """Let an MP4 say that it lasts no time."""
    return _lengths(data, lambda _: 0)


def huge(data: bytes) -> bytes:
    """Let the picture of an MP4 say that it is 65000x65000."""
    at = data.index(b"avc1", data.index(b"stsd"))
    return data[: at + 28] + struct.pack(">HH", 65000, 65000) + data[at + 32 :]


def several_edits(data: bytes) -> bytes:
    """Give each track of an MP4 two edits: its seconds 3 to 4, then 1 to 3.

    The index lies behind the pictures, so it may grow.
    """
    out = bytearray()
    for kind, a, b in fragments.boxes(data):
        payload = data[a:b]
        if kind == b"moov":
            payload = b"".join(
                _box(k, _edited(payload[x:y], data) if k == b"trak" else payload[x:y])
                for k, x, y in fragments.boxes(payload)
            )
        out += _box(kind, payload)
    return bytes(out)


def packed(data: bytes) -> bytes:
    """Pack an AVI of MPEG-4 with B-pictures: each B in the packet of the picture before it."""
    with av.open(io.BytesIO(data)) as file:
        stream = file.streams.video[0]
        chunks = [bytes(p) for p in file.demux(stream) if p.size]
        head = bytes(stream.codec_context.extradata or b"")
        rate, size = stream.average_rate, (stream.width, stream.height)
    out: list[bytes] = []
    for chunk in chunks:
        if out and _is_b(chunk) and not out[-1].endswith(NOT_CODED):
            out[-1] += chunk
            out.append(NOT_CODED)
        else:
            out.append(chunk)
    begin = out[0].index(VOP)
    out[0] = out[0][:begin] + USER_DATA + out[0][begin:]
    return _avi(out, head + USER_DATA, rate, size)


def _avi(chunks: list[bytes], head: bytes, rate: Any, size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format="avi") as file:
        stream: Any = file.add_stream("mpeg4", rate=rate)
        stream.width, stream.height = size
        stream.codec_context.codec_tag = "DX50"
        stream.codec_context.extradata = head
        for n, chunk in enumerate(chunks):
            packet = av.Packet(chunk)
            packet.stream, packet.time_base = stream, 1 / rate
            packet.pts = packet.dts = n
            packet.is_keyframe = _coding(chunk) == 0
            file.mux(packet)
    return target.getvalue()


def _coding(chunk: bytes) -> int:
    """Return the kind of the first picture of a packet: 0 I, 1 P, 2 B (ISO/IEC 14496-2)."""
    return chunk[chunk.index(VOP) + 4] >> 6


def _is_b(chunk: bytes) -> bool:
    return _coding(chunk) == 2


def _edited(trak: bytes, data: bytes) -> bytes:
    movie = fragments.one(data, b"moov", b"mvhd")
    scale = struct.unpack_from(">I", movie, 12)[0]
    media = struct.unpack_from(">I", fragments.one(trak, b"mdia", b"mdhd"), 12)[0]
    rows = ((scale, 3 * media), (2 * scale, media))
    table = struct.pack(">II", 0, 2) + b"".join(struct.pack(">IiI", d, m, 0x10000) for d, m in rows)
    kept = [(k, trak[a:b]) for k, a, b in fragments.boxes(trak) if k != b"edts"]
    return (
        _box(kept[0][0], kept[0][1])
        + _box(b"edts", _box(b"elst", table))
        + b"".join(_box(k, p) for k, p in kept[1:])
    )


def _lengths(data: bytes, change: Callable[[int], int]) -> bytes:
    out = bytearray(data)
    for kind, at in ((b"mvhd", 20), (b"mdhd", 20), (b"tkhd", 24)):
        place = data.find(kind)
        while place >= 0:
            if data[place + 4] == 0:
                value = struct.unpack_from(">I", data, place + at)[0]
                struct.pack_into(">I", out, place + at, min(change(value), 2**31))
            place = data.find(kind, place + 4)
    return bytes(out)


def _box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I4s", len(payload) + 8, kind) + payload
