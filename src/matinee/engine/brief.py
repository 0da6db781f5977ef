"""A long MP4 opened for its description alone: its sample tables cut short.

The tables of a two-hour film have half a million entries, and building an index of them is
nearly all the time a probe takes. Here the media library is shown the same file with those
tables ended after the first entries; what the probe needs of the rest (how many bytes a
track has, and where the last one lies) is read from the tables directly.
"""

import struct
import sys
from array import array
from dataclasses import dataclass, field
from typing import Final

from matinee.engine import holes
from matinee.engine.mp4 import BoxReader

WORTH_IT_BYTES: Final = 256 * 1024  # a smaller `moov` is read as quickly as it is cut
LONG: Final = 4096  # shorter tables stay whole: chapters, subtitles
KEPT: Final = 64
EXACT: Final = 100_000
STRIDE: Final = (
    17  # sizes of more are summed by sample; a prime does not beat with groups of pictures
)
INTO: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})
TABLES: Final = {  # entry size, and where the count stands in the body
    b"stsz": (4, 8), b"stco": (4, 4), b"co64": (8, 4), b"stsc": (12, 4), b"ctts": (8, 4),
    b"stss": (4, 4),
}  # fmt: skip
DROPPED: Final = frozenset({b"sbgp", b"sdtp", b"subs", b"saiz", b"saio", b"padb"})


@dataclass(slots=True)
class Extent:
    """What the whole tables say of one track."""

    data_bytes: int = 0
    end: int = 0  # where its last sample ends in the file


@dataclass(slots=True)
class Brief:
    """A `moov` cut short, where it lies, and the extents of its tracks in order."""

    start: int
    moov: bytes
    extents: list[Extent] = field(default_factory=list[Extent])


def brief(descriptor: int, size: int) -> Brief | None:
    """Return a file's `moov` cut short and padded to its old length, where that is worth it."""
    reader = BoxReader(descriptor)
    for name, body, end in reader.boxes(0, size):
        if name == b"moof":
            return None
        if name == b"moov":
            if end - body < WORTH_IT_BYTES or end > size:
                return None
            made = Brief(body - 8, b"")
            inner = _shortened(reader, body, end, made)
            padding = end - body - len(inner)
            if padding < 8 or any(n == b"mvex" for n, _, _ in reader.boxes(body, end)):
                return None
            moov = struct.pack(">I4s", len(inner) + 8, b"moov") + inner
            made.moov = moov + struct.pack(">I4s", padding, b"free")
            return made
    return None


class Overlay(holes.Whole):
    """A file with some bytes shown differently."""

    def __init__(self, descriptor: int, size: int, shown: Brief) -> None:
        super().__init__(descriptor, size)
        self._shown = shown

    def read(self, size: int = -1) -> bytes:
        """Return bytes of the file, those of its `moov` as shown."""
        size = self._size - self._at if size < 0 else size
        start, end = self._shown.start, self._shown.start + len(self._shown.moov)
        if start <= self._at < end:
            data = self._shown.moov[self._at - start : self._at - start + size]
        else:
            until = start - self._at if self._at < start else size
            data = holes.pread(self._descriptor, min(size, until), self._at)
        self._at += len(data)
        return data


def _shortened(reader: BoxReader, start: int, end: int, made: Brief) -> bytes:
    """Return the boxes of a stretch with their long tables ended early."""
    parts: list[bytes] = []
    cut = _has_many_chunks(reader, start, end)
    for name, body, stop in reader.boxes(start, end):
        if name == b"trak":
            made.extents.append(_extent(reader, body, stop))
        if name in DROPPED:
            continue
        if name in INTO:
            inner = _shortened(reader, body, stop, made)
        elif name in TABLES:
            inner = _table(reader, name, body, stop, cut=cut)
        else:
            inner = reader.read(body, stop - body)
        parts.append(struct.pack(">I4s", len(inner) + 8, name) + inner)
    return b"".join(parts)


def _table(reader: BoxReader, name: bytes, body: int, stop: int, *, cut: bool) -> bytes:
    """Return a table, ended early where it is long; `cut`: the track's chunks are."""
    entry, place = TABLES[name]
    head = reader.read(body, place + 4)
    count = int.from_bytes(head[place:], "big")
    fixed = name == b"stsz" and head[4:8] != b"\0\0\0\0"
    if len(head) < place + 4 or fixed or not (cut if name == b"stsc" else count > LONG):
        return reader.read(body, stop - body)
    kept = reader.read(body + place + 4, min(KEPT, count) * entry)
    if name == b"stsc":  # no run of chunks may begin after the last chunk
        firsts = struct.unpack_from(f">{len(kept) // 4}I", kept)[::3]
        kept = kept[: sum(first <= KEPT for first in firsts) * entry]
    return head[:place] + struct.pack(">I", len(kept) // entry) + kept


def _has_many_chunks(reader: BoxReader, start: int, end: int) -> bool:
    found = {n: b for n, b, _ in reader.boxes(start, end) if n in {b"stco", b"co64"}}
    return any(int.from_bytes(reader.read(b + 4, 4), "big") > LONG for b in found.values())


def _extent(reader: BoxReader, start: int, end: int) -> Extent:
    """Return bytes and end of a track from its whole tables."""
    tables = _places(reader, start, end)
    chunks = tables.get(b"stco") or tables.get(b"co64")
    if b"stsz" not in tables or b"stsc" not in tables or chunks is None:
        return Extent()
    sizes = _sizes(reader, *tables[b"stsz"])
    wide = b"stco" not in tables
    last = reader.read(chunks[1] - (8 if wide else 4), 8 if wide else 4)
    in_chunk = struct.unpack(">3I", reader.read(tables[b"stsc"][1] - 12, 12).rjust(12, b"\0"))[1]
    if not sizes or not last:
        return Extent()
    tail = sum(sizes[-in_chunk:]) if 0 < in_chunk <= len(sizes) else sizes[-1]
    return Extent(_total(sizes), int.from_bytes(last, "big") + tail)


def _places(reader: BoxReader, start: int, end: int) -> dict[bytes, tuple[int, int]]:
    found: dict[bytes, tuple[int, int]] = {}
    for name, body, stop in reader.boxes(start, end):
        if name in INTO:
            found |= _places(reader, body, stop)
        else:
            found[name] = (body, stop)
    return found


def _sizes(reader: BoxReader, body: int, stop: int) -> "array[int]":
    fixed, count = struct.unpack(">II", reader.read(body + 4, 8).rjust(8, b"\0"))
    sizes = array("I")
    if fixed:
        return sizes
    raw = reader.read(body + 12, min(count * 4, stop - body - 12))
    sizes.frombytes(raw[: len(raw) // 4 * 4])
    if sys.byteorder == "little":
        sizes.byteswap()
    return sizes


def _total(sizes: "array[int]") -> int:
    if len(sizes) <= EXACT:
        return sum(sizes)
    sampled = sizes[::STRIDE]
    return sum(sampled) * len(sizes) // len(sampled)
