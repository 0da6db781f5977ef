"""Subtitles of digital television (ETSI EN 300 743) as pictures.

FFmpeg decodes the pixels; which region a picture belongs to, how long it stays and what colours it
has are read here. A page lists the regions that are on screen; a display set carries only those
that changed, so the others stay as they were.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from av.codec import CodecContext

from matinee.engine.bitmaps import Colour, Picture, decoded, rgb

SYNC: Final = 0x0F
PAGE, REGION, CLUT, DISPLAY = 0x10, 0x11, 0x12, 0x14
STANDARD: Final = (720, 576)  # of a stream without a display definition
NEW: Final = {1, 2}  # page states after which nothing of before counts
CLEAR: Final[Colour] = (0, 0, 0, 0)
DEPTHS: Final = {1: 2, 2: 4, 3: 8}  # coded depth: bits a pixel
MARKS: Final = {0x80: 2, 0x40: 4, 0x20: 8}  # an entry's flags: of which depth it is a colour
Table = dict[int, Colour]


@dataclass(slots=True)
class _Screen:
    """What is known between display sets."""

    canvas: tuple[int, int] = STANDARD
    corner: tuple[int, int] = (0, 0)
    timeout_s: int = 0
    places: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    regions: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    tables: dict[tuple[int, int], Table] = field(default_factory=dict[tuple[int, int], Table])

    def region_at(self, x: int, y: int) -> int | None:
        """Return the region of the page that lies at a place of the canvas."""
        place = (x - self.corner[0], y - self.corner[1])
        return next((one for one, at in self.places.items() if at == place), None)

    def colours(self, region: int | None) -> tuple[Colour, ...]:
        """Return the colours of a region: the standard's own where the stream names none."""
        bits, table = self.regions.get(region if region is not None else -1, (8, 0))
        known = self.tables.get((table, bits), {})
        return tuple(known.get(n, usual) for n, usual in enumerate(_usual(bits)))


def dvb(
    packets: Iterable[tuple[float, bytes]], header: bytes = b""
) -> Iterator[tuple[float, list[Picture]]]:
    """Yield (time, what is shown from then on) of each display set.

    `header` is the stream's descriptor as the demuxer gives it: the page of a service that shares
    its stream with others, or nothing.
    """
    decoder: Any = CodecContext.create("dvbsub", "r")
    if len(header) >= 4:
        decoder.extradata = header
    screen = _Screen()
    shown: dict[int | None, Picture] = {}
    for start, raw in packets:
        body = raw[2:] if raw[:2] == b"\x20\0" else raw  # some muxers keep the header of the PES
        told, rects = _read(screen, body), decoded(decoder, body)
        if not told and not rects:
            continue  # nothing about what is on screen
        stay = start + screen.timeout_s if screen.timeout_s else None
        changed: dict[int | None, Picture] = {}
        for rect, pixels, _ in rects:
            region = screen.region_at(rect.x, rect.y)
            changed[region] = Picture(
                start, stay, rect.x, rect.y, rect.width, rect.height,
                screen.canvas, pixels, screen.colours(region),
            )  # fmt: skip
        kept = {one: old for one, old in shown.items() if one in screen.places}
        kept = {one: replace(old, start_s=start, end_s=stay) for one, old in kept.items()}
        shown = {**kept, **changed}
        yield start, list(shown.values())


def _read(screen: _Screen, raw: bytes) -> bool:
    """Read a display set's segments; say whether it holds a page or a change of a region."""
    at, told = 0, False
    while at + 6 <= len(raw) and raw[at] == SYNC:
        kind, size = raw[at + 1], struct.unpack_from(">H", raw, at + 4)[0]
        body = raw[at + 6 : at + 6 + size]
        at += 6 + size
        if kind == PAGE and len(body) >= 2:
            _page(screen, body)
            told = True
        elif kind == REGION and len(body) >= 9:
            screen.regions[body[0]] = (DEPTHS.get(body[6] >> 2 & 7, 8), body[7])
            told = True
        elif kind == CLUT and len(body) >= 2:
            _clut(screen, body)
        elif kind == DISPLAY and len(body) >= 5:
            width, height = struct.unpack_from(">HH", body, 1)
            screen.canvas = (width + 1, height + 1)
            window = bool(body[0] & 8) and len(body) >= 13
            screen.corner = struct.unpack_from(">H2xH", body, 5) if window else (0, 0)
    return told


def _page(screen: _Screen, body: bytes) -> None:
    screen.timeout_s = body[0]
    if body[1] >> 2 & 3 in NEW:
        screen.regions.clear()
        screen.tables.clear()
    screen.places = {
        body[at]: struct.unpack_from(">HH", body, at + 2) for at in range(2, len(body) - 5, 6)
    }


def _clut(screen: _Screen, body: bytes) -> None:
    """Read colours: number, of which depths, then Y, Cr, Cb, T in 32 bits or in 16."""
    at = 2
    while at + 4 <= len(body):
        number, flags = body[at], body[at + 1]
        whole = bool(flags & 1)
        if whole and at + 6 > len(body):
            return
        if whole:
            y, cr, cb, t = body[at + 2 : at + 6]
        else:
            both = struct.unpack_from(">H", body, at + 2)[0]
            y, cr, cb = both >> 8 & 0xFC, (both >> 6 & 15) << 4, (both >> 2 & 15) << 4
            t = (both & 3) * 64
        at += 6 if whole else 4
        # "Y = 0 signals full transparency": clause 7.2.4.
        colour = (*rgb(y, cb, cr, high=False), 255 - t) if y else CLEAR
        for mark, bits in MARKS.items():
            if flags & mark:
                screen.tables.setdefault((body[0], bits), {})[number] = colour


def _usual(bits: int) -> tuple[Colour, ...]:
    """Return the colours that hold where a stream names none: clause 10 of the standard."""
    if bits == 2:
        return (CLEAR, (255, 255, 255, 255), (0, 0, 0, 255), (127, 127, 127, 255))
    if bits == 4:
        return (CLEAR, *(_mixed(n, 255 if n < 8 else 127, 0) for n in range(1, 16)))
    return (
        CLEAR,
        *(_mixed(n, 255, 0, 63) for n in range(1, 8)),
        *(_of_256(n) for n in range(8, 256)),
    )


def _of_256(n: int) -> Colour:
    half = n & 0x88
    if half in {0x00, 0x08}:
        return _mixed(n, 85, 170, 255 if half == 0 else 127)
    base = 127 if half == 0x80 else 0
    red, green, blue, alpha = _mixed(n, 43, 85)
    return red + base, green + base, blue + base, alpha


def _mixed(n: int, low: int, high: int, alpha: int = 255) -> Colour:
    """Return a colour whose bits 0 to 2 are worth `low` and 4 to 6 `high` in red, green, blue."""
    red, green, blue = ((n >> c & 1) * low + (n >> c + 4 & 1) * high for c in range(3))
    return red, green, blue, alpha
