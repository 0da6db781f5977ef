"""The poster: the handsomest of several stills, and small versions of it.

Handsome is measured on a small grey picture: neither black nor white, with contrast, many
different greys (entropy) and sharp edges (variance of the Laplacian, Pech-Pacheco 2000).
"""

import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import av.error
import numpy as np
from av.codec.context import ThreadType
from PIL import Image

from matinee.engine import blurhash, toning
from matinee.engine.errors import NoSuchTrack, Unreadable
from matinee.engine.opening import Source, decoder, opened
from matinee.engine.tracks import Facts, facts, is_picture

PLACES: Final = (0.08, 0.14, 0.2, 0.27, 0.35, 0.43, 0.52, 0.61, 0.7, 0.8)
MEASURED_WIDTH: Final = 320
QUALITY: Final = 85
GOOD_ENOUGH: Final = 0.8
MOST_PACKETS: Final = 600
DARK, BRIGHT = 24.0, 235.0  # mean luminance, 0 to 255
Grey = np.ndarray[Any, np.dtype[np.float32]]


def poster(
    path: str, out_dir: str, widths: Sequence[int], at_s: float | None = None
) -> list[dict[str, Any]]:
    """Write `poster-<width>.jpg` at each width; return what was written, widest first. With `at_s`
    it is the keyframe at or before that second, else the handsomest of several.

    Raises NoSuchTrack where there is no picture, Unreadable where none can be decoded.
    """
    with opened(path) as source:
        known = facts(source)
        film = first_film(source, known)
        if film is not None:
            image, at = _best(source, film, max(widths), at_s)
        else:
            image, at = _cover(source), 0.0
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    digest = blurhash.encode(image)
    made: list[dict[str, Any]] = []
    for width in sorted({min(w, image.width) for w in widths}, reverse=True):
        small = image.resize((width, max(1, round(image.height * width / image.width))))
        place = Path(out_dir, f"poster-{width}.jpg")
        save(small, place, QUALITY)
        made.append(
            {
                "path": str(place),
                "width": width,
                "height": small.height,
                "blurhash": digest,
                "at_s": at,
            }
        )
    return made


def save(image: Image.Image, place: Path, quality: int) -> None:
    """Write a JPEG whole or not at all.

    Not with Pillow's own file writing, which takes a short write (a full disk) for success.
    """
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    half = place.with_suffix(".part")
    half.write_bytes(written.getvalue())
    half.replace(place)


def first_film(source: Source, known: dict[int, Facts]) -> Facts | None:
    """Return the first picture track that is no cover and can be decoded."""
    for index, fact in known.items():
        stream = source.container.streams[index]
        film = fact.kind == "video" and fact.seen and not is_picture(stream)
        if film and decoder(stream) is not None:
            return fact
    return None


def score(grey: Grey) -> float:
    """Return how good a still is, 0 to 1, from its grey picture (rows x columns, 0 to 255)."""
    mean, spread = float(grey.mean()), float(grey.std())
    if mean < DARK / 2 or spread < 4:
        return 0.0
    light = min(1.0, mean / (2 * DARK), (255 - mean) / (255 - BRIGHT) if mean > BRIGHT else 1.0)
    counts, _ = np.histogram(grey, bins=64, range=(0, 256))
    shares = counts[counts > 0] / grey.size
    entropy = float(-(shares * np.log2(shares)).sum()) / 6
    inner = (
        grey[1:-1, 1:-1] * 4 - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    )
    sharp = min(1.0, math.log1p(float(inner.var())) / 7)
    return light * (0.3 * min(1.0, spread / 60) + 0.35 * entropy + 0.35 * sharp)


def upright(frame: Any, fact: Facts, width: int | None = None) -> Image.Image:
    """Return a frame as an RGB image as it is shown: aspect and rotation applied."""
    aspect = float(frame.sample_aspect_ratio or 1) if hasattr(frame, "sample_aspect_ratio") else 1.0
    shown_width = max(1, round(frame.width * (aspect if 0.1 < aspect < 10 else 1.0)))
    height = frame.height
    rotation = fact.layout.rotation if fact.layout else 0
    if width is not None:
        across = height if rotation in {90, 270} else shown_width
        factor = min(1.0, width / across)
        shown_width, height = max(1, round(shown_width * factor)), max(1, round(height * factor))
    if fact.colour[1] in {toning.PQ, toning.HLG}:
        deep = frame.reformat(width=shown_width, height=height, format="rgb48le").to_ndarray()
        image = Image.fromarray(toning.to_sdr(deep, fact.colour[1], wide=fact.colour[0] == 9))
    else:
        small = frame.reformat(width=shown_width, height=height, format="rgb24")
        image = Image.fromarray(small.to_ndarray())
    return image.rotate(-rotation, expand=True) if rotation else image


