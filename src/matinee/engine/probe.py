"""Saying what a file is: container, tracks, codecs, colour, chapters, tags."""

import re
from pathlib import Path
from typing import Any, Final, cast

import av.error
from av.stream import Stream

from matinee.engine import holes, sniff, trial
from matinee.engine.errors import EngineError, LimitExceeded, Unreadable, Unsupported
from matinee.engine.opening import LONGEST_S, Source, decoder, opened
from matinee.engine.planning import NAMES
from matinee.engine.tracks import Facts, facts, is_picture, stated_duration, stated_end
from matinee.engine.types import Chapter, Hdr, Probe, Track

MOST_PACKETS: Final = 8_000_000
MOST_CHAPTERS: Final = 500
MOST_TAGS: Final = 60
LONGEST_TAG: Final = 4000
FASTEST: Final = 480  # a higher frame rate is a clock's tick and not a rate
COVER_CODECS: Final = frozenset({"mjpeg", "png", "bmp", "gif", "webp"})
SMALL_BYTES: Final = 64 * 1024 * 1024
UNSTATED: Final = frozenset({"mpegts", "mpeg"})
TAIL_US: Final = 3_000_000
MOST_TAIL: Final = 20_000


def probe(path: str) -> Probe:
    """Say what a file is. Raises EngineError in words."""
    with opened(path, briefly=True) as source:
        return look(source)


def look(source: Source, known: dict[int, Facts] | None = None) -> Probe:
    """Say what an open file is; `known` are its facts where they were gathered already."""
    known = facts(source) if known is None else known
    _refuse(source, known)
    origin = origin_s(source, known)
    tails = _tail_ends(source, known) if source.demuxer in UNSTATED else {}
    duration = _duration(source, known, origin, tails)
    covers = [s.index for s in source.container.streams.video if is_picture(s)]
    return Probe(
        container=source.name,
        duration_s=duration,
        start_s=origin,
        size_bytes=source.size,
        bit_rate=round(source.size * 8 / max(duration, 0.001)),
        tracks=tuple(
            _track(source, fact, origin, tails.get(fact.index)) for fact in known.values()
        ),
        chapters=_chapters(source, origin, duration),
        tags=_tags(source.container.metadata),
        cover_track=covers[0] if covers else None,
    )


def origin_s(source: Source, known: dict[int, Facts]) -> float:
    """Return where on the container's clock the presentation starts, in seconds.

    That is the first picture or sound. Sound before zero is lead-in for the decoder
    (priming) and is not presented.
    """
    starts = [
        max(fact.first, 0) / fact.timescale if fact.kind == "audio" else fact.first / fact.timescale
        for i, fact in known.items()
        if fact.seen and fact.timescale and fact.kind != "text"
        and not is_picture(source.container.streams[i])
    ]  # fmt: skip
    return min(starts, default=0.0)


def examine(path: str) -> Probe:
    """Say what a file is, and decode a little of it. Raises EngineError in words.

    A small file is opened once for both; of a large one the description reads only the beginning.
    """
    large = Path(path).is_file() and Path(path).stat().st_size > SMALL_BYTES
    with opened(path, briefly=large) as source:
        known = facts(source)
        probe = look(source, known)
        if source.size <= SMALL_BYTES:
            trial.decodes(source, known)
            return probe
    check_playable(path)
    return probe


def check_playable(path: str) -> None:
    """Decode a picture, or sound where there is none; raises where nothing comes out."""
    with opened(path) as source:
        known = facts(source)
        _refuse(source, known)
        trial.decodes(source, known)


def _refuse(source: Source, known: dict[int, Facts]) -> None:
    """Raise where a file cannot be a title: nothing plays, or no codec here knows it."""
    _refuse_cut_off(source)
    films = [f for i, f in known.items() if trial.is_film(source, i, f)]
    sounds = [f for f in known.values() if f.kind == "audio"]
    if not films and not sounds:
        if any(f.kind == "video" for f in known.values()):
            raise Unreadable("This is a picture, not a video.", code="picture")
        raise Unreadable("There is neither picture nor sound in this file.")
    if films and not sounds and all(f.codec in COVER_CODECS for f in films):
        stream = source.container.streams[films[0].index]
        if (stream.frames or 1) <= 1 and not (source.container.duration or 0) > 1e6:
            raise Unreadable("This is a picture, not a video.", code="picture")
    for fact in films or sounds:
        if _decodable(source, fact):
            return
    first = (films or sounds)[0]
    what = "picture" if first.kind == "video" else "sound"
    if not any(f.seen for f in films or sounds):
        raise Unreadable(f"The {what} track is empty.")
    if first.obstacle:
        raise Unsupported(first.obstacle)
    name = NAMES.get(first.codec, first.codec)
    raise Unsupported(f"The {what} is {name}, which nothing here can decode.")


