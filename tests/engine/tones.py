"""Sound as a listener hears it: samples on one line of time, mixed to one channel.

A join between segments that loses, doubles or shifts a few samples is heard as a click.
Two ways to find one: a pure tone must stay that one tone, to be fitted with one amplitude
and phase from the first sample to the last; any other sound must run along its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from matinee.engine.waves import planar

from .pictures import opened

SLACK_S: Final = 0.0025  # containers that count milliseconds round the time of each packet
EDGE_S: Final = 0.06  # at the ends a coder fades in and out
COARSE: Final = 8000
MOST_OFF_S: Final = 0.05
HOP: Final = 256
MOST_BEGUN_S: Final = 0.01
MOST_STEP_S: Final = 0.00003  # one and a half samples
STEP_HOPS: Final = 40
NEAR_S: Final = 0.06


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples from `start` on; `spans` are where there is sound at all (sample numbers)."""

    rate: int
    start: Fraction
    samples: np.ndarray
    spans: tuple[tuple[int, int], ...]
    channels: int

    @property
    def end(self) -> Fraction:
        """Where its last sample ends, in seconds."""
        return self.start + Fraction(len(self.samples), self.rate)

    def between(self, a: Fraction, b: Fraction) -> np.ndarray:
        """Return the samples between two times."""
        first = max(0, round((a - self.start) * self.rate))
        return self.samples[first : max(first, round((b - self.start) * self.rate))]


def sound(
    source: str | Path | bytes, index: int = 0, *, shift: Fraction = Fraction(0), rate: int = 0
) -> Sound:
    """Decode a track; `shift` is taken from all its times, `rate` resamples (roughly).

    Of bytes (a joined track) edit lists are left alone: its reader says the shift.
    """
    options = {"ignore_editlist": "1"} if isinstance(source, bytes) else {}
    placed: list[tuple[Fraction, np.ndarray]] = []
    channels = 0
    with opened(source, **options) as file:
        stream = file.streams[index]
        expected: Fraction | None = None
        for packet in file.demux(stream):
            for frame in _frames(packet):
                rate = rate or frame.sample_rate
                channels = max(channels, len(frame.layout.channels))
                mono = _mono(frame)
                at = expected if frame.pts is None else frame.pts * frame.time_base - shift
                assert at is not None
                if expected is not None and abs(at - expected) <= SLACK_S:
                    at = expected
                expected = at + Fraction(len(mono), frame.sample_rate)
                placed.append((at, _resampled(mono, frame.sample_rate, rate)))
    return _laid(placed, rate, channels)


def clicks(
    found: Sound, wanted: Sound, hz: float, joins: Sequence[float], *, phase_s: float = 0.0002
) -> list[str]:
    """Say where a pure tone is not that one tone, or not where the source has it.

    Its phase and strength in windows of about 20 ms tell of lost samples (a third of one is
    seen) and of a coder's fade at a join, what remains without it of other noise. `joins` are
    the seconds where segments meet; what breaks elsewhere is named as well. Coding adds a
    little to what the source itself is off.
    """
    mine, theirs = _tone(found, hz), _tone(wanted, hz)
    if mine is None or theirs is None:
        return ["there is too little sound to judge, or the tone is not there"]
    said: list[str] = []
    off_s = float(np.angle(mine.mean / theirs.mean)) / (2 * np.pi * hz)
    begun_s = _begins(found) - _begins(wanted)
    if abs(begun_s) > MOST_BEGUN_S:
        said.append(
            f"the sound begins {abs(begun_s) * 1000:.0f} ms {'late' if begun_s > 0 else 'early'}"
        )
    if abs(off_s) > phase_s:
        said.append(f"the tone comes {abs(off_s) * 1000:.2f} ms {'early' if off_s > 0 else 'late'}")
    return [*said, *_steps(mine, hz, joins), *_breaks(mine, theirs, hz, joins)]


def _steps(tone: _Tone, hz: float, joins: Sequence[float]) -> Iterator[str]:
    """Name joins where the tone goes on with another phase than before: samples are missing."""
    for join in joins:
        middle = (join - tone.start_s) / tone.hop_s
        before = tone.hops[max(0, round(middle - STEP_HOPS - 4)) : max(0, round(middle - 4))]
        after = tone.hops[round(middle + 4) : round(middle + 4 + STEP_HOPS)]
        if len(before) < STEP_HOPS // 2 or len(after) < STEP_HOPS // 2:
            continue
        step = float(np.angle((1 + after.mean()) / (1 + before.mean()))) / (2 * np.pi * hz)
        if abs(step) > MOST_STEP_S:
            yield f"at the join at {join:.3f} s the tone steps by {step * 1000:+.3f} ms"


def _breaks(mine: _Tone, theirs: _Tone, hz: float, joins: Sequence[float]) -> Iterator[str]:
    """Name places where the tone dips or something else is heard.

    At joins no more than elsewhere: coding is unsteady by itself, on its own account.
    """
    places = mine.start_s + np.arange(len(mine.noise)) * mine.hop_s
    near = np.zeros(len(places), bool)
    for join in joins:
        near |= np.abs(places - join) < NEAR_S
    for what, most, all_over in (("unsteady", 0.03, 0.15), ("noise", 0.04, 0.2)):
        values = getattr(mine, what)
        usual = float(values[~near].max(initial=0))
        at_joins = max(most, 1.5 * usual, 1.5 * float(getattr(theirs, what).max()))
        for kind, here, allowed in (
            ("at a join", near, at_joins),
            ("between joins", ~near, max(all_over, at_joins if usual < all_over else 0)),
        ):
            worst = np.where(here, values, 0)
            if worst.max(initial=0) > allowed:
                at = places[int(worst.argmax())]
                yield (
                    f"the tone of {hz:g} Hz breaks by {worst.max():.1%} ({what}) "
                    f"{kind}, at {at:.3f} s"
                )


