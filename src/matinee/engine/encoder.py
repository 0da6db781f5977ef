"""The encoder of pictures: opened anew for each segment, so that it knows of nothing before."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from av.codec import CodecContext
from av.video.frame import PictureType, VideoFrame

from matinee.engine import boxes, silence
from matinee.engine.codecs import av1, avc
from matinee.engine.devices import AV1, SOFTWARE, options
from matinee.engine.filters import Colour
from matinee.engine.recipe import PictureRecipe
from matinee.engine.samples import Unit

silence.keep()

GLOBAL_HEADER: Final = 1 << 22  # AV_CODEC_FLAG_GLOBAL_HEADER


class SegmentEncoder:
    """One segment's encoder: pictures in, samples out."""

    def __init__(
        self, recipe: PictureRecipe, colour: Colour, threads: int, name: str = SOFTWARE
    ) -> None:
        self._context = encoder(recipe, colour, threads, name)
        self._av1 = recipe.codec == "av1"
        self._foreign = name != SOFTWARE and not self._av1
        self._clock = Fraction(1, recipe.timescale)
        self._step = max(1, round(recipe.timescale / recipe.frame_rate))
        self._lengths: dict[int, int] = {}
        self._units: list[Unit] = []

    def put(self, at: int, frame: VideoFrame, length: int = 0) -> None:
        """Encode a picture."""
        frame.pts, frame.time_base = at, self._clock
        frame.pict_type = PictureType.NONE
        self._lengths[at] = length or self._step
        self._keep(self._context.encode(frame))

    def end(self) -> list[Unit]:
        """Return the segment's packets in decode order."""
        self._keep(self._context.encode(None))
        return self._units

    def _keep(self, packets: Sequence[Any]) -> None:
        for packet in packets:
            at = int(packet.pts)
            length = self._lengths.get(at, self._step)
            data = bytes(packet)
            if self._foreign and packet.is_keyframe:
                # The init segment tells of x264's parameters: others are told in the stream.
                data = bytes(self._context.extradata or b"") + data
            sample = av1.sample(data) if self._av1 else avc.sample(data)
            self._units.append(Unit(at, length, packet.is_keyframe, sample))


def encoder(recipe: PictureRecipe, colour: Colour, threads: int, name: str = SOFTWARE) -> Any:
    """Return an encoder, ready to be opened by its first picture."""
    if recipe.codec == "av1":
        name = AV1
    context: Any = CodecContext.create(name, "w")
    context.width, context.height = recipe.width, recipe.height
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, recipe.timescale)
    context.framerate = Fraction(recipe.frame_rate).limit_denominator(1001)
    context.sample_aspect_ratio = Fraction(1, 1)
    context.color_primaries = colour.primaries
    context.color_trc = colour.transfer
    context.colorspace = colour.matrix
    context.color_range = 1
    context.flags |= GLOBAL_HEADER
    context.thread_count = threads
    context.gop_size = 100_000  # the first picture is the only one that stands alone
    context.options = options(name, recipe)
    return context


def record(recipe: PictureRecipe, colour: Colour) -> tuple[bytes, bytes]:
    """Return the name of the sample entry and the configuration box of an encoded picture."""
    context = encoder(recipe, colour, threads=1)
    if recipe.codec != "av1":
        context.open()
        return b"avc1", boxes.box(b"avcC", avc.build(bytes(context.extradata or b"")))
    # Which tools it uses is settled with its first picture, and told with that.
    black = VideoFrame(recipe.width, recipe.height, "yuv420p")
    black.pts, black.time_base = 0, Fraction(1, recipe.timescale)
    packets = [*context.encode(black), *context.encode(None)]
    sequence = av1.sequence_obu(bytes(packets[0]))
    if sequence is None:
        raise ValueError("the AV1 encoder made no sequence header")
    return b"av01", boxes.box(b"av1C", av1.record(sequence))
