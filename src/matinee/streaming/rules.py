"""The one decision: how this file reaches that client, and why, in words. Pure.

Weighed are what the file holds (the probe) and what the client says it plays, never its name.
Three answers: the file as it is, its packets carried over into segments, or not yet, with the
reason and what to do instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from matinee.engine import Probe, Track
from matinee.engine.text import CODECS
from matinee.kit.serve import content_type_of
from matinee.streaming.codecs import Client, codec_of

Kind = Literal["direct", "repackage", "unplayable"]

# Files a browser opens by ranges and seeks well in; others are opened too by some, but not well.
_DIRECT = frozenset({"mp4", "webm", "ogg", "mp3", "flac", "wav"})
_WEBM_CODECS = frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})
_CONTAINER_WORDS = {
    "matroska": "Matroska (MKV)", "mpegts": "MPEG transport stream (TS)", "avi": "AVI",
    "flv": "Flash video (FLV)", "mp4": "MP4", "webm": "WebM", "ogg": "Ogg", "asf": "Windows Media",
    "mpeg": "MPEG program stream",
}  # fmt: skip
_CODEC_WORDS = {
    "h264": "H.264", "hevc": "HEVC (H.265)", "av1": "AV1", "vp9": "VP9", "vp8": "VP8",
    "mpeg2video": "MPEG-2", "mpeg1video": "MPEG-1", "mpeg4": "MPEG-4 Part 2 (DivX, Xvid)",
    "vc1": "VC-1", "vvc": "VVC (H.266)", "theora": "Theora", "prores": "ProRes",
    "aac": "AAC", "mp3": "MP3", "opus": "Opus", "flac": "FLAC", "vorbis": "Vorbis",
    "ac3": "Dolby Digital (AC-3)", "eac3": "Dolby Digital Plus (E-AC-3)", "dts": "DTS",
    "truehd": "Dolby TrueHD", "mp2": "MPEG audio layer 2", "alac": "Apple Lossless",
    "ac4": "Dolby AC-4", "wmav2": "Windows Media Audio",
}  # fmt: skip
_CURE = (
    "Download the file and play it with a player such as VLC, or open it on a device that plays "
    "this format."
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it was decided so: a word for programs, a sentence for people, and what would help."""

    code: str
    text: str
    cure: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. `video` and `audio` are the tracks that are offered.

    `direct_type` is the file's media type where the client opens it as it is; `carried` says
    that the tracks may also be put into segments.
    """

    kind: Kind
    reasons: tuple[Reason, ...]
    video: Track | None = None
    audio: tuple[Track, ...] = ()
    direct_type: str | None = None
    carried: bool = True

    @property
    def tracks(self) -> tuple[int, ...]:
        """Indexes in the file of the tracks that are offered."""
        return tuple(track.index for track in (self.video, *self.audio) if track is not None)


def decide(probe: Probe, client: Client) -> Decision:
    """Decide how a file is played on a client."""
    if probe.video is None and not probe.audio:
        return Decision("unplayable", (Reason("no_tracks", "There is no picture or sound in it."),))
    decision = _decide(probe, client)
    unread = sorted({one.codec for one in probe.text if one.codec not in CODECS})
    if decision.kind != "unplayable" and unread:
        words = (
            f"Subtitles inside the file are in a form that cannot be shown: {', '.join(unread)}."
        )
        reason = Reason("text_left_out", words, "Add the subtitles as a file of their own.")
        decision = replace(decision, reasons=(*decision.reasons, reason))
    return decision


def _decide(probe: Probe, client: Client) -> Decision:
    direct = _as_it_is(probe, client)
    carried, obstacles = _carried(probe, client)
    several = carried is not None and len(carried.audio) > 1
    if direct is not None and not several:
        reason = Reason("direct", "The file is played as it is.")
        return Decision(
            "direct", (reason,), direct.video, direct.audio, direct.direct_type,
            carried is not None,
        )  # fmt: skip
    if carried is None:
        return Decision("unplayable", obstacles)
    why = _why_repackaged(probe, direct=direct is not None)
    return Decision(
        "repackage", (why, *carried.reasons), carried.video, carried.audio,
        direct.direct_type if direct else None,
    )  # fmt: skip


def _as_it_is(probe: Probe, client: Client) -> Decision | None:
    """The file itself, where the client opens it and plays the tracks it will choose in it."""
    mime = content_type_of(probe.container, audio_only=probe.video is None)
    if probe.container not in _DIRECT or mime not in client.containers:
        return None
    sound = _first_choice(probe.audio)
    for track in (probe.video, sound):
        if track is None:
            continue
        codec = codec_of(track)
        if not client.files.plays(codec):
            return None
        if probe.container == "webm" and codec.family not in _WEBM_CODECS:
            return None
    return Decision("direct", (), probe.video, (sound,) if sound else (), mime)


def _first_choice(audio: tuple[Track, ...]) -> Track | None:
    """The sound a browser plays of a whole file: the one marked default, else the first."""
    marked = [track for track in audio if track.default]
    return (marked or list(audio) or [None])[0]


def _carried(probe: Probe, client: Client) -> tuple[Decision | None, tuple[Reason, ...]]:
    """The tracks that can be put into segments; None and the reasons where that cannot be."""
    video, audio = probe.video, probe.audio
    obstacles: list[Reason] = []
    if video is not None and (reason := _obstacle(video, client, "picture")):
        obstacles.append(reason)
    refused = [(track, _obstacle(track, client, "sound")) for track in audio]
    playable = tuple(track for track, reason in refused if reason is None)
    reasons = [reason for _, reason in refused if reason is not None]
    if audio and not playable:
        obstacles += _once(reasons)
    if obstacles:
        return None, tuple(obstacles)
    left_out = [
        Reason("audio_left_out", f"{reason.text} Another sound track is played.", reason.cure)
        for reason in _once(reasons)
    ]
    return Decision("repackage", tuple(left_out), video, playable), ()


def _obstacle(track: Track, client: Client, part: str) -> Reason | None:
    words = codec_words(track.codec)
    if not client.segments.plays(codec_of(track)):
        kind = "video_codec" if track.kind == "video" else "audio_codec"
        name = f" ({track.language})" if track.language and track.kind == "audio" else ""
        detail = _detail(track)
        return Reason(
            kind,
            f"This browser cannot play {words}{detail}, which the {part}{name} is in. It would "
            "have to be encoded anew, which this version does not do yet.",
            _CURE,
        )
    if track.obstacle:
        return Reason("cannot_copy", f"The {part} ({words}): {track.obstacle}", _CURE)
    return None


def _detail(track: Track) -> str:
    if track.codec == "h264" and (track.bit_depth or 8) > 8:
        return f" with {track.bit_depth} bits"
    return ""


def _once(reasons: Iterable[Reason]) -> list[Reason]:
    return list(dict.fromkeys(reasons))


def _why_repackaged(probe: Probe, *, direct: bool) -> Reason:
    if direct:
        return Reason(
            "audio_choice",
            "The file has several sound tracks; it is repackaged so that you can choose. Nothing "
            "is encoded anew.",
        )
    if probe.container in _DIRECT:
        return Reason(
            "first_sound",
            "The browser would choose a sound track it cannot play, so the file is repackaged "
            "with one that it can. Nothing is encoded anew.",
        )
    words = _CONTAINER_WORDS.get(probe.container, probe.container)
    return Reason(
        "container",
        f"Browsers do not open {words} files; picture and sound are repackaged as they are. "
        "Nothing is encoded anew.",
    )


def codec_words(codec: str) -> str:
    """Return what people call a codec."""
    return _CODEC_WORDS.get(codec, codec.upper())
