"""HDR to SDR as a look-up table: from code values as a film stores them to those of BT.709.

One table does what would be a dozen steps a pixel (to light, to RGB, tone curve, gamut, gamma,
back to Y'CbCr), at the size of the rung and not of the film. The curve is the one stills are
toned with (`toning`), so a poster looks like its film.

Dolby Vision without a base layer (profiles 5 and 10.0) stores IPT with PQ; its matrices are
those of "ICtCp" with 2 % crosstalk as published by Dolby (ICtCp white paper) and used by
libplacebo. Its per-scene reshaping is not applied.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from matinee.engine.mp4 import DOLBY

if TYPE_CHECKING:
    from matinee.engine.tracks import Facts

POINTS: Final = 33
PQ, HLG = 16, 18


def is_dolby(fact: Facts) -> bool:
    """Whether a picture is Dolby Vision that only Dolby's own matrices can show."""
    if fact.layout is None:
        return False
    box = next((fact.layout.children[n] for n in DOLBY if n in fact.layout.children), b"")
    return len(box) > 4 and box[4] >> 4 == 0


def kind_of(fact: Facts) -> str | None:
    """Return which table a film's pictures need, or None where they are SDR."""
    if is_dolby(fact):
        return "ipt"
    if fact.colour[1] not in {PQ, HLG}:
        return None
    kind = "pq" if fact.colour[1] == PQ else "hlg"
    return f"{kind}-narrow" if fact.colour[0] == 1 else kind


class Tables:
    """Tables as .cube files, by kind, for as long as it is open: the media library takes them by
    name and reads them when a graph is made. They go at once, for who encodes is ended by a kill.
    """

    def __enter__(self) -> Self:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def __getitem__(self, kind: str) -> str:
        """Write a table; returns its path."""
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="matinee-lut-")
        path = os.path.join(self._folder.name, f"{kind}.cube")  # noqa: PTH118 - goes to the library
        Path(path).write_text(_cube(kind))
        return path


@cache
def _cube(kind: str) -> str:
    """Return the table as text. Axes are Cr, Y', Cb (the planes R, G and B of `mergeplanes`)."""
    import numpy as np

    codes = np.arange(POINTS, dtype=np.float64) * 1023 / (POINTS - 1)
    # The first axis of a .cube moves fastest: Cr.
    cb, y, cr = np.meshgrid(codes, codes, codes, indexing="ij")
    stored = np.stack([y, cb, cr], axis=-1).reshape(-1, 3)
    toned = _to_709(stored, kind)
    rows = "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for g, b, r in toned / 1023)
    return f"LUT_3D_SIZE {POINTS}\n{rows}\n"


def _to_709(stored: Any, kind: str) -> Any:
    """Return limited-range BT.709 code values (10 bits) of stored ones; columns Y', Cb, Cr."""
    import numpy as np

    from matinee.engine import toning

    if kind == "ipt":
        signal, transfer = _ipt_signal(stored), PQ
    else:
        signal, transfer = _rgb_2020(stored), HLG if kind.startswith("hlg") else PQ
    pixels = np.clip(signal, 0, 1) * 65535
    rgb = toning.to_signal_sdr(pixels[None, ...], transfer, wide=not kind.endswith("narrow"))[0]
    kr, kb = 0.2126, 0.0722
    luma = rgb @ np.array([kr, 1 - kr - kb, kb])
    blue = (rgb[:, 2] - luma) / (2 * (1 - kb))
    red = (rgb[:, 0] - luma) / (2 * (1 - kr))
    return np.stack([64 + 876 * luma, 512 + 896 * blue, 512 + 896 * red], axis=-1).clip(0, 1023)


def _rgb_2020(stored: Any) -> Any:
    """Return R'G'B' of limited-range Y'CbCr (BT.2020 non-constant luminance)."""
    import numpy as np

    luma = (stored[:, 0] - 64) / 876
    blue, red = (stored[:, 1] - 512) / 896, (stored[:, 2] - 512) / 896
    kr, kb = 0.2627, 0.0593
    r = luma + 2 * (1 - kr) * red
    b = luma + 2 * (1 - kb) * blue
    g = (luma - kr * r - kb * b) / (1 - kr - kb)
    return np.stack([r, g, b], axis=-1)


_IPT_TO_LMS: Final = ((1, 0.097569, 0.205226), (1, -0.113876, 0.133217), (1, 0.032615, -0.676887))
_LMS_TO_2020: Final = (
    (3.06441879, -2.16597676, 0.10155818), (-0.65612108, 1.78554118, -0.12943749),
    (0.01736321, -0.04725154, 1.03004253),
)  # fmt: skip


def _ipt_signal(stored: Any) -> Any:
    """Return PQ-coded R'G'B' (BT.2020) of Dolby's IPT as it reaches the table.

    The pictures are full range; `scale` made them limited, as it does with every film.
    """
    import numpy as np

    from matinee.engine import toning

    i = (stored[:, 0] - 64) / 876
    p, t = (stored[:, 1] - 512) / 896, (stored[:, 2] - 512) / 896
    lms = toning.pq_to_nits(np.stack([i, p, t], axis=-1) @ np.array(_IPT_TO_LMS).T)
    return toning.nits_to_pq(np.maximum(lms @ np.array(_LMS_TO_2020).T, 0))
