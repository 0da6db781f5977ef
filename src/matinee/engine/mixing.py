"""Fewer loudspeakers than the film was mixed for, with its dialogue kept in front.

The usual matrix (ITU-R BS.775-3 annex 4) puts the centre 3 dB under the front pair and then
lowers all so that nothing clips: dialogue, which is in the centre, ends up quiet beside the
music. Here the centre stays at the level of the front pair, surrounds come 6 dB under it, and the
low-frequency channel, which small loudspeakers only distort, is left out. Gains of an output sum
to one, so nothing clips.
"""

from typing import Any, Final

import numpy as np

LAYOUTS: Final = {1: "mono", 2: "stereo", 6: "5.1"}
ORDER: Final = ("FL", "FR", "FC", "LFE", "BL", "BR")  # of 5.1
FRONT, CENTRE, AROUND = 0.71, 1.0, 0.5
LEFT: Final = {
    "FL": FRONT, "FLC": FRONT, "FC": CENTRE, "BL": AROUND, "SL": AROUND, "BC": AROUND * 0.71,
    "TFL": AROUND, "TBL": AROUND, "WL": AROUND, "TC": AROUND * 0.71, "TFC": AROUND * 0.71,
    "DL": FRONT, "TSL": AROUND, "SDL": AROUND,
}  # fmt: skip
MIRRORED: Final = {
    "FL": "FR", "FLC": "FRC", "BL": "BR", "SL": "SR", "TFL": "TFR", "TBL": "TBR", "WL": "WR",
    "DL": "DR", "TSL": "TSR", "SDL": "SDR",
}  # fmt: skip
RIGHT: Final = {MIRRORED.get(name, name): gain for name, gain in LEFT.items()}
TO_FIVE_ONE: Final = {
    "SL": "BL", "SR": "BR", "WL": "FL", "WR": "FR", "FLC": "FL", "FRC": "FR", "TFL": "FL",
    "TFR": "FR", "TBL": "BL", "TBR": "BR", "LFE2": "LFE", "DL": "FL", "DR": "FR", "TSL": "BL",
    "TSR": "BR", "SDL": "BL", "SDR": "BR",
}  # fmt: skip
NAMELESS: Final = {  # what channels without names are taken for, by their number
    1: ("FC",), 2: ("FL", "FR"), 3: ("FL", "FR", "FC"), 4: ("FL", "FR", "BL", "BR"),
    5: ("FL", "FR", "FC", "BL", "BR"), 6: ORDER, 7: ("FL", "FR", "FC", "LFE", "BC", "SL", "SR"),
    8: ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}  # fmt: skip


def layout(channels: int) -> str:
    """Return the media library's name of a layout that is encoded."""
    return LAYOUTS[channels]


def matrix(names: tuple[str, ...], channels: int) -> Any:
    """Return the gains (outputs x inputs) from the channels named to 1, 2 or 6."""
    if channels == 1:
        return _rows(names, [dict.fromkeys(names, 1.0)])
    if channels == 2:
        if not set(names) - {"FL", "FR"}:
            gains = [{"FL": 1.0}, {"FR": 1.0}]
        elif len(names) == 1:
            gains = [dict.fromkeys(names, 1.0)] * 2
        else:
            gains = [LEFT, RIGHT]
        return _rows(names, gains)
    gains = [{out: 1.0} for out in ORDER]
    for name in names:
        if name == "BC":
            gains[4][name] = gains[5][name] = 0.71
        elif name in {"TC", "TFC"}:
            gains[2][name] = 1.0
        elif name in TO_FIVE_ONE:
            gains[ORDER.index(TO_FIVE_ONE[name])][name] = 1.0
    return _rows(names, gains)


def _rows(names: tuple[str, ...], gains: list[dict[str, float]]) -> Any:
    found = np.array([[row.get(name, 0.0) for name in names] for row in gains])
    sums = found.sum(axis=1, keepdims=True)
    return (found / np.maximum(sums, 1.0)).astype(np.float32)


def names_of(channels: int, told: tuple[str, ...]) -> tuple[str, ...]:
    """Return the loudspeakers of a stream's channels; where they are not told, the usual ones."""
    known = LEFT.keys() | RIGHT.keys() | {"LFE", "LFE2"}
    if len(told) == channels and set(told) <= known and len(set(told)) == channels:
        return told
    return NAMELESS.get(channels, tuple(f"X{n}" for n in range(channels)))
