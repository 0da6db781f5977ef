"""How tracks are encoded: every number an encoder is given, decided without touching a file.

The settings are one set for all uses. A segment is the same whether a viewer waits for it, it is
made ahead or prepared overnight, so whoever made it first made it for everybody.

x264's preset `superfast` with macroblock-tree rate control over a short lookahead costs as much
as `superfast` and spends as few bits as `veryfast` (measured: 2.9 MB where superfast alone takes
5.3 and veryfast 3.0, at the same quality target).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self

QUALITY: Final = 22  # x264's constant rate factor
PRESET: Final = "superfast"
# One thread in the encoder (decoding, scaling and other rungs have theirs): with more, x264's rate
# control decides differently when the machine is busy, and a segment is not the same twice.
THREADS: Final = "threads=1:lookahead-threads=1:sync-lookahead=0"
LOOKAHEAD: Final = 12  # pictures; also the latency of a segment's first picture
WAITING: Final = 2  # pictures a decoder holds back to put B-pictures in order (b-pyramid)
LONGEST_WAIT_S: Final = 0.2  # where pictures last long they are decoded as they come
BUFFER_S: Final = 1.0  # of the rate cap (VBV)
BUFFER_FULL: Final = 0.9  # of it at a segment's beginning: its first picture is a large one
HELD_BACK: Final = 0.7  # of the cap for the encoder: with a full buffer 2 s stay within the cap
COARSEST: Final = 48  # quantizer: rather a burst than a picture that stands still
BURST: Final = 1.5  # peak over cap that manifests announce

# SVT-AV1 at this preset takes 2.5 times the processor of x264 and a third fewer bits for the same
# VMAF (measured: 806 kB where x264 takes 1187); quicker presets save little, slower ones take long.
AV1_PRESET: Final = "8"
AV1_QUALITY: Final = 35
AV1_COST: Final = 2.5  # of H.264's

AAC_SAMPLES: Final = 1024  # in each frame (ISO/IEC 14496-3 4.5.2.1)
AAC_RATES: Final = (48000, 44100, 32000, 24000, 22050, 16000)
AAC_BPS: Final = {1: 96_000, 2: 160_000, 6: 384_000, 8: 512_000}
RUN_IN: Final = 8  # frames encoded before a cut and thrown away, so that joins are not heard


@dataclass(frozen=True, slots=True)
class PictureRecipe:
    """One encoded quality of a picture. Times are ticks of `timescale`."""

    id: str
    index: int  # of the track in the file
    timescale: int
    origin: int  # where the plan's zero lies on the container's clock
    width: int
    height: int
    frame_rate: float
    cap_bps: int
    level: int  # of the codec, times ten
    interlaced: bool = False
    stills: bool = False  # one picture a segment
    codec: str = "h264"  # or "av1"
    quality: int | None = None  # the rate factor of H.264 where it is not the usual one

    @property
    def wait(self) -> int:
        """Ticks between decoding and showing a picture; AV1 stores pictures as they are shown."""
        if self.codec == "av1":
            return 0
        return round(min(WAITING / self.frame_rate, LONGEST_WAIT_S) * self.timescale)

    def options(self) -> dict[str, str]:
        """Return the encoder's options (libx264, or SVT-AV1)."""
        kbps = max(1, round(self.cap_bps * HELD_BACK / 1000))
        if self.codec == "av1":
            return {
                "preset": AV1_PRESET,
                "crf": str(AV1_QUALITY),
                # With a cap and more than one thread a segment is not the same twice.
                "svtav1-params": f"level={self.level}:mbr={kbps}:lp=1",
            }
        return {
            "preset": PRESET,
            "a53cc": "0",  # manifests say that there are no captions in the picture
            "profile": "high",
            "level": f"{self.level / 10:.1f}",
            "crf": str(QUALITY if self.quality is None else self.quality),
            "x264-params": ":".join(
                (
                    THREADS, "keyint=infinite", "scenecut=0", "open-gop=0", "mbtree=1",
                    f"rc-lookahead={LOOKAHEAD}", f"vbv-maxrate={kbps}",
                    f"vbv-bufsize={max(1, round(kbps * BUFFER_S))}",
                    f"vbv-init={BUFFER_FULL}", f"qpmax={COARSEST}",
                )
            ),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the recipe of `dataclasses.asdict`."""
        return cls(**{f.name: data[f.name] for f in fields(cls)})


@dataclass(frozen=True, slots=True)
class SoundRecipe:
    """One encoded sound (AAC-LC). Its frames lie on a grid from the plan's zero."""

    id: str
    index: int
    rate: int  # samples a second, and ticks
    origin_s: float
    channels: int
    bit_rate: int
    end: int  # where the track ends, in samples

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the recipe of `dataclasses.asdict`."""
        return cls(**{f.name: data[f.name] for f in fields(cls)})


def aac_rate(rate: int | None) -> int:
    """Return the sample rate to encode at: the source's where AAC has it, else a multiple down."""
    if rate in AAC_RATES:
        return rate
    return 44100 if rate and rate % 11025 == 0 and rate > 44100 else 48000


def aac_bit_rate(channels: int) -> int:
    """Return bits a second for so many channels."""
    return AAC_BPS.get(channels, 80_000 * channels)
