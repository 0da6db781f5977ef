"""HLS playlists by RFC 8216bis, and Apple's authoring rules where they apply to VOD in CMAF."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from . import segments
from .segments import Fetch, Track

ATTRIBUTE: Final = re.compile(r'([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(?:,|$)')
SHARE: Final = 1.10  # measured rates may exceed what is told by a tenth (Apple 4.4, 9.7)
RANGES: Final = {"SDR", "HLG", "PQ"}
ONCE: Final = {"EXTM3U", "EXT-X-VERSION", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE",
               "EXT-X-PLAYLIST-TYPE", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-ENDLIST",
               "EXT-X-I-FRAMES-ONLY"}  # fmt: skip


@dataclass(slots=True)
class Playlist:
    """One playlist, taken apart: tags with their values, and addresses with the tags before."""

    tags: list[tuple[str, str]] = field(default_factory=list)
    items: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def value(self, name: str) -> str | None:
        """Return the value of the first tag of a name."""
        return next((v for t, v in self.tags if t == name), None)

    def has(self, name: str) -> bool:
        """Whether a tag is there."""
        return any(t == name for t, _ in self.tags)


@dataclass(frozen=True, slots=True)
class _Listed:
    track: Track
    target_s: float


def read(text: str) -> Playlist:
    """Take a playlist apart."""
    found = Playlist()
    lines = text.split("\n")
    if not text.startswith("#EXTM3U\n"):
        found.faults.append("does not begin with #EXTM3U")
    if "\r" in text or "\ufeff" in text:
        found.faults.append("has a carriage return or a byte order mark")
    waiting: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith("#EXT"):
            name, _, value = line[1:].partition(":")
            if name in ONCE and found.has(name):
                found.faults.append(f"{name} is there twice")
            found.tags.append((name, value))
            waiting.append((name, value))
        elif line and not line.startswith("#"):
            found.items.append((line.strip(), waiting))
            waiting = []
    return found


def attributes(value: str) -> dict[str, str]:
    """Read an attribute list. Raises ValueError where it is none."""
    found: dict[str, str] = {}
    at = 0
    while at < len(value):
        match = ATTRIBUTE.match(value, at)
        if match is None or match[1] in found:
            raise ValueError(f"broken attributes at {value[at : at + 30]!r}")
        found[match[1]] = match[2]
        at = match.end()
    return found


def check(fetch: Fetch, address: str = "master.m3u8") -> list[str]:
    """Hold a presentation against the rules, down to the bytes of every segment."""
    master = read(fetch(address).decode())
    said = [f"master: {f}" for f in master.faults]
    said += [f"master: {w}" for w in _master(master)]
    listed: dict[str, _Listed] = {}
    try:
        for uri, codec, stills in _lists(master):
            if uri not in listed:
                found, words = _media(fetch, urljoin(address, uri), uri, codec, stills=stills)
                said += words
                if found:
                    listed[uri] = found
                    said += segments.check(found.track)
    except ValueError as broken:
        return [*said, f"master: {broken}"]
    if not said:
        said += _rates(master, listed)
        said += _same_length(listed)
    return said


# --- the multivariant playlist


def _master(found: Playlist) -> Iterator[str]:
    version = int(found.value("EXT-X-VERSION") or 1)
    if version < 6:
        yield f"version {version} knows no EXT-X-MAP outside I-frame playlists (needs 6)"
    if not found.has("EXT-X-INDEPENDENT-SEGMENTS"):
        yield "does not say EXT-X-INDEPENDENT-SEGMENTS"
    for name in ("EXTINF", "EXT-X-TARGETDURATION", "EXT-X-ENDLIST"):
        if found.has(name):
            yield f"{name} belongs into a media playlist"
    groups: dict[str, list[dict[str, str]]] = {}
    for name, value in found.tags:
        if name == "EXT-X-MEDIA":
            given = attributes(value)
            yield from _rendition(given)
            groups.setdefault(given.get("GROUP-ID", ""), []).append(given)
    for group, members in groups.items():
        names = [m.get("NAME") for m in members]
        if len(set(names)) != len(names):
            yield f"group {group} has two renditions of one name: {names}"
        if sum(m.get("DEFAULT") == "YES" for m in members) > 1:
            yield f"group {group} has two defaults"
    variants = [(uri, attributes(v)) for uri, tags in found.items for t, v in tags
                if t == "EXT-X-STREAM-INF"]  # fmt: skip
    if len(variants) != len(found.items) or not variants:
        yield "an address without EXT-X-STREAM-INF, or none at all"
    for uri, given in variants:
        yield from (f"{uri}: {w}" for w in _variant(given, groups))
    for group in groups:
        told = {
            tuple(given.get("CODECS", '""').strip('"').split(",")[1:])
            for _, given in variants
            if given.get("AUDIO") == group
        }
        if len(told) > 1:
            yield f"variants name different sound codecs for group {group}: {sorted(told)}"
    used = {given.get("AUDIO") for _, given in variants}
    yield from (f"group {g} is used by no variant" for g in groups if g not in used)
    pairs = [(uri, given.get("AUDIO")) for uri, given in variants]
    if len(set(pairs)) != len(pairs):
        yield "the same variant twice"
    for name, value in found.tags:
        if name == "EXT-X-I-FRAME-STREAM-INF":
            given = attributes(value)
            yield from (f"I-frame stream without {a}" for a in ("BANDWIDTH", "CODECS", "URI",
                        "RESOLUTION") if a not in given)  # fmt: skip
            if "FRAME-RATE" in given or "AUDIO" in given:
                yield "I-frame stream with FRAME-RATE or AUDIO"


def _rendition(given: dict[str, str]) -> Iterator[str]:
    yield from (
        f"a rendition without {a}" for a in ("TYPE", "GROUP-ID", "NAME", "URI") if a not in given
    )
    if given.get("DEFAULT") == "YES" and given.get("AUTOSELECT") != "YES":
        yield f"{given.get('NAME')}: a default has to be AUTOSELECT=YES"
    if given.get("TYPE") == "AUDIO" and not re.fullmatch(
        r'"\d+(/[^"]*)?"', given.get("CHANNELS", "")
    ):
        yield f"{given.get('NAME')}: CHANNELS is missing or no number"
    language = given.get("LANGUAGE")
    if language and not re.fullmatch(r'"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"', language):
        yield f"{given.get('NAME')}: {language} is no language (RFC 5646)"


def _variant(given: dict[str, str], groups: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    yield from (
        f"without {a}" for a in ("BANDWIDTH", "AVERAGE-BANDWIDTH", "CODECS") if a not in given
    )
    codecs = given.get("CODECS", '""').strip('"').split(",")
    video = any(c.split(".")[0] in {"avc1", "hvc1", "hev1", "av01", "vp09"} for c in codecs)
    if video:
        yield from (
            f"without {a}" for a in ("RESOLUTION", "FRAME-RATE", "VIDEO-RANGE") if a not in given
        )
        if given.get("VIDEO-RANGE", "SDR") not in RANGES:
            yield f"no such VIDEO-RANGE as {given['VIDEO-RANGE']}"
        if not re.fullmatch(r"\d+x\d+", given.get("RESOLUTION", "1x1")):
            yield f"RESOLUTION is {given['RESOLUTION']}"
        if not re.fullmatch(r"\d+(\.\d{1,3})?", given.get("FRAME-RATE", "1")):
            yield f"FRAME-RATE is {given['FRAME-RATE']}"
    if int(given.get("AVERAGE-BANDWIDTH", "0")) > int(given.get("BANDWIDTH", "0")):
        yield "AVERAGE-BANDWIDTH is above BANDWIDTH"
    group = given.get("AUDIO")
    if group is not None and group not in groups:
        yield f"there is no group {group}"
    if group is None and any(c.startswith("mp4a") for c in codecs) and video and groups:
        yield "its sound is in no group"


def _lists(master: Playlist) -> Iterator[tuple[str, str, bool]]:
    """Yield address, codec and whether it is of single pictures, of each media playlist."""
    sounds: dict[str, str] = {}
    for uri, tags in master.items:
        for name, value in tags:
            if name == "EXT-X-STREAM-INF":
                given = attributes(value)
                codecs = given.get("CODECS", '""').strip('"').split(",")
                sounds[given.get("AUDIO", "")] = codecs[-1]
                yield uri, codecs[0], False
    for name, value in master.tags:
        given = attributes(value) if name in {"EXT-X-MEDIA", "EXT-X-I-FRAME-STREAM-INF"} else {}
        if name == "EXT-X-MEDIA" and "URI" in given:
            yield given["URI"].strip('"'), sounds.get(given["GROUP-ID"], ""), False
        elif name == "EXT-X-I-FRAME-STREAM-INF":
            yield given["URI"].strip('"'), given.get("CODECS", "").strip('"'), True


# --- media playlists


def _media(
    fetch: Fetch, address: str, name: str, codec: str, *, stills: bool
) -> tuple[_Listed | None, list[str]]:
    found = read(fetch(address).decode())
    said = [f"{name}: {w}" for w in (*found.faults, *_list(found, stills=stills))]
    map_ = found.value("EXT-X-MAP")
    if map_ is None or said:
        return None, said
    init = fetch(urljoin(address, attributes(map_)["URI"].strip('"')))
    lengths = tuple(_length(tags) for _, tags in found.items)
    starts = tuple(sum(lengths[:n]) for n in range(len(lengths)))
    bodies = tuple(_body(fetch, urljoin(address, uri), tags) for uri, tags in found.items)
    track = Track(name, codec, init, bodies, lengths, starts, stills)
    return _Listed(track, float(found.value("EXT-X-TARGETDURATION") or 1)), said


def _list(found: Playlist, *, stills: bool) -> Iterator[str]:
    target = found.value("EXT-X-TARGETDURATION")
    if target is None or not target.isdigit():
        yield f"EXT-X-TARGETDURATION is {target}"
        return
    lengths = [_length(tags) for _, tags in found.items]
    if not lengths or min(lengths) <= 0:
        yield "an EXTINF of nothing, or no segment at all"
        return
    if max(int(s + 0.5) for s in lengths) > int(target):
        yield f"a segment lasts {max(lengths):.3f} s, the target is {target}"
    if int(target) > max(lengths) + 1:
        yield f"the target is {target}, the longest segment lasts {max(lengths):.3f} s"
    if found.value("EXT-X-PLAYLIST-TYPE") != "VOD" or not found.has("EXT-X-ENDLIST"):
        yield "is not VOD with an end"
    if not found.has("EXT-X-MAP"):
        yield "has no EXT-X-MAP"
    if found.has("EXT-X-DISCONTINUITY"):
        yield "has a discontinuity"
    if stills != found.has("EXT-X-I-FRAMES-ONLY"):
        yield "EXT-X-I-FRAMES-ONLY and the multivariant playlist disagree"
    if stills and int(found.value("EXT-X-VERSION") or 1) < 4:
        yield "EXT-X-I-FRAMES-ONLY needs version 4"
    if len({uri for uri, _ in found.items}) != len(found.items) and not any(
        t == "EXT-X-BYTERANGE" for t, _ in found.tags
    ):
        yield "the same segment twice"


def _length(tags: Sequence[tuple[str, str]]) -> float:
    text = next((v for t, v in tags if t == "EXTINF"), "0").split(",")[0]
    return float(text)


def _body(fetch: Fetch, address: str, tags: Sequence[tuple[str, str]]) -> bytes:
    """Return a segment, or the byte range of it that is meant."""
    data = fetch(address)
    for name, value in tags:
        if name == "EXT-X-BYTERANGE":
            size, _, start = value.partition("@")
            data = data[int(start or 0) : int(start or 0) + int(size)]
    return data


# --- what is told of rates, and lengths


def _rates(master: Playlist, listed: dict[str, _Listed]) -> Iterator[str]:
    sounds: dict[str, list[_Listed]] = {}
    for name, value in master.tags:
        if name == "EXT-X-MEDIA":
            given = attributes(value)
            sounds.setdefault(given["GROUP-ID"], []).append(listed[given["URI"].strip('"')])
    told = [(uri, attributes(v)) for uri, tags in master.items for t, v in tags
            if t == "EXT-X-STREAM-INF"]  # fmt: skip
    for name, value in master.tags:
        if name == "EXT-X-I-FRAME-STREAM-INF":
            told.append((attributes(value)["URI"].strip('"'), attributes(value)))
    for uri, given in told:
        one, members = listed[uri], sounds.get(given.get("AUDIO", ""), [])
        peak = one.track.peak(one.target_s) + max(
            (m.track.peak(m.target_s) for m in members), default=0
        )
        average = one.track.average() + max((m.track.average() for m in members), default=0)
        if peak > int(given["BANDWIDTH"]) * SHARE:
            yield f"{uri}: peaks at {peak:.0f} bits a second, BANDWIDTH says {given['BANDWIDTH']}"
        if average > int(given.get("AVERAGE-BANDWIDTH", 2**60)) * SHARE:
            yield (
                f"{uri}: {average:.0f} bits a second on average, "
                f"AVERAGE-BANDWIDTH says {given['AVERAGE-BANDWIDTH']}"
            )


def _same_length(listed: dict[str, _Listed]) -> Iterator[str]:
    """Pictures last as long as each other: players hold switching against the same clock."""
    pictures = {u: x for u, x in listed.items() if x.track.header.handler == b"vide"}
    lengths = {u: sum(x.track.lengths_s) for u, x in pictures.items()}
    if lengths and max(lengths.values()) - min(lengths.values()) > 0.1:
        yield f"pictures are of different length: {lengths}"
