"""HLS playlists (RFC 8216bis) of a plan, as pure text with relative addresses.

Segments are CMAF; every segment starts with a clean picture, so EXT-X-INDEPENDENT-SEGMENTS
holds. Sound tracks are renditions of their own.
"""

from math import ceil
from typing import Final

from matinee.engine.plan import Plan, PlanTrack

VIDEO_RANGE: Final = {"hdr10": "PQ", "dolby_vision": "PQ", "hlg": "HLG"}


def master(plan: Plan) -> str:
    """Return the multivariant playlist."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    video = plan.video
    if video is None:
        return _lines([*lines, *_sound_alone(plan)])
    groups = _groups(plan)
    lines += [_media(t, name) for name, tracks in groups.items() for t in tracks]
    if not groups:
        lines += [_variant(video, []), f"{video.id}/index.m3u8"]
    for name, tracks in groups.items():
        lines += [_variant(video, tracks, name), f"{video.id}/index.m3u8"]
    return _lines(lines)


def media(plan: Plan, track: PlanTrack) -> str:
    """Return the playlist of one track."""
    segments = plan.segments(track)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, ceil(max(s.duration_s for s in segments) - 1e-9))}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MAP:URI="init.mp4"',
    ]
    for n, segment in enumerate(segments):
        lines += [f"#EXTINF:{segment.duration_s:.6f},", f"{n}.m4s"]
    return _lines([*lines, "#EXT-X-ENDLIST"])


def quoted(text: str) -> str:
    """Return an attribute's quoted string: RFC 8216 allows no quote, CR or LF inside."""
    safe = "".join(c for c in text if c.isprintable() and c != '"')
    return f'"{safe[:120]}"'


def _groups(plan: Plan) -> dict[str, list[PlanTrack]]:
    """Group sound by codec: players choose within one group, and not across."""
    groups: dict[str, list[PlanTrack]] = {}
    for track in plan.audio:
        groups.setdefault(f"audio-{track.codec}", []).append(track)
    return groups


def _sound_alone(plan: Plan) -> list[str]:
    lines: list[str] = []
    for track in plan.audio:
        lines += [_variant(track, []), f"{track.id}/index.m3u8"]
    return lines


def _media(track: PlanTrack, group: str) -> str:
    default = "YES" if track.default else "NO"
    fields = [
        "TYPE=AUDIO",
        f"GROUP-ID={quoted(group)}",
        f"NAME={quoted(label(track))}",
        *([f"LANGUAGE={quoted(track.language)}"] if track.language else []),
        f"DEFAULT={default}",
        "AUTOSELECT=YES",
        *(['CHARACTERISTICS="public.accessibility.describes-video"'] if track.described else []),
        *([f'CHANNELS="{track.channels}"'] if track.channels else []),
        f'URI="{track.id}/index.m3u8"',
    ]
    return "#EXT-X-MEDIA:" + ",".join(fields)


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
    if group:
        fields.append(f"AUDIO={quoted(group)}")
    return "#EXT-X-STREAM-INF:" + ",".join(fields)


def _lines(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
