"""Joined segments are the film: the proof, for tracks that are copied and for encoded ones.

Every track of a plan is asked for segment by segment in random order, joined as a player
joins it, and held against the file itself, which is read here anew. What does not hold comes
back as objections in words; none means that the track is the film. By hand:

    python -m tests.engine.joined film.mkv another.mp4
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from matinee import engine

from . import fragments, pictures, tones

MILLISECOND: Final = Fraction(1, 1000)
MOST_SQUARE: Final = 10 ** (-26 / 10) * 255**2  # 26 dB, of small copies
COMBED: Final = 900.0


@dataclass(frozen=True, slots=True)
class Strip:
    """One track as a player gets it."""

    track: engine.PlanTrack
    init: bytes
    segments: tuple[bytes, ...]

    @property
    def whole(self) -> bytes:
        """The track, joined."""
        return self.init + b"".join(self.segments)


@dataclass(slots=True)
class Source:
    """The film itself, each track decoded once however many rungs are made of it."""

    path: Path
    tone_hz: float | None = None  # a pure tone through the whole film, where there is one
    _films: dict[int, pictures.Film] = field(default_factory=dict)
    _sounds: dict[tuple[int, int], tones.Sound] = field(default_factory=dict)

    def film(self, index: int) -> pictures.Film:
        """Return the decoded pictures of a track."""
        if index not in self._films:
            self._films[index] = pictures.film(self.path, index)
        return self._films[index]

    def sound(self, index: int, rate: int) -> tones.Sound:
        """Return the decoded sound of a track at a rate."""
        if (index, rate) not in self._sounds:
            self._sounds[index, rate] = tones.sound(self.path, index, rate=rate)
        return self._sounds[index, rate]

    def packets(self, index: int) -> tuple[list[Fraction], list[bytes], Fraction]:
        """Return display times and contents of a track's packets, and the tick of its clock."""
        with pictures.opened(self.path) as file:
            stream = file.streams[index]
            found = [p for p in file.demux(stream) if p.size and p.pts is not None]
            base = stream.time_base
            return [p.pts * base for p in found], [bytes(p) for p in found], base


def ask(
    hands: engine.Engine, path: str | Path, plan: engine.Plan, track: engine.PlanTrack, seed: int
) -> Strip:
    """Ask for all segments of a track in an order of chance."""
    numbers = list(range(len(plan.segments(track))))
    random.Random(seed).shuffle(numbers)
    found = {n: hands.segment(path, plan, track.id, n) for n in numbers}
    init = hands.init_segment(path, plan, track.id)
    return Strip(track, init, tuple(found[n] for n in sorted(found)))


def objections(
    hands: engine.Engine, source: Source, plan: engine.Plan, *, seed: int = 1
) -> list[str]:
    """Hold every track of a plan against its film."""
    said: list[str] = []
    for track in plan.tracks:
        strip = ask(hands, source.path, plan, track, seed)
        said += [f"{track.id}: {words}" for words in against(source, plan, strip)]
    return said


def against(source: Source, plan: engine.Plan, strip: Strip) -> list[str]:
    """Hold one track against its film."""
    try:
        header = fragments.header(strip.init)
        parts = [fragments.fragment(s, header.defaults) for s in strip.segments]
    except fragments.Malformed as broken:
        return [f"malformed: {broken}"]
    said = [*_shape(header, parts), *_bounds(plan, strip.track, header, parts)]
    if said:
        return said[:8]
    if not strip.track.encoded:
        return [*copied(source, plan, strip), *_alone(strip, parts, decode=False)][:8]
    if strip.track.stills:
        return [*_alone(strip, parts, decode=True), *stills(source, plan, strip)][:8]
    if strip.track.kind == "video":
        return [*_alone(strip, parts, decode=True), *picture(source, plan, strip, parts)][:8]
    return sound(source, plan, strip, header, parts)[:8]


# --- the shape of every track


def _shape(header: fragments.Header, parts: Sequence[fragments.Fragment]) -> Iterator[str]:
    decodes = [s.decode for part in parts for s in part.samples]
    if any(b <= a for a, b in pairwise(decodes)):
        yield "decode times do not rise strictly"
    for n, part in enumerate(parts):
        if part.track != header.track:
            yield f"segment {n} is of track {part.track}, the header of {header.track}"
        if not part.samples[0].sync:
            yield f"segment {n} does not start with a picture that decodes alone"
        if any(not s.data for s in part.samples):
            yield f"segment {n} has an empty sample"
    for n, (one, other) in enumerate(pairwise(parts)):
        if one.end != other.base:
            yield f"segment {n} ends at {one.end}, the next starts at {other.base} ticks"


