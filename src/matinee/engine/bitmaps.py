"""Subtitles that are pictures: PGS (Blu-ray) and VobSub (DVD), as PNGs and a list of when.

FFmpeg decodes the run lengths; colours are read here, because PyAV does not hand them out. PGS:
US 2009/0185789 A1; a display set stays until the next one. VobSub: a subpicture unit
(https://www.mplayerhq.hu/DOCS/tech/mpsub.sub, DVD-Video 5.4) names four of sixteen colours and
says itself when it ends.
"""

import json
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeAlias

import av.error
from av.codec import CodecContext
from av.packet import Packet
from PIL import Image

from matinee.engine.errors import LimitExceeded, Unreadable
from matinee.engine.types import TextFound

MOST_IMAGES: Final = 20_000
MOST_PIXELS: Final = 4_000_000_000  # of all pictures of a track
WIDEST: Final = 4096
LONGEST_S: Final = 10.0  # how long a picture stays whose end nobody says
NO_END: Final = 0xFFFFFFFF
COMPOSITION: Final = 0x16
PALETTE: Final = 0x14
FAINT: Final = 8  # alpha that nobody sees: edges are cut off by it
EPOCH: Final = 0x80
DVD: Final = (720, 576)
CLOCK: Final = 90_000.0  # ticks a second of both formats
Colour: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: pixels are numbers of colours; times in seconds, `end_s` None if not said."""

    start_s: float
    end_s: float | None
    x: int
    y: int
    width: int
    height: int
    canvas: tuple[int, int]
    pixels: bytes
    colours: tuple[Colour, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture's line in images.json; places are pixels of the canvas."""

    start_s: float
    end_s: float
    x: int
    y: int
    width: int
    height: int
    canvas_width: int
    canvas_height: int
    name: str


def pgs(packets: Iterable[tuple[float, bytes]]) -> Iterator[tuple[float, list[Picture]]]:
    """Yield (time, what is shown from then on) of each display set."""
    decoder: Any = CodecContext.create("pgssub", "r")
    palettes: dict[int, dict[int, Colour]] = {}
    canvas, chosen = (1920, 1080), 0
    for start, raw in packets:
        for kind, body in _segments(raw):
            if kind == COMPOSITION and len(body) >= 11:
                canvas = struct.unpack_from(">HH", body)
                if body[7] & EPOCH:
                    palettes.clear()
                chosen = body[9]
            elif kind == PALETTE and len(body) >= 2:
                known = palettes.setdefault(body[0], {})
                known.update(_entries(body, high=canvas[1] > 576))
        colours = palettes.get(chosen, {})
        table = tuple(colours.get(n, (0, 0, 0, 0)) for n in range(256))
        yield (
            start,
            [
                Picture(start, None, rect.x, rect.y, rect.width, rect.height, canvas, pixels, table)
                for rect, pixels, _ in decoded(decoder, raw)
            ],
        )


def vobsub(
    packets: Iterable[tuple[float, bytes]], header: bytes
) -> Iterator[tuple[float, list[Picture]]]:
    """Yield (time, what is shown from then on) of each subpicture unit.

    `header` is the text of the index: `size:` and `palette:` lines.
    """
    words = header.decode("latin-1")
    size = re.search(r"(?m)^size:\s*(\d{1,4})x(\d{1,4})", words)
    canvas = (int(size[1]), int(size[2])) if size and int(size[1]) and int(size[2]) else DVD
    palette = re.search(r"(?m)^palette:\s*((?:[0-9a-fA-F]{6}[,\s]*){16})", words)
    sixteen = [int(one, 16) for one in re.findall(r"[0-9a-fA-F]{6}", palette[1])] if palette else []
    if len(sixteen) != 16:
        sixteen = [0x000000, 0xFFFFFF, 0x000000, 0x808080] * 4
    decoder: Any = CodecContext.create("dvdsub", "r")
    decoder.extradata = _for_decoder(canvas, sixteen)
    for start, raw in packets:
        table = _four(raw, sixteen)
        yield start, [
            Picture(start, start + end if end else None, rect.x, rect.y, rect.width, rect.height,
                    canvas, pixels, table)
            for rect, pixels, end in decoded(decoder, raw)
        ]  # fmt: skip


def _for_decoder(canvas: tuple[int, int], sixteen: list[int]) -> bytes:
    colours = ", ".join(f"{one:06x}" for one in sixteen)
    return f"size: {canvas[0]}x{canvas[1]}\npalette: {colours}\n".encode()


