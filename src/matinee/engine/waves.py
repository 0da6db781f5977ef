"""Samples of a film's sound from any stretch of its timeline, exactly where they belong.

Containers round the times of packets (Matroska to milliseconds). A stretch that began at a
rounded time would be shifted against the one before it, and the join would click. So times are
moved to the codec's own grid: frames of a codec have one length, or lengths with a common
divisor, and where the stream stands on that grid is judged from many frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from statistics import median_low
from typing import Any, Final

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from matinee.engine.errors import Unsupported
from matinee.engine.mixing import LAYOUTS, matrix, names_of
from matinee.engine.opening import decoder
from matinee.engine.reading import Opened
from matinee.engine.tracks import Facts

RUN_IN_S: Final = 0.35  # decoded before what is wanted: codecs build on what came before
BACK_S: Final = (0.0, 1.0, 5.0, 20.0, 80.0)
GRIDS: Final = {"vorbis": 64, "truehd": 40, "mlp": 40, "dts": 256, "mp2": 1152, "alac": 4096}
UNEVEN: Final = frozenset({"vorbis"})  # a stretch of long frames says nothing of where they lie
JUDGED: Final = 48  # frames from which the place on the grid is judged
SLACK_S: Final = 0.0025  # twice what a clock of milliseconds rounds away
LOOSE: Final = frozenset({"wmav1", "wmav2", "wmapro", "wmalossless", "cook"})
LOOSE_S: Final = 0.05  # these are packed many frames to a packet, and timed by packet
MARGIN: Final = 64  # samples around a stretch that is resampled: the filter's length
MOST_FAULTS: Final = 500
KINDS: Final = {"u8": "u1", "s16": "i2", "s32": "i4", "s64": "i8", "flt": "f4", "dbl": "f8"}


@dataclass(frozen=True, slots=True)
class Block:
    """One decoded frame: its place in samples of `rate` on the plan's clock."""

    at: int
    rate: int
    names: tuple[str, ...]
    samples: Any


class Waves:
    """The sound of one track."""

    def __init__(self, opened: Opened, fact: Facts, origin_s: float) -> None:
        self._opened, self._fact, self._origin_s = opened, fact, origin_s

    def samples(self, start: int, end: int, rate: int, channels: int) -> Any:
        """Return what is heard from sample `start` to `end` of a clock of `rate`.

        An array (channels x n, float) for 1, 2 or 6 loudspeakers; silence where the film has no
        sound. Raises Unsupported where nothing here decodes the codec.
        """
        out = np.zeros((channels, end - start), dtype=np.float32)
        for stretch in self._stretches(start / rate, end / rate):
            fewer = matrix(stretch.names, channels) @ stretch.samples
            at, sound = _resampled(Block(stretch.at, stretch.rate, (), fewer), rate)
            low, high = max(at, start), min(at + sound.shape[1], end)
            if low < high:
                out[:, low - start : high - start] = sound[:, low - at : high - at]
        return out

    def end_s(self, told_s: float, longer_s: float) -> float:
        """Return where a sound ends that is said to end at `told_s`: there, or a little later."""
        found = self._placed(told_s - RUN_IN_S, told_s + longer_s)
        return max(((b.at + b.samples.shape[1]) / b.rate for b in found), default=told_s)

    def _stretches(self, start_s: float, end_s: float) -> list[Block]:
        """Return what was decoded from a little before to a little after, joined where it joins."""
        blocks = self._placed(start_s - RUN_IN_S, end_s + RUN_IN_S / 4)
        joined: list[list[Block]] = []
        for block in blocks:
            last = joined[-1][-1] if joined else None
            if last is not None and _follows(last, block):
                joined[-1].append(block)
            else:
                joined.append([block])
        return [
            Block(g[0].at, g[0].rate, g[0].names, np.concatenate([b.samples for b in g], axis=1))
            for g in joined
        ]

    def _placed(self, start_s: float, end_s: float) -> list[Block]:
        """Return decoded blocks, moved to the grid; each run of them stands where it should."""
        found: list[Block] = []
        for back in (*BACK_S, None):
            found = list(self._decoded(None if back is None else start_s - back, end_s))
            early = back is None or start_s - back <= self._fact.first / self._fact.timescale
            if (found and found[0].at / found[0].rate <= start_s + 0.1) or early:
                break
        first_s = Fraction(self._fact.first, self._fact.timescale) - Fraction(self._origin_s)
        slack_s = LOOSE_S if self._fact.codec in LOOSE else SLACK_S
        return _on_grid(found, self._grid(found), first_s, slack_s)

    def _grid(self, blocks: list[Block]) -> int:
        lengths = {b.samples.shape[1] for b in blocks[1:-1]}
        known = self._fact.frame_samples or GRIDS.get(self._fact.codec)
        if len(lengths) == 1 and self._fact.codec not in UNEVEN:
            return lengths.pop()
        if known:
            return known
        return gcd(*lengths) if lengths else 1

    def _decoded(self, start_s: float | None, end_s: float) -> Iterator[Block]:
        fact, opened = self._fact, self._opened
        target = None
        if start_s is not None:
            target = round((start_s + self._origin_s) * fact.timescale)
            target = None if target <= fact.first else target
        opened.go(fact, target)
        context: Any = decoder(opened.stream(fact))
        if context is not None and context.is_open:
            # Decoders remember more than flushing forgets (noise they fill in, for one), and a
            # segment must not depend on what was asked before.
            opened.source.reopen()
            opened.go(fact, target)
            context = decoder(opened.stream(fact))
        if context is None:
            raise Unsupported(f"The sound is {fact.codec}, which nothing here can decode.")
        last = None
        for frame in _frames(opened, fact, context):
            if frame.pts is None or frame.sample_rate <= 0 or not frame.samples:
                continue
            block = self._block(frame)
            if last is not None and block.at < last.at - block.rate:
                continue
            last = block
            if block.at / block.rate > end_s:
                return
            yield block

    def _block(self, frame: AudioFrame) -> Block:
        rate = frame.sample_rate
        base = frame.time_base or self._opened.stream(self._fact).time_base or Fraction(1, rate)
        at = round((frame.pts or 0) * base * rate - Fraction(self._origin_s) * rate)
        told = tuple(channel.name for channel in frame.layout.channels)
        names = names_of(len(told), told)
        return Block(at, rate, names, planar(frame, len(told)))


