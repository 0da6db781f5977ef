"""HEVC: its decoder configuration (ISO/IEC 14496-15 8.3.3.1) and codec string (annex E.3)."""

from collections.abc import Iterable

from matinee.engine.codecs import nal
from matinee.engine.codecs.bits import Bits, unescaped

VPS, SPS, PPS, DELIMITER, DOLBY_VISION_RPU = 32, 33, 34, 35, 62
CLEAN_STARTS = (16, 17, 18, 19, 20, 21)
"""BLA, IDR and CRA: decoders leave out what looks back past them (H.265 8.1.3)."""


def kind(unit: bytes) -> int:
    """Return nal_unit_type (H.265 7.3.1.2)."""
    return unit[0] >> 1 & 63


def length_size(record: bytes) -> int:
    """Return the size of the length prefixes. Raises ValueError where it is not an hvcC."""
    if len(record) < 23 or record[0] != 1:
        raise ValueError("not an hvcC record")
    return (record[21] & 3) + 1


def parameter_sets(record: bytes) -> list[bytes]:
    """Return the NAL units an hvcC record holds. Raises ValueError."""
    length_size(record)
    units: list[bytes] = []
    at = 23
    for _ in range(record[22]):
        count = int.from_bytes(record[at + 1 : at + 3], "big")
        at += 3
        for _ in range(count):
            size = int.from_bytes(record[at : at + 2], "big")
            unit = record[at + 2 : at + 2 + size]
            if len(unit) != size or size < 3:
                raise ValueError("a parameter set is cut off")
            units.append(unit)
            at += 2 + size
    return units


def codec_string(record: bytes, tag: str = "hvc1") -> str:
    """Return e.g. `hvc1.2.4.L153.B0` from an hvcC record. Raises ValueError."""
    length_size(record)
    space = ("", "A", "B", "C")[record[1] >> 6]
    tier = "H" if record[1] & 0x20 else "L"
    flags = int.from_bytes(record[2:6], "big")
    reversed_flags = int(f"{flags:032b}"[::-1], 2)
    constraints = record[6:12].rstrip(b"\0")
    tail = "".join(f".{byte:X}" for byte in constraints)
    return f"{tag}.{space}{record[1] & 31}.{reversed_flags:X}.{tier}{record[12]}{tail}"


def build(stream: bytes) -> bytes:
    """Return the hvcC record for an Annex B stream that holds the parameter sets.

    Raises ValueError where they are missing.
    """
    units = nal.split_annex_b(stream)
    sets = {k: list(dict.fromkeys(u for u in units if kind(u) == k)) for k in (VPS, SPS, PPS)}
    if not all(sets.values()):
        raise ValueError("the stream has no parameter sets")
    general, chroma, luma_depth, chroma_depth, layers, nested = _sequence(sets[SPS][0])
    record = bytes([1]) + general + b"\xf0\x00\xfc"
    record += bytes([0xFC | chroma, 0xF8 | luma_depth, 0xF8 | chroma_depth, 0, 0])
    record += bytes([layers << 3 | nested << 2 | 3, len(sets)])
    for unit_kind, units_of_kind in sets.items():
        record += bytes([0x80 | unit_kind]) + len(units_of_kind).to_bytes(2, "big")
        record += b"".join(len(u).to_bytes(2, "big") + u for u in units_of_kind)
    return record


def is_clean_start(units: Iterable[bytes]) -> bool:
    """Whether decoding can start at an access unit."""
    return any(kind(u) in CLEAN_STARTS for u in units if len(u) > 1)


def has_dolby_vision(units: Iterable[bytes]) -> bool:
    """Whether an access unit carries Dolby Vision metadata."""
    return any(kind(u) == DOLBY_VISION_RPU for u in units if len(u) > 1)


def sample(packet: bytes) -> bytes:
    """Return an Annex B access unit as a sample with four-byte lengths."""
    return nal.prefixed([u for u in nal.split_annex_b(packet) if kind(u) != DELIMITER])


def _sequence(sps: bytes) -> tuple[bytes, int, int, int, int, int]:
    """Return what hvcC repeats of a sequence parameter set (H.265 7.3.2.2.1)."""
    raw = unescaped(sps)
    if len(raw) < 16:
        raise ValueError("the parameter set is cut off")
    sublayers = raw[2] >> 1 & 7
    nested = raw[2] & 1
    general = raw[3:15]  # profile space, tier, profile, compatibility, constraints, level
    bits = Bits(raw[15:])
    present = [(bits.flag(), bits.flag()) for _ in range(sublayers)]
    if sublayers:
        bits.read(2 * (8 - sublayers))
    for has_profile, has_level in present:
        bits.read(88 * has_profile + 8 * has_level)
    bits.ue()  # sps_seq_parameter_set_id
    chroma = bits.ue()
    if chroma == 3:
        bits.flag()
    bits.ue()
    bits.ue()
    if bits.flag():  # conformance_window_flag
        for _ in range(4):
            bits.ue()
    return general, chroma & 3, bits.ue() & 7, bits.ue() & 7, sublayers + 1, nested
