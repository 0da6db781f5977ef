"""What an MP4 says in boxes that the media library does not pass on.

Only headers of boxes are read, never sample tables, so a long file costs a few reads.
ISO/IEC 14496-12; Dolby Vision: "Dolby Vision Streams within the ISO Base Media File Format".
"""

import struct
from dataclasses import dataclass, field
from typing import Final

from matinee.engine import holes

UNITY: Final = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
MOST_BOXES: Final = 20_000
LOOKED_INTO: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"})
LOCKED: Final = frozenset({b"encv", b"enca", b"enct", b"drmi", b"drms"})
DOLBY: Final = frozenset({b"dvcC", b"dvvC", b"dvwC"})
ENTRY_FIXED: Final = {b"vide": 78, b"soun": 28}


@dataclass(slots=True)
class TrackLayout:
    """One `trak`."""

    handler: bytes = b""
    entry: bytes = b""  # four-character name of the sample entry
    children: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    size: tuple[int, int] = (0, 0)  # of a picture, in pixels as coded
    matrix: tuple[int, ...] = UNITY
    edits: int = 0
    data_bytes: int = 0  # of all its samples, where known
    data_end: int = 0  # where the last one ends in the file, where known

    @property
    def rotation(self) -> int:
        """Degrees clockwise to turn the picture; a mirrored one is turned the same."""
        a, b = self.matrix[:2]
        signs = ((a > 0) - (a < 0), (b > 0) - (b < 0))
        return {(0, 1): 90, (-1, 0): 180, (0, -1): 270}.get(signs, 0)


@dataclass(slots=True)
class Layout:
    """What the boxes of a file say."""

    has_index: bool = False
    encrypted: bool = False
    fragmented: bool = False
    tracks: list[TrackLayout] = field(default_factory=list[TrackLayout])

    @property
    def many_edits(self) -> bool:
        """Whether some track is put together from several pieces."""
        return any(t.edits > 1 for t in self.tracks)


def layout(descriptor: int, size: int) -> Layout:
    """Read the boxes of an open MP4; what is broken is left out."""
    reader = BoxReader(descriptor)
    found = Layout()
    for name, body, end in reader.boxes(0, size):
        if name == b"moov":
            found.has_index = True
            _movie(reader, body, end, found)
        elif name == b"moof":
            found.has_index = found.fragmented = True
            break
    return found


class BoxReader:
    """Reads headers of boxes from an open file, so many and no more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._left = MOST_BOXES

    def read(self, at: int, length: int) -> bytes:
        """Return bytes of the file."""
        return holes.pread(self._descriptor, max(0, length), at)

    def boxes(self, at: int, end: int) -> "list[tuple[bytes, int, int]]":
        """Return (name, start of body, end) of the boxes side by side."""
        found: list[tuple[bytes, int, int]] = []
        while at + 8 <= end and self._left > 0:
            self._left -= 1
            head = self.read(at, 16)
            if len(head) < 8:
                break
            length, name = struct.unpack_from(">I4s", head)
            body = at + 8
            if length == 1 and len(head) == 16:
                length, body = struct.unpack_from(">Q", head, 8)[0], at + 16
            elif length == 0:
                length = end - at
            if length < body - at:
                break
            found.append((name, body, min(at + length, end)))
            at += length
        return found


def _movie(reader: BoxReader, start: int, end: int, found: Layout) -> None:
    for name, body, stop in reader.boxes(start, end):
        if name == b"trak":
            track = TrackLayout()
            _track(reader, body, stop, track)
            found.tracks.append(track)
            found.encrypted = found.encrypted or track.entry in LOCKED


def _track(reader: BoxReader, start: int, end: int, track: TrackLayout) -> None:
    for name, body, stop in reader.boxes(start, end):
        if name in LOOKED_INTO:
            _track(reader, body, stop, track)
        elif name == b"tkhd":
            track.matrix = _matrix(reader.read(body, min(stop - body, 96)))
        elif name == b"hdlr":
            track.handler = reader.read(body + 8, 4)
        elif name == b"elst":
            track.edits = _edits(reader.read(body, min(stop - body, 4096)))
        elif name == b"stsd":
            _entry(reader, body, stop, track)


def _matrix(header: bytes) -> tuple[int, ...]:
    """Return the display matrix of a tkhd (14496-12 8.3.2)."""
    at = 52 if header[:1] == b"\1" else 40
    if len(header) < at + 36:
        return UNITY
    return struct.unpack_from(">9i", header, at)


def _edits(body: bytes) -> int:
    """Count the edits that show media; empty ones only wait."""
    if len(body) < 8:
        return 0
    version, count = body[0], struct.unpack_from(">I", body, 4)[0]
    form = ">QqI" if version else ">IiI"
    step = struct.calcsize(form)
    whole = min(count, (len(body) - 8) // step)
    times = [struct.unpack_from(form, body, 8 + i * step)[1] for i in range(whole)]
    return sum(time >= 0 for time in times) + (count - whole)


def _entry(reader: BoxReader, start: int, end: int, track: TrackLayout) -> None:
    entries = reader.boxes(start + 8, end)
    if not entries:
        return
    track.entry, body, stop = entries[0]
    if any(name in LOCKED for name, _, _ in entries):
        track.entry = next(name for name, _, _ in entries if name in LOCKED)
    fixed = ENTRY_FIXED.get(track.handler)
    if fixed is None:
        return
    if track.handler == b"vide":
        track.size = struct.unpack(">HH", reader.read(body + 24, 4).rjust(4, b"\0"))
    if track.handler == b"soun":
        version = int.from_bytes(reader.read(body + 8, 2), "big")
        fixed += {1: 16, 2: 36}.get(version, 0)
    for name, inner, inner_stop in reader.boxes(body + fixed, stop):
        track.children[name] = reader.read(inner, min(inner_stop - inner, 65536))