def _frames(opened: Opened, fact: Facts, context: Any) -> Iterator[AudioFrame]:
    stream = opened.stream(fact)
    faults = 0
    try:
        for packet in opened.source.container.demux(stream):
            if not packet.size:
                continue
            try:
                yield from context.decode(packet)
                faults = 0
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, ValueError):
                faults += 1
                if faults > MOST_FAULTS:
                    return
    except (av.error.FFmpegError, OSError):
        pass  # the file ends here, or is damaged: what came before is heard
    try:
        yield from context.decode(None)
    except (av.error.FFmpegError, ValueError):
        return


def planar(frame: AudioFrame, channels: int) -> Any:
    """Return a frame's samples as floats from -1 to 1: channels x n.

    Plane by plane: of eight channels the library's own conversion reads past the last.
    """
    kind = np.dtype(KINDS[frame.format.name.rstrip("p")])
    count = frame.samples
    if frame.format.is_planar:
        rows = [np.frombuffer(memoryview(frame.planes[n]), kind, count) for n in range(channels)]
        stored = np.stack(rows)
    else:
        stored = (
            np.frombuffer(memoryview(frame.planes[0]), kind, count * channels)
            .reshape(-1, channels)
            .T
        )
    if kind == np.uint8:
        return (stored.astype(np.float32) - 128) / 128
    if kind.kind == "i":
        return stored.astype(np.float32) / -float(np.iinfo(kind).min)
    return stored.astype(np.float32)


def _follows(last: Block, block: Block) -> bool:
    same = (last.rate, last.names) == (block.rate, block.names)
    return same and block.at == last.at + last.samples.shape[1]


def _on_grid(blocks: list[Block], grid: int, first_s: Fraction, slack_s: float) -> list[Block]:
    """Move each unbroken run of blocks to where most of its times say it lies on the grid.

    The grid begins at the track's first packet, `first_s` on the plan's clock.
    """
    placed: list[Block] = []
    for run in _runs(blocks, slack_s):
        # The film's first frame may be cut short by the codec: it stands before the next one.
        short = run[0].samples.shape[1] if run[0].samples.shape[1] % grid else 0
        offsets: list[int] = []
        passed = 0
        for block in run[1 if short and len(run) > 1 else 0 : JUDGED]:
            offsets.append(block.at - passed)
            passed += block.samples.shape[1]
        phase = round(first_s * run[0].rate)
        at = _snapped([offset - phase for offset in offsets], grid) + phase
        if short and len(run) > 1:
            at -= short
        for block in run:
            placed.append(Block(at, block.rate, block.names, block.samples))
            at += block.samples.shape[1]
    return placed


def _snapped(offsets: list[int], grid: int) -> int:
    """Return the beginning that fits most offsets: on the grid where it explains them all."""
    middle = (min(offsets) + max(offsets)) / 2
    nearest = round(middle / grid) * grid
    if abs(nearest - middle) <= max(2.0, (max(offsets) - min(offsets)) / 2 + 1):
        return nearest
    return median_low(offsets)


def _runs(blocks: list[Block], slack_s: float) -> list[list[Block]]:
    """Part blocks where more than rounding lies between them."""
    runs: list[list[Block]] = []
    expected = 0
    for block in blocks:
        slack = int(block.rate * slack_s)
        changed = bool(runs) and (
            (runs[-1][-1].rate, runs[-1][-1].names) != (block.rate, block.names)
        )
        if not runs or changed or abs(block.at - expected) > slack:
            runs.append([])
            expected = block.at
        runs[-1].append(block)
        expected += block.samples.shape[1]
    return runs


def _resampled(block: Block, rate: int) -> tuple[int, Any]:
    """Return a stretch at another rate and its place there; the filter stands on one grid."""
    if block.rate == rate:
        return block.at, block.samples
    step = block.rate // gcd(block.rate, rate)
    before = (block.at % step) + step * -(-MARGIN // step)
    after = MARGIN * 2
    padded = np.pad(block.samples, ((0, 0), (before, after)))
    frame = AudioFrame.from_ndarray(
        np.ascontiguousarray(padded), format="fltp", layout=LAYOUTS[padded.shape[0]]
    )
    frame.sample_rate = block.rate
    swr = AudioResampler(format="fltp", rate=rate)
    parts = [f.to_ndarray() for f in (*swr.resample(frame), *swr.resample(None))]
    sound = np.concatenate(parts, axis=1)
    return (block.at - before) * rate // block.rate, sound