def frames_at(source: Source, fact: Facts, seconds: Sequence[float]) -> Iterator[tuple[float, Any]]:
    """Yield (asked time, frame) of the keyframe at or before each time.

    Times are seconds from the first picture; a place that cannot be decoded is left out,
    and where none can, the first picture of the file is given once for zero.
    """
    found = 0
    for second in (*seconds, None):
        if second is None and found:
            return
        frame = _frame_at(source, fact, second)
        if frame is not None:
            found += 1
            yield second or 0.0, frame


def _frame_at(source: Source, fact: Facts, second: float | None) -> Any:
    """Return the keyframe at or before a time; with None the first, without seeking."""
    if second is None:
        source.reopen()  # some files cannot be sought in
    stream = source.container.streams[fact.index]
    context = decoder(stream)
    if context is None or stream.time_base is None:
        return None
    if not context.is_open:
        context.thread_type = ThreadType.SLICE
        context.skip_frame = "NONKEY"
    source.only(fact.index)
    try:
        if second is not None:
            offset = int((fact.first / fact.timescale + second) / stream.time_base)
            source.container.seek(offset, stream=stream, backward=True)
        return _next_key(source, stream, context)
    except (av.error.FFmpegError, ValueError):
        return None


def _exactly_at(source: Source, fact: Facts, second: float) -> Any:
    """Return the picture that is shown at a second, or the last one before it that can be had
    with little work: of keyframes far apart the next one is not waited for."""
    stream = source.container.streams[fact.index]
    context = decoder(stream)
    if context is None or stream.time_base is None:
        return None
    source.only(fact.index)
    wanted = fact.first / fact.timescale + second
    shown = None
    try:
        source.container.seek(int(wanted / stream.time_base), stream=stream, backward=True)
        context.flush_buffers()
        for count, packet in enumerate(source.container.demux(stream)):
            for frame in context.decode(packet if packet.size else None):
                if shown is not None and frame.time is not None and frame.time > wanted:
                    return shown
                shown = frame
            if count > MOST_PACKETS or not packet.size:
                break
    except (av.error.FFmpegError, ValueError):
        pass
    return shown


def _next_key(source: Source, stream: Any, context: Any) -> Any:
    context.flush_buffers()
    for count, packet in enumerate(source.container.demux(stream)):
        if count > MOST_PACKETS:
            return None
        if packet.size and not packet.is_keyframe:
            continue
        frames = context.decode(packet if packet.size else None)
        if not frames and packet.size:
            frames = _drained(context)
        if frames:
            return frames[0]
        if not packet.size:
            return None
    return None


def _drained(context: Any) -> list[Any]:
    """Return the picture a decoder still holds back, and make it ready for the next."""
    try:
        return context.decode(None)
    finally:
        context.flush_buffers()


def _best(source: Source, film: Facts, width: int, at_s: float | None) -> tuple[Image.Image, float]:
    """Return the handsomest of several stills, or with `at_s` the one there."""
    duration = _length(source, film)
    if at_s is not None:
        chosen = _exactly_at(source, film, min(at_s, duration))
        if chosen is not None:
            return upright(chosen, film, width), at_s
    places = [duration * p for p in (*PLACES, 0.0)] if at_s is None else [min(at_s, duration)]
    best: tuple[float, Any, float] | None = None
    for at, frame in frames_at(source, film, places):
        grey = frame.reformat(
            width=min(MEASURED_WIDTH, frame.width),
            height=max(2, round(frame.height * min(1.0, MEASURED_WIDTH / frame.width))),
            format="gray",
        ).to_ndarray()
        value = score(grey.astype(np.float32))
        if best is None or value > best[0]:
            best = (value, frame, at)
        if value >= GOOD_ENOUGH:
            break
    if best is None:
        raise Unreadable("No picture can be decoded from this file.")
    return upright(best[1], film, width), best[2]


def _cover(source: Source) -> Image.Image:
    source.reopen()  # covers are handed out first, and were read already
    for stream in source.container.streams.video:
        context = decoder(stream)
        if not is_picture(stream) or context is None:
            continue
        for packet in source.container.demux(stream):
            frames: list[Any] = context.decode(packet if packet.size else None)
            if frames:
                return Image.fromarray(frames[0].reformat(format="rgb24").to_ndarray())
            if not packet.size:
                break
    raise NoSuchTrack("There is no picture in this file.")


def _length(source: Source, film: Facts) -> float:
    stream = source.container.streams[film.index]
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (source.container.duration or 0) / 1e6