def _refuse_cut_off(source: Source) -> None:
    if source.demuxer == "matroska":
        end = sniff.matroska_end(holes.pread(source.descriptor, sniff.HEAD_BYTES, 0))
        if end is not None and end > source.size:
            raise _cut_off(source.size, end)
    if source.demuxer == "mov" and source.layout and not source.layout.fragmented:
        ends = [
            last.pos + last.size
            for s in source.container.streams
            if len(s.index_entries) and (last := s.index_entries[-1])
        ]
        ends += [track.data_end for track in source.layout.tracks]
        if max(ends, default=0) > source.size:
            raise _cut_off(source.size, max(ends))


def _cut_off(size: int, whole: int) -> EngineError:
    return Unreadable(
        f"The file is cut off: only {100 * size // max(whole, 1)} % of it is here.",
        fix="Copy or download it again.",
        code="cut_off",
    )


def _decodable(source: Source, fact: Facts) -> bool:
    if fact.kind == "text" or not fact.seen:
        return False
    stream = source.container.streams[fact.index]
    return decoder(stream) is not None or (fact.codec == "av1" and bool(fact.record))


def _duration(
    source: Source, known: dict[int, Facts], origin: float, tails: dict[int, float]
) -> float:
    """Return seconds from the first picture or sound to the end of the last."""
    container = source.container
    ends: list[float] = []
    if tails and max(tails.values()) > origin:
        return max(tails.values()) - origin
    for i, fact in known.items():
        if fact.kind == "text" or not fact.seen or not fact.timescale:
            continue
        end, length = stated_end(container.streams[i]), stated_duration(container.streams[i])
        if end is None and length:
            end = fact.first / fact.timescale + length
        if end:
            ends.append(end - origin)
    if ends and max(ends) > 0:
        duration = max(ends)
    elif container.duration:
        duration = container.duration / 1e6
        if source.demuxer in {"matroska", "flv"}:
            duration -= max(0.0, origin)
    else:
        duration = _counted(source, known) - origin
    if duration > LONGEST_S:
        raise LimitExceeded("The file says it is longer than a week.")
    return max(duration, 0.001)


def _tail_ends(source: Source, known: dict[int, Facts]) -> dict[int, float]:
    """Return where each track's last packet ends, on the container's clock in seconds.

    Transport and program streams tell no lengths: the media library takes the last packet's
    beginning for the end.
    """
    ends: dict[int, float] = {}
    end_us = (source.container.start_time or 0) + (source.container.duration or 0)
    try:
        source.container.seek(max(0, end_us - TAIL_US), backward=True)
        for count, packet in enumerate(source.container.demux()):
            fact = known.get(packet.stream_index)
            if packet.pts is not None and fact and fact.kind != "text":
                end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                ends[fact.index] = max(end, ends.get(fact.index, end))
            if count > MOST_TAIL:
                break
    except (av.error.FFmpegError, OSError):
        return {}
    return ends


def _counted(source: Source, known: dict[int, Facts]) -> float:
    """Read the whole file for its length, where no header says it."""
    trial.rewind(source)
    end = 0.0
    for count, packet in enumerate(source.container.demux()):
        fact = known.get(packet.stream_index)
        if packet.pts is not None and fact and fact.kind != "text":
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        if count > MOST_PACKETS:
            raise LimitExceeded("The file has more packets than any real video.")
    return end


def _track(source: Source, fact: Facts, origin: float, end: float | None) -> Track:
    stream = source.container.streams[fact.index]
    meta = {k.lower(): v for k, v in stream.metadata.items()}
    flags = stream.disposition
    seconds = stated_duration(stream)
    end = stated_end(stream) if end is None else end
    start = fact.first / fact.timescale - origin if fact.timescale and fact.seen else 0.0
    if end is not None:
        seconds = max(0.0, end - origin - max(0.0, start))
    common: dict[str, Any] = {
        "index": stream.index,
        "kind": fact.kind,
        "codec": fact.codec,
        "rfc6381": fact.rfc6381,
        "language": _language(meta.get("language")),
        "title": _clean(meta.get("title") or _handler(meta.get("handler_name"))) or None,
        "default": bool(flags & flags.default),
        "forced": bool(flags & flags.forced),
        "described": bool(flags & _for_impaired(fact.kind, flags)),
        "bit_rate": _bit_rate(stream, meta, fact, seconds),
        "duration_s": seconds,
        "start_s": start,
        "timescale": fact.timescale,
        "frame_samples": fact.frame_samples,
        "obstacle": fact.obstacle,
        "decodable": _decodable(source, fact),
    }
    if fact.kind == "video":
        common.update(_picture(stream, fact))
    elif fact.kind == "audio":
        common.update(_sound(stream))
    return Track(**common)


