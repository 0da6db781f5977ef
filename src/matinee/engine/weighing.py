"""How many bits a title needs: a few seconds of it encoded as usual and coarser, and compared.

An easy picture (drawn, still, soft) is as good as anybody can see at fewer bits than the usual
quality spends. How it looks is judged by VMAF against the same pictures nearly without loss: both
have the same size and the same times. The worst place decides: nothing that was weighed is to look
worse than the target, and a title that is below it as usual stays as it is.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

from matinee.engine import ffmpeg
from matinee.engine.plan import Plan, PlanTrack
from matinee.engine.recipe import QUALITY
from matinee.engine.run import ShouldStop

TARGET_VMAF: Final = 93.0  # what the usual quality gives of an ordinary film (decision 14)
COARSER: Final = (28, 25)  # rate factors that are tried, the one that saves most first
REFERENCE: Final = 3  # the rate factor of what is compared with
REFERENCE_CAP: Final = 8  # times the usual one
PLACES: Final = 5
SHORTEST_S: Final = 120.0  # of a title that this is worth the while for
HEIGHTS: Final = (720, 360)  # weighed; in larger pictures the same is easier, pixel by pixel
TIMEOUT_S: Final = 120.0

Segments = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Weight:
    """What was found: the rate factor to use, the worst VMAF with it, and the share of bits that is
    saved beside the usual quality (0 to 1)."""

    quality: int
    vmaf: float
    saved: float

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave."""
        return cls(int(data["quality"]), float(data["vmaf"]), float(data["saved"]))


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan of the same cuts in which a height or two are made in several qualities."""

    plan: Plan
    track_ids: tuple[str, ...]
    places: tuple[int, ...]  # numbers of the segments to make


def trial(plan: Plan) -> Trial | None:
    """Return what is to be encoded of a title; None where it is too short or has no ladder."""
    rungs = [t for t in plan.pictures if t.encoded and t.rung and t.codec == "h264"]
    if plan.duration_s < SHORTEST_S or not rungs:
        return None
    chosen: list[PlanTrack] = []
    for most in HEIGHTS:
        fits = [t for t in rungs if int(t.rung or 0) <= most] or rungs[-1:]
        if fits[0] not in chosen:
            chosen.append(fits[0])
    tracks = tuple(_as(t, quality) for t in chosen for quality in (REFERENCE, QUALITY, *COARSER))
    count = len(plan.segments(chosen[0]))
    places = sorted({round(count * (n + 0.5) / PLACES) for n in range(PLACES)} - {count})
    return Trial(
        replace(plan, tracks=tracks, left_out=()), tuple(t.id for t in tracks), tuple(places)
    )


def _as(track: PlanTrack, quality: int) -> PlanTrack:
    cap = track.bandwidth_average * (REFERENCE_CAP if quality == REFERENCE else 1)
    return replace(track, id=f"{track.id}-q{quality}", quality=quality, bandwidth_average=cap)


def chosen(places: Sequence[Segments], heads: Segments, stop: ShouldStop | None = None) -> Weight:
    """Compare what was made at each place, and return what to use.

    `places` are segments by the trial's track ids, `heads` their init segments. Raises Crashed or
    TimedOut of ffmpeg, Stopped.
    """
    names = sorted({track.rpartition("-q")[0] for track in heads})
    usual = sum(len(one[f"{name}-q{QUALITY}"]) for one in places for name in names)
    for quality in COARSER:
        worst = 100.0
        for one in places:
            for name in reversed(names):  # the smaller is quicker, and usually the worse
                worst = min(worst, _vmaf(one, heads, name, quality, stop))
                if worst < TARGET_VMAF:
                    break
            if worst < TARGET_VMAF:
                break
        if worst >= TARGET_VMAF:
            made = sum(len(one[f"{name}-q{quality}"]) for one in places for name in names)
            return Weight(quality, round(worst, 1), round(max(0.0, 1 - made / usual), 3))
    return Weight(QUALITY, 0.0, 0.0)


def _vmaf(
    segments: Segments, heads: Segments, name: str, quality: int, stop: ShouldStop | None
) -> float:
    """Return the mean VMAF of one segment against the reference."""
    with tempfile.TemporaryDirectory(prefix="matinee-weighing-") as folder:
        paths = [Path(folder, f"{q}.mp4") for q in (quality, REFERENCE)]
        for path, q in zip(paths, (quality, REFERENCE), strict=True):
            track = f"{name}-q{q}"
            path.write_bytes(heads[track] + segments[track])
        graph = "[0:v][1:v]libvmaf=n_subsample=2:log_fmt=json:log_path=found.json"
        ffmpeg.run(
            ["-i", paths[0], "-i", paths[1], "-lavfi", graph, "-f", "null", "-"],
            cwd=folder, should_stop=stop, timeout_s=TIMEOUT_S,
        )  # fmt: skip
        found = json.loads(Path(folder, "found.json").read_bytes())
    return float(found["pooled_metrics"]["vmaf"]["mean"])
