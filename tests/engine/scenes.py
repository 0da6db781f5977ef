"""Films of scenes that nobody mistakes for each other, to be known again in another file."""

import subprocess
from pathlib import Path

import numpy as np

from matinee import engine

RATE = 25
SIZE = (160, 90)


def film(
    path: Path, seed: int, *options: str, scenes: int = 12, scene_s: float = 0.8, lead_s: float = 0
) -> Path:
    """Write a film of patterns that `seed` names; `lead_s` of black go ahead of it."""
    chance = np.random.default_rng(seed)
    width, height = SIZE
    frames = [np.zeros((height, width), np.uint8)] * round(lead_s * RATE)
    for _ in range(scenes):
        blocks = chance.integers(16, 236, (9, 16)).astype(np.uint8)
        frames += [np.kron(blocks, np.ones((10, 10), np.uint8))] * round(scene_s * RATE)
    command = [
        engine.ffmpeg.executable(), "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{height}", "-r", str(RATE),
        "-i", "-", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
        *options, str(path),
    ]  # fmt: skip
    whole = b"".join(frame.tobytes() for frame in frames)
    subprocess.run(command, check=True, input=whole, timeout=120)
    return path
