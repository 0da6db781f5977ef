"""The process that paints a sample clip: raw RGB frames on its standard output.

Each picture is arithmetic on a small grid (numpy); ffmpeg scales it up. Run as
`python -m matinee.ingest.sources.sample.painter <scene>`; ends when nobody reads any more.
"""

import math
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from matinee.ingest.sources.sample import scenes, worlds
from matinee.ingest.sources.sample.scenes import Scene

Array = Any


def main() -> None:
    """Paint the scene named by the first argument."""
    scene = next(one for one in scenes.ALL if one.id == sys.argv[1])
    out = sys.stdout.buffer
    try:
        for frame in frames(scene):
            out.write(frame.tobytes())
        out.flush()
    except BrokenPipeError:
        os._exit(0)  # the encoder has its length; nothing more is wanted


def frames(scene: Scene) -> Iterator[Array]:
    """Yield the frames of a scene: uint8 arrays of (height, width, 3)."""
    paint: Callable[[Scene], Iterator[Array]] = getattr(worlds, scene.id.replace("-", "_"))
    total = math.ceil(scene.length_s * scene.rate)
    noise = np.random.default_rng(5)
    for number, linear in enumerate(paint(scene)):
        if number >= total:
            return
        grain = noise.random((scene.height, scene.width, 1), dtype=np.float32) - 0.5
        shown = np.clip(linear, 0, 1) ** (1 / 2.2) * 255 + grain * 1.6  # grain hides banding
        light = min(1.0, (number + 1) / scene.rate, (total - number) / scene.rate)
        yield np.clip(shown * light, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
