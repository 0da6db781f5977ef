"""Segments of encoded pictures: decode, filter, encode, one fresh encoder a segment.

A segment depends on its recipe and number alone. Its encoder knows nothing of the segment
before, so it gives the same packets whether it was reached by a seek or in passing; a run that
goes on only keeps its decoder, which saves the seek and the decoding from a keyframe to the cut.

One run may fill several rungs from one decoding. Each rung has a thread, and each is scaled from
the one above it.
"""

from __future__ import annotations

import queue
import threading
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from av.video.frame import PictureType, VideoFrame

from matinee.engine import boxes, reading
from matinee.engine.devices import SOFTWARE
from matinee.engine.encoder import SegmentEncoder, record
from matinee.engine.errors import NoSuchTrack, Stopped
from matinee.engine.filters import (
    HIGH_DEFINITION,
    SMALLER,
    UNKNOWN,
    Chain,
    Colour,
    colour_of,
    steps_of,
)
from matinee.engine.frames import pictures
from matinee.engine.reading import Opened
from matinee.engine.recipe import PictureRecipe
from matinee.engine.samples import Unit
from matinee.engine.samples import pictures as timed
from matinee.engine.tracks import Facts

AHEAD_BYTES: Final = 48 * 1024**2  # of pictures that may wait between two threads
LEAST_AHEAD, MOST_AHEAD = 4, 16  # pictures; the more, the less the threads disturb each other
PAST: Final = 2  # pictures given beyond the last wanted segment: filters look ahead

Emit = Callable[[str, int, bytes], Any]
Item = tuple[int, VideoFrame] | Literal["halt"] | None
"""A picture; None at the end of the film; "halt" where no more is wanted of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Segments of one track to be made: boundaries of all of them, in ticks."""

    recipe: PictureRecipe
    bounds: Sequence[int]


def header(path: str, recipe: PictureRecipe) -> bytes:
    """Return the init segment of an encoded picture; no picture is decoded for it."""
    opened = reading.kept(path)
    colour = _colour(opened, _fact(opened, recipe))
    name, configuration = record(recipe, colour)
    told = boxes.colour(colour.primaries, colour.transfer, colour.matrix, full_range=False)
    entry = boxes.picture_entry(name, (recipe.width, recipe.height), configuration, told)
    return boxes.init_segment(
        boxes.TrackHeader("video", recipe.timescale, entry, recipe.width, recipe.height)
    )


def encode(
    path: str,
    wanted: Sequence[Wanted],
    first: int,
    allowed: Callable[[int], bool],
    emit: Emit,
    *,
    threads: int = 0,
    name: str = SOFTWARE,
) -> None:
    """Make segments from number `first` on, of every track wanted, highest quality first.

    `allowed(n)` blocks until segment `n` may be made; False: those before are finished, and the
    run ends. `emit` gets each segment as it is done, from any thread. `threads` of each encoder;
    0: as many as pay.
    """
    opened = reading.kept(path)
    top = wanted[0]
    fact = _fact(opened, top.recipe)
    lanes = _lanes(opened, fact, wanted, first, emit)
    for lane in lanes:
        lane.threads, lane.encoder_name = threads, name
    for lane in lanes:
        lane.start()
    try:
        _feed(opened, fact, top, first, lanes[0], allowed)
    finally:
        for lane in lanes:
            lane.stop()
    for lane in lanes:
        if lane.error is not None:
            raise lane.error


def _fact(opened: Opened, recipe: PictureRecipe) -> Facts:
    fact = opened.facts.get(recipe.index)
    if fact is None or fact.kind != "video" or fact.timescale != recipe.timescale:
        raise NoSuchTrack("The file is not what it was when it was planned.")
    return fact


