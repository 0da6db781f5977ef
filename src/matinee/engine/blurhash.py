"""A picture in about thirty characters, shown while the real one loads.

The algorithm and alphabet of https://blurha.sh (4 x 3 components).
"""

import math
from typing import Any, Final

import numpy as np
from PIL import Image

ALPHABET: Final = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
)
ACROSS: Final = 4
DOWN: Final = 3
TINY: Final = 32


def encode(image: Image.Image) -> str:
    """Return the BlurHash of an RGB image."""
    pixels = np.asarray(image.resize((TINY, TINY)), dtype=np.float64) / 255
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    steps = np.pi * np.arange(TINY) / TINY
    factors: list[Any] = []
    for j in range(DOWN):
        for i in range(ACROSS):
            wave = np.outer(np.cos(j * steps), np.cos(i * steps))
            scale = 1.0 if i == j == 0 else 2.0
            factors.append((linear * wave[:, :, None]).mean(axis=(0, 1)) * scale)
    largest = max(float(np.abs(f).max()) for f in factors[1:])
    quantised = max(0, min(82, math.floor(largest * 166 - 0.5)))
    unit = (quantised + 1) / 166
    text = _digits(ACROSS - 1 + (DOWN - 1) * 9, 1) + _digits(quantised, 1)
    text += _digits(_colour(factors[0]), 4)
    return text + "".join(_digits(_detail(f / unit), 2) for f in factors[1:])


def _colour(linear: Any) -> int:
    red, green, blue = (_srgb(float(v)) for v in linear)
    return red << 16 | green << 8 | blue


def _srgb(value: float) -> int:
    value = max(0.0, min(1.0, value))
    shown = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return int(shown * 255 + 0.5)


def _detail(relative: Any) -> int:
    """Quantise three signed values to 19 steps each, on a square-root scale."""
    number = 0
    for value in relative:
        root = math.copysign(math.sqrt(abs(float(value))), float(value))
        number = number * 19 + max(0, min(18, math.floor(root * 9 + 9.5)))
    return number


def _digits(number: int, length: int) -> str:
    return "".join(ALPHABET[number // 83 ** (length - n) % 83] for n in range(1, length + 1))
