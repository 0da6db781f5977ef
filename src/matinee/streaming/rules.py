"""The one decision: how this file reaches that client, and why, in words. Pure.

Weighed are what the file holds (the probe and the plan) and what the client says it plays, never
its name. Three answers: the file as it is; its packets carried over into segments, with sound
encoded where only that is foreign; or the picture encoded. Whichever it is, the ladder of encoded
qualities stands below, so that a stream adapts to the line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matinee.engine import AV1_COST, Plan, PlanTrack, Probe, Track
from matinee.engine.text import CODECS
from matinee.kit.serve import content_type_of
from matinee.streaming.codecs import Client, codec_of, read_codec
from matinee.streaming.words import CONTAINERS, codec_words

Kind = Literal["direct", "repackage", "transcode", "unplayable"]

# Files a browser opens by ranges and seeks well in; others are opened too by some, but not well.
_DIRECT = frozenset({"mp4", "webm", "ogg", "mp3", "flac", "wav"})
_WEBM_CODECS = frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})
_PREPARE = "Prepare the title: it then starts at once and costs the server nothing while it plays."
_ELSEWHERE = (
    "Download the file and play it with a player such as VLC, or open it on a device that plays "
    "this format."
)
_FORCING = frozenset({"hdr", "interlaced"})  # it plays as it is, but not as it should
_COPIED = {  # kinds of tracks that are not encoded -> what becomes of them
    frozenset({"video", "audio"}): "picture and sound are repackaged as they are",
    frozenset({"video"}): "the picture is repackaged as it is",
    frozenset({"audio"}): "the sound is repackaged as it is",
    frozenset[str](): "the sound is sent in pieces",
}
_ROOMY = 1.25  # a line must be so many times faster than a file that is played as it is
_WORTH_IT = 0.7  # a rung as large as the original helps where its cap is at most so much of it


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it was decided so: a word for programs, a sentence for people, and what would help."""

    code: str
    text: str
    cure: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. `tracks` are the ids of the plan's tracks that are offered in manifests.

    `direct_type` is the file's media type where the client opens it as it is.
    """

    kind: Kind
    reasons: tuple[Reason, ...]
    tracks: tuple[str, ...] = ()
    direct_type: str | None = None


@dataclass(frozen=True, slots=True)
class Ability:
    """What the machine can encode while somebody watches."""

    pixels_s: float = float("inf")  # pixels a second, as H.264
    spare_pixels_s: float = 0.0  # of these, what may be spent on one picture as AV1
    ready: frozenset[str] = frozenset()  # ids of tracks that are prepared: they cost nothing


BOUNDLESS = Ability()


def decide(
    probe: Probe, client: Client, plan: Plan | None, ability: Ability = BOUNDLESS
) -> Decision:
    """Decide how a file is played on a client; `plan` is None where it cannot be cut at all."""
    if probe.video is None and not probe.audio:
        return Decision("unplayable", (Reason("no_tracks", "There is no picture or sound in it."),))
    decision = _decide(probe, client, plan, ability)
    unread = sorted({one.codec for one in probe.text if one.codec not in CODECS})
    if decision.kind == "unplayable" or not unread:
        return decision
    words = f"Subtitles inside the file are in a form that cannot be shown: {', '.join(unread)}."
    reason = Reason("text_left_out", words, "Add the subtitles as a file of their own.")
    return replace(decision, reasons=(*decision.reasons, reason))


def _decide(probe: Probe, client: Client, plan: Plan | None, ability: Ability) -> Decision:
    direct = _as_it_is(probe, client)
    if plan is None:
        return _without_plan(probe, direct)
    pictures, picture_reasons = _pictures(probe, client, plan, ability)
    sounds, sound_reasons = _sounds(probe, client, plan)
    tracks = tuple(t.id for t in (*pictures, *sounds))
    failed = [r for r in (*picture_reasons, *sound_reasons) if r.code == "undecodable"]
    if (probe.video and not pictures) or (not probe.video and not sounds):
        return _without_plan(probe, direct, tuple(_once(failed)))
    encoded = bool(pictures) and all(t.encoded for t in pictures)
    forced = any(r.code in _FORCING for r in picture_reasons)
    why = _not_direct(probe, client, sounds, encoded=encoded)
    if direct and not forced and why is None:
        reason = Reason("direct", "The file is played as it is.")
        return Decision("direct", (reason,), tracks, direct)
    if encoded:
        return Decision("transcode", (*picture_reasons, *sound_reasons), tracks)
    reasons = (why if direct and why else _repackaged(probe, (*pictures, *sounds)), *sound_reasons)
    return Decision("repackage", tuple(_once(reasons)), tracks, direct)


def _without_plan(probe: Probe, direct: str | None, reasons: tuple[Reason, ...] = ()) -> Decision:
    if direct:
        return Decision("direct", (Reason("direct", "The file is played as it is."),), (), direct)
    if not reasons:
        codec = (probe.video or probe.audio[0]).codec
        text = f"Nothing here can decode {codec_words(codec)}."
        reasons = (Reason("undecodable", text, _ELSEWHERE),)
    return Decision("unplayable", reasons)


# --- the file itself


def _as_it_is(probe: Probe, client: Client) -> str | None:
    """Return the file's media type where the client opens it and plays what it will choose."""
    mime = content_type_of(probe.container, audio_only=probe.video is None)
    if probe.container not in _DIRECT or mime not in client.containers:
        return None
    if probe.video and probe.video.hdr == "dolby_vision" and probe.video.obstacle:
        return None  # its codec is told as plain AV1 or HEVC, and browsers refuse it all the same
    for track in (probe.video, _first_choice(probe.audio)):
        if track is None:
            continue
        codec = codec_of(track)
        if not client.files.plays(codec):
            return None
        if probe.container == "webm" and codec.family not in _WEBM_CODECS:
            return None
    return mime


