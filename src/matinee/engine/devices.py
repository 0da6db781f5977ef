"""Encoders in hardware: tried when the server starts, used only when they prove themselves.

A driver that is there is not one that works. So each encoder makes a short film of a known
picture, which is then decoded and compared; it must have every picture, begin with one that
stands alone, and look like what it was given. One that fails twice while somebody watches is
dropped until the next start, and x264 goes on in its place.
"""

import threading
import time
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

from matinee.engine.recipe import QUALITY, PictureRecipe

SOFTWARE: Final = "libx264"
AV1: Final = "libsvtav1"  # in software only
HARDWARE: Final = {
    "h264_nvenc": "NVIDIA NVENC", "h264_qsv": "Intel Quick Sync", "h264_amf": "AMD AMF",
    "h264_v4l2m2m": "V4L2 (ARM boards)",
}  # fmt: skip
NODES: Final = {
    "h264_nvenc": ("nvidia[0-9]*", "nvidiactl"), "h264_qsv": ("dri/render*",),
    "h264_amf": ("dri/render*",), "h264_v4l2m2m": ("video1[0-9]",),
}  # fmt: skip
PICTURES: Final = 48
SIZE: Final = (640, 360)
LEAST_PSNR: Final = 28.0
MOST_FAILURES: Final = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of trying an encoder."""

    name: str
    label: str
    hardware: bool
    works: bool
    detail: str
    pixels_s: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def present(name: str) -> bool:
    """Whether there is any device that an encoder could be of: trying costs a second."""
    return any(True for node in NODES[name] for _ in Path("/dev").glob(node))


class Devices:
    """The encoders of this machine: what was found, and which one is used. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._verdicts: dict[str, Verdict] = {}
        self._failures: dict[str, int] = {}

    @property
    def best(self) -> str:
        """The name of the encoder to use: one in hardware that works, else x264."""
        with self._lock:
            for name, verdict in self._verdicts.items():
                if verdict.hardware and verdict.works:
                    return name
        return SOFTWARE

    @property
    def in_software(self) -> bool:
        """Whether pictures are encoded by x264 alone."""
        return self.best == SOFTWARE

    def tried(self, verdict: Verdict) -> None:
        """Note what became of trying an encoder."""
        with self._lock:
            self._verdicts[verdict.name] = verdict

    def failed(self, name: str, detail: str) -> None:
        """Note that an encoder failed at work; twice, and it is dropped."""
        with self._lock:
            verdict = self._verdicts.get(name)
            if verdict is None or not verdict.hardware:
                return
            self._failures[name] = self._failures.get(name, 0) + 1
            if self._failures[name] >= MOST_FAILURES:
                words = f"Dropped after {MOST_FAILURES} failures: {detail}"
                self._verdicts[name] = replace(verdict, works=False, detail=words)

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return what is known of each encoder."""
        with self._lock:
            return tuple(self._verdicts.values())


@cache
def _instructions() -> str:
    """Return which instructions x264 may use, where it must not use all that there are.

    With AVX-512 its macroblock tree is not the same twice: a segment would have other bytes each
    time it is made. With AVX2 it is, and the same as on machines that have no more than that.
    """
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:  # not Linux
        return ""
    return ":asm=avx2" if " avx512f" in flags and " avx2" in flags else ""


def options(name: str, recipe: PictureRecipe) -> dict[str, str]:
    """Return an encoder's options for the quality that x264 would be asked for."""
    if name == AV1 or recipe.codec == "av1":
        return recipe.options()
    if name == SOFTWARE:
        said = recipe.options()
        return said | {"x264-params": said["x264-params"] + _instructions()}
    cap, buffer = str(recipe.cap_bps), str(recipe.cap_bps)
    common = {"maxrate": cap, "bufsize": buffer, "profile": "high", "bf": "0"}
    return common | {
        "h264_nvenc": {"preset": "p4", "rc": "vbr", "cq": str(QUALITY), "forced-idr": "1"},
        "h264_qsv": {"preset": "faster", "global_quality": str(QUALITY), "forced_idr": "1"},
        "h264_amf": {"quality": "balanced", "rc": "vbr_peak", "b": cap},
        "h264_v4l2m2m": {"b": cap},
    }.get(name, {})


def attempt(name: str) -> Verdict:
    """Try an encoder here, in a worker: a crash of its driver costs the worker only."""
    label = HARDWARE.get(name, "x264")
    hardware = name in HARDWARE
    try:
        taken_s, quality = _proof(name)
    except Exception as error:  # drivers fail in every way there is
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return Verdict(name, label, hardware, False, f"It does not work here: {reason[:120]}.")
    pixels_s = PICTURES * SIZE[0] * SIZE[1] / taken_s
    if quality < LEAST_PSNR:
        return Verdict(name, label, hardware, False, f"Its pictures are wrong ({quality:.0f} dB).")
    return Verdict(name, label, hardware, True, f"{quality:.0f} dB", pixels_s)


def _proof(name: str) -> tuple[float, float]:
    """Return (seconds for the test film, PSNR in dB). Raises where the encoder does not do it."""
    import numpy as np
    from av.codec import CodecContext
    from av.video.frame import VideoFrame

    from matinee.engine.encoder import encoder
    from matinee.engine.filters import Colour

    width, height = SIZE
    recipe = PictureRecipe("test", 0, 12800, 0, width, height, 25.0, 3_000_000, 31)
    context = encoder(recipe, Colour(1, 1, 1), 0, name)
    rows, columns = np.mgrid[0 : height * 3 // 2, 0:width]
    given: list[Any] = []
    packets: list[Any] = []
    began = time.perf_counter()
    for n in range(PICTURES):
        picture = ((rows + columns + 3 * n) % 200 + 28).astype(np.uint8)
        picture[height:] = 128
        given.append(picture)
        frame = VideoFrame.from_ndarray(picture, format="yuv420p")
        frame.pts, frame.time_base = n * 512, Fraction(1, 12800)
        packets += context.encode(frame)
    packets += context.encode(None)
    taken_s = time.perf_counter() - began
    decoder = CodecContext.create("h264", "r")
    decoder.extradata = context.extradata
    shown = [f for packet in [*packets, None] for f in decoder.decode(packet)]
    if len(shown) != PICTURES or not packets[0].is_keyframe:
        raise ValueError(f"It made {len(shown)} pictures of {PICTURES}.")
    error = np.mean(
        [
            np.mean((f.to_ndarray(format="yuv420p")[:height].astype(float) - g[:height]) ** 2)
            for f, g in zip(shown, given, strict=True)
        ]
    )
    return taken_s, 10 * float(np.log10(255**2 / max(float(error), 1e-9)))
