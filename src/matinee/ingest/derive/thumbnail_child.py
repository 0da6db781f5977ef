"""The process that decodes one picture of a source: judges it, scales it, hashes its colours."""

import json
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


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    asked = json.load(sys.stdin)
    json.dump(make(Path(asked["source"]), Path(asked["folder"])), sys.stdout)


def make(source: Path, folder: Path) -> list[dict[str, Any]]:
    """Write the picture at each width, widest first; [] when it is not fit for a poster."""
    from PIL import Image, ImageOps, ImageStat

    from matinee.engine import blurhash

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
    hashed = blurhash.encode(picture)
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
                "blurhash": hashed,
            }
        )
    return made


if __name__ == "__main__":
    main()