def _first_choice(audio: tuple[Track, ...]) -> Track | None:
    """The sound a browser plays of a whole file: the one marked default, else the first."""
    marked = [track for track in audio if track.default]
    return (marked or list(audio) or [None])[0]


def _not_direct(
    probe: Probe, client: Client, sounds: Sequence[PlanTrack], *, encoded: bool
) -> Reason | None:
    """Say why a file that could be played as it is, is not."""
    if len({t.index for t in sounds}) > 1 and not encoded:
        return Reason(
            "audio_choice",
            "The file has several sound tracks; it is repackaged so that you can choose.",
        )
    if client.line_bps and client.line_bps < probe.bit_rate * _ROOMY:
        return Reason(
            "line",
            "The line is slower than the file, so it is sent in pieces whose quality can be "
            "lowered and raised.",
        )
    return None


# --- pictures


def _pictures(
    probe: Probe, client: Client, plan: Plan, ability: Ability
) -> tuple[list[PlanTrack], list[Reason]]:
    """Return the qualities that are offered, highest first, and why the original is not."""
    video = probe.video
    if video is None:
        return [], []
    mine = [t for t in plan.pictures if t.index == video.index]
    original = next((t for t in mine if not t.encoded), None)
    why = _not_copied(video, client, plan, original)
    kept = [original] if original and why is None else []
    rungs = [t for t in mine if t.encoded and not t.stills]
    rungs = [t for t in _in_best_codec(rungs, client, ability) if _worth_it(t, kept)]
    rungs = _bearable(rungs, ability)
    if not kept and not rungs:
        return [], [_undecodable(video)]
    stills = [t for t in mine if t.stills]
    return [*kept, *rungs, *stills], [why] if why else []


def _not_copied(
    video: Track, client: Client, plan: Plan, original: PlanTrack | None
) -> Reason | None:
    words = codec_words(video.codec)
    if not client.segments.plays(codec_of(video)):
        deep = video.codec == "h264" and (video.bit_depth or 8) > 8
        detail = f" with {video.bit_depth} bits" if deep else ""
        text = f"This browser cannot play {words}{detail}; the picture is re-encoded."
        return Reason("video_codec", text, _PREPARE)
    if original is None:
        obstacle = dict(plan.left_out).get(video.index, "It cannot be cut as it is.")
        return Reason("cannot_copy", f"{obstacle} The picture is re-encoded.", _PREPARE)
    if video.hdr != "sdr" and client.hdr is False:
        text = "The film is HDR and this screen is not: its colours are mapped to the screen's."
        return Reason("hdr", text, _PREPARE)
    if video.interlaced:
        text = "The picture is interlaced; it is deinterlaced and re-encoded."
        return Reason("interlaced", text, _PREPARE)
    return None


