"""HDR pictures made fit for SDR screens, for stills and sprites.

PQ: SMPTE ST 2084; HLG: ITU-R BT.2100 table 5; gamut: ITU-R BT.2087; the roll-off is
Reinhard's extended curve on luminance, which keeps hues.
"""

from typing import Any, Final

import numpy as np

REFERENCE_WHITE: Final = 203.0  # cd/m² (ITU-R BT.2408)
PEAK: Final = 1000.0
EXPOSURE: Final = 1.4  # reference white then lands at about 0.73 of the screen's
TO_709: Final = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]],
    dtype=np.float32,
)
WEIGHTS: Final = np.array([0.2627, 0.6780, 0.0593], dtype=np.float32)
PQ, HLG = 16, 18


def to_sdr(pixels: Any, transfer: int, *, wide: bool) -> Any:
    """Return 8-bit RGB for an array of 16-bit RGB (rows x columns x 3)."""
    return (to_signal_sdr(pixels, transfer, wide=wide) * 255 + 0.5).astype(np.uint8)


def to_signal_sdr(pixels: Any, transfer: int, *, wide: bool) -> Any:
    """Return R'G'B' from 0 to 1, ready for a screen, for an array of 16-bit RGB."""
    signal = pixels.astype(np.float32) / 65535
    light = _pq(signal) if transfer == PQ else _hlg(signal)
    white = PEAK / REFERENCE_WHITE
    luminance = np.maximum(light @ WEIGHTS, 1e-6)
    toned = luminance * (1 + luminance / white**2) / (1 + luminance)
    light = light * (EXPOSURE * toned / luminance)[..., None]
    if wide:
        light = light @ TO_709.T
    return np.clip(light, 0, 1) ** (1 / 2.2)


def pq_to_nits(signal: Any) -> Any:
    """Return light in cd/m² of a PQ signal from 0 to 1 (ST 2084 5.2)."""
    return _pq(np.clip(signal, 0, 1)) * REFERENCE_WHITE


def nits_to_pq(nits: Any) -> Any:
    """Return the PQ signal of light in cd/m² (ST 2084 5.3)."""
    power = (np.clip(nits, 0, 10000) / 10000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def _pq(signal: Any) -> Any:
    """Return light relative to reference white."""
    power = signal ** (1 / 78.84375)
    ratio = np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
    return ratio ** (1 / 0.1593017578125) * (10000 / REFERENCE_WHITE)


def _hlg(signal: Any) -> Any:
    """Return light relative to reference white, for a display of PEAK and gamma 1.2."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luminance = np.maximum(scene @ WEIGHTS, 1e-6)
    return scene * (luminance**0.2)[..., None] * (PEAK / REFERENCE_WHITE)
