"""The process that decodes one picture of a source: judges it, scales it, hashes its colours."""

import json
import math
import resource
import sys
from pathlib import Path
from typing import Any

WIDTHS = (1280, 480)
_FORMATS = ("JPEG", "PNG", "WEBP")
_LEAST_WIDTH = 640
_SHAPES = (1.25, 2.6)
_MOST_PIXELS = 40_000_000
_MEMORY_BYTES = 1024**3
_LEAST_CONTRAST = 6.0
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    asked = json.load(sys.stdin)
    json.dump(make(Path(asked["source"]), Path(asked["folder"])), sys.stdout)


def make(source: Path, folder: Path) -> list[dict[str, Any]]:
    """Write the picture at each width, widest first; [] when it is not fit for a poster."""
    from PIL import Image, ImageOps, ImageStat

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    with Image.open(source, formats=_FORMATS) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            return []
        opened.draft("RGB", (WIDTHS[0] * 2, WIDTHS[0] * 2))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    shape = picture.width / picture.height
    dull = max(ImageStat.Stat(picture.resize((64, 36))).stddev) < _LEAST_CONTRAST
    if picture.width < _LEAST_WIDTH or not _SHAPES[0] <= shape <= _SHAPES[1] or dull:
        return []
    made: list[dict[str, Any]] = []
    tiny = picture.resize((32, 18))
    pixels: list[tuple[int, int, int]] = [
        (r, g, b) for r, g, b in zip(*[iter(tiny.tobytes())] * 3, strict=True)
    ]
    for width in WIDTHS:
        scaled = picture.copy()
        scaled.thumbnail((width, width), Image.Resampling.LANCZOS)
        name = f"poster-{width}.jpg"
        scaled.save(folder / name, "JPEG", quality=86, optimize=True, progressive=True)
        made.append(
            {
                "name": name,
                "width": scaled.width,
                "height": scaled.height,
                "blurhash": blurhash(pixels, 32, 18),
            }
        )
    return made


def blurhash(pixels: list[tuple[int, int, int]], width: int, height: int) -> str:
    """Return the BlurHash (4 by 3 components) of a small picture, by woltapp's algorithm."""
    across, down = 4, 3
    linear = [tuple(_to_linear(value) for value in pixel) for pixel in pixels]
    factors: list[tuple[float, ...]] = []
    for j in range(down):
        for i in range(across):
            scale = (1.0 if i == j == 0 else 2.0) / (width * height)
            sums = [0.0, 0.0, 0.0]
            for y in range(height):
                vertical = math.cos(math.pi * j * y / height)
                for x in range(width):
                    basis = math.cos(math.pi * i * x / width) * vertical
                    for channel, value in enumerate(linear[y * width + x]):
                        sums[channel] += basis * value
            factors.append(tuple(total * scale for total in sums))
    return _encode(factors, across, down)


def _encode(factors: list[tuple[float, ...]], across: int, down: int) -> str:
    largest = max(abs(value) for factor in factors[1:] for value in factor)
    quantised = max(0, min(82, math.floor(largest * 166 - 0.5)))
    top = (quantised + 1) / 166
    red, green, blue = (_to_srgb(value) for value in factors[0])
    text = _base83((across - 1) + (down - 1) * 9, 1) + _base83(quantised, 1)
    text += _base83((red << 16) + (green << 8) + blue, 4)
    for factor in factors[1:]:
        r, g, b = (
            max(0, min(18, math.floor(math.copysign(math.sqrt(abs(v / top)), v) * 9 + 9.5)))
            for v in factor
        )
        text += _base83(r * 361 + g * 19 + b, 2)
    return text


def _base83(value: int, length: int) -> str:
    return "".join(_DIGITS[value // 83 ** (length - place) % 83] for place in range(1, length + 1))


def _to_linear(value: int) -> float:
    v = value / 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def _to_srgb(value: float) -> int:
    v = max(0.0, min(1.0, value))
    return round((v * 12.92 if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055) * 255)


if __name__ == "__main__":
    main()
