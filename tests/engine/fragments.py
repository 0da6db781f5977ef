"""CMAF read anew (ISO/IEC 14496-12, 23000-19), so that the engine does not judge itself.

Only what a proof needs: the boxes of a header and of one segment, as plain values. Anything
that a strict player might refuse raises Malformed with words.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

CONTAINERS: Final = {
    b"moov",
    b"trak",
    b"mdia",
    b"minf",
    b"stbl",
    b"mvex",
    b"moof",
    b"traf",
    b"edts",
}
NON_SYNC: Final = 0x10000


class Malformed(Exception):
    """Bytes that break the format."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample of a segment; times in ticks of the track."""

    decode: int
    present: int
    duration: int
    sync: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Fragment:
    """One media segment."""

    brands: tuple[bytes, ...]
    sequence: int
    track: int
    samples: tuple[Sample, ...]

    @property
    def base(self) -> int:
        """Decode time of the first sample."""
        return self.samples[0].decode

    @property
    def end(self) -> int:
        """Decode time after the last sample."""
        return self.samples[-1].decode + self.samples[-1].duration

    @property
    def earliest(self) -> int:
        """When its first picture or sound is shown."""
        return min(s.present for s in self.samples)


@dataclass(frozen=True, slots=True)
class Header:
    """One init segment."""

    brands: tuple[bytes, ...]
    track: int
    timescale: int
    handler: bytes
    entry: bytes
    config: bytes  # the whole sample entry
    edits: tuple[tuple[int, int], ...]  # (duration, media time)
    matrix: tuple[int, ...]
    defaults: tuple[int, int, int] = (0, 0, 0)  # duration, size, flags
    boxes: tuple[bytes, ...] = field(default=())
    movie_timescale: int = 1000

    @property
    def shift(self) -> int:
        """Ticks taken from every time before it is shown: what the edit list cuts off.

        An empty edit before it delays.
        """
        empty = sum(length for length, media in self.edits if media < 0)
        cut = next((media for _, media in self.edits if media >= 0), 0)
        return cut - empty * self.timescale // self.movie_timescale


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of the payload of each box. Raises Malformed."""
    end = len(data) if end is None else end
    at = start
    while at < end:
        if end - at < 8:
            raise Malformed(f"{end - at} bytes left over after a box")
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Malformed(f"box {kind!r} of {size} bytes does not fit")
        yield kind, at + head, at + size
        at += size


def find(data: bytes, *path: bytes, start: int = 0, end: int | None = None) -> list[bytes]:
    """Return the payloads of all boxes at a path, such as moov, trak, tkhd."""
    found: list[bytes] = []
    for kind, a, b in boxes(data, start, end):
        if kind != path[0]:
            continue
        if len(path) == 1:
            found.append(data[a:b])
        else:
            found += find(data, *path[1:], start=a, end=b)
    return found


def one(data: bytes, *path: bytes) -> bytes:
    """Return the payload of the one box at a path. Raises Malformed where there are others."""
    found = find(data, *path)
    if len(found) != 1:
        raise Malformed(f"{len(found)} boxes at {'/'.join(p.decode() for p in path)}, not one")
    return found[0]


def header(data: bytes) -> Header:
    """Read an init segment. Raises Malformed."""
    kinds = tuple(kind for kind, _, _ in boxes(data))
    if kinds[:1] != (b"ftyp",) or b"moov" not in kinds or b"mdat" in kinds:
        raise Malformed(f"an init segment of {kinds}")
    tkhd = one(data, b"moov", b"trak", b"tkhd")
    mdhd = one(data, b"moov", b"trak", b"mdia", b"mdhd")
    stsd = one(data, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    mvhd = one(data, b"moov", b"mvhd")
    trex = one(data, b"moov", b"mvex", b"trex")
    for name in (b"stts", b"stsc", b"stco"):
        table = one(data, b"moov", b"trak", b"mdia", b"minf", b"stbl", name)
        if struct.unpack_from(">I", table, 4)[0]:
            raise Malformed(f"{name.decode()} is not empty")
    wide = tkhd[0] == 1
    edits = find(data, b"moov", b"trak", b"edts", b"elst")
    track = struct.unpack_from(">I", tkhd, 20 if wide else 12)[0]
    if struct.unpack_from(">I", trex, 4)[0] != track:
        raise Malformed("trex is of another track")
    return Header(
        brands=_brands(one(data, b"ftyp")),
        track=track,
        timescale=struct.unpack_from(">I", mdhd, 20 if mdhd[0] == 1 else 12)[0],
        handler=one(data, b"moov", b"trak", b"mdia", b"hdlr")[8:12],
        entry=stsd[12:16],
        config=stsd[8:],
        edits=_edits(edits[0]) if edits else (),
        matrix=struct.unpack_from(">9i", tkhd, 52 if wide else 40),
        defaults=struct.unpack_from(">3I", trex, 12),
        boxes=kinds,
        movie_timescale=struct.unpack_from(">I", mvhd, 20 if mvhd[0] == 1 else 12)[0],
    )


def fragment(data: bytes, defaults: tuple[int, int, int] = (0, 0, 0)) -> Fragment:
    """Read a media segment of one fragment; `defaults` are those of its header.

    Raises Malformed.
    """
    kinds = [kind for kind, _, _ in boxes(data)]
    plain = [k for k in kinds if k not in {b"styp", b"sidx", b"emsg", b"prft"}]
    if plain != [b"moof", b"mdat"]:
        raise Malformed(f"a segment of {kinds}")
    moof_at = next(a - 8 for kind, a, _ in boxes(data) if kind == b"moof")
    mdat_from, mdat_to = next((a, b) for kind, a, b in boxes(data) if kind == b"mdat")
    tfhd = one(data, b"moof", b"traf", b"tfhd")
    flags = struct.unpack_from(">I", tfhd)[0] & 0xFFFFFF
    if not flags & 0x20000 or flags & 1:
        raise Malformed("samples are not addressed from the moof (default-base-is-moof)")
    tfdt = one(data, b"moof", b"traf", b"tfdt")
    base = struct.unpack_from(">Q" if tfdt[0] == 1 else ">I", tfdt, 4)[0]
    trun = one(data, b"moof", b"traf", b"trun")
    rows, offset = _run(trun, _defaults(tfhd, flags, defaults))
    at = moof_at + offset
    if at < mdat_from:
        raise Malformed("the samples lie before mdat")
    samples: list[Sample] = []
    for duration, size, sample_flags, shift in rows:
        body = data[at : at + size]
        if at + size > mdat_to:
            raise Malformed("the samples reach past mdat")
        samples.append(Sample(base, base + shift, duration, not sample_flags & NON_SYNC, body))
        base, at = base + duration, at + size
    if not samples:
        raise Malformed("a segment without samples")
    if at != mdat_to:
        raise Malformed(f"{mdat_to - at} bytes of mdat are of no sample")
    brands = find(data, b"styp")
    return Fragment(
        _brands(brands[0]) if brands else (),
        struct.unpack_from(">I", one(data, b"moof", b"mfhd"), 4)[0],
        struct.unpack_from(">I", tfhd, 4)[0],
        tuple(samples),
    )


def write(fragment: Fragment) -> bytes:
    """Return a segment of these samples: what breaks streams on purpose needs it."""
    first = fragment.base
    rows = b"".join(
        struct.pack(">IIIi", s.duration, len(s.data), 0x2000000 if s.sync else 0x1010000,
                    s.present - s.decode)
        for s in fragment.samples
    )  # fmt: skip

    def trun(offset: int) -> bytes:
        head = struct.pack(">IIi", 0x01000F01, len(fragment.samples), offset)
        return _box(b"trun", head + rows)

    def moof(offset: int) -> bytes:
        traf = (
            _box(b"tfhd", struct.pack(">II", 0x20000, fragment.track))
            + _box(b"tfdt", struct.pack(">IQ", 0x1000000, first))
            + trun(offset)
        )
        return _box(
            b"moof",
            _box(b"mfhd", struct.pack(">II", 0, fragment.sequence)) + _box(b"traf", traf),
        )

    style = _box(b"styp", b"msdh" + bytes(4) + b"msdhcmfs")
    body = b"".join(s.data for s in fragment.samples)
    return style + moof(len(moof(0)) + 8) + _box(b"mdat", body)


def units(sample: bytes) -> list[bytes]:
    """Return the NAL units of an H.264 or H.265 sample with lengths of four bytes."""
    found: list[bytes] = []
    at = 0
    while at < len(sample):
        if len(sample) - at < 4:
            raise Malformed("a NAL unit without its length")
        size = struct.unpack_from(">I", sample, at)[0]
        if not size or at + 4 + size > len(sample):
            raise Malformed("a NAL unit that does not fit its sample")
        found.append(sample[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def _box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I4s", len(payload) + 8, kind) + payload


def _brands(payload: bytes) -> tuple[bytes, ...]:
    return (payload[:4], *(payload[n : n + 4] for n in range(8, len(payload), 4)))


def _edits(payload: bytes) -> tuple[tuple[int, int], ...]:
    form, size = (">Qq", 20) if payload[0] == 1 else (">Ii", 12)
    count = struct.unpack_from(">I", payload, 4)[0]
    return tuple(struct.unpack_from(form, payload, 8 + n * size) for n in range(count))


def _defaults(tfhd: bytes, flags: int, trex: tuple[int, int, int]) -> tuple[int, int, int]:
    at = 8 + (4 if flags & 2 else 0)
    values = list(trex)
    for n, bit in enumerate((0x8, 0x10, 0x20)):
        if flags & bit:
            values[n] = struct.unpack_from(">I", tfhd, at)[0]
            at += 4
    return values[0], values[1], values[2]


def _run(trun: bytes, defaults: tuple[int, int, int]) -> tuple[list[tuple[int, ...]], int]:
    """Return (duration, size, flags, composition offset) of each sample, and the data offset."""
    version, flags = trun[0], struct.unpack_from(">I", trun)[0] & 0xFFFFFF
    count, at = struct.unpack_from(">I", trun, 4)[0], 8
    if not flags & 1:
        raise Malformed("a run without its data offset")
    offset, at = struct.unpack_from(">i", trun, at)[0], at + 4
    first = None
    if flags & 4:
        first, at = struct.unpack_from(">I", trun, at)[0], at + 4
    rows: list[tuple[int, ...]] = []
    for n in range(count):
        row = list(defaults)
        if n == 0 and first is not None:
            row[2] = first
        for place, bit in enumerate((0x100, 0x200, 0x400)):
            if flags & bit:
                row[place], at = struct.unpack_from(">I", trun, at)[0], at + 4
        shift = 0
        if flags & 0x800:
            shift, at = struct.unpack_from(">i" if version else ">I", trun, at)[0], at + 4
        rows.append((*row, shift))
    if at != len(trun):
        raise Malformed("a run that is longer than its samples")
    return rows, offset