def _for_impaired(kind: str, flags: Any) -> Any:
    """Return the flags of sound for those who cannot see, of words for who cannot hear."""
    if kind == "text":
        return flags.hearing_impaired | flags.captions
    return flags.visual_impaired | flags.descriptions


def _picture(stream: Stream, fact: Facts) -> dict[str, Any]:
    context: Any = stream.codec_context
    told = fact.layout.size if fact.layout else (0, 0)
    if context is None:  # a sample entry the media library does not know, such as Dolby's
        return {"hdr": _hdr(fact), "width": told[0] or None, "height": told[1] or None}
    aspect = cast("Any", stream).sample_aspect_ratio
    rate = stream.average_rate or stream.guessed_rate
    return {
        "profile": context.profile,
        "width": context.width or told[0] or None,
        "height": context.height or told[1] or None,
        "frame_rate": round(float(rate), 6) if rate and rate <= FASTEST else None,
        "rotation": fact.layout.rotation if fact.layout else 0,
        "sample_aspect": (aspect.numerator, aspect.denominator) if aspect else (1, 1),
        "bit_depth": fact.bit_depth,
        "hdr": _hdr(fact),
        "color_primaries": _known(fact.colour[0]),
        "color_transfer": _known(fact.colour[1]),
        "color_matrix": _known(fact.colour[2]),
        "color_full_range": fact.colour[3],
        "interlaced": int(context.field_order or 0) > 1,
    }


def _sound(stream: Stream) -> dict[str, Any]:
    context: Any = stream.codec_context
    if context is None:
        return {}
    return {
        "profile": context.profile,
        "channels": context.channels or None,
        "sample_rate": context.sample_rate or None,
    }


def _hdr(fact: Facts) -> Hdr:
    if fact.dolby_vision:
        return "dolby_vision"
    return cast("Hdr", {16: "hdr10", 18: "hlg"}.get(fact.colour[1], "sdr"))


def _known(code: int) -> int | None:
    return None if code in {0, 2} else code


def _bit_rate(
    stream: Stream, meta: dict[str, str], fact: Facts, seconds: float | None
) -> int | None:
    context: Any = stream.codec_context
    stated = next((v for k, v in meta.items() if re.fullmatch(r"bps(-\w+)?", k)), "")
    if stated.isdigit() and 0 < int(stated) < 10**10:
        return int(stated)
    if fact.layout and fact.layout.data_bytes and seconds:
        return int(fact.layout.data_bytes * 8 / seconds)  # as the media library does
    return int(context.bit_rate) if context is not None and context.bit_rate else None


def _language(code: str | None) -> str | None:
    code = (code or "").strip().lower()
    return code if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code) and code != "und" else None


def _handler(name: str | None) -> str | None:
    """Return a handler's name where a person wrote it."""
    machine = ("handler", "gpac", "isomedia", "mainconcept", "core media", "l-smash", "bento4")
    lowered = (name or "").lower()
    generated = any(m in lowered for m in machine) or lowered in {"sound", "video", "stereo"}
    return None if generated else name


def _chapters(source: Source, origin: float, duration: float) -> tuple[Chapter, ...]:
    found: list[Chapter] = []
    for n, chapter in enumerate(source.container.chapters()[:MOST_CHAPTERS]):
        base = chapter["time_base"] or 1
        start = min(max(float(chapter["start"] * base) - origin, 0.0), duration)
        end = min(max(float(chapter["end"] * base) - origin, start), duration)
        found.append(Chapter(start, end, _clean(chapter["metadata"].get("title")) or f"{n + 1}"))
    return tuple(found)


def _tags(metadata: dict[str, str]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for key, value in list(metadata.items())[:MOST_TAGS]:
        name = re.sub(r"[^a-z0-9_-]", "_", key.lower())[:60]
        if name and (text := _clean(value)):
            tags[name] = text
    return tags


def _clean(text: str | None) -> str:
    """Return text a database and a screen can take: no control characters, no lone surrogates."""
    text = (text or "")[:LONGEST_TAG].encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in text if c >= " " or c in "\n\t").strip()
