"""AV1: sequence header, av1C record, codec string ("AV1 Codec ISO Media File Format Binding")."""

from dataclasses import dataclass

from matinee.engine.codecs.bits import Bits

SEQUENCE_HEADER = 1
TEMPORAL_DELIMITER = 2


@dataclass(frozen=True, slots=True)
class Sequence:
    """What av1C and the codec string repeat of a sequence header."""

    profile: int
    level: int
    tier: int
    bit_depth: int
    monochrome: bool
    subsampling_x: int
    subsampling_y: int
    sample_position: int
    primaries: int = 2
    transfer: int = 2
    matrix: int = 2
    full_range: bool = False


def units(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return (type, payload, whole) of each OBU (AV1 5.3). Raises ValueError."""
    found: list[tuple[int, bytes, bytes]] = []
    at = 0
    while at < len(data):
        start, header = at, data[at]
        at += 2 if header & 4 else 1
        if header & 2:
            size, at = _leb128(data, at)
        else:
            size = len(data) - at
        if at + size > len(data):
            raise ValueError("an OBU is cut off")
        found.append((header >> 3 & 15, data[at : at + size], data[start : at + size]))
        at += size
    return found


def sample(data: bytes) -> bytes:
    """Return a temporal unit as an ISO-BMFF sample: without its delimiter."""
    return b"".join(whole for kind, _, whole in units(data) if kind != TEMPORAL_DELIMITER)


def sequence_obu(data: bytes) -> bytes | None:
    """Return the sequence header OBU of a temporal unit or of an av1C record, if any."""
    if len(data) >= 4 and data[0] == 0x81:
        data = data[4:]
    return next((whole for kind, _, whole in units(data) if kind == SEQUENCE_HEADER), None)


def parse(obu: bytes) -> Sequence:
    """Read a sequence header OBU (AV1 5.5). Raises ValueError."""
    payload = units(obu)[0][1]
    bits = Bits(payload)
    profile = bits.read(3)
    bits.flag()  # still_picture
    tier = 0
    if bits.flag():  # reduced_still_picture_header
        level = bits.read(5)
    else:
        level, tier = _operating_points(bits)
    _frame_tools(bits)
    return _colour(bits, profile, level, tier)


def record(obu: bytes) -> bytes:
    """Return the av1C record for a sequence header OBU."""
    s = parse(obu)
    third = s.tier << 7 | (s.bit_depth > 8) << 6 | (s.bit_depth == 12) << 5 | s.monochrome << 4
    third |= s.subsampling_x << 3 | s.subsampling_y << 2 | s.sample_position
    return bytes([0x81, s.profile << 5 | s.level, third, 0]) + obu


def codec_string(av1c: bytes, colour: tuple[int, int, int, bool] | None = None) -> str:
    """Return e.g. `av01.0.08M.10` from an av1C record; with colour where it is not BT.709 SDR.

    `colour` is primaries, transfer, matrix (ISO/IEC 23091-2) and full range.
    """
    if len(av1c) < 4 or av1c[0] != 0x81:
        raise ValueError("not an av1C record")
    profile, level, third = av1c[1] >> 5, av1c[1] & 31, av1c[2]
    depth = (12 if third & 0x20 else 10) if third & 0x40 else 8
    text = f"av01.{profile}.{level:02d}{'H' if third & 0x80 else 'M'}.{depth:02d}"
    if not colour or colour[1] in {0, 1, 2}:
        return text
    primaries, transfer, matrix, full = colour
    mono = third >> 4 & 1
    chroma = f"{third >> 3 & 1}{third >> 2 & 1}{third & 3}"
    return f"{text}.{mono}.{chroma}.{primaries:02d}.{transfer:02d}.{matrix:02d}.{int(full)}"


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for i in range(8):
        if at >= len(data):
            raise ValueError("an OBU is cut off")
        byte = data[at]
        at += 1
        value |= (byte & 127) << (7 * i)
        if not byte & 128:
            break
    return value, at


def _operating_points(bits: Bits) -> tuple[int, int]:
    """Return level and tier of the first operating point."""
    decoder_model = delay_bits = 0
    if bits.flag():  # timing_info_present_flag
        bits.read(64)
        if bits.flag():
            bits.ue()
        decoder_model = bits.flag()
        if decoder_model:
            delay_bits = bits.read(5) + 1
            bits.read(42)
    initial_delay = bits.flag()
    first: tuple[int, int] | None = None
    for _ in range(bits.read(5) + 1):
        bits.read(12)
        level = bits.read(5)
        tier = bits.read(1) if level > 7 else 0
        if decoder_model and bits.flag():
            bits.read(2 * delay_bits + 1)
        if initial_delay and bits.flag():
            bits.read(4)
        first = first or (level, tier)
    assert first is not None
    return first


def _frame_tools(bits: Bits) -> None:
    """Skip sizes and tools up to the colour configuration (the non-reduced header)."""
    width_bits, height_bits = bits.read(4) + 1, bits.read(4) + 1
    bits.read(width_bits)
    bits.read(height_bits)
    if bits.flag():  # frame_id_numbers_present_flag
        bits.read(7)
    bits.read(3)  # 128x128 superblocks, filter intra, intra edge filter
    bits.read(4)  # interintra, masked compound, warped motion, dual filter
    order_hint = bits.flag()
    if order_hint:
        bits.read(2)
    screen = 2 if bits.flag() else bits.read(1)
    if screen and not bits.flag():
        bits.read(1)
    if order_hint:
        bits.read(3)
    bits.read(3)  # superres, cdef, restoration


def _colour(bits: Bits, profile: int, level: int, tier: int) -> Sequence:
    high = bits.flag()
    depth = (12 if bits.flag() else 10) if profile == 2 and high else 10 if high else 8
    mono = False if profile == 1 else bits.flag()
    primaries, transfer, matrix = 2, 2, 2
    if bits.flag():
        primaries, transfer, matrix = bits.read(8), bits.read(8), bits.read(8)
    position = 0
    if mono:
        return Sequence(
            profile, level, tier, depth, True, 1, 1, 0, primaries, transfer, matrix, bits.flag()
        )
    if (primaries, transfer, matrix) == (1, 13, 0):  # sRGB
        return Sequence(profile, level, tier, depth, False, 0, 0, 0, 1, 13, 0, True)
    full = bits.flag()
    if profile == 0:
        x, y = 1, 1
    elif profile == 1:
        x, y = 0, 0
    elif depth == 12:
        x = bits.read(1)
        y = bits.read(1) if x else 0
    else:
        x, y = 1, 0
    if x and y:
        position = bits.read(2)
    return Sequence(
        profile, level, tier, depth, False, x, y, position, primaries, transfer, matrix, full
    )