def _in_best_codec(rungs: Sequence[PlanTrack], client: Client, ability: Ability) -> list[PlanTrack]:
    """Return each quality once: as AV1 where the client plays it and it is there or quickly made.

    AV1 takes a third fewer bits and several times the work, so it is not made where the same
    quality is there as H.264 already.
    """
    there = {t.rung for t in rungs if t.id in ability.ready}
    better = {
        t.rung: t for t in rungs
        if t.codec == "av1" and client.segments.plays(read_codec(t.rfc6381))
        and (t.id in ability.ready
             or (t.rung not in there and _pixels_s(t) * AV1_COST <= ability.spare_pixels_s))
    }  # fmt: skip
    return [better.get(t.rung, t) for t in rungs if t.codec != "av1"]


def _pixels_s(track: PlanTrack) -> float:
    return (track.width or 0) * (track.height or 0) * (track.frame_rate or 30.0)


def _worth_it(rung: PlanTrack, kept: Sequence[PlanTrack]) -> bool:
    """Whether a rung beside the original is smaller, or as large but much lighter."""
    for original in kept:
        same = (rung.width or 0) >= (original.width or 0) * 0.97
        if same and rung.bandwidth_average > original.bandwidth_average * _WORTH_IT:
            return False
    return True


def _bearable(rungs: Sequence[PlanTrack], ability: Ability) -> list[PlanTrack]:
    """Leave out what the machine cannot encode as fast as it is watched; never all of it."""
    fast = [
        t for t in rungs
        if t.id in ability.ready
        or t.codec == "av1"  # chosen only where it is no burden
        or _pixels_s(t) <= ability.pixels_s
    ]  # fmt: skip
    return fast or list(rungs[-1:])


# --- sound


def _sounds(probe: Probe, client: Client, plan: Plan) -> tuple[list[PlanTrack], list[Reason]]:
    """Return each sound once as it is, else encoded; and why those were."""
    found: list[PlanTrack] = []
    reasons: list[Reason] = []
    for track in probe.audio:
        mine = [t for t in plan.sounds if t.index == track.index]
        copied = next((t for t in mine if not t.encoded), None)
        if copied and client.segments.plays(codec_of(track)):
            found.append(copied)
            continue
        encoded = [t for t in mine if t.encoded and (t.channels or 2) <= max(2, client.channels)]
        found += encoded
        reasons.append(_encoded_sound(track, client, plan) if encoded else _undecodable(track))
    return found, _once(reasons)


def _encoded_sound(track: Track, client: Client, plan: Plan) -> Reason:
    name = f" ({track.language})" if track.language else ""
    if client.segments.plays(codec_of(track)):
        obstacle = dict(plan.left_out).get(track.index, "It cannot be cut as it is.")
        text = f"{obstacle} The sound{name} is re-encoded as AAC."
    else:
        words = codec_words(track.codec)
        text = f"This browser cannot play {words}; the sound{name} is re-encoded as AAC."
    return Reason("audio_codec", text)


def _undecodable(track: Track) -> Reason:
    part = "picture" if track.kind == "video" else "sound"
    text = f"The {part} is {codec_words(track.codec)}, which nothing here can decode."
    return Reason("undecodable", text, _ELSEWHERE)


def _repackaged(probe: Probe, tracks: Iterable[PlanTrack]) -> Reason:
    if probe.container in _DIRECT:
        return Reason(
            "first_sound",
            "The browser could not play the sound of the file as it is, so the file is repackaged.",
        )
    copied = {t.kind for t in tracks if not t.encoded}
    words = CONTAINERS.get(probe.container, probe.container)
    return Reason("container", f"Browsers do not open {words} files; {_COPIED[frozenset(copied)]}.")


def _once(reasons: Iterable[Reason]) -> list[Reason]:
    return list(dict.fromkeys(reasons))
