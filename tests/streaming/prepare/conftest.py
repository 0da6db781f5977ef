"""Films that need encoding, and one that is being prepared."""

from pathlib import Path

import pytest

from matinee import engine


@pytest.fixture(scope="session")
def old_film(tmp_path_factory) -> Path:
    """Twelve seconds of MPEG-2 and AC-3 at 720x480: three qualities, two of them below its own."""
    path = tmp_path_factory.mktemp("old") / "old.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=720x480:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-t", "12", "-c:v", "mpeg2video", "-b:v", "3M",
         "-g", "12", "-pix_fmt", "yuv420p", "-c:a", "ac3", path]
    )  # fmt: skip
    return path
