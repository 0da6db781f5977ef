"""What is prepared, when, in which pieces and at what cost. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from matinee.engine import AV1_COST, Plan, PlanTrack

NIGHT = range(1, 6)  # hours of the server's own clock
OFTEN = 3
Codec = Literal["h264", "av1"]

LOOK_BACK_DAYS = 30
PLAYED_FROM = 50.0  # per cent
NEARLY_OVER = 80.0
START_S = 60.0
USUAL_HEIGHT = 720
# A cap is seldom reached; what needs more than this share of it would not fit in any case.
_LEAST_SHARE = 0.4
_SOUND_WEIGHT = 20_000  # pixels that cost as much as sound does


@dataclass(frozen=True, slots=True)
class Rules:
    """What is prepared by itself. No `heights` means the whole ladder."""

    new: bool = False
    watched_often: bool = False
    unplayable: bool = False
    next: bool = True
    at_night: bool = True
    heights: tuple[int, ...] = ()
    codec: Codec = "h264"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Segments `first` to before `until` that all of these tracks lack."""

    first: int
    until: int
    tracks: tuple[str, ...]


def chosen(rules: Rules, *, is_new: bool, needed: bool, plays: int) -> str | None:
    """Return the rule that wants a title prepared, None when none does."""
    if rules.unplayable and needed:
        return "unplayable"
    if rules.watched_often and plays >= OFTEN:
        return "watched_often"
    return "new" if rules.new and is_new else None


def is_night(local: datetime) -> bool:
    """Say whether it is the time at which nobody watches."""
    return local.hour in NIGHT


def rungs(plan: Plan) -> tuple[PlanTrack, ...]:
    """Return the encoded qualities that can be prepared, highest first."""
    return tuple(t for t in plan.pictures if t.encoded and t.rung is not None)


def height_of(track: PlanTrack) -> int:
    """Return the height people call a quality by."""
    return int(track.rung or 0)


def codec_of(track: PlanTrack) -> Codec:
    """Return the codec of an encoded quality."""
    return "av1" if track.codec == "av1" else "h264"


def wanted(plan: Plan, heights: Collection[int], codec: Codec = "h264") -> tuple[PlanTrack, ...]:
    """Return the encoded tracks of these heights (of all, where none is named) and the sound.

    Qualities that are not offered in this codec are H.264. Nothing where the plan has none of the
    heights.
    """
    asked = [t for t in rungs(plan) if not heights or height_of(t) in heights]
    best = {t.rung for t in asked if t.codec == codec}
    pictures = [t for t in asked if t.codec == codec or (t.codec != "av1" and t.rung not in best)]
    if heights and not pictures:
        return ()
    return (*pictures, *(t for t in plan.sounds if t.encoded))


def nearest(plan: Plan, height: int) -> tuple[int, ...]:
    """Return the one height a player at `height` would use: the same, else the next below."""
    offered = sorted({height_of(t) for t in rungs(plan)})
    below = [one for one in offered if one <= height]
    return tuple(below[-1:] or offered[:1])


def gaps(
    tracks: Sequence[str], numbers: Iterable[int], made: Mapping[str, Collection[int]]
) -> list[Stretch]:
    """Return what is missing of segments, as long stretches in order."""
    found: list[Stretch] = []
    for number in numbers:
        missing = tuple(track for track in tracks if number not in made.get(track, ()))
        last = found[-1] if found else None
        if not missing:
            continue
        if last and last.until == number and last.tracks == missing:
            found[-1] = Stretch(last.first, number + 1, missing)
        else:
            found.append(Stretch(number, number + 1, missing))
    return found


def cost(track: PlanTrack) -> float:
    """Return how much work a track is beside others."""
    pixels = (track.width or 0) * (track.height or 0) * (AV1_COST if track.codec == "av1" else 1)
    return float(pixels or _SOUND_WEIGHT)


def clock_of(seconds: float) -> str:
    """Return a place in a film as people write it: 1:02:03."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def likely_bytes(plan: Plan, tracks: Iterable[PlanTrack]) -> int:
    """Return what tracks take on the disk at most: their caps over the whole length."""
    return round(sum(t.bandwidth_average for t in tracks) * plan.duration_s / 8)


def least_bytes(plan: Plan, tracks: Iterable[PlanTrack]) -> int:
    """Return what tracks take on the disk even where the picture is easy."""
    return round(likely_bytes(plan, tracks) * _LEAST_SHARE)