def _colour(opened: Opened, fact: Facts) -> Colour:
    """Return how the film's rungs are labelled; what no header tells, the first picture does."""
    context: Any = opened.stream(fact).codec_context
    height = context.height if context is not None else HIGH_DEFINITION
    if UNKNOWN & set(fact.colour[:3]) and opened.colour is None:
        first = next((frame for _, frame in pictures(opened, fact, 0, fact.first)), None)
        opened.colour = (
            (2, 2, 2) if first is None
            else (int(first.color_primaries), int(first.color_trc), int(first.colorspace))
        )  # fmt: skip
    if opened.colour is not None:
        told = [
            a if a not in UNKNOWN else b for a, b in zip(fact.colour, opened.colour, strict=False)
        ]
        fact = replace(fact, colour=(told[0], told[1], told[2], fact.colour[3]))
    return colour_of(fact, height)


def _lanes(
    opened: Opened,
    fact: Facts,
    wanted: Sequence[Wanted],
    first: int,
    emit: Emit,
) -> list[Lane]:
    lanes: list[Lane] = []
    below: Lane | None = None
    colour = _colour(opened, fact)
    # Of a codec the container does not name there is no context: its rung stands for it.
    context: Any = opened.stream(fact).codec_context or wanted[0].recipe
    for n in range(len(wanted) - 1, -1, -1):
        one = wanted[n]
        steps = SMALLER if n else steps_of(fact, interlaced=one.recipe.interlaced)
        given = wanted[n - 1].recipe if n else context
        below = Lane(one, colour, steps, first, emit, below, _ahead(given.width * given.height))
        lanes.insert(0, below)
    return lanes


