"""DASH manifests by ISO/IEC 23009-1 and the DASH-IF's points for VOD with a SegmentTimeline."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import urljoin

from . import segments
from .segments import Fetch, Track

SPACE: Final = "{urn:mpeg:dash:schema:mpd:2011}"
DURATION: Final = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
ROLES: Final = {
    "caption", "subtitle", "main", "alternate", "supplementary", "commentary", "dub",
    "description", "sign", "metadata", "enhanced-audio-intelligibility", "forced-subtitle",
}  # fmt: skip
CHANNELS: Final = {
    "urn:mpeg:dash:23003:3:audio_channel_configuration:2011",
    "urn:mpeg:mpegB:cicp:ChannelConfiguration",
}
ORDER: Final = {
    "AdaptationSet": ["FramePacking", "AudioChannelConfiguration", "ContentProtection",
                      "EssentialProperty", "SupplementalProperty", "InbandEventStream", "Label",
                      "Accessibility", "Role", "Rating", "Viewpoint", "ContentComponent", "BaseURL",
                      "SegmentBase", "SegmentList", "SegmentTemplate", "Representation"],
    "Representation": ["FramePacking", "AudioChannelConfiguration", "ContentProtection",
                       "EssentialProperty", "SupplementalProperty", "BaseURL",
                       "SubRepresentation", "SegmentBase", "SegmentList", "SegmentTemplate"],
}  # fmt: skip


def check(fetch: Fetch, address: str = "manifest.mpd") -> list[str]:
    """Hold a presentation against the rules, down to the bytes of every segment."""
    try:
        root = ET.fromstring(fetch(address).decode())
    except ET.ParseError as broken:
        return [f"not well-formed: {broken}"]
    said = list(_head(root))
    if said:
        return said
    whole = seconds(root.get("mediaPresentationDuration", "")) or 0
    buffer_s = seconds(root.get("minBufferTime", "")) or 0
    longest = seconds(root.get("maxSegmentDuration", "PT1000000S")) or 0
    ids: list[str] = []
    for period in root.iter(f"{SPACE}Period"):
        sets = period.findall(f"{SPACE}AdaptationSet")
        said += _unique([s.get("id", "") for s in sets], "AdaptationSet")
        for one in sets:
            said += _set(one)
            tracks: list[Track] = []
            for representation in one.findall(f"{SPACE}Representation"):
                ids.append(representation.get("id", ""))
                words, track = _representation(fetch, address, one, representation)
                said += words
                if track:
                    said += segments.check(track)
                    said += _fits(track, representation, whole, longest, buffer_s)
                    tracks.append(track)
            said += _aligned(one, tracks)
        said += _mains(sets)
    return [*said, *_unique(ids, "Representation")]


def seconds(text: str) -> float | None:
    """Read a duration (xs:duration of hours, minutes and seconds)."""
    found = DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    hours, minutes, rest = (float(x or 0) for x in found.groups())
    return hours * 3600 + minutes * 60 + rest


def _head(root: ET.Element) -> Iterator[str]:
    if root.tag != f"{SPACE}MPD":
        yield f"the root is {root.tag}"
        return
    yield from (f"MPD without {a}" for a in ("profiles", "minBufferTime") if not root.get(a))
    if root.get("type", "static") != "static":
        yield "is not static"
    for name in ("mediaPresentationDuration", "minBufferTime", "maxSegmentDuration"):
        value = root.get(name)
        if value is not None and seconds(value) is None:
            yield f"{name} is {value!r}"
    if not root.get("mediaPresentationDuration"):
        yield "MPD without mediaPresentationDuration"
    if not root.findall(f"{SPACE}Period"):
        yield "has no Period"


def _unique(ids: list[str], what: str) -> Iterator[str]:
    if len(set(ids)) != len(ids) or not all(ids):
        yield f"ids of {what} are missing or not unique: {ids}"


def _ordered(element: ET.Element) -> Iterator[str]:
    order = ORDER[element.tag.removeprefix(SPACE)]
    names = [child.tag.removeprefix(SPACE) for child in element]
    unknown = [n for n in names if n not in order]
    if unknown:
        yield f"{element.tag.removeprefix(SPACE)} has children {unknown}"
        return
    places = [order.index(n) for n in names]
    if places != sorted(places):
        yield f"{element.tag.removeprefix(SPACE)}: children out of the schema's order: {names}"


def _set(one: ET.Element) -> Iterator[str]:
    where = f"AdaptationSet {one.get('id')}"
    kind = one.get("contentType") or (one.get("mimeType") or "/").split("/")[0]
    yield from (f"{where}: {w}" for w in _ordered(one))
    if kind not in {"video", "audio", "text"}:
        yield f"{where}: contentType is {kind!r}"
    if not (one.get("mimeType") or "").startswith(kind):
        yield f"{where}: mimeType is {one.get('mimeType')!r}"
    language = one.get("lang")
    if language and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language):
        yield f"{where}: {language!r} is no language"
    for role in one.findall(f"{SPACE}Role"):
        if role.get("schemeIdUri") == "urn:mpeg:dash:role:2011" and role.get("value") not in ROLES:
            yield f"{where}: no such role as {role.get('value')!r}"
    if not one.findall(f"{SPACE}Representation"):
        yield f"{where}: has no Representation"


def _mains(sets: list[ET.Element]) -> Iterator[str]:
    for kind in ("video", "audio"):
        here = [s for s in sets if s.get("contentType") == kind]
        mains = [s for s in here for r in s.findall(f"{SPACE}Role") if r.get("value") == "main"]
        if here and not mains:
            yield f"no {kind} has the role main"


def _representation(
    fetch: Fetch, address: str, one: ET.Element, given: ET.Element
) -> tuple[list[str], Track | None]:
    name = given.get("id", "")
    said = [f"{name}: {w}" for w in _ordered(given)]
    said += [f"{name}: without {a}" for a in ("id", "bandwidth") if not given.get(a)]
    codecs = given.get("codecs") or one.get("codecs") or ""
    if not codecs:
        said.append(f"{name}: without codecs")
    if one.get("contentType") == "video":
        said += [f"{name}: without {a}" for a in ("width", "height", "frameRate")
                 if not (given.get(a) or one.get(a))]  # fmt: skip
    if one.get("contentType") == "audio":
        channels = given.find(f"{SPACE}AudioChannelConfiguration")
        if channels is None or channels.get("schemeIdUri") not in CHANNELS:
            said.append(f"{name}: without AudioChannelConfiguration")
        if not (given.get("audioSamplingRate") or one.get("audioSamplingRate")):
            said.append(f"{name}: without audioSamplingRate")
    template = given.find(f"{SPACE}SegmentTemplate")
    timeline = template.find(f"{SPACE}SegmentTimeline") if template is not None else None
    if template is None or timeline is None:
        return [*said, f"{name}: without SegmentTemplate and SegmentTimeline"], None
    scale = int(template.get("timescale", "1"))
    shift = int(template.get("presentationTimeOffset", "0"))
    spans, words = _spans(timeline)
    said += [f"{name}: {w}" for w in words]
    number = int(template.get("startNumber", "1"))

    def at(n: int, start: int) -> str:
        media = template.get("media", "").replace("$RepresentationID$", name)
        media = media.replace("$Number$", str(number + n)).replace("$Time$", str(start))
        return urljoin(address, media)

    init = template.get("initialization", "").replace("$RepresentationID$", name)
    track = Track(
        name, codecs, fetch(urljoin(address, init)),
        tuple(fetch(at(n, s)) for n, (s, _) in enumerate(spans)),
        tuple((b - a) / scale for a, b in spans),
        tuple((a - shift) / scale for a, _ in spans),
    )  # fmt: skip
    return said, track


def _spans(timeline: ET.Element) -> tuple[list[tuple[int, int]], list[str]]:
    spans: list[tuple[int, int]] = []
    for s in timeline.findall(f"{SPACE}S"):
        start = int(s.get("t", spans[-1][1] if spans else 0))
        length = int(s.get("d", "0"))
        for _ in range(int(s.get("r", "0")) + 1):
            spans.append((start, start + length))
            start += length
    said = [f"S of {b - a} ticks" for a, b in spans if b <= a]
    said += [f"the timeline breaks at {b[0]}" for a, b in pairwise(spans) if a[1] != b[0]]
    return spans, said if spans else ["an empty timeline"]


def _fits(
    track: Track, given: ET.Element, whole_s: float, longest_s: float, buffer_s: float
) -> Iterator[str]:
    """Lengths and rates are as told (23009-1 5.3.5.2: a buffer of minBufferTime never runs dry)."""
    end = track.starts_s[-1] + track.lengths_s[-1]
    if end > whole_s + 0.05:
        yield f"{track.name}: ends at {end:.3f} s, the presentation at {whole_s:.3f} s"
    if max(track.lengths_s) > longest_s + 0.002:
        yield f"{track.name}: a segment of {max(track.lengths_s):.3f} s, longest is {longest_s} s"
    bandwidth = int(given.get("bandwidth", "0"))
    owed = 0.0
    for body, length in zip(track.bodies, track.lengths_s, strict=True):
        # Bits still on their way when the segment is due, on a line of exactly this bandwidth.
        owed = max(0.0, owed + len(body) * 8 - bandwidth * length)
        if owed > bandwidth * buffer_s * 1.1:
            yield f"{track.name}: needs more than bandwidth {bandwidth} and {buffer_s} s of buffer"
            return


def _aligned(one: ET.Element, tracks: list[Track]) -> Iterator[str]:
    if one.get("segmentAlignment") != "true" or not tracks:
        return
    first = tracks[0]
    for other in tracks[1:]:
        same = len(first.starts_s) == len(other.starts_s) and all(
            abs(a - b) < 0.002 for a, b in zip(first.starts_s, other.starts_s, strict=True)
        )
        if not same:
            yield f"{first.name} and {other.name} are not aligned as segmentAlignment says"
