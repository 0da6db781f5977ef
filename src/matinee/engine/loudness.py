"""How loud a film's sound is: EBU R 128, measured once, so that a player can level it.

Integrated loudness (ITU-R BS.1770-4, gated), loudness range (EBU Tech 3342) and the highest peak.
A sound of more than two channels is also measured as the stereo that we make of it, which is what
most viewers hear.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.filter import Graph

from matinee.engine.errors import NoSuchTrack
from matinee.engine.mixing import matrix, names_of
from matinee.engine.opening import Source, decoder, opened
from matinee.engine.tracks import Facts, facts
from matinee.engine.types import Loudness
from matinee.engine.waves import MOST_FAULTS, planar

SILENCE_LUFS: Final = -69.9  # the gate of BS.1770 lies at -70: nothing was heard
BATCH_S: Final = 0.4  # frames are joined to so much: a call of the filter costs as much as its work
REPORT_EVERY: Final = 500
MOST_TRACKS: Final = 16
LAYOUTS: Final = {
    1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1",
}  # fmt: skip


def loudness(
    path: str, indexes: Sequence[int], report: Callable[[float], None]
) -> list[dict[str, Any]]:
    """Measure sound tracks in one reading of the file; those nothing here decodes are left out.

    Raises NoSuchTrack where the file has no such track.
    """
    with opened(path) as source:
        known = facts(source)
        chosen = [known.get(index) for index in indexes[:MOST_TRACKS]]
        if any(fact is None or fact.kind != "audio" for fact in chosen):
            raise NoSuchTrack("The file has fewer sound tracks than it had.")
        listeners = {fact.index: _Listener(source, fact) for fact in chosen if fact is not None}
        listeners = {index: one for index, one in listeners.items() if one.able}
        _read(source, listeners, report)
    return [asdict(found) for one in listeners.values() for found in one.found()]


def _read(source: Source, listeners: dict[int, _Listener], report: Callable[[float], None]) -> None:
    if not listeners:
        return
    source.only(*listeners)
    try:
        for count, packet in enumerate(source.container.demux()):
            if count % REPORT_EVERY == 0 and packet.pos:
                report(min(99.0, 100.0 * packet.pos / max(source.size, 1)))
            one = listeners.get(packet.stream_index)
            if one is not None and packet.size:
                one.hear(packet)
    except (av.error.FFmpegError, OSError):
        pass  # the file ends here, or is damaged: what came before was heard
    for one in listeners.values():
        one.hear(None)


class _Listener:
    """One track: decoded, and heard by a meter for each way it is listened to."""

    def __init__(self, source: Source, fact: Facts) -> None:
        self._index = fact.index
        stream = next(s for s in source.container.streams if s.index == fact.index)
        self._decoder: Any = decoder(stream)
        self._names: tuple[str, ...] = ()
        self._rate = 0
        self._faults = 0
        self._meters: list[_Meter] = []
        self._waiting: list[Any] = []
        self._resampler: AudioResampler | None = None
        self._shape: tuple[Any, ...] | None = None

    @property
    def able(self) -> bool:
        """Whether something here decodes it."""
        return self._decoder is not None

    def hear(self, packet: Any) -> None:
        """Take a packet in, None for the end; what is damaged is passed over."""
        if self._faults <= MOST_FAULTS:
            try:
                for frame in self._decoder.decode(packet):
                    self._take(frame)
                self._faults = 0
            except (av.error.FFmpegError, ValueError):
                self._faults += packet is not None
        if packet is None:
            self._flush()

    def found(self) -> list[Loudness]:
        """Return what was measured, as the track has it first."""
        return [meter.found(self._index) for meter in self._meters]

    def _take(self, frame: AudioFrame) -> None:
        if not frame.samples or frame.sample_rate <= 0:
            return
        told = tuple(channel.name for channel in frame.layout.channels)
        samples = planar(frame, len(told))
        if not self._meters:
            self._begin(frame.sample_rate, names_of(len(told), told))
        if (frame.sample_rate, len(told)) != (self._rate, len(self._names)):
            samples = self._like_the_first(samples, frame.sample_rate, len(told), told)
        self._waiting.append(samples)
        if sum(part.shape[1] for part in self._waiting) >= BATCH_S * self._rate:
            self._flush()

    def _begin(self, rate: int, names: tuple[str, ...]) -> None:
        self._rate, self._names = rate, names
        if len(names) in LAYOUTS:
            self._meters.append(_Meter(rate, len(names), None))
        if len(names) > 2:
            self._meters.append(_Meter(rate, 2, matrix(names, 2)))

    def _like_the_first(self, samples: Any, rate: int, channels: int, told: tuple[str, ...]) -> Any:
        """Bring sound that changed in the middle of the film to what the meters began with."""
        if channels != len(self._names):
            stereo = matrix(names_of(channels, told), 2) @ samples
            samples = np.zeros((len(self._names), stereo.shape[1]), dtype=np.float32)
            samples[: min(2, len(self._names))] = stereo[: min(2, len(self._names))]
        if rate == self._rate:
            return samples
        shape = (rate, samples.shape[0])
        if self._resampler is None or shape != self._shape:
            layout = LAYOUTS[samples.shape[0]]
            self._resampler = AudioResampler(format="flt", layout=layout, rate=self._rate)
            self._shape = shape
        parts = self._resampler.resample(_frame(samples, rate))
        made = [part.to_ndarray().reshape(-1, samples.shape[0]).T for part in parts]
        return np.concatenate(made, axis=1) if made else samples[:, :0]

    def _flush(self) -> None:
        if not self._waiting:
            return
        joined = np.ascontiguousarray(np.concatenate(self._waiting, axis=1), dtype=np.float32)
        self._waiting = []
        for meter in self._meters:
            meter.put(joined)


class _Meter:
    """One loudness meter (libavfilter's ebur128)."""

    def __init__(self, rate: int, channels: int, mix: Any) -> None:
        self._rate, self.channels, self._mix = rate, channels, mix
        self._told: dict[str, str] = {}
        self._peak = 0.0
        self._graph = Graph()
        entry = self._graph.add_abuffer(sample_rate=rate, format="flt", layout=LAYOUTS[channels])
        meter = self._graph.add("ebur128", "metadata=1:framelog=quiet:dualmono=1")
        leave = self._graph.add("abuffersink")
        entry.link_to(meter)
        meter.link_to(leave)
        self._graph.configure()

    def put(self, samples: Any) -> None:
        """Hear samples (channels x n)."""
        heard = samples if self._mix is None else (self._mix @ samples).astype(np.float32)
        if not heard.shape[1]:
            return
        self._peak = max(self._peak, float(np.abs(heard).max()))
        self._graph.push(_frame(heard, self._rate))
        while True:
            try:
                frame: Any = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self._told = frame.metadata or self._told

    def found(self, index: int) -> Loudness:
        """Return what was measured until now."""
        integrated = _number(self._told, "I")
        if integrated is None or integrated <= SILENCE_LUFS:
            return Loudness(index, self.channels, None, None, None)
        peak = round(20 * math.log10(self._peak), 2) if self._peak > 0 else None
        return Loudness(index, self.channels, integrated, _number(self._told, "LRA"), peak)


def _number(told: dict[str, str], name: str) -> float | None:
    try:
        value = float(told[f"lavfi.r128.{name}"])
    except (KeyError, ValueError):
        return None
    return round(value, 2) if math.isfinite(value) else None


def _frame(samples: Any, rate: int) -> AudioFrame:
    # In one plane: of eight the library's own conversions count one too many.
    packed = np.ascontiguousarray(samples.T, dtype=np.float32).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, format="flt", layout=LAYOUTS[samples.shape[0]])
    frame.sample_rate = rate
    return frame
