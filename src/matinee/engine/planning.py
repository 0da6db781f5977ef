"""Making a plan: which tracks can be copied, what the ladder is, where everything is cut."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from matinee.engine import ladder
from matinee.engine.cuts import cut, refine
from matinee.engine.errors import Unsupported
from matinee.engine.plan import Plan, PlanTrack
from matinee.engine.recipe import AAC_SAMPLES, BURST, QUALITY, aac_bit_rate, aac_rate
from matinee.engine.types import Probe, Track

LARGEST_SEGMENT_BYTES: Final = 192 * 1024**2
STILLS_BPS: Final = 60_000  # a small picture of some 20 kB every four seconds
LATEST_S: Final = 0.25  # a sound that begins later than this after the film is encoded
SURROUND: Final = 6  # channels: 5.1, the most that AAC players agree on

COPIED_VIDEO: Final = ("h264", "hevc", "av1", "vp9")
# MP3, AC-3 and E-AC-3 go into fragments too, but few browsers take them: the client decides.
COPIED_AUDIO: Final = ("aac", "opus", "flac", "mp3", "ac3", "eac3")

NAMES: Final = {
    "ac3": "Dolby Digital (AC-3)", "eac3": "Dolby Digital Plus (E-AC-3)", "dts": "DTS",
    "truehd": "Dolby TrueHD", "mpeg2video": "MPEG-2", "mpeg4": "MPEG-4 Part 2 (DivX, Xvid)",
    "vc1": "VC-1", "vp8": "VP8", "mp2": "MPEG audio layer II", "vorbis": "Vorbis",
    "hevc": "HEVC (H.265)", "h264": "H.264", "vvc": "VVC (H.266)", "ac4": "Dolby AC-4",
}  # fmt: skip


def make(probe: Probe, keyframes: Sequence[float], quality: int | None = None) -> Plan:
    """Plan what can be offered of a file.

    `quality` is the rate factor of its H.264 where the title was weighed (`weighing`).
    `keyframes` are the seconds of `Engine.keyframes`; not looked at where `wants_keyframes` says
    no. Raises Unsupported where nothing in the file can be copied or encoded.
    """
    video, sounds = probe.video, probe.audio
    left_out = {t.index: why for t in (video, *sounds) if t and (why := refusal(t) or _late(t))}
    places = None
    if video and video.index not in left_out:
        # The first picture is shown from zero on: where it starts is no place to cut.
        places = [k for k in keyframes if k > video.start_s]
        if why := _unbearable(probe, cut(probe.duration_s, places)):
            left_out[video.index], places = why, None
    cuts = cut(probe.duration_s, places)
    tracks: list[PlanTrack] = []
    if video:
        if video.index not in left_out:
            tracks.append(_copied(probe, video, None))
        if video.decodable and video.timescale > 0:
            tracks += _ladder(probe, video, None if quality == QUALITY else quality)
    default = next((t.index for t in sounds if t.default), sounds[0].index if sounds else None)
    for track in sounds:
        if track.index not in left_out:
            tracks.append(_copied(probe, track, default))
        if track.decodable:
            tracks += _encoded_sounds(probe, track, default)
    if not tracks:
        raise Unsupported(next(iter(left_out.values()), "There is no picture or sound in it."))
    fine = refine(cuts, video.frame_rate if video else None)
    return Plan(probe.duration_s, probe.start_s, cuts, fine, tuple(tracks), tuple(left_out.items()))


def wants_keyframes(probe: Probe) -> bool:
    """Say whether the plan of a file depends on where its keyframes are."""
    return probe.video is not None and refusal(probe.video) is None


def refusal(track: Track) -> str | None:
    """Say why a track cannot be copied, or None where it can."""
    what = "picture" if track.kind == "video" else "sound"
    allowed = COPIED_VIDEO if track.kind == "video" else COPIED_AUDIO
    name = NAMES.get(track.codec, track.codec)
    if track.codec not in allowed:
        return f"The {what} is {name}, which has to be encoded before a browser can play it."
    if track.obstacle:
        return track.obstacle
    if not track.rfc6381 or track.timescale <= 0:
        return f"The {what} ({name}) does not say how it is to be decoded."
    return None


def _late(track: Track) -> str | None:
    """Say why a sound that begins late is not copied: players wait for both or skip the picture."""
    if track.kind != "audio" or not track.decodable or track.start_s <= LATEST_S:
        return None
    return f"The sound begins {track.start_s:.1f} s after the picture: silence is put before it."


def _unbearable(probe: Probe, cuts: Sequence[float]) -> str | None:
    longest = max(b - a for a, b in pairwise(cuts))
    if longest * probe.bit_rate / 8 > LARGEST_SEGMENT_BYTES:
        return (
            "The picture has too few keyframes to be cut into pieces as it is: "
            f"the longest stretch without one is {round(longest)} seconds."
        )
    return None


def _copied(probe: Probe, track: Track, default: int | None) -> PlanTrack:
    is_video = track.kind == "video"
    average = track.bit_rate or _guessed_rate(probe, track)
    width, height = track.width, track.height
    if track.rotation in {90, 270}:
        width, height = height, width
    return PlanTrack(
        id=f"{'v' if is_video else 'a'}{track.index}",
        kind="video" if is_video else "audio",
        index=track.index,
        codec=track.codec,
        rfc6381=track.rfc6381 or "",
        bandwidth_average=average,
        bandwidth_peak=round(average * (1.5 if is_video else 1.1)),
        timescale=track.timescale,
        start=round(track.start_s * track.timescale),
        end_s=_end_s(probe, track),
        language=track.language,
        name=track.title,
        default=is_video or track.index == default,
        described=track.described,
        width=width,
        height=height,
        frame_rate=track.frame_rate,
        hdr=track.hdr,
        channels=track.channels,
        sample_rate=track.sample_rate,
        frame_samples=track.frame_samples,
        interlaced=track.interlaced,
    )


def _ladder(probe: Probe, track: Track, quality: int | None) -> list[PlanTrack]:
    """Return the encoded qualities of a picture, highest first, each as H.264 and then as AV1."""
    rungs = ladder.rungs(track, track.bit_rate or _guessed_rate(probe, track))
    both = [(rung, ladder.as_av1(rung, track.frame_rate)) for rung in reversed(rungs)]
    found = [
        PlanTrack(
            id=f"v{track.index}-{rung.name}{'' if rung.codec == 'h264' else f'-{rung.codec}'}",
            kind="video",
            index=track.index,
            codec=rung.codec,
            rfc6381=rung.rfc6381,
            bandwidth_average=rung.cap_bps,
            bandwidth_peak=round(rung.cap_bps * BURST),
            timescale=track.timescale,
            start=round(track.start_s * track.timescale),
            end_s=_end_s(probe, track),
            default=False,
            width=rung.width,
            height=rung.height,
            frame_rate=track.frame_rate,
            encoded=True,
            rung=rung.name,
            interlaced=track.interlaced,
            quality=quality if rung.codec == "h264" else None,
        )
        for pair in both
        for rung in pair
        if rung is not None
    ]
    small = found[-1]  # too low to be there as AV1
    stills = replace(
        small, id=f"v{track.index}-stills", stills=True, rung=None, quality=None,
        bandwidth_average=STILLS_BPS, bandwidth_peak=STILLS_BPS * 2,
    )  # fmt: skip
    return [*found, stills]


def _encoded_sounds(probe: Probe, track: Track, default: int | None) -> list[PlanTrack]:
    """Return a sound as AAC: in stereo (or mono), and in 5.1 where it has that many channels."""
    rate = aac_rate(track.sample_rate)
    layouts = [min(2, track.channels or 2), *([SURROUND] if (track.channels or 0) > 2 else [])]
    return [
        PlanTrack(
            id=f"a{track.index}-aac{channels}",
            kind="audio",
            index=track.index,
            codec="aac",
            rfc6381="mp4a.40.2",
            bandwidth_average=aac_bit_rate(channels),
            bandwidth_peak=round(aac_bit_rate(channels) * 1.2),
            timescale=rate,
            start=-AAC_SAMPLES,
            end_s=_end_s(probe, track),
            language=track.language,
            name=track.title,
            default=track.index == default,
            described=track.described,
            channels=channels,
            sample_rate=rate,
            frame_samples=AAC_SAMPLES,
            encoded=True,
        )
        for channels in layouts
    ]


def _end_s(probe: Probe, track: Track) -> float:
    if not track.duration_s:
        return probe.duration_s
    return min(probe.duration_s, max(0.0, track.start_s) + track.duration_s)


def _guessed_rate(probe: Probe, track: Track) -> int:
    """Share the file's rate among tracks that do not state their own (bits a second)."""
    if track.kind == "audio":
        return 64_000 * max(1, track.channels or 2)
    sound = sum(t.bit_rate or 64_000 * max(1, t.channels or 2) for t in probe.audio)
    return max(100_000, probe.bit_rate - sound)
