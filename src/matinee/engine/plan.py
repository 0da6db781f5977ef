"""The one list of cuts that manifests and segments share.

A plan says what can be offered of a file, to whatever client: its tracks as they are, the ladder
of encoded pictures, encoded sound; and where all of them are cut. It is made from the probe and
the keyframes alone, so the same file gives the same plan and the same digest everywhere, and what
was made for one viewer is there for the next. Which of its tracks a client is offered is decided
elsewhere.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Any, Final, Literal, Self

from matinee.engine import ladder
from matinee.engine.cuts import SHORTEST_S
from matinee.engine.errors import NoSuchTrack
from matinee.engine.recipe import PictureRecipe, SoundRecipe

REVISION: Final = 5  # part of the digest: raise it when segments of the same plan change


@dataclass(frozen=True, slots=True)
class Cut:
    """One piece of the timeline, in seconds."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Length of the piece."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class PlanTrack:
    """One track as a player gets it.

    Ids are `v0`, `a1` of copied tracks; `v0-720`, `v0-720-av1`, `a1-aac2` of encoded ones.
    """

    id: str
    kind: Literal["video", "audio"]
    index: int  # of the track in the file
    codec: str
    rfc6381: str
    bandwidth_average: int
    bandwidth_peak: int
    timescale: int
    start: int  # first packet, in ticks of `timescale`; negative where sound has a lead-in
    end_s: float
    language: str | None = None
    name: str | None = None
    default: bool = False
    described: bool = False
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None
    hdr: str = "sdr"
    channels: int | None = None
    sample_rate: int | None = None
    frame_samples: int | None = None
    encoded: bool = False
    rung: str | None = None  # the height people call an encoded quality by
    interlaced: bool = False  # in the file; an encoded track never is
    stills: bool = False  # one picture a segment, for fast forward (I-frame playlist)
    quality: int | None = None  # x264's rate factor where it is not the usual one


@dataclass(frozen=True, slots=True)
class Piece:
    """What a worker needs to make one segment: small, so that it crosses a pipe quickly.

    `start` and `end` are ticks on the plan's clock; None means no bound on that side.
    """

    index: int
    kind: str
    timescale: int
    origin: int
    first: int
    frame_samples: int | None
    start: int | None
    end: int | None
    number: int


