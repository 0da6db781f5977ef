"""ISO base media boxes (ISO/IEC 14496-12): reading them, and writing CMAF headers and fragments.

Fragments are written here and not by a muxer, so that the same packets always give the
same bytes, and every time in them is the one that was asked for.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

HEADER: Final = struct.Struct(">I4s")
CONTAINERS: Final = frozenset(
    {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"mvex", b"moof", b"traf", b"udta"}
)
SYNC: Final = 0x02000000  # depends on no other sample
NOT_SYNC: Final = 0x01010000
UNITY: Final = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four-character name, and where its body lies in the bytes read."""

    name: bytes
    start: int  # of the header
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One packet on its way into a fragment; times in ticks of the track."""

    decode: int
    present: int
    duration: int
    sync: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class TrackHeader:
    """What an init segment says of its one track."""

    kind: str  # "video" or "audio"
    timescale: int
    entry: bytes  # the sample entry box
    width: int = 0
    height: int = 0
    matrix: tuple[int, ...] = UNITY  # display matrix: rotation and mirroring
    lead: int = 0  # ticks of the media that come before the presentation starts
    language: str = "und"


# --- reading


def walk(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes side by side in a stretch of bytes; a broken one ends the walk."""
    at, end = start, len(data) if end is None else min(end, len(data))
    while at + 8 <= end:
        size, name = HEADER.unpack_from(data, at)
        body = at + 8
        if size == 1:
            if at + 16 > end:
                return
            size, body = struct.unpack_from(">Q", data, at + 8)[0], at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            return
        yield Box(name, at, body, at + size)
        at += size


