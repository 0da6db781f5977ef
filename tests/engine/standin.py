"""A stand-in for encoded tracks, made by ffmpeg in one run: what proves the proof itself.

One encoder from the first picture to the last has no joins, so its stream, split where the
plan cuts, is what an encoder that starts anew for each segment must equal.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from matinee import engine

from . import fragments
from .joined import Strip

CMAF = ["-movflags", "+cmaf+frag_keyframe+delay_moov", "-f", "mp4"]
TIMESCALE = 12800


def encoded_picture(
    path: Path, plan: engine.Plan, folder: Path, *, filters: Sequence[str] = ()
) -> Strip:
    """Return the film's picture as H.264, closed groups that start at the plan's cuts."""
    assert plan.pictures
    out = folder / "picture.mp4"
    places = ",".join(f"{c - 0.002:.6f}" for c in plan.fine_cuts_s[1:-1])
    chain = ["-vf", ",".join(["settb=1/90000", f"setpts=PTS-{plan.origin_s:.6f}/TB", *filters])]
    engine.ffmpeg.run(
        ["-copyts", "-i", path, "-map", f"0:{plan.pictures[0].index}", "-c:v", "libx264", "-preset", "veryfast",
         "-crf", "18", "-bf", "2", "-g", "9999", "-sc_threshold", "0", "-forced-idr", "1", *chain,
         *(["-force_key_frames", places] if places else []), "-fps_mode", "passthrough", "-enc_time_base", "filter",
         "-pix_fmt", "yuv420p", "-video_track_timescale", str(TIMESCALE), *CMAF, out]
    )  # fmt: skip
    track = replace(
        plan.pictures[0],
        encoded=True,
        id=f"{plan.pictures[0].id}-180",
        codec="h264",
        timescale=TIMESCALE,
    )
    return _split(out.read_bytes(), plan, track)


def encoded_sound(
    path: Path, plan: engine.Plan, folder: Path, *, filters: Sequence[str] = ()
) -> Strip:
    """Return the film's first sound as stereo AAC on its own grid of 1024 samples."""
    first = plan.sounds[0]
    out = folder / "sound.mp4"
    chain = ["-af", ",".join([f"asetpts=PTS-{plan.origin_s:.6f}/TB", *filters])]
    engine.ffmpeg.run(
        ["-copyts", "-i", path, "-map", f"0:{first.index}", "-c:a", "aac", "-b:a", "160k", "-ar", "48000",
         "-ac", "2", *chain, *CMAF, out]
    )  # fmt: skip
    track = replace(
        first, encoded=True, id=f"{first.id}-aac2", codec="aac", timescale=48000, start=-1024, channels=2,
        sample_rate=48000, frame_samples=1024,
    )  # fmt: skip
    return _split(out.read_bytes(), plan, track)


def altered(strip: Strip, number: int, samples: Sequence[fragments.Sample]) -> Strip:
    """Return a strip one of whose segments has other samples."""
    part = fragments.fragment(strip.segments[number])
    new = fragments.write(replace(part, samples=tuple(samples)))
    segments = (*strip.segments[:number], new, *strip.segments[number + 1 :])
    return replace(strip, segments=segments)


def samples(strip: Strip, number: int) -> list[fragments.Sample]:
    """Return the samples of a segment."""
    return list(fragments.fragment(strip.segments[number]).samples)


def _split(data: bytes, plan: engine.Plan, track: engine.PlanTrack) -> Strip:
    """Put the samples of a fragmented MP4 into segments at the bounds of a track."""
    kinds = list(fragments.boxes(data))
    first = next(a - 8 for kind, a, _ in kinds if kind in {b"moof", b"styp", b"sidx"})
    header = fragments.header(data[:first])
    run: list[fragments.Sample] = []
    number = None
    for kind, a, b in kinds:
        if kind == b"moof":
            number = a - 8
        elif kind == b"mdat" and number is not None:
            run += fragments.fragment(data[number:b], header.defaults).samples
    bounds = plan.bounds(track)
    inner = [b + (header.shift if track.kind == "audio" else 0) for b in bounds[1:-1]]
    places = [0, *(_place(run, at) for at in inner), len(run)]
    segments = tuple(
        fragments.write(fragments.Fragment((), n, header.track, tuple(run[a:b])))
        for n, (a, b) in enumerate(pairwise(places))
    )
    return Strip(track, data[:first], segments)


def _place(run: Sequence[fragments.Sample], at: int) -> int:
    return next(n for n, s in enumerate(run) if s.sync and s.present >= at - 13)
