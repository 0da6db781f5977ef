"""A film that no browser plays as it is: everything of it is encoded."""

from pathlib import Path

from matinee import engine


def film(path: Path, size: str, seconds: int, bits: str) -> Path:
    """Write so many seconds of MPEG-2 and AC-3, of a size like `720x480`."""
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-t", str(seconds), "-c:v", "mpeg2video",
         "-b:v", bits, "-g", "12", "-pix_fmt", "yuv420p", "-c:a", "ac3", path]
    )  # fmt: skip
    return path
