"""A DASH manifest (ISO/IEC 23009-1) of a plan, as pure text with relative addresses.

SegmentTemplate with $Number$ and an exact SegmentTimeline: the same segments as HLS.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import quoteattr

from matinee.engine.hls import label
from matinee.engine.plan import Plan, PlanTrack

PROFILE = "urn:mpeg:dash:profile:isoff-live:2011"
CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"
CICP = "urn:mpeg:mpegB:cicp:TransferCharacteristics"
NOWHERE: Final[Mapping[str, str]] = {}
TRANSFER = {"hdr10": 16, "dolby_vision": 16, "hlg": 18}


def mpd(
    plan: Plan,
    tracks: Sequence[PlanTrack],
    subtitles: Callable[[int], list[str]] = lambda _: [],
    bases: Mapping[str, str] = NOWHERE,
) -> str:
    """Return the manifest of the tracks of a plan that are offered.

    `subtitles` gives the lines of `dash_text.adaptation_lines` from a set's number on; `bases`, by
    track and with a slash at its end, where else its segments lie: there first, then here.
    """
    sets = _sets(tracks)
    longest = max(s.duration_s for t in tracks for s in plan.segments(t))
    head = (
        f'<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="{PROFILE}" type="static"'
        f' mediaPresentationDuration="PT{plan.duration_s:.3f}S"'
        f' maxSegmentDuration="PT{longest:.3f}S" minBufferTime="PT2S">'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        head,
        f'  <Period id="0" start="PT0S" duration="PT{plan.duration_s:.3f}S">',
    ]
    for n, members in enumerate(sets):
        lines += _adaptation(plan, members, n, bases)
    lines += subtitles(len(sets))
    return "\n".join([*lines, "  </Period>", "</MPD>"]) + "\n"


def _sets(tracks: Sequence[PlanTrack]) -> list[list[PlanTrack]]:
    """Put what a player may switch between into one set: rungs, and the picture as it is."""
    pictures = [t for t in tracks if t.kind == "video" and not t.stills]
    sets: list[list[PlanTrack]] = []
    for picture in pictures:
        same = next((s for s in sets if _alike(s[0], picture)), None)
        if same is None:
            sets.append([picture])
        else:
            same.append(picture)
    return [*sets, *([t] for t in tracks if t.kind == "audio")]


def _alike(one: PlanTrack, other: PlanTrack) -> bool:
    return (one.codec, one.hdr) == (other.codec, other.hdr)


def _adaptation(
    plan: Plan, members: Sequence[PlanTrack], n: int, bases: Mapping[str, str]
) -> list[str]:
    track = members[0]
    language = f" lang={quoteattr(track.language)}" if track.language else ""
    # Rungs are cut more finely than the picture as it is, at its cuts among others: their
    # segments do not all begin together.
    aligned = len({plan.bounds(t) for t in members}) == 1
    head = (
        f'    <AdaptationSet id="{n}" contentType="{track.kind}" mimeType="{track.kind}/mp4"'
        f'{language} segmentAlignment="{str(aligned).lower()}" startWithSAP="1">'
    )
    lines = [head]
    if track.kind == "audio":
        lines.append(f"      <Label>{_text(label(track))}</Label>")
        role = "main" if track.default else "alternate"
    else:
        role = "main"
        if track.hdr in TRANSFER:
            lines.append(
                f'      <EssentialProperty schemeIdUri="{CICP}" value="{TRANSFER[track.hdr]}"/>'
            )
    if track.described:
        role = "description"
    lines.append(f'      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="{role}"/>')
    for member in members:
        lines += [*_representation(member), *_bases(bases.get(member.id))]
        lines += [*_template(plan, member), "      </Representation>"]
    return [*lines, "    </AdaptationSet>"]


def _representation(track: PlanTrack) -> list[str]:
    fields = f'id="{track.id}" codecs={quoteattr(track.rfc6381)} bandwidth="{track.bandwidth_peak}"'
    if track.kind == "audio":
        rate = f' audioSamplingRate="{track.sample_rate}"' if track.sample_rate else ""
        opening = [f"      <Representation {fields}{rate}>"]
        if track.channels:
            opening.append(
                f'        <AudioChannelConfiguration schemeIdUri="{CHANNELS}"'
                f' value="{track.channels}"/>'
            )
        return opening
    size = f' width="{track.width}" height="{track.height}"' if track.width else ""
    rate = f' frameRate="{_rate(track.frame_rate)}"' if track.frame_rate else ""
    return [f"      <Representation {fields}{size}{rate}>"]


def _bases(base: str | None) -> list[str]:
    """Return where a player looks, one after the other (ISO/IEC 23009-1, 5.6.5)."""
    return [] if base is None else [f"        <BaseURL>{one}</BaseURL>" for one in (base, "./")]


def _template(plan: Plan, track: PlanTrack) -> list[str]:
    head = (
        f'        <SegmentTemplate timescale="{track.timescale}" startNumber="0"'
        f' initialization="{track.id}/init.mp4" media="{track.id}/$Number$.m4s">'
    )
    lines = [head, "          <SegmentTimeline>"]
    bounds = plan.bounds(track)
    runs: list[tuple[int, int, int]] = []
    for start, end in pairwise(bounds):
        if runs and runs[-1][1] == end - start:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((start, end - start, 0))
    for start, length, more in runs:
        repeat = f' r="{more}"' if more else ""
        lines.append(f'            <S t="{start}" d="{length}"{repeat}/>')
    return [*lines, "          </SegmentTimeline>", "        </SegmentTemplate>"]


def _rate(frame_rate: float) -> str:
    """Return a frame rate the way MPDs write it: NTSC rates as fractions."""
    whole = round(frame_rate)
    if abs(frame_rate - whole) < 0.005:
        return str(whole)
    if abs(frame_rate - whole * 1000 / 1001) < 0.005:
        return f"{whole * 1000}/1001"
    return f"{round(frame_rate * 1000)}/1000"


def _text(text: str) -> str:
    kept = "".join(c for c in text if c.isprintable())
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
