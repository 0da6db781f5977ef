"""Sound codecs: their configuration boxes, frame lengths and codec strings.

AAC: ISO/IEC 14496-3 1.6.2.1 and 1.A.3.2 (ADTS). Opus: RFC 6716 3.1 and "Encapsulation of
Opus in ISO BMFF" 4.3.2. FLAC: "Encapsulation of FLAC in ISO BMFF" 3.3.2. AC-3 and E-AC-3:
ETSI TS 102 366 annexes E and F.
"""

import struct
from dataclasses import dataclass
from typing import Final

from matinee.engine.codecs.bits import Bits

RATES: Final = (
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
)  # fmt: skip
SBR, PS = 5, 29
AC3_RATES: Final = (48000, 44100, 32000)
EAC3_BLOCKS: Final = (1, 2, 3, 6)


@dataclass(frozen=True, slots=True)
class Aac:
    """What an AudioSpecificConfig says."""

    object_type: int
    core_rate: int
    rate: int  # of the output, twice the core's with SBR
    channels: int  # 0: given by a program config element
    core_samples: int  # 1024, or 960

    @property
    def codec_string(self) -> str:
        """Return `mp4a.40.2` and its kin (RFC 6381)."""
        return f"mp4a.40.{self.object_type}"


def aac(config: bytes) -> Aac:
    """Read an AudioSpecificConfig. Raises ValueError."""
    bits = Bits(config[:16])
    kind = _object_type(bits)
    rate = core = _rate(bits)
    channels = bits.read(4)
    shown = kind
    if kind in {SBR, PS}:
        rate = _rate(bits)
        kind = _object_type(bits)
    short = bits.flag() if kind in {1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23} else False
    if shown == 2 and rate <= 24000:
        shown, rate = _backward_sbr(bits, shown, rate)
    return Aac(shown, core, rate, channels, 960 if short else 1024)


def adts_config(packet: bytes) -> bytes:
    """Return the AudioSpecificConfig an ADTS header stands for. Raises ValueError."""
    if len(packet) < 7 or packet[0] != 0xFF or packet[1] & 0xF6 != 0xF0:
        raise ValueError("not an ADTS frame")
    kind = (packet[2] >> 6) + 1
    rate = packet[2] >> 2 & 15
    channels = (packet[2] & 1) << 2 | packet[3] >> 6
    if rate >= len(RATES) or channels == 0:
        raise ValueError("the ADTS header is incomplete")
    return (kind << 11 | rate << 7 | channels << 3).to_bytes(2, "big")


def without_adts(packet: bytes) -> bytes:
    """Return the raw AAC frame of an ADTS packet; a raw one as it is."""
    if len(packet) >= 7 and packet[0] == 0xFF and packet[1] & 0xF6 == 0xF0:
        size = (packet[3] & 3) << 11 | packet[4] << 3 | packet[5] >> 5
        if size <= len(packet) <= size + 1:
            return packet[7 if packet[1] & 1 else 9 : size]
    return packet


def opus_config(head: bytes) -> bytes:
    """Return the body of a dOps box from an OpusHead (RFC 7845 5.1). Raises ValueError."""
    if len(head) < 19 or not head.startswith(b"OpusHead"):
        raise ValueError("not an OpusHead")
    channels, pre_skip, rate, gain, family = struct.unpack_from("<BHIhB", head, 9)
    body = struct.pack(">BBHIhB", 0, channels, pre_skip, rate, gain, family)
    return body + (head[19 : 21 + channels] if family else b"")


def opus_samples(packet: bytes) -> int:
    """Return the length of an Opus packet in samples at 48 kHz (RFC 6716 3.1)."""
    if not packet:
        return 960
    config = packet[0] >> 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    code = packet[0] & 3
    count = 1 if code == 0 else 2 if code < 3 else (packet[1] & 63 if len(packet) > 1 else 1)
    return frame * max(1, count)


def flac_stream_info(extradata: bytes) -> bytes:
    """Return the 34 bytes of STREAMINFO. Raises ValueError."""
    if extradata.startswith(b"fLaC"):
        extradata = extradata[8:]
    if len(extradata) < 34:
        raise ValueError("not a FLAC header")
    return extradata[:34]


def flac_config(extradata: bytes) -> bytes:
    """Return the body of a dfLa box."""
    return b"\0\0\0\0" + b"\x80\0\0\x22" + flac_stream_info(extradata)


def flac_samples(extradata: bytes) -> int | None:
    """Return samples a frame where all frames are of one size."""
    least, most = struct.unpack_from(">HH", flac_stream_info(extradata))
    return least if least == most else None


def ac3_config(frame: bytes) -> bytes:
    """Return the body of a dac3 box from an AC-3 frame. Raises ValueError."""
    bits = _sync(frame)
    bits.read(16)  # crc1
    rate, size = bits.read(2), bits.read(6)
    stream, service, mode = bits.read(5), bits.read(3), bits.read(3)
    bits.read(2 * (mode & 1 and mode != 1) + 2 * bool(mode & 4) + 2 * (mode == 2))
    low = bits.read(1)
    word = rate << 22 | stream << 17 | service << 14 | mode << 11 | low << 10 | (size >> 1) << 5
    return word.to_bytes(3, "big")


def eac3_config(frame: bytes, bit_rate: int) -> bytes:
    """Return the body of a dec3 box for one independent substream. Raises ValueError."""
    bits = _sync(frame)
    bits.read(2 + 3 + 11)
    rate = bits.read(2)
    bits.read(2)
    mode, low = bits.read(3), bits.read(1)
    stream = bits.read(5)
    word = (bit_rate // 1000 & 0x1FFF) << 3
    sub = rate << 22 | stream << 17 | mode << 9 | low << 8
    return word.to_bytes(2, "big") + sub.to_bytes(3, "big")


def eac3_samples(frame: bytes) -> int:
    """Return the samples of an E-AC-3 frame."""
    bits = _sync(frame)
    bits.read(16)
    reduced = bits.read(2) == 3
    return 1536 if reduced else 256 * EAC3_BLOCKS[bits.read(2)]


def _sync(frame: bytes) -> Bits:
    bits = Bits(frame[:12])
    if bits.read(16) != 0x0B77:
        raise ValueError("not an AC-3 frame")
    return bits


def _object_type(bits: Bits) -> int:
    kind = bits.read(5)
    return 32 + bits.read(6) if kind == 31 else kind


def _rate(bits: Bits) -> int:
    index = bits.read(4)
    if index == 15:
        return bits.read(24)
    if index >= len(RATES):
        raise ValueError("the sampling rate is not known")
    return RATES[index]


def _backward_sbr(bits: Bits, kind: int, rate: int) -> tuple[int, int]:
    """Look for the backward compatible sign of SBR and PS after the core's config."""
    try:
        bits.read(2)  # dependsOnCoreCoder 0, extensionFlag 0
        if bits.read(11) == 0x2B7 and _object_type(bits) == SBR and bits.flag():
            kind, rate = SBR, _rate(bits)
            if bits.read(11) == 0x548 and bits.flag():
                kind = PS
    except ValueError:
        pass
    return kind, rate
