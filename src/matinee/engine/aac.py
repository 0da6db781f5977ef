"""Segments of encoded sound: AAC whose joins cannot be heard.

Frames of 1024 samples lie on one grid from the plan's zero, whatever the cuts of the picture.
Each segment is encoded on its own from a little before its first frame to a little after its
last, and only its own frames are kept. The transform's overlap (ISO/IEC 14496-3 4.6.11) then
meets the same samples on both sides of a join.

A frame of the encoder covers the 1024 samples before those it was last given, so the film's
first frame lies before zero: it only fills the decoder, and an edit list hides it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
from av.audio.frame import AudioFrame
from av.codec import CodecContext

from matinee.engine import boxes, mixing, reading
from matinee.engine.errors import NoSuchTrack
from matinee.engine.recipe import AAC_SAMPLES, RUN_IN, SoundRecipe
from matinee.engine.waves import Waves

GLOBAL_HEADER: Final = 1 << 22  # AV_CODEC_FLAG_GLOBAL_HEADER
LEAD: Final = AAC_SAMPLES  # ticks of the media before the presentation starts
# The encoder's usual search spoils single frames (a click on pure tones); this one does not, and is
# nearer to the film besides (48 dB where the other has 32, at the same rate).
CODER: Final = "fast"
LONGER_S: Final = 2.0  # at most, that a sound goes on after the end its file tells
RUN_OUT: Final = 3  # frames after the last one: the encoder looks ahead


def header(recipe: SoundRecipe, language: str | None) -> bytes:
    """Return the init segment."""
    context = _encoder(recipe)
    context.open()
    esds = boxes.elementary_stream(0x40, bytes(context.extradata or b""), recipe.bit_rate)
    entry = boxes.sound_entry(b"mp4a", recipe.channels, recipe.rate, esds)
    return boxes.init_segment(
        boxes.TrackHeader("audio", recipe.rate, entry, lead=LEAD, language=language or "und")
    )


def segment(path: str, recipe: SoundRecipe, bounds: tuple[int, int], number: int) -> bytes:
    """Return a segment: the frames that begin within `bounds` (in samples)."""
    opened = reading.kept(path)
    fact = opened.facts.get(recipe.index)
    if fact is None or fact.kind != "audio":
        raise NoSuchTrack("The file is not what it was when it was planned.")
    start, end = bounds
    first = -(-start // AAC_SAMPLES) - (1 if number == 0 else 0)
    waves = Waves(opened, fact, recipe.origin_s)
    if end >= recipe.end:  # the file said so, and may have said too little
        true_end = round(waves.end_s(end / recipe.rate, LONGER_S) * recipe.rate)
        end = true_end if true_end > end + AAC_SAMPLES else end
    last = max(-(-end // AAC_SAMPLES) - 1, first)
    begin, stop = first - RUN_IN, last + 1 + RUN_OUT
    sound = waves.samples(begin * AAC_SAMPLES, stop * AAC_SAMPLES, recipe.rate, recipe.channels)
    frames = _encoded(recipe, sound, begin)
    samples = [
        boxes.Sample(at := k * AAC_SAMPLES, at, AAC_SAMPLES, True, frames[k])
        for k in range(first, last + 1)
        if k in frames
    ]
    base = (samples[0].decode if samples else start) + LEAD
    return boxes.fragment(number, base, samples, video=False)


def _encoded(recipe: SoundRecipe, sound: Any, begin: int) -> dict[int, bytes]:
    """Encode a stretch; returns frames by their number on the grid."""
    context = _encoder(recipe)
    frames: dict[int, bytes] = {}
    for n in range(0, sound.shape[1], AAC_SAMPLES):
        piece = np.ascontiguousarray(sound[:, n : n + AAC_SAMPLES], dtype=np.float32)
        frame = AudioFrame.from_ndarray(piece, format="fltp", layout=mixing.layout(recipe.channels))
        frame.sample_rate = recipe.rate
        frame.pts, frame.time_base = begin * AAC_SAMPLES + n, Fraction(1, recipe.rate)
        for packet in context.encode(frame):
            frames[packet.pts // AAC_SAMPLES] = bytes(packet)
    return frames


def _encoder(recipe: SoundRecipe) -> Any:
    context: Any = CodecContext.create("aac", "w")
    context.sample_rate = recipe.rate
    context.layout = mixing.layout(recipe.channels)
    context.format = "fltp"
    context.bit_rate = recipe.bit_rate
    context.options = {"aac_coder": CODER}
    context.time_base = Fraction(1, recipe.rate)
    context.flags |= GLOBAL_HEADER
    return context