def _begins(found: Sound) -> float:
    size = np.abs(found.samples)
    return float(found.start) + int((size > 0.3 * np.percentile(size, 99)).argmax()) / found.rate


@dataclass(frozen=True, slots=True)
class _Tone:
    mean: complex
    unsteady: np.ndarray
    noise: np.ndarray
    hops: np.ndarray  # strength and phase of each hop against the whole, less one
    start_s: float
    hop_s: float


def _tone(found: Sound, hz: float) -> _Tone | None:
    """Return a tone's strength and phase against the clock, and what is left without it."""
    edge = round(EDGE_S * found.rate)
    first, last = found.spans[0][0] + edge, found.spans[-1][1] - edge
    count = (last - first) // HOP * HOP
    if count < 8 * HOP:
        return None
    kept = found.samples[first : first + count].astype(np.float64)
    clock = float(found.start) + np.arange(first, first + count) / found.rate
    turn = np.exp(-2j * np.pi * hz * clock)
    mean = complex(2 * (kept * turn).mean())
    if abs(mean) < 0.005:
        return None
    left = (kept - (mean / turn).real) / abs(mean)
    noise = np.sqrt((left.reshape(-1, HOP) ** 2).mean(axis=1))
    hops = (2 * left * turn).reshape(-1, HOP).mean(axis=1)
    smooth = np.convolve(hops, np.hanning(6)[1:-1] / np.hanning(6).sum(), "same")
    return _Tone(
        mean, np.abs(smooth), noise, hops * abs(mean) / mean, float(clock[0]), HOP / found.rate
    )


def drifts(
    found: Sound, wanted: Sound, places: Sequence[float], *, least: float = 0.8
) -> list[str]:
    """Say where a sound does not run along its source, looking around each of `places`."""
    said: list[str] = []
    for place in places:
        a, b = Fraction(place - 0.25).limit_denominator(10**6), Fraction(place + 0.25)
        b = b.limit_denominator(10**6)
        inside = wanted.start <= a and found.start <= a and b <= min(wanted.end, found.end)
        if not inside:
            continue
        x, y = (_coarse(s.between(a, b), s.rate) for s in (found, wanted))
        off, like = _offset(x, y)
        if abs(off) > 0.004 or like < least:
            said.append(
                f"around {place:.2f} s the sound is {off * 1000:+.1f} ms off, {like:.2f} alike"
            )
    return said[:5]


def loud(found: Sound, *, window_s: float = 0.02) -> np.ndarray:
    """Return the loudness (RMS) of each window."""
    size = round(window_s * found.rate)
    whole = found.samples[: len(found.samples) // size * size].reshape(-1, size)
    return np.sqrt((whole.astype(np.float64) ** 2).mean(axis=1))


def onsets(found: Sound, *, least_s: float = 0.3) -> list[float]:
    """Return the seconds at which beeps begin, to the sample."""
    size = np.abs(found.samples)
    threshold = 0.4 * float(np.percentile(size, 99.9))
    over = np.flatnonzero(size > threshold)
    quiet_before = np.diff(over, prepend=-(10**9)) > least_s * found.rate
    return [float(found.start) + float(n) / found.rate for n in over[quiet_before]]


def _frames(packet: Any) -> list[Any]:
    try:
        return list(packet.decode())
    except av.error.InvalidDataError:
        return []


def _mono(frame: Any) -> np.ndarray:
    return planar(frame, len(frame.layout.channels)).mean(axis=0)


def _resampled(samples: np.ndarray, rate: int, wanted: int) -> np.ndarray:
    if rate == wanted:
        return samples
    count = round(len(samples) * wanted / rate)
    places = np.arange(count) * (rate / wanted)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


def _laid(placed: list[tuple[Fraction, np.ndarray]], rate: int, channels: int) -> Sound:
    if not placed:
        return Sound(rate or 1, Fraction(0), np.zeros(0, np.float32), ((0, 0),), channels)
    start = min(at for at, _ in placed)
    ends = [round((at - start) * rate) + len(s) for at, s in placed]
    line = np.zeros(max(ends), np.float32)
    spans: list[tuple[int, int]] = []
    for (_, samples), end in zip(placed, ends, strict=True):
        first = end - len(samples)
        line[first:end] = samples
        if spans and first - spans[-1][1] <= 2:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((first, end))
    return Sound(rate, start, line, tuple(spans), channels)


def _coarse(samples: np.ndarray, rate: int) -> np.ndarray:
    size = max(1, round(rate / COARSE))
    whole = samples[: len(samples) // size * size].reshape(-1, size).mean(axis=1)
    even = _resampled(whole.astype(np.float32), round(rate / size), COARSE)
    return (even - even.mean()).astype(np.float64)


def _offset(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return by how many seconds `x` comes later than `y`, and how alike they then are."""
    count = min(len(x), len(y))
    x, y = x[:count], y[:count]
    size = float(np.sqrt((x**2).sum() * (y**2).sum()))
    if float(np.abs(y).max(initial=0)) < 1e-3:
        return 0.0, 1.0 if float(np.abs(x).max(initial=0)) < 5e-3 else 0.0
    if size == 0:
        return 0.0, 0.0
    most = round(MOST_OFF_S * COARSE)
    lags = np.arange(-most, most + 1)
    alike = np.array([
        float((x[max(0, k) : count + min(0, k)] * y[max(0, -k) : count - max(0, k)]).sum())
        for k in lags
    ]) / size  # fmt: skip
    good = lags[alike >= alike.max() - 0.01]
    lag = int(good[np.abs(good).argmin()])
    return lag / COARSE, float(alike.max())
