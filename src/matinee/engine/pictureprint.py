"""What a film looks like in POINTS stills, each a perceptual hash.

A hash says of the 64 coarsest waves of a still (its discrete cosine transform) which are stronger
than the middle one: size, compression, brightness and contrast leave that as it is
(Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, 3.2.1).
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import av.error
import numpy as np
from av.codec.context import ThreadType
from PIL import Image

from matinee.engine.errors import NoSuchTrack, Unreadable
from matinee.engine.likeness import HASH_BYTES, POINTS
from matinee.engine.opening import Source, decoder, opened
from matinee.engine.still import first_film
from matinee.engine.tracks import Facts, facts

SEEN: Final = 128  # a still is looked at in so many rows and columns
SIDE: Final = 32  # and measured in so many, once its bars are off
WAVES: Final = 8
BLACK: Final = 28.0  # a bar is never brighter, 0 to 255
MOST_BAR: Final = SEEN * 3 // 8
PLAIN: Final = 6.0  # a still that varies less tells nothing
NEXT_S: Final = 4.0  # a place no further ahead is reached by going on, not by seeking
MOST_FRAMES: Final = 900  # decoded for one still; beyond that the last one is taken
Grey = np.ndarray[Any, np.dtype[np.float32]]


def pictureprint(path: str, duration_s: float, report: Callable[[float], None]) -> bytes:
    """Return POINTS hashes of HASH_BYTES each, of stills spread evenly over the film.

    Raises NoSuchTrack where there is no picture, Unreadable where none can be decoded.
    """
    with opened(path) as source:
        film = first_film(source, facts(source))
        if film is None:
            raise NoSuchTrack("There is no picture in this file.")
        stills: dict[int, Grey] = {}
        for number, still in _stills(source, film, duration_s):
            stills[number] = still
            report(100 * (number + 1) / POINTS)
    if not stills:
        raise Unreadable("No picture can be decoded from this file.")
    inner = _without_bars(list(stills.values()))
    return b"".join(
        hashed(stills[n][inner]).to_bytes(HASH_BYTES, "little") if n in stills else bytes(8)
        for n in range(POINTS)
    )


def hashed(grey: Grey) -> int:
    """Return the hash of a still given as rows x columns of 0 to 255; 0 when it is plain."""
    small = Image.fromarray(grey).resize((SIDE, SIDE), Image.Resampling.BOX)
    square = np.asarray(small, dtype=np.float32)
    if float(square.std()) < PLAIN:
        return 0
    waves = (_COSINES @ square @ _COSINES.T).flatten()
    bits = waves > np.median(waves[1:])
    bits[0] = True  # the mean is no pattern; and a hash of something is never zero
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _cosines() -> Grey:
    rows = np.arange(WAVES)[:, None]
    return np.cos(np.pi * rows * (2 * np.arange(SIDE)[None, :] + 1) / (2 * SIDE)).astype(np.float32)


_COSINES: Final = _cosines()


def _without_bars(stills: list[Grey]) -> tuple[slice, slice]:
    """Return where no still of the film has its black bars: wide films in a narrow frame."""
    brightest = np.max(np.stack(stills), axis=0)
    return _lit(brightest.mean(axis=1)), _lit(brightest.mean(axis=0))


def _lit(lines: Grey) -> slice:
    lit = np.flatnonzero(lines > BLACK)
    if not lit.size:
        return slice(0, SEEN)
    first, last = int(lit[0]), int(lit[-1]) + 1
    return slice(0, SEEN) if first > MOST_BAR or SEEN - last > MOST_BAR else slice(first, last)


def _stills(source: Source, film: Facts, duration_s: float) -> Iterator[tuple[int, Grey]]:
    """Yield (number, still) for the places that can be decoded."""
    stream = source.container.streams[film.index]
    context = decoder(stream)
    if context is None or stream.time_base is None:
        return
    context.thread_type = ThreadType.SLICE
    context.skip_frame = "NONREF"  # half the work, and the picture shown is off by one or two
    source.only(film.index)
    begin = film.first / film.timescale
    apart = duration_s / POINTS
    turns = (film.layout.rotation if film.layout else 0) // 90
    reel = _Reel(source, stream, context)
    for number in range(POINTS):
        at = int((begin + (number + 0.5) * apart) / stream.time_base)
        try:
            frame = reel.first_from(at, near=apart <= NEXT_S)
        except (av.error.FFmpegError, ValueError):
            reel.ended = True
            continue
        if frame is not None:
            grey = frame.reformat(width=SEEN, height=SEEN, format="gray", interpolation="AREA")
            yield number, np.rot90(grey.to_ndarray().astype(np.float32), -turns)


class _Reel:
    """A film that is wound forward, by going on where the next place is near."""

    def __init__(self, source: Source, stream: Any, context: Any) -> None:
        self._source, self._stream, self._context = source, stream, context
        self._frames: Iterator[Any] = iter(())
        self._frame: Any = None
        self.ended = True

    def first_from(self, at: int, *, near: bool) -> Any:
        """Return the first picture from a time on, or the last one there is."""
        if self.ended or not near:
            self._source.container.seek(at, stream=self._stream, backward=True)
            self._context.flush_buffers()
            self._frames, self._frame, self.ended = self._decoded(), None, False
        for _ in range(MOST_FRAMES):
            if self._frame is not None and (self._frame.pts or 0) >= at:
                break
            following = next(self._frames, None)
            if following is None:
                break
            self._frame = following
        return self._frame

    def _decoded(self) -> Iterator[Any]:
        for packet in self._source.container.demux(self._stream):
            yield from self._context.decode(packet if packet.size else None)
            if not packet.size:
                return
