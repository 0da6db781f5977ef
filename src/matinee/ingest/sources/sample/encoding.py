"""From painted frames and synthesised chords to an H.264 and AAC file, by the bundled ffmpeg."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from matinee import engine
from matinee.ingest.sources.sample.scenes import Scene
from matinee.kit import clock
from matinee.kit.errors import Unavailable
from matinee.kit.services import Services
from matinee.kit.store import replace

_PAINTER = "matinee.ingest.sources.sample.painter"
_TIME_S = 300.0
_POLL_S = 0.1


def make(services: Services, scene: Scene, path: Path, check: Callable[[], None]) -> Path:
    """Write a scene's clip to `path`. Raises Unavailable when ffmpeg or the painter fails."""
    services.store.require_space(64 * 1024**2)
    partial = path.with_suffix(".partial.mp4")
    kept = {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
    painter = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", _PAINTER, scene.id],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PATH": os.defpath, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
    )
    assert painter.stdout is not None
    executable = engine.ffmpeg.executable(services.settings.ffmpeg)
    encoder = subprocess.Popen(
        [executable, *arguments(scene, partial)],
        stdin=painter.stdout,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    painter.stdout.close()
    try:
        _wait(encoder, painter, check)
    finally:
        for process in (encoder, painter):
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()
    replace(partial, path)
    return path


def _wait(
    encoder: subprocess.Popen[bytes], painter: subprocess.Popen[bytes], check: Callable[[], None]
) -> None:
    deadline = clock.monotonic() + _TIME_S
    while clock.monotonic() < deadline:
        check()
        with suppress(subprocess.TimeoutExpired):
            if encoder.wait(_POLL_S) == 0 and painter.wait(5) == 0:
                return
            break
    raise Unavailable("The sample clip could not be made.", fix="Try again.", code="sample_failed")


def arguments(scene: Scene, path: Path) -> list[str]:
    """Return ffmpeg's argument list: frames from stdin, sound from an expression, H.264 + AAC."""
    length = f"{scene.length_s:g}"
    fade = f"afade=t=in:d=1.5,afade=t=out:st={scene.length_s - 2:g}:d=2"
    return [
        "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{scene.width}x{scene.height}",
        "-framerate", str(scene.rate), "-i", "pipe:0",
        "-f", "lavfi", "-i", f"aevalsrc=exprs='{scene.left}|{scene.right}':s=44100:d={length}",
        "-filter_complex",
        f"[0:v]{scene.finish},format=yuv420p[v];[1:a]{scene.room},{fade},alimiter=limit=0.9[a]",
        "-map", "[v]", "-map", "[a]", "-t", length,
        "-c:v", "libx264", "-preset", "superfast", "-crf", "21", "-profile:v", "high",
        "-g", str(scene.rate * 2), "-bf", "2",
        "-c:a", "aac", "-b:a", "128k",
        "-movflags", "+faststart", "-map_metadata", "-1",
        f"file:{path}",
    ]  # fmt: skip
