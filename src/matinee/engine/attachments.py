"""Fonts that lie in a film beside its subtitles: taken out once, within limits.

Matroska calls them attachments (RFC 9559, 5.1.6). A subtitle's author puts in what the lines are
set in. Only plain OpenType is taken, told by its first bytes: what a file calls itself is not
believed, and a compressed font could unfold to any size.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from matinee.engine import opening
from matinee.engine.types import FontFound

MOST_FONTS: Final = 64
LARGEST_FONT: Final = 20 * 1024**2
LARGEST_SUM: Final = 100 * 1024**2
SMALLEST_FONT: Final = 100
LONGEST_NAME: Final = 200
# OpenType 1.9, "Table directory" and "TTC header"; `true` is Apple's TrueType.
_ENDINGS: Final = {
    b"\x00\x01\x00\x00": "ttf", b"true": "ttf", b"OTTO": "otf", b"ttcf": "ttc",
}  # fmt: skip


def fonts(path: str, out_dir: str) -> list[dict[str, Any]]:
    """Take the fonts out of a file, each into `out_dir`/<n>.<ending>; leave out what is none."""
    found: list[FontFound] = []
    room = LARGEST_SUM
    with opening.opened(path, briefly=True) as source:
        for stream in source.container.streams:
            if stream.type != "attachment" or len(found) == MOST_FONTS:
                continue
            attached: Any = stream
            raw: bytes = attached.data or b""
            ending = _ENDINGS.get(raw[:4])
            if ending is None or not SMALLEST_FONT <= len(raw) <= min(LARGEST_FONT, room):
                continue
            room -= len(raw)
            one = FontFound(f"{len(found)}.{ending}", _name(attached.name), len(raw))
            Path(out_dir, one.file).write_bytes(raw)
            found.append(one)
    return [asdict(one) for one in found]


def _name(told: str | None) -> str:
    """Return what the file calls a font, fit to be shown; it never becomes a path."""
    last = (told or "").replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME]
