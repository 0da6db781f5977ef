"""Small clips for tests, made with the bundled ffmpeg."""

import subprocess
from pathlib import Path

from matinee import engine


def ffmpeg(*arguments: str) -> None:
    """Run the bundled ffmpeg."""
    command = [engine.ffmpeg.executable(), "-hide_banner", "-loglevel", "error", "-y", *arguments]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=120)


def make(
    path: Path,
    *,
    seconds: float = 2,
    picture: bool = True,
    sound: bool = True,
    size: str = "320x180",
    seed: int = 0,
    title: str | None = None,
) -> None:
    """Write a clip whose container is told by the suffix; `seed` makes contents differ."""
    told: list[str] = []
    if picture:
        told += ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=24:d={seconds},hue=h={seed * 7}"]
    if sound:
        told += ["-f", "lavfi", "-i", f"sine=f={220 + seed}:d={seconds}"]
    if path.suffix == ".webm":
        told += ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"]
    elif picture:
        told += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "24"]
    if sound and path.suffix != ".webm":
        told += ["-c:a", "aac"]
    if title:
        told += ["-metadata", f"title={title}"]
    ffmpeg(*told, str(path))


def make_hls(folder: Path, *, seconds: float = 4) -> Path:
    """Write an HLS playlist with MPEG-TS segments of a second each."""
    folder.mkdir(parents=True, exist_ok=True)
    ffmpeg(
        "-f", "lavfi", "-i", f"testsrc2=s=320x180:r=24:d={seconds}",
        "-f", "lavfi", "-i", f"sine=d={seconds}",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "24",
        "-c:a", "aac", "-hls_time", "1", "-hls_playlist_type", "vod",
        "-hls_segment_filename", str(folder / "s%d.ts"), str(folder / "index.m3u8"),
    )  # fmt: skip
    return folder / "index.m3u8"


def make_dash(folder: Path, *, seconds: float = 4) -> Path:
    """Write a DASH manifest with picture and sound in separate segments."""
    folder.mkdir(parents=True, exist_ok=True)
    ffmpeg(
        "-f", "lavfi", "-i", f"testsrc2=s=320x180:r=24:d={seconds}",
        "-f", "lavfi", "-i", f"sine=d={seconds}",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "24",
        "-c:a", "aac", "-seg_duration", "1", "-f", "dash", str(folder / "index.mpd"),
    )  # fmt: skip
    return folder / "index.mpd"
