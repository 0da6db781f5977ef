"""VP9: frame header, vpcC record and codec string ("VP Codec ISO Media File Format Binding")."""

from dataclasses import dataclass

from matinee.engine.codecs.bits import Bits

# Largest luma rate (samples a second) and picture (samples) of each level.
LEVELS = (
    (10, 829_440, 36_864), (11, 2_764_800, 73_728), (20, 4_608_000, 122_880),
    (21, 9_216_000, 245_760), (30, 20_736_000, 552_960), (31, 36_864_000, 983_040),
    (40, 83_558_400, 2_228_224), (41, 160_432_128, 2_228_224), (50, 311_951_360, 8_912_896),
    (51, 588_251_136, 8_912_896), (52, 1_176_502_272, 8_912_896), (60, 1_176_502_272, 35_651_584),
    (61, 2_353_004_544, 35_651_584), (62, 4_706_009_088, 35_651_584),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What a key frame's uncompressed header says (VP9 6.2)."""

    profile: int
    bit_depth: int
    subsampling: int  # vpcC chromaSubsampling: 0 and 1 are 4:2:0, 2 is 4:2:2, 3 is 4:4:4
    full_range: bool


def parse(packet: bytes) -> Frame:
    """Read the header of a key frame. Raises ValueError where it is not one."""
    bits = Bits(packet[:16])
    if bits.read(2) != 2:
        raise ValueError("not a VP9 frame")
    profile = bits.read(1) | bits.read(1) << 1
    if profile == 3:
        bits.read(1)
    if bits.flag() or bits.flag():  # show_existing_frame; frame_type 1 is not a key frame
        raise ValueError("not a VP9 key frame")
    bits.read(2)
    if bits.read(24) != 0x498342:
        raise ValueError("not a VP9 key frame")
    depth = (12 if bits.flag() else 10) if profile >= 2 else 8
    space = bits.read(3)
    if space == 7:  # RGB
        return Frame(profile, depth, 3, True)
    full = bits.flag()
    if profile not in {1, 3}:
        return Frame(profile, depth, 1, full)
    x, y = bits.read(1), bits.read(1)
    return Frame(profile, depth, 3 if not x else (1 if y else 2), full)


def level(width: int, height: int, frame_rate: float) -> int:
    """Return the smallest level (times ten) that allows a picture size and rate."""
    picture = width * height
    rate = picture * frame_rate
    return next((n for n, most, size in LEVELS if rate <= most and picture <= size), 62)


def record(frame: Frame, level_number: int, colour: tuple[int, int, int]) -> bytes:
    """Return the body of a vpcC box: a full box of version 1."""
    primaries, transfer, matrix = colour
    third = frame.bit_depth << 4 | frame.subsampling << 1 | frame.full_range
    return bytes(
        [1, 0, 0, 0, frame.profile, level_number, third, primaries, transfer, matrix, 0, 0]
    )


def codec_string(vpcc: bytes) -> str:
    """Return e.g. `vp09.00.31.08`, with colour where it is not plain SDR."""
    if len(vpcc) < 12:
        raise ValueError("not a vpcC record")
    profile, number, third = vpcc[4], vpcc[5], vpcc[6]
    text = f"vp09.{profile:02d}.{number:02d}.{third >> 4:02d}"
    primaries, transfer, matrix = vpcc[7:10]
    if transfer in {0, 1, 2}:
        return text
    chroma = third >> 1 & 7
    return f"{text}.{chroma:02d}.{primaries:02d}.{transfer:02d}.{matrix:02d}.{third & 1:02d}"
