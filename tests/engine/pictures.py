"""Pictures of a film as a viewer sees them: when each is shown, and a small upright copy of it.

Read with PyAV from the file itself, so that what the engine makes is held against the film
and not against the engine's own reading of it.
"""

import io
import struct
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import av.error
import numpy as np

from . import fragments

SIDE: Final = 32  # small copies are square, whatever the picture's shape
TRANSFER_HDR: Final = {16, 18}
FULL: Final = 2
UNKNOWN_COLOUR: Final = {0, 2}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: seconds on the container's clock, and its small copy (RGB, 0 to 255)."""

    at: Fraction
    small: np.ndarray
    key: bool
    digest: int = 0
    combed: float = 0.0


@dataclass(frozen=True, slots=True)
class Film:
    """All pictures of one track, in the order in which they are shown."""

    pictures: tuple[Picture, ...]
    aspect: float  # width by height as shown, turned upright
    size: tuple[int, int]  # as coded
    hdr: bool = False
    interlaced: bool = False
    base: Fraction = field(default=Fraction(1, 1000))

    @property
    def times(self) -> list[Fraction]:
        """When each is shown."""
        return [p.at for p in self.pictures]


def edits(path: str | Path) -> int:
    """Return the largest number of edits in an MP4 track, 0 for anything else.

    One is a plain shift, which players apply by itself; several hide and repeat pictures.
    """
    with Path(path).open("rb") as file:
        head = file.read(16)
        if head[4:8] != b"ftyp":
            return 0
    most = 0
    for table in _boxes_in_file(Path(path)):
        for track in fragments.find(table, b"trak", b"edts", b"elst"):
            count = struct.unpack_from(">I", track, 4)[0]
            size = 20 if track[0] == 1 else 12
            form = ">Qq" if track[0] == 1 else ">Ii"
            rows = [struct.unpack_from(form, track, 8 + n * size)[1] for n in range(count)]
            most = max(most, sum(media >= 0 for media in rows))
    return most


def opened(source: str | Path | bytes, **options: str) -> Any:
    """Open a file, or bytes; of an MP4 with one edit all pictures are seen, as players do."""
    if isinstance(source, bytes):
        return av.open(io.BytesIO(source), options={"advanced_editlist": "0", **options})
    shift = {} if edits(source) > 1 else {"advanced_editlist": "0"}
    return av.open(str(source), options={**shift, **options})


def film(source: str | Path | bytes, index: int = 0, *, last_s: float | None = None) -> Film:
    """Decode a track from beginning to end (or to `last_s`)."""
    with opened(source) as file:
        stream = file.streams[index]
        stream.thread_type = "AUTO"
        # Of a codec the container does not name (Dolby Vision in AV1) the library knows no decoder.
        unnamed = None if stream.codec_context else av.CodecContext.create("libdav1d", "r")
        found: list[Picture] = []
        decoded: list[Fraction] = []
        untimed = 0
        aspect, size, hdr, interlaced = 1.0, (0, 0), False, False
        for packet in file.demux(stream):
            told = packet.dts if packet.pts is None else packet.pts
            if told is not None and packet.size:
                decoded.append(told * stream.time_base)
            for frame in _frames(packet, unnamed):
                if not found:
                    aspect, size = _aspect(stream, frame), (frame.width, frame.height)
                    # Dolby Vision that no codec is named for says its tones nowhere else.
                    hdr = unnamed is not None or int(frame.color_trc) in TRANSFER_HDR
                interlaced = interlaced or frame.interlaced_frame
                untimed += frame.pts is None
                found.append(_picture(frame, stream.time_base, found))
            if last_s is not None and found and found[-1].at > last_s:
                break
        rising = all(a.at < b.at for a, b in pairwise(found))
        if untimed or not rising:  # no display times are stored, or those of decoding are
            decoded.sort()
            found = [replace(p, at=t) for p, t in zip(found, decoded, strict=False)]
        return Film(tuple(found), aspect, size, hdr, interlaced, stream.time_base)


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """Return the mean square difference of two small copies."""
    return float(np.mean((a.astype(np.float32) - b.astype(np.float32)) ** 2))


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    """Return how alike two small copies are whatever their tone curve, from -1 to 1."""
    x, y = (v.astype(np.float32).mean(axis=2).ravel() for v in (a, b))
    if x.std() < 2 or y.std() < 2:
        return 1.0
    return float(np.corrcoef(x, y)[0, 1])


def _frames(packet: Any, unnamed: Any) -> list[Any]:
    try:
        if unnamed is not None:
            return list(unnamed.decode(packet if packet.size else None))
        return list(packet.decode())
    except av.error.InvalidDataError:
        return []