def _bounds(
    plan: engine.Plan,
    track: engine.PlanTrack,
    header: fragments.Header,
    parts: Sequence[fragments.Fragment],
) -> Iterator[str]:
    """Every picture and sound lies in the segment whose cut it belongs to."""
    if header.timescale != track.timescale:
        yield f"the header counts {header.timescale} ticks a second, the plan {track.timescale}"
        return
    bounds = plan.bounds(track)
    coarse = max(1, track.timescale * 2 // 1000)
    for n, part in enumerate(parts):
        shown = [s.present - header.shift for s in part.samples]
        # Of open groups the first pictures belong before the cut: where there are no others.
        open_group = track.codec == "hevc" and not track.encoded
        least = bounds[n] - (track.timescale * 2 // 5 if open_group else coarse)
        early = n > 0 and min(shown) < least
        late = n + 1 < len(parts) and max(shown) >= bounds[n + 1] + coarse
        if early or late:
            yield (
                f"segment {n} shows {min(shown)} to {max(shown)}, "
                f"its cut is {bounds[n]} to {bounds[n + 1]} ticks"
            )


def _alone(strip: Strip, parts: Sequence[fragments.Fragment], *, decode: bool) -> Iterator[str]:
    """Each segment starts with a picture that needs no other, and decodes with the header only."""
    if strip.track.kind != "video":
        return
    if strip.track.codec == "h264" and decode:
        for n, part in enumerate(parts):
            kinds = [u[0] & 31 for u in fragments.units(part.samples[0].data)]
            first = next((k for k in kinds if 1 <= k <= 5), 0)
            if first != 5:
                yield f"segment {n} starts with a picture of kind {first}, not an IDR"
    if not decode:
        return
    together = iter(pictures.film(strip.whole).pictures)
    for n, (segment, part) in enumerate(zip(strip.segments, parts, strict=True)):
        alone = pictures.film(strip.init + segment).pictures
        if len(alone) != len(part.samples):
            yield f"segment {n} alone decodes to {len(alone)} of {len(part.samples)} pictures"
        joined = [next(together, None) for _ in part.samples]
        if any(b is None or a.digest != b.digest for a, b in zip(alone, joined, strict=False)):
            yield f"segment {n} decodes alone to other pictures than in its place"


# --- copied


def copied(source: Source, plan: engine.Plan, strip: Strip) -> Iterator[str]:
    """The packets are the film's own, none lost, doubled or moved."""
    times, contents, _ = source.packets(strip.track.index)
    with pictures.opened(strip.whole) as file:
        got = [(p.pts * file.streams[0].time_base, bytes(p)) for p in file.demux(0) if p.size]
    if len(got) != len(times):
        yield f"{len(got)} packets, the film has {len(times)}"
        return
    wanted = [t - _origin(plan) for t in times]
    first = wanted.index(min(wanted))
    late = strip.track.kind == "video" and min(wanted) > 0
    tolerance = 2 * MILLISECOND  # containers that count milliseconds round by one
    for n, ((at, body), when, original) in enumerate(zip(got, wanted, contents, strict=True)):
        if abs(at - when) > tolerance and not (late and n == first):
            yield f"packet {n} is at {float(at):.4f} s, in the film at {float(when):.4f} s"
        if body != original and not _same_units(strip.track.codec, body, original):
            yield f"packet {n} has other bytes than in the film"
    if strip.track.kind == "video" and min(t for t, _ in got) != 0:
        yield f"the first picture is shown at {float(min(t for t, _ in got)):.4f} s, not at zero"


def _same_units(codec: str, got: bytes, original: bytes) -> bool:
    """Whether a sample carries a packet of a transport stream: its units, or without ADTS."""
    if codec == "aac":
        return original.endswith(got) and len(original) - len(got) in {7, 9}
    if codec not in {"h264", "hevc"}:
        return False
    units = fragments.units(got)
    return bool(units) and all(b"\0\0\1" + u in original for u in units)


# --- encoded picture


def picture(
    source: Source, plan: engine.Plan, strip: Strip, parts: Sequence[fragments.Fragment]
) -> Iterator[str]:
    """The same pictures at the same times, and alike."""
    wanted = source.film(strip.track.index)
    got = pictures.film(strip.whole)
    got, held = _without_held(plan, strip.track, got, wanted, parts)
    yield from held
    if len(got.pictures) != len(wanted.pictures):
        yield f"{len(got.pictures)} pictures, the film has {len(wanted.pictures)}"
        yield from _where_they_part(plan, got, wanted)
        return
    yield from _same_times(plan, strip.track, got, wanted)
    yield from _alike(got, wanted, _looked_at(parts, len(got.pictures)))
    yield from _toned(got, wanted, _looked_at(parts, len(got.pictures)))
    if abs(got.aspect / wanted.aspect - 1) > _rounding(got.size, wanted.size):
        yield f"the shape is {got.aspect:.3f}, of the film {wanted.aspect:.3f}"
    if wanted.interlaced and _combed(wanted) > 1.15 and got.size[1] == wanted.size[1]:
        yield from (["the picture is still combed"] if _combed(got) > 1.1 else [])
    if got.interlaced:
        yield "the picture says that it is interlaced"


def _without_held(
    plan: engine.Plan,
    track: engine.PlanTrack,
    got: pictures.Film,
    wanted: pictures.Film,
    parts: Sequence[fragments.Fragment],
) -> tuple[pictures.Film, list[str]]:
    """Leave out pictures that are shown once more where a segment has none of its own."""
    bounds, shown = plan.bounds(track), [t - _origin(plan) for t in wanted.times]
    said: list[str] = []
    kept: list[pictures.Picture] = []
    at = 0
    for n, part in enumerate(parts):
        mine = got.pictures[at : at + len(part.samples)]
        at += len(part.samples)
        first, last = (Fraction(b, track.timescale) for b in bounds[n : n + 2])
        own = any(first <= t < last for t in shown)
        if n == 0 or own or len(mine) != 1:
            kept += mine
            continue
        before = max((i for i, t in enumerate(shown) if t < first), default=0)
        if pictures.likeness(mine[0].small, wanted.pictures[before].small) > MOST_SQUARE:
            said.append(f"segment {n} holds another picture than the one on the screen")
    return replace(got, pictures=tuple(kept)), said


def stills(source: Source, plan: engine.Plan, strip: Strip) -> Iterator[str]:
    """One picture a segment, and it is one of the film's in that stretch or on the screen then."""
    wanted, got = source.film(strip.track.index), pictures.film(strip.whole)
    if len(got.pictures) != len(strip.segments):
        yield f"{len(got.pictures)} stills in {len(strip.segments)} segments"
        return
    bounds = [Fraction(b, strip.track.timescale) for b in plan.bounds(strip.track)]
    shown = [t - _origin(plan) for t in wanted.times]
    for n, still in enumerate(got.pictures):
        here = [i for i, t in enumerate(shown) if bounds[n] - 2 * MILLISECOND <= t < bounds[n + 1]]
        before = max((i for i, t in enumerate(shown) if t < bounds[n]), default=0)
        alike = min(
            pictures.likeness(still.small, wanted.pictures[i].small) for i in [before, *here]
        )
        if alike > COMBED and not wanted.hdr:
            yield f"still {n} is none of the film's in its stretch"


def _same_times(
    plan: engine.Plan, track: engine.PlanTrack, got: pictures.Film, wanted: pictures.Film
) -> Iterator[str]:
    tolerance = Fraction(1, track.timescale)
    if wanted.base >= MILLISECOND:
        tolerance += MILLISECOND
    shown = [t - _origin(plan) for t in wanted.times]
    for n, (at, when) in enumerate(zip(got.times, shown, strict=True)):
        if abs(at - when) > tolerance and not (n == 0 and when > 0 and at == 0):
            yield f"picture {n} is shown at {float(at):.4f} s, in the film at {float(when):.4f} s"


def _where_they_part(plan: engine.Plan, got: pictures.Film, wanted: pictures.Film) -> Iterator[str]:
    shown = [t - _origin(plan) for t in wanted.times]
    near = 2 * MILLISECOND
    missing = [t for t in shown[1:] if not any(abs(t - u) <= near for u in got.times)]
    extra = [u for u in got.times[1:] if not any(abs(t - u) <= near for t in shown)]
    if missing:
        yield f"missing: {', '.join(f'{float(t):.3f}' for t in missing[:6])} s"
    if extra:
        yield f"too many: {', '.join(f'{float(t):.3f}' for t in extra[:6])} s"


def _looked_at(parts: Sequence[fragments.Fragment], count: int) -> list[int]:
    """Return which pictures are compared: all of a short film, else those around joins too."""
    if count <= 3000:
        return list(range(count))
    kept = set(range(0, count, max(1, count // 600)))
    at = 0
    for part in parts:
        kept |= {at, at + 1, at + len(part.samples) - 1}
        at += len(part.samples)
    return sorted(n for n in kept if n < count)


def _alike(got: pictures.Film, wanted: pictures.Film, numbers: Sequence[int]) -> Iterator[str]:
    """Each picture looks like its own, and no more like a neighbour that looks different."""
    mine, theirs = got.pictures, wanted.pictures
    coarse = max(1.0, 200 / min(*got.size, *wanted.size))  # few lines are scaled less exactly
    near = 12 * coarse * (5 if wanted.interlaced else 1)  # of two fields one is looked at
    for n in numbers:
        off = pictures.likeness(mine[n].small, theirs[n].small)
        if wanted.hdr:
            if pictures.agreement(mine[n].small, theirs[n].small) < 0.85:
                yield f"picture {n} does not look like the film's"
            continue
        if off > (COMBED if wanted.interlaced else MOST_SQUARE) * coarse:
            yield f"picture {n} differs from the film's by {off:.0f} (mean square)"
        for other in (n - 1, n + 1):
            if not 0 <= other < len(theirs):
                continue
            apart = pictures.likeness(theirs[n].small, theirs[other].small)
            if apart > near and pictures.likeness(mine[n].small, theirs[other].small) < off * 0.8:
                yield f"picture {n} looks like the film's picture {other}"


def _toned(got: pictures.Film, wanted: pictures.Film, numbers: Sequence[int]) -> Iterator[str]:
    """Black is black and white is white: range and matrix were understood."""
    if wanted.hdr or min(*got.size, *wanted.size) < 100:
        return
    some = [n for n in numbers if n % 7 == 0][:100]
    mine = np.stack([got.pictures[n].small for n in some]).astype(np.float64)
    theirs = np.stack([wanted.pictures[n].small for n in some]).astype(np.float64)
    for channel, name in enumerate(("red", "green", "blue")):
        x, y = theirs[..., channel].ravel(), mine[..., channel].ravel()
        if x.std() < 20:
            continue
        gain, offset = np.polyfit(x, y, 1)
        middle = gain * 128 + offset
        if abs(gain - 1) > 0.06 or abs(middle - 128) > 6:
            yield f"{name} is {gain:.2f} times as strong and {middle - 128:+.0f} brighter"


def _combed(film: pictures.Film) -> float:
    values = sorted(p.combed for p in film.pictures)
    return values[len(values) * 3 // 4] if values else 0.0


def _rounding(got: tuple[int, int], wanted: tuple[int, int]) -> float:
    """Return how far a shape may be off because pictures have even sides."""
    least = max(2, min(*got, *wanted))
    return 0.01 + 2 / least


# --- encoded sound


def sound(
    source: Source,
    plan: engine.Plan,
    strip: Strip,
    header: fragments.Header,
    parts: Sequence[fragments.Fragment],
) -> list[str]:
    """The same sound at the same time, without gap or click at the joins."""
    scale = header.timescale
    found = tones.sound(strip.whole, shift=Fraction(header.shift, scale))
    wanted = source.sound(strip.track.index, found.rate)
    joins = [(p.base - header.shift) / scale for p in parts[1:]]
    said: list[str] = []
    if len(found.spans) > 1:
        said.append(f"there are {len(found.spans) - 1} gaps in the sound")
    begin, end = wanted.start - _origin(plan), wanted.end - _origin(plan)
    frame = Fraction(2048, found.rate)
    if found.end < end - Fraction(25, 1000) or found.end > max(end, _last(plan)) + frame:
        said.append(f"the sound ends at {float(found.end):.3f} s, the film's at {float(end):.3f} s")
    if found.start > max(begin, Fraction(0)) + MILLISECOND:
        said.append(f"the sound starts at {float(found.start):.3f} s, not {float(begin):.3f} s")
    moved = tones.Sound(wanted.rate, begin, wanted.samples, wanted.spans, wanted.channels)
    places = joins[:40] or [float((begin + end) / 2)]
    mixed = wanted.channels > 2 and found.channels != wanted.channels  # the voices are louder then
    ends = (float(end) - 0.6, float(begin) + 0.6)
    said += tones.drifts(found, moved, [*places, *ends], least=0.6 if mixed else 0.8)
    if source.tone_hz:
        mine, theirs = _overlap(found, moved)
        coarse = source.packets(strip.track.index)[2] >= MILLISECOND
        said += tones.clicks(
            mine, theirs, source.tone_hz, joins, phase_s=0.0007 if coarse else 0.0002
        )
    return said


def _overlap(found: tones.Sound, wanted: tones.Sound) -> tuple[tones.Sound, tones.Sound]:
    """Return both as far as the film has sound without a break: what lies outside is silence."""
    a, b = max(wanted.spans, key=lambda span: span[1] - span[0])
    begin = wanted.start + Fraction(a, wanted.rate)
    end = min(wanted.start + Fraction(b, wanted.rate), found.end)
    begin = max(begin, found.start)

    def within(sound: tones.Sound) -> tones.Sound:
        kept = sound.between(begin, end)
        return tones.Sound(sound.rate, begin, kept, ((0, len(kept)),), sound.channels)

    return within(found), within(wanted)


def _last(plan: engine.Plan) -> Fraction:
    return Fraction(plan.duration_s).limit_denominator(10**6)


def _origin(plan: engine.Plan) -> Fraction:
    return Fraction(plan.origin_s).limit_denominator(10**6)


# --- picture and sound together


def apart(source: Source, plan: engine.Plan, video: Strip, audio: Strip) -> float:
    """Return by how many seconds sound moved against the picture, on a film that flashes
    and beeps at once (positive: the sound is later than in the film).
    """

    def gaps(film: pictures.Film, sound: tones.Sound) -> list[float]:
        bright = [float(p.small.mean()) > 120 for p in film.pictures]
        flashes = [
            float(film.pictures[n].at) for n in range(1, len(bright)) if bright[n] > bright[n - 1]
        ]
        beeps = tones.onsets(sound)
        return [min((b - f for b in beeps), key=abs) for f in flashes]

    header = fragments.header(audio.init)
    shift = Fraction(header.shift, header.timescale)
    mine = gaps(pictures.film(video.whole), tones.sound(audio.whole, shift=shift))
    rate = header.timescale
    theirs = gaps(source.film(video.track.index), source.sound(audio.track.index, rate))
    assert mine
    assert len(mine) == len(theirs)
    return max((a - b for a, b in zip(mine, theirs, strict=True)), key=abs)


def unsteady(
    hands: Sequence[engine.Engine], path: Path, plan: engine.Plan, *, seed: int, most: int = 60
) -> list[str]:
    """Ask for segments twice, in an order of chance, of several engines; name what differs."""
    chance = random.Random(seed)
    wanted = [(t.id, n) for t in plan.tracks for n in range(len(plan.segments(t)))]
    wanted = chance.sample(wanted, min(len(wanted), most)) * 2
    chance.shuffle(wanted)
    first: dict[tuple[str, int], bytes] = {}
    said: list[str] = []
    for n, key in enumerate(wanted):
        bytes_now = hands[n % len(hands)].segment(path, plan, *key)
        if first.setdefault(key, bytes_now) != bytes_now:
            said.append(f"{key[0]}: segment {key[1]} has other bytes when asked again")
    return said


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove files by hand; returns how many have objections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tone", type=float, help="Hz of a pure tone through the whole film")
    given = parser.parse_args(arguments)
    failed = 0
    with engine.Engine(2) as hands:
        for path in given.paths:
            said: list[str]
            try:
                plan: Any = engine.planning.make(hands.probe(path), hands.keyframes(path))
                said = objections(hands, Source(path, given.tone), plan, seed=given.seed)
                said += unsteady([hands], path, plan, seed=given.seed)
                tracks = ", ".join(t.id for t in plan.tracks)
            except engine.EngineError as error:
                said, tracks = [f"{type(error).__name__}: {error.detail}"], "no tracks"
            failed += bool(said)
            print(f"{'OBJECTED' if said else 'proven':9} {path.name} ({tracks})")
            for words in said:
                print(f"          {words}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
