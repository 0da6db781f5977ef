"""The ladder: which qualities a picture is offered in. Arithmetic only.

A rung is a box that the picture is fitted into, never enlarged. Bit rates are caps over a
constant quality, by height and frame rate, and never above what the source itself spends.
H.264 levels: Rec. ITU-T H.264 table A-1. AV1 levels: AV1 Bitstream Specification annex A.3.
"""

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from matinee.engine.types import Track

BOXES: Final = (  # short side of the box, cap in bits a second for up to 30 pictures a second
    (240, 400_000), (360, 800_000), (480, 1_400_000), (720, 2_800_000),
    (1080, 5_000_000), (1440, 9_000_000), (2160, 15_000_000),
)  # fmt: skip
FAST_RATE: Final = 33.0  # above this a cap is raised by FAST_SHARE
FAST_SHARE: Final = 1.5
LEAST_BPS: Final = 150_000
NEARLY: Final = 1.02
SQUARE: Final = 0.005  # nobody sees pixels that differ from square by less; scaling would cost
# How many times the bits our quick encoder needs for the source's quality: no rung spends more.
HARDER: Final = {"hevc": 2.2, "av1": 2.5, "vp9": 2.0, "vvc": 3.0, "h264": 1.8}
LEVELS: Final = (  # level x 10, macroblocks a second, macroblocks a picture, kbit/s (High)
    (10, 1485, 99, 80), (11, 3000, 396, 240), (12, 6000, 396, 480), (13, 11880, 396, 960),
    (20, 11880, 396, 2500), (21, 19800, 792, 5000), (22, 20250, 1620, 5000),
    (30, 40500, 1620, 12500), (31, 108000, 3600, 17500), (32, 216000, 5120, 25000),
    (40, 245760, 8192, 25000), (41, 245760, 8192, 62500), (42, 522240, 8704, 62500),
    (50, 589824, 22080, 168750), (51, 983040, 36864, 300000), (52, 2073600, 36864, 300000),
    (60, 4177920, 139264, 300000), (61, 8355840, 139264, 600000), (62, 16711680, 139264, 800000),
)  # fmt: skip
AV1_HEIGHTS: Final = range(480, 1081)  # lower is small enough, higher takes too long
AV1_SHARE: Final = 0.65  # of the bits H.264 takes for the same quality (measured: 0.68)
AV1_LEVELS: Final = (  # level x 10, pixels a picture, width, height, pixels a second, kbit/s
    (20, 147456, 2048, 1152, 4423680, 1500), (21, 278784, 2816, 1584, 8363520, 3000),
    (30, 665856, 4352, 2448, 19975680, 6000), (31, 1065024, 5504, 3096, 31950720, 10000),
    (40, 2359296, 6144, 3456, 70778880, 12000), (41, 2359296, 6144, 3456, 141557760, 20000),
    (50, 8912896, 8192, 4352, 267386880, 30000), (51, 8912896, 8192, 4352, 534773760, 40000),
    (52, 8912896, 8192, 4352, 1069547520, 60000),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rung:
    """One quality: the height people call it by, its size in square pixels, its cap."""

    name: str
    width: int
    height: int
    cap_bps: int
    level: int  # of the codec, times ten
    codec: str = "h264"

    @property
    def rfc6381(self) -> str:
        """Return the codec string: High profile of H.264, Main of AV1; 8 bits, 4:2:0."""
        if self.codec == "av1":
            return f"av01.0.{self.level // 10 * 4 - 8 + self.level % 10:02d}M.08"
        return f"avc1.6400{self.level:02X}"


def rungs(track: Track, source_bps: int) -> tuple[Rung, ...]:
    """Return the ladder of a picture, lowest first; the last has the picture's own size.

    `source_bps` is what the source spends on it.
    """
    width, height = shown_size(track)
    fast = FAST_SHARE if (track.frame_rate or 0) > FAST_RATE else 1.0
    most = max(LEAST_BPS, round(source_bps * HARDER.get(track.codec, 1.8)))
    found: list[Rung] = []
    for side, cap in BOXES:
        size = _fitted(width, height, side)
        whole = size == _even(width, height)
        capped = min(round(cap * fast), most)
        found.append(Rung(str(side), *size, capped, _level(*size, track.frame_rate, capped)))
        if whole:
            break
    return tuple(found)


def level_of(rfc6381: str) -> int:
    """Return the level, times ten, of a rung's codec string."""
    if rfc6381.startswith("av01."):
        index = int(rfc6381[7:9])
        return (index // 4 + 2) * 10 + index % 4
    return int(rfc6381[-2:], 16)


def as_av1(rung: Rung, frame_rate: float | None) -> Rung | None:
    """Return a rung as AV1: the same picture in fewer bits; None where too few are saved."""
    if int(rung.name) not in AV1_HEIGHTS:
        return None
    cap = round(rung.cap_bps * AV1_SHARE)
    pixels = rung.width * rung.height
    level = next(
        (
            level
            for level, a_picture, across, down, a_second, kbps in AV1_LEVELS
            if pixels <= a_picture and rung.width <= across and rung.height <= down
            and pixels * (frame_rate or 30.0) <= a_second
            and cap * 1.5 <= kbps * 1000
        ),
        AV1_LEVELS[-1][0],
    )  # fmt: skip
    return replace(rung, cap_bps=cap, level=level, codec="av1")


def shown_size(track: Track) -> tuple[int, int]:
    """Return width and height as shown: square pixels, upright."""
    width, height = track.width or 16, track.height or 16
    across, down = track.sample_aspect
    if across > 0 and down > 0 and abs(across / down - 1) > SQUARE:
        # Enlarging one side loses nothing; an absurd ratio is not believed.
        ratio = min(max(across / down, 0.2), 5.0)
        if ratio >= 1:
            width = round(width * ratio)
        else:
            height = round(height / ratio)
    return (height, width) if track.rotation in {90, 270} else (width, height)


def _fitted(width: int, height: int, side: int) -> tuple[int, int]:
    """Fit a picture into a box of 16:9 (or 9:16) with this short side; never enlarge."""
    long, short = max(width, height), min(width, height)
    if short <= side * NEARLY and long <= side * 16 / 9 * NEARLY:
        return _even(width, height)  # 854x480 and 1920x1088 are not worth scaling
    scale = min(1.0, side / short, side * 16 / 9 / long)
    most = _even(width, height)
    return (
        min(most[0], max(2, round(width * scale / 2) * 2)),
        min(most[1], max(2, round(height * scale / 2) * 2)),
    )


def _even(width: int, height: int) -> tuple[int, int]:
    """Return the largest size that 4:2:0 can have within a picture; never nothing."""
    return max(2, width // 2 * 2), max(2, height // 2 * 2)


def _level(width: int, height: int, frame_rate: float | None, cap_bps: int) -> int:
    blocks = ceil(width / 16) * ceil(height / 16)
    longest = max(ceil(width / 16), ceil(height / 16))
    rate = frame_rate or 30.0
    for level, a_second, a_picture, kbps in LEVELS:
        if level < 13:
            continue  # some old players refuse the very low ones
        fits = blocks <= a_picture and longest**2 <= 8 * a_picture
        if fits and blocks * rate <= a_second and cap_bps <= kbps * 1000:
            return level
    return LEVELS[-1][0]
