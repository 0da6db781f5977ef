"""The one list of cuts that manifests and segments share.

A plan says which tracks of a file go to a player as they are, and where all of them are
cut: a short first piece so that playing starts quickly, then pieces of about four seconds,
always on keyframes of the picture. It is made from the probe and the keyframes alone, so
the same file gives the same plan and the same digest everywhere.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Any, Final, Literal, Self

from matinee.engine.errors import CannotCopy, NoSuchTrack
from matinee.engine.types import Probe, Track

REVISION: Final = 1  # part of the digest: raise it when segments of the same plan change
FIRST_S: Final = 1.5
TARGET_S: Final = 4.0
SHORTEST_S: Final = 0.5
LARGEST_SEGMENT_BYTES: Final = 192 * 1024**2

COPIED_VIDEO: Final = ("h264", "hevc", "av1", "vp9")
# MP3, AC-3 and E-AC-3 go into fragments too, but few browsers take them: the client decides.
COPIED_AUDIO: Final = ("aac", "opus", "flac", "mp3", "ac3", "eac3")

NAMES: Final = {
    "ac3": "Dolby Digital (AC-3)", "eac3": "Dolby Digital Plus (E-AC-3)", "dts": "DTS",
    "truehd": "Dolby TrueHD", "mpeg2video": "MPEG-2", "mpeg4": "MPEG-4 Part 2 (DivX, Xvid)",
    "vc1": "VC-1", "vp8": "VP8", "mp2": "MPEG audio layer II", "vorbis": "Vorbis",
    "hevc": "HEVC (H.265)", "h264": "H.264", "vvc": "VVC (H.266)", "ac4": "Dolby AC-4",
}  # fmt: skip


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
    """One track as a player gets it."""

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
    tracks: tuple[PlanTrack, ...]
    left_out: tuple[tuple[int, str], ...] = ()  # (track index, why), in words

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
    def video(self) -> PlanTrack | None:
        """The picture, if there is one."""
        return next((t for t in self.tracks if t.kind == "video"), None)

    @property
    def audio(self) -> tuple[PlanTrack, ...]:
        """The sound tracks."""
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

    def piece(self, track_id: str, number: int) -> Piece:
        """Return what a worker must cut for segment `number`. Raises NoSuchTrack."""
        track = self.track(track_id)
        bounds = self.bounds(track)
        last = len(bounds) - 2
        if not 0 <= number <= last:
            raise NoSuchTrack(f"Track {track_id} has segments 0 to {last}, not {number}.")
        return Piece(
            track.index, track.kind, track.timescale, round(self.origin_s * track.timescale),
            track.start, track.frame_samples,
            None if number == 0 else bounds[number],
            None if number == last else bounds[number + 1],
            number,
        )  # fmt: skip

    def header(self, track_id: str) -> Piece:
        """Return what a worker needs to make the init segment of a track."""
        return self.piece(track_id, 0)

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
            tracks=tuple(PlanTrack(**t) for t in data["tracks"]),
            left_out=tuple((int(i), str(why)) for i, why in data.get("left_out", ())),
        )


def make(probe: Probe, keyframes: Sequence[float]) -> Plan:
    """Plan how a file is carried to players without encoding.

    `keyframes` are the seconds of `Engine.keyframes`. Raises CannotCopy, saying why, where
    the picture cannot be carried, or there is sound but none of it can.
    """
    video = probe.video
    sounds = probe.audio
    refused = {t.index: why for t in (video, *sounds) if t and (why := _refusal(t))}
    if video and video.index in refused:
        raise CannotCopy(refused[video.index])
    carried = [t for t in sounds if t.index not in refused]
    if sounds and not carried:
        raise CannotCopy(refused[sounds[0].index])
    if not video and not sounds:
        raise CannotCopy("There is neither picture nor sound in this file that can be carried.")
    # The first picture is shown from zero on: where it starts is no place to cut.
    places = [k for k in keyframes if k > video.start_s] if video else None
    cuts = cut(probe.duration_s, places)
    _bearable(probe, cuts)
    default = next((t.index for t in carried if t.default), carried[0].index if carried else None)
    tracks = [_planned(probe, t, default) for t in (*((video,) if video else ()), *carried)]
    return Plan(probe.duration_s, probe.start_s, cuts, tuple(tracks), tuple(refused.items()))


def cut(duration_s: float, keyframes: Sequence[float] | None) -> tuple[float, ...]:
    """Return the boundaries 0, …, duration: rising, inner ones on keyframes.

    Without keyframes (sound alone, `None`) any place will do.
    """
    if duration_s <= 0:
        return (0.0, max(duration_s, 0.001))
    cuts = [0.0]
    places = None if keyframes is None else sorted({k for k in keyframes if k > 0})
    while True:
        wanted = FIRST_S if len(cuts) == 1 else TARGET_S
        if duration_s - cuts[-1] <= wanted * 1.25:
            break
        target = cuts[-1] + wanted
        place = target if places is None else _nearest(places, cuts[-1] + SHORTEST_S, target)
        if place is None or place > duration_s - SHORTEST_S:
            break
        cuts.append(place)
    return (*cuts, duration_s)


def _nearest(places: Sequence[float], least: float, target: float) -> float | None:
    """Return the place at or after `least` that is nearest to `target`."""
    after = bisect_right(places, target)
    candidates = [p for p in places[max(0, after - 1) : after + 1] if p >= least]
    if not candidates:
        candidates = [p for p in places[after : after + 1] if p >= least]
    return min(candidates, key=lambda p: (abs(p - target), p), default=None)


def _refusal(track: Track) -> str | None:
    """Say why a track cannot be carried, or None where it can."""
    what = "picture" if track.kind == "video" else "sound"
    allowed = COPIED_VIDEO if track.kind == "video" else COPIED_AUDIO
    name = NAMES.get(track.codec, track.codec)
    if track.codec not in allowed:
        return f"The {what} is {name}, which has to be encoded before a browser can play it."
    if track.obstacle:
        return track.obstacle
    if not track.rfc6381 or track.timescale <= 0:
        return f"The {what} ({name}) does not say how it is to be decoded."
    return None


def _bearable(probe: Probe, cuts: Sequence[float]) -> None:
    longest = max(b - a for a, b in pairwise(cuts))
    if longest * probe.bit_rate / 8 > LARGEST_SEGMENT_BYTES:
        raise CannotCopy(
            "The picture has too few keyframes to be cut into pieces: "
            f"the longest stretch without one is {round(longest)} seconds."
        )


def _planned(probe: Probe, track: Track, default: int | None) -> PlanTrack:
    is_video = track.kind == "video"
    average = track.bit_rate or _guessed_rate(probe, track)
    end_s = probe.duration_s
    if track.duration_s:
        end_s = min(end_s, max(0.0, track.start_s) + track.duration_s)
    return PlanTrack(
        id=f"{'v' if is_video else 'a'}{track.index}",
        kind="video" if is_video else "audio",
        index=track.index,
        codec=track.codec,
        rfc6381=track.rfc6381 or "",
        bandwidth_average=average,
        bandwidth_peak=round(average * (1.5 if is_video else 1.1)),
        timescale=track.timescale,
        start=round(track.start_s * track.timescale),
        end_s=end_s,
        language=track.language,
        name=track.title,
        default=is_video or track.index == default,
        described=track.described,
        width=track.height if track.rotation in {90, 270} else track.width,
        height=track.width if track.rotation in {90, 270} else track.height,
        frame_rate=track.frame_rate,
        hdr=track.hdr,
        channels=track.channels,
        sample_rate=track.sample_rate,
        frame_samples=track.frame_samples,
    )


def _guessed_rate(probe: Probe, track: Track) -> int:
    """Share the file's rate among tracks that do not state their own (bits a second)."""
    if track.kind == "audio":
        return 64_000 * max(1, track.channels or 2)
    sound = sum(t.bit_rate or 64_000 * max(1, t.channels or 2) for t in probe.audio)
    return max(100_000, probe.bit_rate - sound)


def _bounds(plan: Plan, track: PlanTrack) -> tuple[int, ...]:
    scale, grid = track.timescale, track.frame_samples
    end = max(round(track.end_s * scale), 1)
    inner = [round(c * scale) for c in plan.cuts_s[1:-1]]
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
    return asdict(value) if isinstance(value, PlanTrack) else value
