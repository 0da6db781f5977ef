"""HLS playlists (RFC 8216bis) of a plan, as pure text with relative addresses.

Segments are CMAF; every segment starts with a clean picture, so EXT-X-INDEPENDENT-SEGMENTS
holds. Sound tracks are renditions of their own.
"""

from collections.abc import Sequence
from math import ceil
from typing import Final

from matinee.engine.plan import Cut, Plan, PlanTrack

BEGIN_BPS: Final = 1_800_000  # a player that knows nothing of the line begins near this
VIDEO_RANGE: Final = {"hdr10": "PQ", "dolby_vision": "PQ", "hlg": "HLG"}


def master(plan: Plan, tracks: Sequence[PlanTrack], subtitles: Sequence[str] = ()) -> str:
    """Return the multivariant playlist of the tracks of a plan that are offered.

    `subtitles` are the lines of `hls_text.media_lines`.

    The first variant is the one that players without a rule of their own begin with: one that
    starts quickly anywhere.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    pictures = [t for t in tracks if t.kind == "video" and not t.stills]
    sounds = [t for t in tracks if t.kind == "audio"]
    if not pictures:
        return _lines([*lines, *_sound_alone(sounds)])
    groups = _groups(sounds)
    lines += [_media(t, name, members) for name, members in groups.items() for t in members]
    lines += subtitles
    text = ',SUBTITLES="text"' if subtitles else ""
    for picture in _beginning(pictures):
        for name, members in list(groups.items()) or [(None, [])]:
            lines += [_variant(picture, members, name) + text, f"{picture.id}/index.m3u8"]
    lines += [_stills(t) for t in tracks if t.stills]
    return _lines(lines)


def _beginning(pictures: Sequence[PlanTrack]) -> list[PlanTrack]:
    """Return the pictures with the one to begin with first."""
    first = min(pictures, key=lambda t: (abs((t.bandwidth_average) - BEGIN_BPS), t.encoded))
    return [first, *(t for t in pictures if t is not first)]


def media(plan: Plan, track: PlanTrack, base: str = "") -> str:
    """Return the playlist of one track; `base` (with a slash at its end) is where else its header
    and segments lie."""
    segments = plan.segments(track)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, ceil(max(s.duration_s for s in segments) - 1e-9))}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-I-FRAMES-ONLY" if track.stills else "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{base}init.mp4"',
    ]
    for n, segment in enumerate(segments):
        lines += [extinf(segment), f"{base}{n}.m4s"]
    return _lines([*lines, "#EXT-X-ENDLIST"])


def extinf(piece: Cut) -> str:
    """Return the line that says how long a piece is.

    What is rounded are its boundaries: players add the lengths up, and two tracks that end
    together must end together there too.
    """
    return f"#EXTINF:{round(piece.end_s, 6) - round(piece.start_s, 6):.6f},"


def quoted(text: str) -> str:
    """Return an attribute's quoted string: RFC 8216 allows no quote, CR or LF inside."""
    safe = "".join(c for c in text if c.isprintable() and c != '"')
    return f'"{safe[:120]}"'


def _groups(sounds: Sequence[PlanTrack]) -> dict[str, list[PlanTrack]]:
    """Group sound by codec and loudspeakers: players choose within one group, not across."""
    groups: dict[str, list[PlanTrack]] = {}
    for track in sounds:
        many = f"-{track.channels}" if track.encoded and (track.channels or 2) > 2 else ""
        groups.setdefault(f"audio-{track.codec}{many}", []).append(track)
    return groups


def _sound_alone(sounds: Sequence[PlanTrack]) -> list[str]:
    lines: list[str] = []
    for track in sounds:
        lines += [_variant(track, []), f"{track.id}/index.m3u8"]
    return lines


def _media(track: PlanTrack, group: str, members: Sequence[PlanTrack]) -> str:
    alone = not any(t.default for t in members) and track is members[0]
    default = "YES" if track.default or alone else "NO"
    fields = [
        "TYPE=AUDIO",
        f"GROUP-ID={quoted(group)}",
        f"NAME={quoted(names(members)[track.id])}",
        *([f"LANGUAGE={quoted(track.language)}"] if track.language else []),
        f"DEFAULT={default}",
        "AUTOSELECT=YES",
        *(['CHARACTERISTICS="public.accessibility.describes-video"'] if track.described else []),
        *([f'CHANNELS="{track.channels}"'] if track.channels else []),
        f'URI="{track.id}/index.m3u8"',
    ]
    return "#EXT-X-MEDIA:" + ",".join(fields)


def names(members: Sequence[PlanTrack]) -> dict[str, str]:
    """Name the sound tracks of a group, each differently (RFC 8216bis 4.4.6.1.1)."""
    found: dict[str, str] = {}
    for track in members:
        name, n = label(track), 1
        while name in found.values():
            n += 1
            name = f"{label(track)} ({n})"
        found[track.id] = name
    return found


def label(track: PlanTrack) -> str:
    """Name a sound track for people: its title, its language, or its number."""
    return track.name or track.language or f"Audio {track.index}"


def _variant(track: PlanTrack, sounds: list[PlanTrack], group: str | None = None) -> str:
    peak = track.bandwidth_peak + max((s.bandwidth_peak for s in sounds), default=0)
    average = track.bandwidth_average + max((s.bandwidth_average for s in sounds), default=0)
    codecs = [track.rfc6381, *dict.fromkeys(s.rfc6381 for s in sounds)]
    fields = [
        f"BANDWIDTH={peak}",
        f"AVERAGE-BANDWIDTH={average}",
        f"CODECS={quoted(','.join(codecs))}",
    ]
    if track.kind == "video":
        if track.width and track.height:
            fields.append(f"RESOLUTION={track.width}x{track.height}")
        if track.frame_rate:
            fields.append(f"FRAME-RATE={track.frame_rate:.3f}")
        fields.append(f"VIDEO-RANGE={VIDEO_RANGE.get(track.hdr, 'SDR')}")
        fields.append("CLOSED-CAPTIONS=NONE")
    if group:
        fields.append(f"AUDIO={quoted(group)}")
    return "#EXT-X-STREAM-INF:" + ",".join(fields)


def _stills(track: PlanTrack) -> str:
    fields = [
        f"BANDWIDTH={track.bandwidth_peak}",
        f"AVERAGE-BANDWIDTH={track.bandwidth_average}",
        f"CODECS={quoted(track.rfc6381)}",
        f"RESOLUTION={track.width}x{track.height}",
        f'URI="{track.id}/index.m3u8"',
    ]
    return "#EXT-X-I-FRAME-STREAM-INF:" + ",".join(fields)


def _lines(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