def _ahead(pixels: int) -> int:
    """Return how many pictures of so many pixels may wait (4:2:0 of eight bits)."""
    return max(LEAST_AHEAD, min(MOST_AHEAD, AHEAD_BYTES // max(pixels * 3 // 2, 1)))


def _feed(
    opened: Opened,
    fact: Facts,
    top: Wanted,
    first: int,
    lane: Lane,
    allowed: Callable[[int], bool],
) -> None:
    """Decode into the first lane, as far as is allowed."""
    reached, past = first, 0
    more = allowed(first)
    shown = pictures(opened, fact, top.recipe.origin, top.bounds[first]) if more else iter(())
    for at, frame in shown:
        number = _segment_of(top.bounds, at)
        # A few pictures beyond what is allowed: filters look ahead, and a segment is known to be
        # complete by the picture after it.
        past = past + 1 if number > reached else 0
        if past > PAST:
            more = all(allowed(n) for n in range(reached + 1, number + 1))
            if not more:
                break
            reached, past = number, 0
        if not lane.put((at, frame)):
            return
    lane.put(None if more else "halt")
    lane.ended.wait()


def _segment_of(bounds: Sequence[int], at: int) -> int:
    return max(0, min(bisect_right(bounds, at) - 1, len(bounds) - 2))


class Lane:
    """One rung being made: a thread that filters pictures and encodes them by segments."""

    def __init__(
        self,
        wanted: Wanted,
        colour: Colour,
        steps: tuple[str, ...],
        first: int,
        emit: Emit,
        below: Lane | None,
        ahead: int,
    ) -> None:
        recipe = wanted.recipe
        self.threads, self.encoder_name = 0, SOFTWARE
        self.error: BaseException | None = None
        self.ended = threading.Event()
        self._recipe, self._bounds, self._colour = recipe, wanted.bounds, colour
        self._chain = Chain(recipe.width, recipe.height, recipe.timescale, steps)
        self._emit, self._below = emit, below
        self._items: queue.Queue[Item] = queue.Queue(ahead)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=recipe.id, daemon=True)
        self._number = first
        self._encoder: SegmentEncoder | None = None
        self._before: VideoFrame | None = None  # what is on the screen, for stretches without any

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def put(self, item: Item) -> bool:
        """Give the next picture, None for the end; False when nothing more is wanted."""
        while not self._stopped.is_set() and not self.ended.is_set():
            try:
                self._items.put(item, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def stop(self) -> None:
        """Drop what is not done and wait until the thread is gone."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                try:
                    item = self._items.get(timeout=0.1)
                except queue.Empty:
                    continue
                self._do(item)
                self._items.task_done()
                if not isinstance(item, tuple):
                    break
            if self._below is not None and not self._stopped.is_set():
                self._below.ended.wait()
        except BaseException as error:  # told to whoever started the run
            self.error = error
        finally:
            self.ended.set()

    def _do(self, item: Item) -> None:
        if item != "halt":
            ready = self._chain.put(*item) if item else self._chain.end()
            for at, frame in ready:
                if self._below is not None:
                    self._below.put((at, frame))
                self._take(at, frame)
        if not isinstance(item, tuple) and self._below is not None:
            self._below.put(item)
        if item is None:
            self._finish_film()

    def _done(self) -> None:
        """Wait until the rung below needs none of our pictures any more."""
        while self._below is not None and self._below.busy():
            self._below.ended.wait(0.005)

    def busy(self) -> bool:
        """Whether a picture that was put is not dealt with yet."""
        return self._items.unfinished_tasks > 0 and not self.ended.is_set()

    def _take(self, at: int, frame: VideoFrame) -> None:
        """Put a picture into its segment; end those before it."""
        number = _segment_of(self._bounds, at)
        frame.pict_type = PictureType.NONE  # what the film's encoder chose is not for ours
        if number >= self._number and at >= self._bounds[self._number]:
            if self._encoder is not None and number > self._number:
                self._finish(at if number == self._number + 1 else self._bounds[self._number + 1])
                self._number += 1
            while self._number < number:
                self._hold(frame)
                self._number += 1
            if self._encoder is None:
                self._encoder = SegmentEncoder(
                    self._recipe, self._colour, self.threads, self.encoder_name
                )
            self._encoder.put(at, frame)
        self._before = frame

    def _finish(self, end: int | None) -> None:
        assert self._encoder is not None
        units = self._encoder.end()
        self._encoder = None
        self._send(units, end)

    def _send(self, units: list[Unit], end: int | None) -> None:
        number, wait = self._number, self._recipe.wait
        samples = timed(units, end=end, opening=number == 0, wait=wait)
        base = samples[0].decode if samples else self._bounds[number]
        self._emit(self._recipe.id, number, boxes.fragment(number, base, samples, video=True))

    def _hold(self, coming: VideoFrame) -> None:
        """Make a segment in which no picture begins: what is on the screen, once more.

        Without it a player that seeks there would have nothing to show.
        """
        self._done()  # the picture gets another time: nobody else may be holding it
        encoder = SegmentEncoder(self._recipe, self._colour, 1)
        start, end = self._bounds[self._number], self._bounds[self._number + 1]
        encoder.put(start, self._before or coming, length=end - start)
        self._send(encoder.end(), end)

    def _finish_film(self) -> None:
        """End the last segment; what the film promised beyond it is empty."""
        if self._encoder is not None:
            self._finish(None)
            self._number += 1
        while self._number < len(self._bounds) - 1:
            self._send([], None)
            self._number += 1


def one(path: str, recipe: PictureRecipe, bounds: Sequence[int], number: int) -> bytes:
    """Return one segment."""
    if recipe.stills:
        return _still(path, recipe, bounds, number)
    made: dict[int, bytes] = {}
    encode(
        path, [Wanted(recipe, bounds)], number, lambda n: n <= number,
        lambda _track, n, data: made.setdefault(n, data),
    )  # fmt: skip
    if number not in made:
        raise Stopped("The segment was not made.")
    return made[number]


def _still(path: str, recipe: PictureRecipe, bounds: Sequence[int], number: int) -> bytes:
    """Return the segment of one picture that is on the screen where the cut is."""
    opened = reading.kept(path)
    fact = _fact(opened, recipe)
    start, end = bounds[number], bounds[number + 1]
    chain = Chain(recipe.width, recipe.height, recipe.timescale, steps_of(fact, interlaced=False))
    shown: VideoFrame | None = None
    for at, frame in pictures(opened, fact, recipe.origin, start):
        if shown is not None and at > start:
            break
        shown = frame
    made: list[Unit] = []
    if shown is not None:
        _, small = next(iter([*chain.put(start, shown), *chain.end()]))
        encoder = SegmentEncoder(recipe, _colour(opened, fact), 1)
        encoder.put(start, small, length=end - start)
        made = encoder.end()
    samples = timed(made, end=end, opening=False, wait=0)
    return boxes.fragment(number, start, samples, video=True)
