"""From a decoded picture to one that is encoded: upright, square pixels, 4:2:0, 8 bits, SDR.

Each rung is made from the one above it where there is one: scaling 480 lines from 720 costs a
third of scaling them from 2160, and looks the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import av.error
from av.filter import Graph
from av.video.frame import VideoFrame

from matinee.engine import tonelut
from matinee.engine.tracks import Facts

# Signs of the display matrix (a, b, c, d) -> filters that carry it out (14496-12 8.3.2).
UPRIGHT: Final[dict[tuple[int, int, int, int], tuple[str, ...]]] = {
    (0, 1, -1, 0): ("transpose=clock",),
    (-1, 0, 0, -1): ("hflip", "vflip"),
    (0, -1, 1, 0): ("transpose=cclock",),
    (-1, 0, 0, 1): ("hflip",),
    (1, 0, 0, -1): ("vflip",),
    (0, 1, 1, 0): ("transpose=cclock_flip",),
    (0, -1, -1, 0): ("transpose=clock_flip",),
}
PQ, HLG = 16, 18
LIGHT: Final = frozenset({"scale", "format", "hflip", "vflip", "transpose"})
UNKNOWN: Final = frozenset({0, 2})
HIGH_DEFINITION: Final = 720  # lines from which an untold colour is taken for BT.709
RGB_MATRIX: Final = 0


@dataclass(frozen=True, slots=True)
class Colour:
    """Code points (ISO/IEC 23091-2) that an encoded picture is labelled with."""

    primaries: int
    transfer: int
    matrix: int


def colour_of(fact: Facts, height: int) -> Colour:
    """Return how a rung is labelled, the same for every rung of a film.

    A film that tells nothing is labelled by its own size: players guess by size too, and would
    guess differently for its small rungs.
    """
    primaries, transfer, matrix, _ = fact.colour
    if transfer in {PQ, HLG} or tonelut.is_dolby(fact):
        return Colour(1, 1, 1)
    guess = 1 if height >= HIGH_DEFINITION else 6
    told = [guess if code in UNKNOWN else code for code in (primaries, transfer, matrix)]
    if fact.colour[2] == RGB_MATRIX and fact.codec not in {"h264", "hevc", "av1", "vp9"}:
        told[2] = guess
    return Colour(*told)


class Chain:
    """A filter graph for one rung; made anew when the pictures change in size or kind."""

    def __init__(self, width: int, height: int, timescale: int, steps: tuple[str, ...]) -> None:
        self._size = (width, height)
        self._clock = Fraction(1, timescale)
        self._steps = steps
        self._shape: tuple[Any, ...] | None = None
        self._graph: Graph | None = None

    def put(self, at: int, frame: VideoFrame) -> Iterator[tuple[int, VideoFrame]]:
        """Give a picture with its time; yield what is ready."""
        shape = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range)
        if shape != self._shape:
            yield from self.end()
            self._graph, self._shape = self._made(frame), shape
        assert self._graph is not None
        frame.pts, frame.time_base = at, self._clock
        self._graph.push(frame)
        yield from self._ready()

    def end(self) -> Iterator[tuple[int, VideoFrame]]:
        """Yield what is still inside; the next picture begins anew."""
        if self._graph is not None:
            self._graph.push(None)
            yield from self._ready()
        self._graph = self._shape = None

    def _ready(self) -> Iterator[tuple[int, VideoFrame]]:
        assert self._graph is not None
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, VideoFrame)
            assert frame.pts is not None
            assert frame.time_base is not None
            yield round(frame.pts * frame.time_base / self._clock), frame

    def _made(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        if all(step.partition("=")[0] in LIGHT for step in self._steps):
            graph.threads = 1  # waking others costs more than they save
        clock = f"{self._clock.numerator}/{self._clock.denominator}"
        source = (
            f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}"
            f":time_base={clock}:pixel_aspect=1/1"
            f":colorspace={int(frame.colorspace)}:range={int(frame.color_range)}"
        )
        width, height = self._size
        nodes = [graph.add("buffer", source)]
        with tonelut.Tables() as tables:
            for step in self._steps:
                told = step.format(width=width, height=height, tables=tables)
                name, _, arguments = told.partition("=")
                nodes.append(graph.add(name, arguments or None))
        nodes.append(graph.add("buffersink"))
        for one, following in pairwise(nodes):
            one.link_to(following)
        graph.configure()
        return graph


def steps_of(fact: Facts, *, interlaced: bool) -> tuple[str, ...]:
    """Return the filters that lead from the file's pictures to a rung's."""
    steps: list[str] = []
    if interlaced:
        steps.append("bwdif=mode=send_frame:deint=interlaced")
    steps += _upright(fact)
    scale = "scale=w={width}:h={height}:flags=bicubic:out_range=tv"
    table = tonelut.kind_of(fact)
    if table is None:
        return (*steps, scale, "format=pix_fmts=yuv420p")
    # Planes of Y'CbCr are relabelled as those of RGB, for which alone there are look-up tables;
    # the table knows what they are.
    return (
        *steps, scale,
        "format=pix_fmts=yuv444p10le", "mergeplanes=mapping=0x000102:format=gbrp10le",
        f"lut3d=file={{tables[{table}]}}:interp=tetrahedral",
        "mergeplanes=mapping=0x000102:format=yuv444p10le",
        "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
        "format=pix_fmts=yuv420p",
    )  # fmt: skip


SMALLER: Final = ("scale=w={width}:h={height}:flags=bicubic", "format=pix_fmts=yuv420p")
"""The filters that lead from one rung to the one below it."""


def _upright(fact: Facts) -> tuple[str, ...]:
    if fact.layout is None:
        return ()
    a, b, _, c, d = fact.layout.matrix[:5]
    signs = tuple((v > 0) - (v < 0) for v in (a, b, c, d))
    return UPRIGHT.get(signs, ())  # type: ignore[arg-type]