def write(sets: Iterable[tuple[float, list[Picture]]], folder: Path) -> TextFound:
    """Write pictures and images.json into a folder. Raises LimitExceeded, Unreadable."""
    shown: list[Shown] = []
    names: dict[bytes, str] = {}
    now: list[tuple[Picture, Shown]] = []
    pixels = 0
    for start, pictures in sets:
        shown += [_ending(picture, line, start) for picture, line in now]
        now = []
        for picture in pictures:
            pixels += picture.width * picture.height
            if pixels > MOST_PIXELS or len(shown) > MOST_IMAGES:
                raise LimitExceeded("The subtitles hold more pictures than any real film.")
            if line := _save(picture, folder, names):
                now.append((picture, line))
    shown += [_ending(picture, line, None) for picture, line in now]
    lines = _joined([line for line in shown if line.end_s > line.start_s])
    if not lines:
        raise Unreadable("There is nothing to show in these subtitles.")
    (folder / "images.json").write_text(json.dumps([asdict(line) for line in lines]))
    return TextFound(folder.name, "image", None, len(lines))


def _ending(picture: Picture, line: Shown, following: float | None) -> Shown:
    """Close a picture: where it says so itself, at the next one, or after a while."""
    ends = [one for one in (picture.end_s, following) if one is not None]
    until = min(ends) if ends else line.start_s + LONGEST_S
    return replace(line, start_s=round(max(0.0, line.start_s), 3), end_s=round(until, 3))


def _joined(lines: list[Shown]) -> list[Shown]:
    """Join what goes on unchanged: discs say a picture again for those who seek."""
    found: list[Shown] = []
    last: dict[tuple[Any, ...], int] = {}
    for line in sorted(lines, key=lambda one: (one.start_s, one.y)):
        key = (line.name, line.x, line.y)
        at = last.get(key)
        if at is not None and abs(found[at].end_s - line.start_s) < 0.002:
            found[at] = replace(found[at], end_s=line.end_s)
            continue
        last[key] = len(found)
        found.append(line)
    return found


def _save(picture: Picture, folder: Path, names: dict[bytes, str]) -> Shown | None:
    """Write a picture, cut to what can be seen of it; None where nothing can."""
    size = (picture.width, picture.height)
    seen = [255 if colour[3] > FAINT else 0 for colour in picture.colours]
    seen += [0] * (256 - len(seen))
    flat = Image.frombytes("L", size, picture.pixels)
    box = flat.point(seen).getbbox()
    if box is None:
        return None
    cut = flat.crop(box)
    raw = cut.tobytes()
    colours = picture.colours + ((0, 0, 0, 0),) * (256 - len(picture.colours))
    alpha = bytes(colour[3] for colour in colours)
    palette = bytes(part for colour in colours for part in colour[:3])
    key = blake2b(raw + palette + alpha + struct.pack("<II", *cut.size), digest_size=16).digest()
    name = names.get(key)
    if name is None:
        name = names[key] = f"{len(names)}.png"
        image = Image.frombytes("P", cut.size, raw)
        image.putpalette(palette)
        image.save(folder / name, "PNG", transparency=alpha, compress_level=6)
    return Shown(
        picture.start_s, picture.start_s, picture.x + box[0], picture.y + box[1],
        cut.width, cut.height, picture.canvas[0], picture.canvas[1], name,
    )  # fmt: skip


def decoded(decoder: Any, raw: bytes) -> list[tuple[Any, bytes, float]]:
    """Return (rectangle, pixels, seconds it says it stays or 0) of a packet; [] if damaged."""
    try:
        found = decoder.decode2(Packet(raw))
    except (av.error.FFmpegError, ValueError):
        return []
    if found is None:
        return []
    end = found.end_display_time
    seconds = 0.0 if end == NO_END else end / 1000
    rects = [r for r in found.rects if 0 < r.width <= WIDEST and 0 < r.height <= WIDEST]
    return [(r, bytes(memoryview(r.planes[0])), seconds) for r in rects if r.planes]


# --- PGS


def _segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 3 <= len(raw):
        size = struct.unpack_from(">H", raw, at + 1)[0]
        yield raw[at], raw[at + 3 : at + 3 + size]
        at += 3 + size


def _entries(body: bytes, *, high: bool) -> dict[int, Colour]:
    """Return the colours of a palette segment: number, Y, Cr, Cb, alpha each."""
    return {
        body[at]: (*rgb(body[at + 1], body[at + 3], body[at + 2], high=high), body[at + 4])
        for at in range(2, len(body) - 4, 5)
    }


