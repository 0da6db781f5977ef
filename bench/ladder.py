"""A ladder from one decoding against one ffmpeg a rung with the same settings: CPU and VMAF."""

import os
import re
import resource
import subprocess
import threading
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.table import Figure
from matinee import engine
from matinee.engine import Plan, PlanTrack

RUNGS = ("1080", "720", "480", "360")
SECONDS = 16
CLIPS = Path(__file__).resolve().parents[2] / "shared" / "media"
ROUNDS = 3
TARGET = "≤ 0.65"


@dataclass(frozen=True)
class Made:
    """What encoding the ladder cost (CPU seconds), and the films it gave."""

    cpu_s: float
    films: dict[str, Path]


def film(folder: Path) -> Path:
    """Make a 1080p H.264 film of about 10 Mb/s: a real clip where there is one, else painted."""
    path = folder / "film.mp4"
    clip = CLIPS / "bbb-480p-30s.mp4"
    source: list[str | Path] = (
        ["-i", clip] if clip.exists() else ["-f", "lavfi", "-i", "mandelbrot=size=854x480:rate=24"]
    )
    engine.ffmpeg.run(
        [*source, "-t", str(SECONDS), "-vf", "scale=1920:1080:flags=lanczos,noise=alls=3:allf=t",
         "-an", "-c:v", "libx264", "-preset", "medium", "-crf", "18", "-maxrate", "12M",
         "-bufsize", "24M", "-g", "96", path]
    )  # fmt: skip
    return path


def measure(path: Path) -> list[Figure]:
    """Encode a film in turns and compare the best round of each; then compare the pictures."""
    folder = path.parent
    with engine.Engine(2) as media:
        probe = media.probe(path)
        plan = engine.planning.make(probe, media.keyframes(path))
        tracks = [t for t in plan.pictures if t.codec == "h264" and t.encoded and t.rung in RUNGS]
        ours: list[Made] = []
        rival: list[Made] = []
        for _ in range(ROUNDS):
            rival.append(_one_by_one(path, plan, tracks, folder))
            ours.append(_together(media, path, plan, tracks, folder))
    best, other = min(ours, key=_cost), min(rival, key=_cost)
    ratio = best.cpu_s / other.cpu_s
    worst = max(
        (_vmaf(path, other.films[t.id], t) - _vmaf(path, best.films[t.id], t), t.rung)
        for t in tracks
    )
    names = ", ".join(f"{name}p" for name in RUNGS)
    return [
        Figure(f"CPU for a ladder of {names}", f"{best.cpu_s:.1f} s",
               f"one ffmpeg a rung {other.cpu_s:.1f} s", f"{ratio:.2f}", TARGET, ratio <= 0.65,
               f"{SECONDS} s of 1080p at {probe.bit_rate / 1e6:.0f} Mb/s; best of {ROUNDS} taken "
               "in turns; same encoder settings, closed groups at the same cuts"),
        Figure("Loss of VMAF against it, worst rung", f"{max(worst[0], 0):.2f}", f"{worst[1]}p",
               "—", "≤ 0.5", worst[0] <= 0.5),
    ]  # fmt: skip


def _cost(made: Made) -> float:
    return made.cpu_s


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _together(
    media: engine.Engine, path: Path, plan: Plan, tracks: list[PlanTrack], folder: Path
) -> Made:
    ended = threading.Event()
    parts: dict[str, dict[int, bytes]] = {t.id: {} for t in tracks}
    faults: list[object] = []

    def on_end(error: object) -> None:
        faults.append(error)
        ended.set()

    before = _children_s()
    run = media.encode(
        path, plan, [t.id for t in tracks], 0, len(plan.segments(tracks[0])), background=True,
        on_segment=lambda t, n, data: parts[t].__setitem__(n, data), on_end=on_end,
    )  # fmt: skip
    ended.wait(600)
    run.join(10)
    cpu_s = _children_s() - before
    if faults != [None]:
        raise RuntimeError(f"encoding the ladder failed: {faults}")
    films: dict[str, Path] = {}
    for track in tracks:
        films[track.id] = folder / f"ours-{track.id}.mp4"
        segments = [parts[track.id][n] for n in sorted(parts[track.id])]
        head = media.init_segment(path, plan, track.id)
        films[track.id].write_bytes(b"".join([head, *segments]))
    return Made(cpu_s, films)


def _one_by_one(path: Path, plan: Plan, tracks: list[PlanTrack], folder: Path) -> Made:
    films: dict[str, Path] = {}
    before = _children_s()
    for track in tracks:
        films[track.id] = folder / f"rival-{track.id}.mp4"
        subprocess.run(
            [engine.ffmpeg.executable(), "-v", "error", "-y", "-i", path, "-an",
             *settings(plan, track), films[track.id]], check=True, timeout=600,
        )  # fmt: skip
    return Made(_children_s() - before, films)


def settings(plan: Plan, track: PlanTrack) -> list[str]:
    """Return ffmpeg's arguments for what we encode: the same scaler, encoder and cuts."""
    options = plan.picture_recipe(track.id).options()
    cuts = ",".join(f"{a:.6f}" for a, _ in pairwise(plan.fine_cuts_s))
    given = [text for name, value in options.items() for text in (f"-{name}", value)]
    return [
        "-vf", f"scale={track.width}:{track.height}:flags=bicubic", "-c:v", "libx264", *given,
        "-force_key_frames", cuts,
    ]  # fmt: skip


def _vmaf(source: Path, made: Path, track: PlanTrack) -> float:
    """Return the mean VMAF of a rung against the source at the rung's size."""
    # Both are given the same labels: where only one has any, ffmpeg would convert its colours.
    label = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    graph = (
        f"[1:v]scale={track.width}:{track.height}:flags=bicubic,{label}[ref];"
        f"[0:v]{label}[made];"
        f"[made][ref]libvmaf=n_threads={os.cpu_count() or 1}:n_subsample=4"
    )
    ran = subprocess.run(
        [engine.ffmpeg.executable(), "-hide_banner", "-i", made, "-i", source, "-lavfi", graph,
         "-f", "null", "-"], capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    found = re.search(r"VMAF score: ([\d.]+)", ran.stderr)
    if not found:
        raise RuntimeError("libvmaf gave no score")
    return float(found[1])
