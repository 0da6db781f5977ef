"""What the six clips are: words, chords and finish. The pictures themselves are in `painter`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """One clip. `finish` and `room` are ffmpeg filters, `left` and `right` sound expressions."""

    id: str
    title: str
    description: str
    year: int
    tags: tuple[str, ...]
    genres: tuple[str, ...]
    left: str
    right: str
    finish: str
    room: str = "aecho=0.8:0.6:60|140|260:0.35|0.25|0.18"
    length_s: float = 14.0
    width: int = 320
    height: int = 180
    rate: int = 24
    chapters: tuple[tuple[float, float, str], ...] = ()


ALL: tuple[Scene, ...] = ()
