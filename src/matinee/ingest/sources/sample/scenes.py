"""What the six clips are: words, chords and finish. Their pictures are in `worlds`."""

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
    finish: str = "scale=1280:720:flags=lanczos,vignette=PI/5.5"
    room: str = "aecho=0.8:0.7:90|190|310:0.4|0.28|0.2,lowpass=f=5200"
    length_s: float = 12.0
    width: int = 384
    height: int = 216
    rate: int = 24
    chapters: tuple[tuple[float, float, str], ...] = ()


def pad(hertz: tuple[float, ...], *, side: float, swell: float = 0.12) -> str:
    """Return a slow chord: soft voices, each breathing at its own pace. `side` spreads them."""
    voices = [
        f"(0.5+0.5*sin(2*PI*{swell * (1 + 0.37 * n):.4f}*t+{side + 1.3 * n:.3f}))"
        f"*(sin(2*PI*{pitch * (1 + 0.0012 * side):.4f}*t)"
        f"+0.35*sin(2*PI*{pitch * 2.003:.4f}*t)+0.12*sin(2*PI*{pitch * 3.01:.4f}*t))"
        for n, pitch in enumerate(hertz)
    ]
    return f"{0.5 / len(hertz):.4f}*({'+'.join(voices)})"


def bells(hertz: tuple[float, ...], *, side: float, every_s: float) -> str:
    """Return notes struck in turn that ring out."""
    whole = every_s * len(hertz)
    struck = [
        f"exp(-3.2*mod(t+{whole - n * every_s:.3f},{whole:.3f}))"
        f"*(sin(2*PI*{pitch * (1 + 0.0008 * side):.4f}*t)+0.4*sin(2*PI*{pitch * 2.756:.4f}*t)"
        f"*exp(-5*mod(t+{whole - n * every_s:.3f},{whole:.3f})))"
        for n, pitch in enumerate(hertz)
    ]
    return f"0.26*({'+'.join(struck)})"


def _both(*parts: tuple[str, str]) -> tuple[str, str]:
    return "+".join(left for left, _ in parts), "+".join(right for _, right in parts)


def _pad(*hertz: float, swell: float = 0.12) -> tuple[str, str]:
    return pad(hertz, side=0.0, swell=swell), pad(hertz, side=1.0, swell=swell)


def _bells(*hertz: float, every_s: float) -> tuple[str, str]:
    return bells(hertz, side=0.0, every_s=every_s), bells(hertz, side=2.0, every_s=every_s)


_LIGHTS = _both(_pad(110.0, 164.81, 220.0, 277.18, 329.63, swell=0.09))
_TIDE = _both(
    _pad(98.0, 146.83, 196.0, 246.94, swell=0.14), _bells(587.33, 493.88, 392.0, 440.0, every_s=2.0)
)
_SILK = _both(_pad(130.81, 196.0, 233.08, 311.13, 392.0, swell=0.17))
_CELLS = _both(
    _pad(87.31, 130.81, 174.61, swell=0.2),
    _bells(698.46, 1046.5, 880.0, 1318.51, 783.99, 1174.66, every_s=0.5),
)
_LANTERNS = _both(
    _pad(146.83, 220.0, 293.66, 369.99, swell=0.1),
    _bells(739.99, 880.0, 1108.73, 587.33, every_s=1.6),
)
_VALLEY = _both(
    _pad(65.41, 98.0, 130.81, 155.56, swell=0.07), _bells(311.13, 392.0, 466.16, every_s=2.6)
)

ALL: tuple[Scene, ...] = (
    Scene(
        "northern-lights", "Northern Lights",
        "Curtains of green and violet drift over a silent range and its lake. Painted by "
        "arithmetic on your own machine a moment ago.",
        2024, ("night", "nature", "calm"), ("Nature",), *_LIGHTS,
    ),
    Scene(
        "tide-at-dusk", "Tide at Dusk",
        "The sun is nearly gone, and the sea carries what is left of it to the shore. A few "
        "sine waves, and the patience to add them up.",
        2023, ("sea", "sunset", "calm"), ("Nature",), *_TIDE,
    ),
    Scene(
        "seahorse-valley", "Seahorse Valley",
        "A long fall into the Mandelbrot set, towards a spiral between two of its bulbs. Every "
        "turn looks like the last, and none is.",
        2022, ("fractal", "mathematics", "zoom"), ("Science",), *_VALLEY,
        width=480, height=270,
        chapters=(
            (0.0, 4.0, "The shore"), (4.0, 8.0, "Down the valley"), (8.0, 12.0, "The spiral"),
        ),
    ),
    Scene(
        "garden-of-cells", "Garden of Cells",
        "Conway's Game of Life as a garden at night: what lives glows, what dies leaves its "
        "colour for a while, and now and then a breeze brings new seeds.",
        2021, ("life", "mathematics", "glow"), ("Science",), *_CELLS,
    ),
    Scene(
        "silk", "Silk",
        "Cloth of crimson, amber and teal folding over itself without end.",
        2025, ("abstract", "colour", "loop"), ("Art",), *_SILK,
    ),
    Scene(
        "lanterns", "Lanterns",
        "Paper lanterns leave the river one by one and climb into the dark, and the water keeps "
        "a little of each.",
        2024, ("night", "festival", "light"), ("Art",), *_LANTERNS,
        chapters=((0.0, 6.0, "From the water"), (6.0, 12.0, "Into the night")),
    ),
)  # fmt: skip
