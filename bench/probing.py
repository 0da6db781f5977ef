"""Probing a two-hour file: a warm worker against a fresh ffprobe for each file."""

import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

from bench.table import Figure
from matinee import engine

TURNS = 8
HOURS_S = 7200


def measure(folder: Path) -> Figure:
    """Measure both in turns on the same file."""
    path = _two_hours(folder)
    command, name = _rival(path)
    ours: list[float] = []
    rival: list[float] = []
    with engine.Engine(workers=1) as media:
        probe = media.probe(path)  # the worker's start is not what is compared
        if abs(probe.duration_s - HOURS_S) > 5:
            raise RuntimeError(f"the file for probing lasts {probe.duration_s} s")
        for _ in range(TURNS):
            ours.append(_timed(lambda: media.probe(path)))
            rival.append(
                _timed(
                    lambda: subprocess.run(command, capture_output=True, check=False, timeout=60)
                )
            )
    mine, theirs = median(ours), median(rival)
    note = "" if name == "ffprobe" else "no ffprobe here: the rival is the bundled `ffmpeg -i`"
    return Figure(
        "Probe of a two-hour file", f"{mine * 1000:.1f} ms", f"{name} {theirs * 1000:.1f} ms",
        f"{theirs / mine:.1f} times faster", "≥ 3 times faster", theirs / mine >= 3, note,
    )  # fmt: skip


def _rival(path: Path) -> tuple[list[str], str]:
    ffprobe = shutil.which("ffprobe")
    if ffprobe:
        asked = ["-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json"]
        return [ffprobe, *asked, str(path)], "ffprobe"
    return [str(engine.ffmpeg.executable()), "-hide_banner", "-i", str(path)], "ffmpeg -i"


def _timed(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


def _two_hours(folder: Path) -> Path:
    """Make a two-hour H.264 and AAC file: a minute encoded once and repeated as packets."""
    minute, path = folder / "minute.mp4", folder / "hours.mp4"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-t", "60", "-c:v", "libx264", "-preset",
         "ultrafast", "-g", "50", "-bf", "0", "-c:a", "aac", minute]
    )  # fmt: skip
    engine.ffmpeg.run(["-stream_loop", str(HOURS_S // 60 - 1), "-i", minute, "-c", "copy", path])
    return path
