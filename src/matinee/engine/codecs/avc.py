"""H.264: its decoder configuration (ISO/IEC 14496-15 5.3.3.1) and its codec string (RFC 6381)."""

from collections.abc import Iterable
from dataclasses import dataclass

from matinee.engine.codecs import nal
from matinee.engine.codecs.bits import Bits, unescaped

SLICE, IDR, SEI, SPS, PPS, DELIMITER = 1, 5, 6, 7, 8, 9
HIGH_PROFILES = (100, 110, 122, 144, 244, 44, 83, 86, 118, 128)


@dataclass(frozen=True, slots=True)
class Config:
    """The parts of an avcC box."""

    profile: int
    compatibility: int
    level: int
    length_size: int
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]


def parse(record: bytes) -> Config:
    """Read an avcC record. Raises ValueError where it is not one."""
    if len(record) < 7 or record[0] != 1:
        raise ValueError("not an avcC record")
    sps, at = _sets(record, 6, record[5] & 31)
    if at >= len(record):
        raise ValueError("the avcC record ends too early")
    pps, _ = _sets(record, at + 1, record[at])
    if not sps:
        raise ValueError("the avcC record has no parameter set")
    return Config(record[1], record[2], record[3], (record[4] & 3) + 1, sps, pps)


def build(stream: bytes) -> bytes:
    """Return the avcC record for an Annex B stream that holds the parameter sets.

    Raises ValueError where they are missing.
    """
    units = nal.split_annex_b(stream)
    sps = list(dict.fromkeys(u for u in units if u[0] & 31 == SPS and len(u) >= 4))
    pps = list(dict.fromkeys(u for u in units if u[0] & 31 == PPS))
    if not sps or not pps:
        raise ValueError("the stream has no parameter sets")
    first = sps[0]
    record = bytes([1, first[1], first[2], first[3], 0xFF, 0xE0 | len(sps[:31])])
    record += _joined(sps[:31]) + bytes([len(pps[:255])]) + _joined(pps[:255])
    if first[1] in HIGH_PROFILES and first[1] != 44:
        chroma, luma_depth, chroma_depth = _depths(first)
        record += bytes([0xFC | chroma, 0xF8 | luma_depth, 0xF8 | chroma_depth, 0])
    return record


def bit_depth(config: Config) -> int:
    """Return bits a luma sample."""
    if config.profile not in HIGH_PROFILES:
        return 8
    return 8 + _depths(config.sps[0])[1]


def codec_string(record: bytes, tag: str = "avc1") -> str:
    """Return e.g. `avc1.640028`: profile, constraints and level in hex (RFC 6381 3.3)."""
    config = parse(record)
    return f"{tag}.{config.profile:02X}{config.compatibility:02X}{config.level:02X}"


def is_clean_start(units: Iterable[bytes]) -> bool:
    """Whether decoding can start at an access unit: an IDR picture.

    Pictures with a recovery point are keyframes to many muxers, but browsers fail on what
    follows them after a seek.
    """
    return any(u[0] & 31 == IDR for u in units if u)


def sample(packet: bytes) -> bytes:
    """Return an Annex B access unit as a sample: lengths for start codes, no delimiters."""
    return nal.prefixed([u for u in nal.split_annex_b(packet) if u[0] & 31 != DELIMITER])


def _sets(record: bytes, at: int, count: int) -> tuple[tuple[bytes, ...], int]:
    sets: list[bytes] = []
    for _ in range(count):
        size = int.from_bytes(record[at : at + 2], "big")
        unit = record[at + 2 : at + 2 + size]
        if len(unit) != size or not size:
            raise ValueError("a parameter set is cut off")
        sets.append(unit)
        at += 2 + size
    return tuple(sets), at


def _joined(sets: list[bytes]) -> bytes:
    return b"".join(len(u).to_bytes(2, "big") + u for u in sets)


def _depths(sps: bytes) -> tuple[int, int, int]:
    """Return chroma_format_idc and the bit depths minus eight (H.264 7.3.2.1.1)."""
    bits = Bits(unescaped(sps[4:]))
    bits.ue()  # seq_parameter_set_id
    chroma = bits.ue()
    if chroma == 3:
        bits.flag()  # separate_colour_plane_flag
    return chroma & 3, bits.ue() & 7, bits.ue() & 7
