"""Segments as a manifest describes them, held against what they are (ISO/IEC 23000-19)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from tests.engine import fragments

Fetch = Callable[[str], bytes]
CMAF: Final = {b"cmfc", b"cmf2", b"iso6", b"iso9", b"dash", b"msdh", b"cmfs"}
ENTRIES: Final = {
    "avc1": b"avc1", "avc3": b"avc3", "hvc1": b"hvc1", "hev1": b"hev1", "av01": b"av01",
    "vp09": b"vp09", "mp4a": b"mp4a", "opus": b"Opus", "flac": b"fLaC", "ac-3": b"ac-3",
    "ec-3": b"ec-3",
}  # fmt: skip


@dataclass(frozen=True)
class Track:
    """One track as a manifest lists it: seconds of each segment, and the bytes."""

    name: str
    codec: str
    init: bytes
    bodies: tuple[bytes, ...]
    lengths_s: tuple[float, ...]
    starts_s: tuple[float, ...]
    stills: bool = False
    tolerance_s: float = 0.0  # beyond one picture or packet

    @cached_property
    def header(self) -> fragments.Header:
        """Its init segment, read."""
        return fragments.header(self.init)

    @cached_property
    def parts(self) -> tuple[fragments.Fragment, ...]:
        """Its segments, read."""
        return tuple(fragments.fragment(b, self.header.defaults) for b in self.bodies)

    def rates(self) -> list[float]:
        """Return bits a second of each segment, by its listed length."""
        return [len(b) * 8 / max(s, 1e-3) for b, s in zip(self.bodies, self.lengths_s, strict=True)]

    def average(self) -> float:
        """Return bits a second of the whole."""
        return sum(map(len, self.bodies)) * 8 / max(sum(self.lengths_s), 1e-3)

    def peak(self, target_s: float) -> float:
        """Return the largest rate of any neighbours that last 0.5 to 1.5 targets (RFC 8216 4.1)."""
        best = 0.0
        for first in range(len(self.bodies)):
            size, length = 0, 0.0
            for n in range(first, len(self.bodies)):
                size, length = size + len(self.bodies[n]), length + self.lengths_s[n]
                if length > 1.5 * target_s:
                    break
                if length >= 0.5 * target_s:
                    best = max(best, size * 8 / length)
        return best or max(self.rates(), default=0.0)


def check(track: Track) -> Iterator[str]:
    """Hold one track's bytes against its list."""
    try:
        header, parts = track.header, track.parts
    except fragments.Malformed as broken:
        yield f"{track.name}: {broken}"
        return
    if not CMAF & set(header.brands):
        yield f"{track.name}: the init segment names no CMAF brand: {header.brands}"
    yield from _codec(track, header)
    for n, part in enumerate(parts):
        where = f"{track.name} {n}"
        if not CMAF & set(part.brands):
            yield f"{where}: styp names no CMAF brand: {part.brands}"
        if part.track != header.track:
            yield f"{where}: is of track {part.track}, not {header.track}"
        if not part.samples[0].sync:
            yield f"{where}: does not start with a sync sample"
        if track.stills and len(part.samples) != 1:
            yield f"{where}: has {len(part.samples)} pictures in a list of single ones"
    if any(b.sequence <= a.sequence for a, b in pairwise(parts)):
        yield f"{track.name}: sequence numbers do not rise"
    yield from _times(track, header, parts)


def _codec(track: Track, header: fragments.Header) -> Iterator[str]:
    first = track.codec.split(".")[0].lower()
    if first not in ENTRIES:
        yield f"{track.name}: no such codec as {track.codec!r}"
        return
    if ENTRIES[first] != header.entry:
        yield f"{track.name}: {track.codec} is listed, the sample entry is {header.entry!r}"
    if first == "avc1":
        if not re.fullmatch(r"avc1\.[0-9A-Fa-f]{6}", track.codec):
            yield f"{track.name}: {track.codec!r} is no codec string (RFC 6381)"
        at = header.config.find(b"avcC")
        record = header.config[at + 5 : at + 8].hex()
        if track.codec[5:].lower() != record:
            yield f"{track.name}: {track.codec} is listed, the record says {record}"


def _times(
    track: Track, header: fragments.Header, parts: Sequence[fragments.Fragment]
) -> Iterator[str]:
    """The n-th segment begins and ends when the list says, within one picture or packet."""
    for n, part in enumerate(parts):
        longest = max(s.duration for s in part.samples) / header.timescale
        slack = 0.002 + longest + track.tolerance_s
        starts = (part.earliest - header.shift) / header.timescale
        if track.stills:
            slack += track.lengths_s[n]
        elif n and abs(starts - track.starts_s[n]) > slack:
            yield (
                f"{track.name} {n}: begins at {starts:.4f} s, "
                f"the list says {track.starts_s[n]:.4f} s"
            )
        after = (
            parts[n + 1].earliest
            if n + 1 < len(parts)
            else max(s.present + s.duration for s in part.samples)
        )
        real = (after - part.earliest) / header.timescale
        if abs(real - track.lengths_s[n]) > slack + longest + (
            abs(header.shift) / header.timescale
        ):
            yield f"{track.name} {n}: lasts {real:.4f} s, the list says {track.lengths_s[n]:.4f} s"
    for n, (one, other) in enumerate(pairwise(parts)):
        if one.end != other.base:
            yield f"{track.name} {n}: ends at {one.end} ticks, the next begins at {other.base}"
