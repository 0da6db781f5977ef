"""Where the picture can be cut: the times of its keyframes.

Matroska and MP4 carry an index; others are read once from end to end. Where pictures after
a keyframe look back past it (open groups), the clean starting points are taken alone if
there are enough of them.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import av.error
from av.stream import Stream

from matinee.engine.errors import LimitExceeded
from matinee.engine.opening import Source, opened
from matinee.engine.probe import origin_s
from matinee.engine.tracks import Facts, facts, is_clean, is_picture, ticks

MOST_PACKETS: Final = 8_000_000
SAMPLED: Final = 12  # keyframes looked at before all are
WIDEST_S: Final = 30.0  # clean starts further apart than this are too few
INDEXED: Final = frozenset({"mov", "matroska"})
MOST_CHECKED: Final = 20_000


def keyframes(path: str) -> tuple[float, ...]:
    """Return the seconds where the first picture track can be cut, rising."""
    with opened(path) as source:
        known = facts(source)
        films = [f for i, f in known.items() if _is_film(source, i, f)]
        if not films:
            return ()
        film = min(films, key=lambda f: _rank(source, f))
        stream = source.container.streams[film.index]
        source.only(film.index)
        found = _indexed(source, stream, film)
        if found is None:
            found = _read_through(source, stream, film)
        found = _clean(source, stream, film, found)
        zero = round(origin_s(source, known) * film.timescale)
        return tuple((t - zero) / film.timescale for t in found)


def _is_film(source: Source, index: int, fact: Facts) -> bool:
    stream = source.container.streams[index]
    return fact.kind == "video" and fact.seen and not is_picture(stream)


def _rank(source: Source, film: Facts) -> tuple[bool, bool, int]:
    """Order picture tracks as `Probe.video` does."""
    flags = source.container.streams[film.index].disposition
    return film.obstacle is not None, not flags & flags.default, film.index


def _indexed(source: Source, stream: Stream, film: Facts) -> list[int] | None:
    """Return keyframe times from the container's index, or None where it has no whole one."""
    if source.demuxer not in INDEXED or (source.layout and source.layout.fragmented):
        return None
    if source.demuxer == "matroska":
        # The cues are read by the first seek.
        source.container.seek(_latest(source, stream), stream=stream, backward=True)
        entries = [e.timestamp for e in stream.index_entries if e.is_keyframe]
        return (
            sorted({ticks(t, stream, film.timescale) for t in entries})
            if _whole(source, stream, entries)
            else None
        )
    decode_times = [e.timestamp for e in stream.index_entries if e.is_keyframe]
    if not decode_times:
        return None
    return _shown(source, stream, film, decode_times)


def _latest(source: Source, stream: Stream) -> int:
    base = stream.time_base
    assert base is not None
    return int((source.container.duration or 0) / 1e6 / base)


def _whole(source: Source, stream: Stream, entries: list[int]) -> bool:
    """Whether an index reaches over the whole film and not only its beginning."""
    if len(entries) < 2 or stream.time_base is None or not source.container.duration:
        return False
    gaps = [b - a for a, b in pairwise(sorted(entries))]
    tail = _latest(source, stream) - max(entries)
    return tail <= max(2 * max(gaps), 15 / stream.time_base)


def _shown(source: Source, stream: Stream, film: Facts, decode_times: list[int]) -> list[int]:
    """Turn decode times of an MP4 index into the times at which those pictures are shown.

    The two differ by the same delay for every keyframe of an encoder; that is checked on a
    sample, and where it does not hold every packet is read.
    """
    picked = decode_times if len(decode_times) <= SAMPLED else _spread(decode_times)
    delays: set[int] = set()
    for time in picked:
        source.container.seek(time, stream=stream, backward=True)
        for packet in source.container.demux(stream):
            if packet.pts is None or packet.dts is None or packet.dts < time:
                if packet.size:
                    continue
                break
            if packet.dts == time:
                delays.add(packet.pts - packet.dts)
            break
    if len(delays) != 1:
        return _read_through(source, stream, film)
    delay = delays.pop()
    return sorted({ticks(t + delay, stream, film.timescale) for t in decode_times})


def _spread(values: list[int]) -> list[int]:
    last = len(values) - 1
    return sorted({values[last * i // (SAMPLED - 1)] for i in range(SAMPLED)})


def _read_through(source: Source, stream: Stream, film: Facts) -> list[int]:
    found: set[int] = set()
    with opened(source.again) as fresh:
        mine = fresh.container.streams[stream.index]
        fresh.only(stream.index)
        for count, packet in enumerate(fresh.container.demux(mine)):
            if packet.is_keyframe and packet.pts is not None:
                found.add(ticks(packet.pts, mine, film.timescale))
            if count > MOST_PACKETS:
                raise LimitExceeded("The file has more packets than any real video.")
    return sorted(found)


def _clean(source: Source, stream: Stream, film: Facts, found: list[int]) -> list[int]:
    """Keep the clean starting points where they are close enough together."""
    if film.codec not in {"h264", "hevc"} or not 2 <= len(found) <= MOST_CHECKED:
        return found
    sampled = found if len(found) <= SAMPLED else _spread(found)
    if all(_is_clean(source, stream, film, sampled)):
        return found
    verdicts = _is_clean(source, stream, film, found)
    clean = [t for t, good in zip(found, verdicts, strict=True) if good]
    reach = [found[0], *clean, found[-1]]
    widest = max(b - a for a, b in pairwise(reach))
    return clean if clean and widest <= WIDEST_S * film.timescale else found


def _is_clean(source: Source, stream: Stream, film: Facts, times: Iterable[int]) -> list[bool]:
    """Say of each keyframe whether nothing after it looks back past it."""
    verdicts: list[bool] = []
    for time in times:
        packet = _packet_at(source, stream, film, time)
        verdicts.append(packet is None or is_clean(film, packet))
    return verdicts


def _packet_at(source: Source, stream: Stream, film: Facts, time: int) -> bytes | None:
    base = stream.time_base
    assert base is not None
    target = time * base.denominator // (base.numerator * film.timescale)
    try:
        source.container.seek(target, stream=stream, backward=True)
    except av.error.FFmpegError:
        return None
    for count, packet in enumerate(source.container.demux(stream)):
        if packet.pts is not None and packet.is_keyframe:
            at = ticks(packet.pts, stream, film.timescale)
            if at == time:
                return bytes(packet)
            if at > time:
                return None
        if count > 2000 or not packet.size:
            return None
    return None