def find(data: bytes, *path: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield every box at a path such as `moov`, `trak`, `mdia`."""
    for box in walk(data, start, end):
        if box.name != path[0]:
            continue
        if len(path) == 1:
            yield box
        else:
            yield from find(data, *path[1:], start=box.body, end=box.end)


def decode_time(segment: bytes) -> int | None:
    """Return the tfdt of a fragment: the decode time of its first sample."""
    for box in find(segment, b"moof", b"traf", b"tfdt"):
        if segment[box.body]:
            return struct.unpack_from(">Q", segment, box.body + 4)[0]
        return struct.unpack_from(">I", segment, box.body + 4)[0]
    return None


# --- writing


def box(name: bytes, *parts: bytes) -> bytes:
    """Return a box around its parts."""
    size = 8 + sum(map(len, parts))
    return b"".join((HEADER.pack(size, name), *parts))


def full_box(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """Return a box with version and flags."""
    return box(name, struct.pack(">I", version << 24 | flags), *parts)


def init_segment(track: TrackHeader) -> bytes:
    """Return `ftyp` and `moov` of a track whose samples all come in fragments."""
    brands = b"iso6cmfcdashmp41"
    return box(b"ftyp", b"iso6", struct.pack(">I", 0), brands) + box(
        b"moov",
        _movie_header(),
        box(b"trak", _track_header(track), _edits(track), _media(track)),
        box(b"mvex", full_box(b"trex", 0, 0, struct.pack(">5I", 1, 1, 0, 0, 0))),
    )


def fragment(number: int, base: int, samples: Sequence[Sample], *, video: bool) -> bytes:
    """Return `styp`, `moof` and `mdat`; `base` is the decode time of the first sample."""
    run = bytearray()
    for s in samples:
        flags = SYNC if s.sync else NOT_SYNC
        run += struct.pack(">III", s.duration, len(s.data), flags)
        if video:
            run += struct.pack(">i", s.present - s.decode)
    flags = 0x000001 | 0x000100 | 0x000200 | 0x000400 | (0x000800 if video else 0)

    def moof(offset: int) -> bytes:
        return box(
            b"moof",
            full_box(b"mfhd", 0, 0, struct.pack(">I", number + 1)),
            box(
                b"traf",
                full_box(b"tfhd", 0, 0x020000, struct.pack(">I", 1)),
                full_box(b"tfdt", 1, 0, struct.pack(">Q", base)),
                full_box(b"trun", 1, flags, struct.pack(">Ii", len(samples), offset), bytes(run)),
            ),
        )

    size = len(moof(0))
    kind = box(b"styp", b"msdh", struct.pack(">I", 0), b"msdhmsixcmfs")
    media = b"".join(s.data for s in samples)
    head = HEADER.pack(len(media) + 8, b"mdat")
    return b"".join((kind, moof(size + 8), head, media))


def _movie_header() -> bytes:
    fields = struct.pack(">IIIIIH10x", 0, 0, 1000, 0, 0x10000, 0x0100)
    return full_box(b"mvhd", 0, 0, fields, struct.pack(">9I24xI", *UNITY, 2))


def _track_header(track: TrackHeader) -> bytes:
    sound = track.kind == "audio"
    fields = struct.pack(">IIIII8xHHHH", 0, 0, 1, 0, 0, 0, 0, 0x0100 if sound else 0, 0)
    matrix = struct.pack(">9i", *track.matrix)
    size = struct.pack(">II", track.width << 16, track.height << 16)
    return full_box(b"tkhd", 0, 3, fields, matrix, size)


def _edits(track: TrackHeader) -> bytes:
    """Return an edit list where the media leads in before the presentation (priming)."""
    if track.lead <= 0:
        return b""
    entry = struct.pack(">IIii", 1, 0, track.lead, 0x10000)
    return box(b"edts", full_box(b"elst", 0, 0, entry))


def _media(track: TrackHeader) -> bytes:
    sound = track.kind == "audio"
    handler, name = (b"soun", b"Sound\0") if sound else (b"vide", b"Picture\0")
    header = full_box(b"smhd", 0, 0, bytes(4)) if sound else full_box(b"vmhd", 0, 1, bytes(8))
    media_header = struct.pack(">IIIIHH", 0, 0, track.timescale, 0, _language(track.language), 0)
    return box(
        b"mdia",
        full_box(b"mdhd", 0, 0, media_header),
        full_box(b"hdlr", 0, 0, struct.pack(">I4s12x", 0, handler), name),
        box(
            b"minf",
            header,
            box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1))),
            box(
                b"stbl",
                full_box(b"stsd", 0, 0, struct.pack(">I", 1), track.entry),
                full_box(b"stts", 0, 0, bytes(4)),
                full_box(b"stsc", 0, 0, bytes(4)),
                full_box(b"stsz", 0, 0, bytes(8)),
                full_box(b"stco", 0, 0, bytes(4)),
            ),
        ),
    )


def _language(code: str) -> int:
    """Return an ISO 639-2/T code packed in 15 bits (14496-12 8.4.2)."""
    if len(code) != 3 or not (code.isascii() and code.islower() and code.isalpha()):
        code = "und"
    a, b, c = (ord(letter) - 0x60 for letter in code)
    return a << 10 | b << 5 | c


# --- sample entries


def picture_entry(name: bytes, size: tuple[int, int], *children: bytes) -> bytes:
    """Return a VisualSampleEntry; size in pixels as coded."""
    fixed = struct.pack(">6xH16xHHIII", 1, *size, 0x480000, 0x480000, 0)
    return box(name, fixed, struct.pack(">H32xHh", 1, 0x0018, -1), *children)


def sound_entry(name: bytes, channels: int, rate: int, *children: bytes) -> bytes:
    """Return an AudioSampleEntry; rates above 65535 Hz are told by the codec's own box."""
    shown = rate if rate < 0x10000 else 0
    fixed = struct.pack(">6xH8xHH4xI", 1, channels, 16, shown << 16)
    return box(name, fixed, *children)


def elementary_stream(object_type: int, config: bytes, bit_rate: int) -> bytes:
    """Return an esds box (ISO/IEC 14496-1 7.2.6): object type 0x40 is AAC, 0x6B MP3."""
    specific = _descriptor(5, config) if config else b""
    decoder = struct.pack(">BBBHII", object_type, 0x15, 0, 0, bit_rate, bit_rate)
    stream = struct.pack(">HB", 1, 0) + _descriptor(4, decoder + specific) + _descriptor(6, b"\2")
    return full_box(b"esds", 0, 0, _descriptor(3, stream))


def colour(primaries: int, transfer: int, matrix: int, *, full_range: bool) -> bytes:
    """Return a colr box of type nclx (code points of ISO/IEC 23091-2)."""
    body = struct.pack(">4sHHHB", b"nclx", primaries, transfer, matrix, full_range << 7)
    return box(b"colr", body)


def pixel_aspect(horizontal: int, vertical: int) -> bytes:
    """Return a pasp box."""
    return box(b"pasp", struct.pack(">II", horizontal, vertical))


def _descriptor(tag: int, body: bytes) -> bytes:
    size = len(body)
    length = bytes([0x80 | size >> 21 & 127, 0x80 | size >> 14 & 127, 0x80 | size >> 7 & 127])
    return bytes([tag]) + length + bytes([size & 127]) + body