def rgb(y: int, cb: int, cr: int, *, high: bool) -> tuple[int, int, int]:
    """Return a colour of BT.709 (high definition) or BT.601 as full-range RGB."""
    red, blue = (0.2126, 0.0722) if high else (0.299, 0.114)
    luma, b, r = (y - 16) * 255 / 219, (cb - 128) * 255 / 224, (cr - 128) * 255 / 224
    out_r, out_b = luma + 2 * (1 - red) * r, luma + 2 * (1 - blue) * b
    out_g = (luma - red * out_r - blue * out_b) / (1 - red - blue)
    clamped = (min(255, max(0, round(part))) for part in (out_r, out_g, out_b))
    return next(clamped), next(clamped), next(clamped)


def sup_packets(raw: bytes) -> Iterator[tuple[float, bytes]]:
    """Yield (time, display set) of a .sup file: segments with a `PG` header and 90 kHz times."""
    at, start, whole = 0, 0.0, b""
    while at + 13 <= len(raw) and raw[at : at + 2] == b"PG":
        pts, kind, size = struct.unpack_from(">I4xBH", raw, at + 2)
        if kind == COMPOSITION:
            start = pts / CLOCK
        whole += raw[at + 10 : at + 13 + size]
        at += 13 + size
        if kind == 0x80:  # the end of the set
            yield start, whole
            whole = b""
        elif len(whole) > 16 * 1024**2:
            raise LimitExceeded("The subtitles hold a larger picture than any real film.")


# --- VobSub


def _four(raw: bytes, sixteen: Sequence[int]) -> tuple[Colour, ...]:
    """Return the four colours a subpicture unit names in its first control sequence."""
    colours, alphas = [0, 0, 0, 0], [0, 15, 15, 15]
    at = struct.unpack_from(">H", raw, 2)[0] + 4 if len(raw) >= 4 else len(raw)
    while at < len(raw):
        command = raw[at]
        if command in {3, 4} and at + 2 < len(raw):
            pair = raw[at + 1 : at + 3]
            nibbles = [pair[1] & 15, pair[1] >> 4, pair[0] & 15, pair[0] >> 4]
            if command == 3:
                colours = nibbles
            else:
                alphas = nibbles
        at += {0: 1, 1: 1, 2: 1, 3: 3, 4: 3, 5: 7, 6: 5}.get(command, len(raw))
    rgb = [sixteen[n] for n in colours]
    return tuple((c >> 16, c >> 8 & 255, c & 255, a * 17) for c, a in zip(rgb, alphas, strict=True))


def sub_packets(index: str, pair: bytes) -> Iterator[tuple[float, bytes]]:
    """Yield (time, subpicture unit) of a VobSub pair: the text of its .idx, the bytes of its .sub.

    Of several languages the one the index calls its own is taken, else the first.
    """
    own = re.search(r"(?m)^langidx:\s*(\d{1,3})", index)
    parts = re.split(r"(?m)^id:[^\n]{0,80}index:\s*(\d{1,3})[^\n]*$", index)
    languages = {int(n): part for n, part in zip(parts[1::2], parts[2::2], strict=False)}
    filled = {n: part for n, part in languages.items() if "timestamp:" in part}
    chosen = int(own[1]) if own and int(own[1]) in filled else min(filled, default=0)
    words = filled.get(chosen, index)
    entry = r"(?m)^timestamp:\s*(\d{1,3}):(\d\d):(\d\d):(\d{3}),\s*filepos:\s*([0-9a-fA-F]{1,12})"
    for h, m, s, ms, place in re.findall(entry, words)[:MOST_IMAGES]:
        unit = _unit(pair, int(place, 16), 0x20 + chosen)
        if unit:
            yield int(h) * 3600 + int(m) * 60 + int(s) + int(ms) / 1000, unit


def _unit(pair: bytes, at: int, stream: int) -> bytes:
    """Gather a unit from the program stream packets (ISO/IEC 13818-1) that carry it."""
    unit, want = b"", 0
    while at + 9 < len(pair) and pair[at : at + 3] == b"\0\0\1":
        kind = pair[at + 3]
        if kind == 0xBA:
            at += 14 + (pair[at + 13] & 7) if at + 13 < len(pair) else 14
            continue
        size = struct.unpack_from(">H", pair, at + 4)[0]
        body = at + 9 + pair[at + 8]
        if kind == 0xBD and body < len(pair) and pair[body] in {stream, 0x20}:
            unit += pair[body + 1 : at + 6 + size]
            want = struct.unpack_from(">H", unit)[0] if len(unit) >= 2 else 0
            if want and len(unit) >= want:
                return unit[:want]
        at += 6 + size
    return b""
