"""A library folder as people have them: small real films and episodes, each its own content."""

import os
from pathlib import Path

from matinee import engine

TITLES = (
    "The Silent Harbour", "Northern Lights", "A Winter in Porto", "Glass Rivers",
    "The Last Cartographer",
    "Red Umbrella", "Midnight Orchard", "Paper Boats", "The Lighthouse Keeper", "Salt and Stone",
)  # fmt: skip
_FREE = b"free"


def make(root: Path, count: int) -> Path:
    """Write `count` videos under `root`: half films in folders of their own, half episodes."""
    clips = _clips(root.parent)
    films = count // 2
    for n in range(count):
        suffix, data = clips[n % len(clips)]
        path = _film(root, n, suffix) if n < films else _episode(root, n - films, suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_own(data, suffix, n))
    return root


def _film(root: Path, n: int, suffix: str) -> Path:
    title, year = f"{TITLES[n % len(TITLES)]} {n}", 1950 + n % 70
    return root / "Films" / f"{title} ({year})" / f"{title} ({year}) - 1080p{suffix}"


def _episode(root: Path, n: int, suffix: str) -> Path:
    series, season, episode = n // 100, n // 20 % 5 + 1, n % 20 + 1
    name = f"{TITLES[series % len(TITLES)]} Stories {series}"
    return (
        root / "Series" / name / f"Season {season:02d}"
        / f"{name} - S{season:02d}E{episode:02d} - Part {n}{suffix}"
    )  # fmt: skip


def _clips(folder: Path) -> list[tuple[str, bytes]]:
    """Encode a few clips of a second in the containers people have."""
    made: list[tuple[str, bytes]] = []
    for n, suffix in enumerate((".mp4", ".mkv", ".mp4", ".mkv")):
        path = folder / f"clip{n}{suffix}"
        engine.ffmpeg.run(
            ["-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=24,hue=h={n * 40}", "-f", "lavfi",
             "-i", f"sine=frequency={300 + 40 * n}:sample_rate=48000", "-t", "2", "-c:v", "libx264",
             "-preset", "veryfast", "-g", "24", "-pix_fmt", "yuv420p", "-c:a", "aac", path]
        )  # fmt: skip
        made.append((suffix, path.read_bytes()))
    return made


def _own(data: bytes, suffix: str, n: int) -> bytes:
    """Give a clip content of its own: an MP4 box or an EBML Void element that players pass over."""
    mark = n.to_bytes(8, "big") + os.urandom(24)
    if suffix == ".mp4":
        return data + (8 + len(mark)).to_bytes(4, "big") + _FREE + mark
    return data + b"\xec" + (0x80 | len(mark)).to_bytes(1, "big") + mark