def _picture(frame: Any, base: Fraction, before: list[Picture]) -> Picture:
    at = frame.pts * base if frame.pts is not None else (before[-1].at if before else Fraction(0))
    luma = _luma(frame)
    return Picture(at, _small(frame), bool(frame.key_frame), hash(bytes(luma)), _combing(luma))


def _luma(frame: Any) -> np.ndarray:
    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height]
    deep = 2 if frame.format.components[0].bits > 8 else 1
    return np.ascontiguousarray(rows[:, : frame.width * deep])


def _combing(luma: np.ndarray) -> float:
    """Return how much more lines differ from the next than from the one after it."""
    if luma.shape[0] < 8:
        return 0.0
    lines = luma.astype(np.float32)
    near = np.abs(lines[1:-1] - lines[:-2]).mean()
    far = np.abs(lines[2:] - lines[:-2]).mean()
    return float(near / (far + 1.0))


def _small(frame: Any) -> np.ndarray:
    """Return the small upright copy in RGB, by the matrix and range that the picture tells.

    The library scales the planes; colours are worked out here, because its own way to small RGB
    halves the colour once more.
    """
    name = frame.format.name
    if "rgb" in name or "gbr" in name or name.startswith("pal"):
        small = frame.reformat(SIDE, SIDE, "rgb24", interpolation="AREA").to_ndarray()
        return _upright(small, _matrix(frame))
    full = int(frame.color_range) == FULL or name.startswith("yuvj")
    range_ = {"src_color_range": FULL if full else 1, "dst_color_range": FULL if full else 1}
    planes = frame.reformat(SIDE, SIDE, "yuv444p", interpolation="AREA", **range_).to_ndarray()
    luma, blue, red = planes.reshape(3, SIDE, SIDE).astype(np.float32)
    if not full:
        luma, blue, red = (luma - 16) * 255 / 219, (blue - 128) * 255 / 224, (red - 128) * 255 / 224
    else:
        blue, red = blue - 128, red - 128
    kr, kb = _weights(frame)
    r, b = luma + 2 * (1 - kr) * red, luma + 2 * (1 - kb) * blue
    g = (luma - kr * r - kb * b) / (1 - kr - kb)
    small = np.clip(np.stack([r, g, b], axis=2), 0, 255).astype(np.uint8)
    return _upright(small, _matrix(frame))


def _weights(frame: Any) -> tuple[float, float]:
    """Return the shares of red and blue in luma (ISO/IEC 23091-2); untold ones by size."""
    space = int(frame.colorspace)
    if space in UNKNOWN_COLOUR:
        space = 1 if frame.height >= 720 else 6
    return {1: (0.2126, 0.0722), 9: (0.2627, 0.0593), 10: (0.2627, 0.0593)}.get(
        space, (0.299, 0.114)
    )


def _matrix(frame: Any) -> tuple[int, int, int, int] | None:
    """Return a, b, c, d of a display matrix, as -1, 0 or 1."""
    found = frame.side_data.get("DISPLAYMATRIX")
    if found is None:
        return None
    values = struct.unpack("<9i", bytes(found)[:36])
    a, b, c, d = (round(values[n] / 65536) for n in (0, 1, 3, 4))
    return None if (a, b, c, d) == (1, 0, 0, 1) else (a, b, c, d)


def _upright(small: np.ndarray, matrix: tuple[int, int, int, int] | None) -> np.ndarray:
    if matrix is None:
        return small
    a, b, c, d = matrix
    across, down = (a, d) if a else (c, b)
    turned = small if a else small.transpose(1, 0, 2)
    turned = turned[:, ::-1] if across < 0 else turned
    return turned[::-1] if down < 0 else turned


def _aspect(stream: Any, frame: Any) -> float:
    pixel = float(stream.sample_aspect_ratio or 1)
    shown = frame.width * pixel / frame.height
    matrix = _matrix(frame)
    return 1 / shown if matrix and not matrix[0] else shown


def _boxes_in_file(path: Path) -> list[bytes]:
    """Return the payloads of the moov boxes of a file, without reading the rest of it."""
    found: list[bytes] = []
    size = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        while at + 8 <= size:
            file.seek(at)
            length, kind = struct.unpack(">I4s", file.read(8))
            head = 8
            if length == 1:
                length, head = struct.unpack(">Q", file.read(8))[0], 16
            length = length or size - at
            if kind == b"moov":
                found.append(file.read(length - head))
            if length < head:
                break
            at += length
    return found
