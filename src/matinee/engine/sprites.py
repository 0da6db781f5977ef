"""Sheets of small pictures for scrubbing, from keyframes alone, with WebVTT beside.

The cues name the sheets relatively, with the media fragment #xywh
(https://www.w3.org/TR/media-frags/#naming-space), which is what players read.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PIL import Image

from matinee.engine.errors import NoSuchTrack, Unreadable
from matinee.engine.opening import Source, opened
from matinee.engine.probe import look
from matinee.engine.still import first_film, frames_at, save, upright
from matinee.engine.text.webvtt import stamp
from matinee.engine.tracks import Facts, facts
from matinee.engine.types import Sprites

TILE_WIDTH: Final = 240
TALLEST: Final = 240
COLUMNS: Final = 10
ROWS: Final = 10
MOST_TILES: Final = 1000
QUALITY: Final = 70
SHORTEST_S: Final = 1.0


def interval(duration_s: float) -> float:
    """Return the seconds between pictures: 100 of a short film, ten apart of a long one."""
    return max(SHORTEST_S, min(10.0, duration_s / 100), duration_s / MOST_TILES)


def sprites(
    path: str, out_dir: str, interval_s: float | None, report: Callable[[float], None]
) -> Sprites:
    """Write `sprites-<n>.jpg` into a folder and return their layout and WebVTT.

    Raises NoSuchTrack where there is no picture, Unreadable where none can be decoded.
    """
    with opened(path) as source:
        known = facts(source)
        film = first_film(source, known)
        if film is None:
            raise NoSuchTrack("There is no picture in this file.")
        duration = _duration(path)
        step = interval(duration)
        if interval_s:
            step = max(interval_s, duration / MOST_TILES)
        count = max(1, int(duration / step))
        Path(out_dir).mkdir(parents=True, exist_ok=True)
        sheets = _Sheets(out_dir, count)
        _draw(source, film, [(n + 0.5) * step for n in range(count)], sheets, report)
    if sheets.size is None:
        raise Unreadable("No picture can be decoded from this file.")
    width, height = sheets.size
    return Sprites(
        tuple(sheets.files), width, height, COLUMNS, sheets.rows, step, count,
        vtt(sheets.files, (width, height), sheets.rows, step, duration),
    )  # fmt: skip


def vtt(files: list[str], size: tuple[int, int], rows: int, step: float, duration_s: float) -> str:
    """Return the WebVTT whose cues point into sheets of COLUMNS x rows tiles."""
    width, height = size
    blocks = ["WEBVTT"]
    count = max(1, int(duration_s / step))
    for n in range(count):
        place = n % (COLUMNS * rows)
        x, y = place % COLUMNS * width, place // COLUMNS * height
        end = duration_s if n == count - 1 else (n + 1) * step
        timing = f"{stamp(n * step)} --> {stamp(end)}"
        file = files[n // (COLUMNS * rows)]
        blocks.append(f"{timing}\n{file}#xywh={x},{y},{width},{height}")
    return "\n\n".join(blocks) + "\n"


class _Sheets:
    """Sheets being filled, written as they are full."""

    def __init__(self, out_dir: str, count: int) -> None:
        self._out_dir = out_dir
        self._count = count
        self.rows = min(ROWS, -(-count // COLUMNS))
        self.size: tuple[int, int] | None = None
        self.files: list[str] = []
        self._sheet: Image.Image | None = None

    def put(self, number: int, tile: Image.Image) -> None:
        """Place a tile by its number; tiles come in order."""
        if self.size is None:
            self.size = tile.size
        place = number % (COLUMNS * self.rows)
        if place == 0 or self._sheet is None:
            self._sheet = Image.new("RGB", (self.size[0] * COLUMNS, self.size[1] * self.rows))
        at = (place % COLUMNS * self.size[0], place // COLUMNS * self.size[1])
        self._sheet.paste(tile if tile.size == self.size else tile.resize(self.size), at)
        if place == COLUMNS * self.rows - 1 or number == self._count - 1:
            self._write()

    def _write(self) -> None:
        assert self._sheet is not None
        name = f"sprites-{len(self.files)}.jpg"
        save(self._sheet, Path(self._out_dir, name), QUALITY)
        self.files.append(name)
        self._sheet = None


def _draw(
    source: Source,
    film: Facts,
    times: list[float],
    sheets: _Sheets,
    report: Callable[[float], None],
) -> None:
    """Fill the sheets; where a picture is missing, the one before it stands in."""
    tile: Image.Image | None = None
    done = 0
    for at, frame in frames_at(source, film, times):
        number = times.index(at, done) if at in times else 0
        fresh = _tile(frame, film)
        tile = tile or fresh
        while done < number:
            sheets.put(done, tile)
            done += 1
        tile = fresh
        sheets.put(done, tile)
        done += 1
        report(100 * done / len(times))
    while tile is not None and done < len(times):
        sheets.put(done, tile)
        done += 1


def _tile(frame: Any, film: Facts) -> Image.Image:
    tile = upright(frame, film, TILE_WIDTH)
    if tile.height > TALLEST:
        tile = tile.resize((max(1, round(tile.width * TALLEST / tile.height)), TALLEST))
    return tile


def _duration(path: str) -> float:
    with opened(path) as source:
        return look(source).duration_s
