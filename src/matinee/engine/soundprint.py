"""Hearing a film for its print: decoded here, counted by Chromaprint in the bundled ffmpeg.

The file is met by the worker's own decoders alone (see `opening`); ffmpeg is a child of the worker
and gets nothing but plain samples of one channel, so every number stands at its place on the film's
clock, whatever the container says.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from matinee.engine import ffmpeg, reading
from matinee.engine.errors import Crashed, NoSuchTrack
from matinee.engine.opening import decoder
from matinee.engine.prints import RATE
from matinee.engine.waves import Waves

BLOCK_S: Final = 30.0  # decoded at a time: a film in 7.1 would not fit into memory as a whole
LAST_WORDS: Final = 500


def soundprint(
    path: str,
    index: int,
    start_s: float,
    windows: Sequence[tuple[float, float]],
    report: Callable[[float], None],
) -> list[bytes]:
    """Return the numbers of each window, in seconds of the film; `start_s` is the probe's.

    Raises NoSuchTrack where there is no such sound or nothing here decodes it.
    """
    opened = reading.kept(path)
    fact = opened.facts.get(index)
    if fact is None or fact.kind != "audio" or decoder(opened.stream(fact)) is None:
        raise NoSuchTrack("There is no sound here that can be decoded.")
    waves = Waves(opened, fact, start_s)
    whole = sum(end - start for start, end in windows) or 1.0
    heard = 0.0
    found: list[bytes] = []
    for start, end in windows:

        def told(seconds: float, before: float = heard) -> None:
            report(min(99.0, 100.0 * (before + seconds) / whole))

        found.append(_counted(_blocks(waves, start, end, told)))
        heard += end - start
    reading.forget(path)
    return found


def _blocks(
    waves: Waves, start_s: float, end_s: float, told: Callable[[float], None]
) -> Iterator[bytes]:
    """Yield samples of 16 bits, in mono, from one place to another."""
    at, last = round(start_s * RATE), round(end_s * RATE)
    first = at
    while at < last:
        until = min(last, at + round(BLOCK_S * RATE))
        sound: Any = waves.samples(at, until, RATE, 1)
        yield (np.clip(sound[0], -1, 1) * 32767).astype("<i2").tobytes()
        at = until
        told((at - first) / RATE)


def _counted(blocks: Iterator[bytes]) -> bytes:
    """Give samples to Chromaprint. Raises Crashed with the last words of ffmpeg."""
    process = subprocess.Popen(
        [
            ffmpeg.executable(), "-hide_banner", "-nostats", "-loglevel", "error",
            "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0",
            "-f", "chromaprint", "-fp_format", "raw", "pipe:1",
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        # It answers once all is in, and with less than a pipe holds: nobody waits for the other.
        with contextlib.suppress(BrokenPipeError):
            for block in blocks:
                process.stdin.write(block)
            process.stdin.close()
        counted, said = process.stdout.read(), process.stderr.read()
        if process.wait():
            words = said[-LAST_WORDS:].decode(errors="replace").strip()
            raise Crashed(f"Chromaprint did not finish: {words or process.returncode}")
        return counted
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()