@dataclass(frozen=True)
class Plan:
    """How a file is cut and which of its tracks are carried."""

    duration_s: float
    origin_s: float  # where the plan's zero lies on the container's clock
    cuts_s: tuple[float, ...]  # boundaries: 0, …, duration
    fine_cuts_s: tuple[float, ...]  # of encoded pictures: the same, long stretches divided
    tracks: tuple[PlanTrack, ...]
    left_out: tuple[tuple[int, str], ...] = ()  # (index of a track not copied, why), in words

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """The pieces of the timeline."""
        return tuple(Cut(a, b) for a, b in pairwise(self.cuts_s))

    @cached_property
    def digest(self) -> str:
        """Return an address-safe name of exactly this plan."""
        text = json.dumps([REVISION, self.to_json()], sort_keys=True, separators=(",", ":"))
        return blake2b(text.encode(), digest_size=12).hexdigest()

    @cached_property
    def _bounds(self) -> dict[str, tuple[int, ...]]:
        return {}

    @property
    def pictures(self) -> tuple[PlanTrack, ...]:
        """The qualities of the picture: as it is first, if it can be copied, then the highest."""
        return tuple(t for t in self.tracks if t.kind == "video")

    @property
    def sounds(self) -> tuple[PlanTrack, ...]:
        """The sound tracks, copied and encoded."""
        return tuple(t for t in self.tracks if t.kind == "audio")

    def track(self, track_id: str) -> PlanTrack:
        """Return the track of this id. Raises NoSuchTrack."""
        for track in self.tracks:
            if track.id == track_id:
                return track
        raise NoSuchTrack(f"There is no track {track_id[:20]!r} in this plan.")

    def bounds(self, track: PlanTrack) -> tuple[int, ...]:
        """Return the boundaries of a track's segments in its own ticks.

        Sound is cut between its packets, so its boundaries lie on its own frame grid at or
        after the plan's cuts; a track that ends early has fewer segments.
        """
        found = self._bounds.get(track.id)
        if found is None:
            found = self._bounds[track.id] = _bounds(self, track)
        return found

    def segments(self, track: PlanTrack) -> tuple[Cut, ...]:
        """Return the true extent of each segment of a track, in seconds."""
        scale = track.timescale
        return tuple(Cut(a / scale, b / scale) for a, b in pairwise(self.bounds(track)))

    def header(self, track_id: str) -> Piece:
        """Return what a worker needs to make the init segment of a copied track."""
        return self.piece(track_id, 0)

    def piece(self, track_id: str, number: int) -> Piece:
        """Return what a worker must copy for segment `number`. Raises NoSuchTrack."""
        track = self.track(track_id)
        bounds = self.bounds(track)
        last = self.check(track, number)
        return Piece(
            track.index, track.kind, track.timescale, round(self.origin_s * track.timescale),
            track.start, track.frame_samples,
            None if number == 0 else bounds[number],
            None if number == last else bounds[number + 1],
            number,
        )  # fmt: skip

    def check(self, track: PlanTrack, number: int) -> int:
        """Return the number of a track's last segment. Raises NoSuchTrack for one past it."""
        last = len(self.bounds(track)) - 2
        if not 0 <= number <= last:
            raise NoSuchTrack(f"Track {track.id} has segments 0 to {last}, not {number}.")
        return last

    def picture_recipe(self, track_id: str) -> PictureRecipe:
        """Return how an encoded picture is made. Raises NoSuchTrack."""
        track = self.track(track_id)
        if track.kind != "video" or not track.encoded:
            raise NoSuchTrack(f"Track {track_id} is not encoded.")
        return PictureRecipe(
            track.id, track.index, track.timescale, round(self.origin_s * track.timescale),
            track.width or 2, track.height or 2, track.frame_rate or 25.0,
            track.bandwidth_average, ladder.level_of(track.rfc6381), interlaced=track.interlaced,
            stills=track.stills, codec=track.codec, quality=track.quality,
        )  # fmt: skip

    def sound_recipe(self, track_id: str) -> SoundRecipe:
        """Return how an encoded sound is made. Raises NoSuchTrack."""
        track = self.track(track_id)
        if track.kind != "audio" or not track.encoded:
            raise NoSuchTrack(f"Track {track_id} is not encoded.")
        return SoundRecipe(
            track.id, track.index, track.timescale, self.origin_s, track.channels or 2,
            track.bandwidth_average, round(track.end_s * track.timescale),
        )  # fmt: skip

    def segment_at(self, position_s: float) -> int:
        """Return the number of the cut that holds a position in seconds."""
        return max(0, min(bisect_right(self.cuts_s, position_s) - 1, len(self.cuts_s) - 2))

    def to_json(self) -> dict[str, Any]:
        """Return plain values for `json.dumps`."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the plan of `to_json`."""
        return cls(
            duration_s=data["duration_s"],
            origin_s=data["origin_s"],
            cuts_s=tuple(data["cuts_s"]),
            fine_cuts_s=tuple(data["fine_cuts_s"]),
            tracks=tuple(PlanTrack(**t) for t in data["tracks"]),
            left_out=tuple((int(i), str(why)) for i, why in data.get("left_out", ())),
        )


def _bounds(plan: Plan, track: PlanTrack) -> tuple[int, ...]:
    scale, grid = track.timescale, track.frame_samples
    end = max(round(track.end_s * scale), 1)
    fine = track.encoded and track.kind == "video" and not track.stills
    cuts = plan.fine_cuts_s if fine else plan.cuts_s
    inner = [round(c * scale) for c in cuts[1:-1]]
    if grid and track.kind == "audio":
        inner = [track.start - (track.start - c) // grid * grid for c in inner]
    first = min(track.start, 0) if track.kind == "audio" else 0
    least = round(SHORTEST_S * scale / 2)
    kept: list[int] = []
    for place in inner:
        if place >= end - least:
            break
        if place > max(0, kept[-1] if kept else 0):
            kept.append(place)
    return (max(first, 0), *kept, end)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, PlanTrack):
        return value
    plain = asdict(value)
    if value.quality is None:
        del plain["quality"]  # what was planned before there was one keeps its address
    return plain
