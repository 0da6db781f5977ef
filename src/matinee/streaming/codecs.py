"""What a client plays, by its own word, compared with what a file holds. Pure.

A client is asked about a handful of codec strings (RFC 6381), one for each profile and size that
changes the answer; a file has one of thousands. So strings are read into family, profile and
level: a client that plays High at level 5.2 plays Main at 4.0, and nothing follows for HEVC.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matinee.engine import Track

_MIME = re.compile(r'\s*([\w.+-]+/[\w.+-]+)\s*(?:;.*?codecs\s*=\s*"?([^"]*)"?)?', re.IGNORECASE)
_SEGMENT_TYPES = frozenset({"video/mp4", "audio/mp4"})


@dataclass(frozen=True, slots=True)
class Codec:
    """A codec string, read. `level` is comparable within one family; 0 where there is none."""

    family: str
    profile: str = ""
    level: int = 0


_NAMES = {
    "h264": "avc", "hevc": "hevc", "av1": "av1", "vp9": "vp9", "vp8": "vp8", "vp08": "vp8",
    "aac": "aac", "mp3": "mp3", "opus": "opus", "flac": "flac", "vorbis": "vorbis",
    "alac": "alac", "ac3": "ac-3", "eac3": "ec-3", "mp4a.69": "mp3", "mp4a.6b": "mp3",
    "mp4a.40.34": "mp3", "mp4a.67": "aac", "mp4a.66": "aac", "mp4a.68": "aac",
    "mp4a.a5": "ac-3", "mp4a.a6": "ec-3", "avc1": "avc", "avc3": "avc", "1": "pcm",
}  # fmt: skip
# A decoder of the profile on the left also takes those on the right (H.264 annex A.2,
# H.265 annex A.3, AV1 annex A.2).
_COVERS = {
    "avc": {"100": "66 77 88", "77": "66", "110": "66 77 100", "122": "66 77 100 110"},
    "hevc": {"2": "1"},
    "av1": {"0.10": "0.8", "1.8": "0.8", "1.10": "0.8 0.10 1.8"},
}
_AAC_OBJECTS = frozenset({"2", "5", "29"})  # LC, HE and HE v2: every player of one has all


def read_codec(text: str) -> Codec:
    """Return what a codec string, or the engine's plain name of a codec, says."""
    value = text.strip().lower()
    if value in _NAMES:
        return Codec(_NAMES[value])
    parts = value.split(".")
    try:
        return _read_dotted(parts)
    except (ValueError, IndexError):
        return Codec(value)


def _read_dotted(parts: list[str]) -> Codec:
    match parts[0]:
        case "avc1" | "avc3":
            return Codec("avc", str(int(parts[1][0:2], 16)), int(parts[1][4:6], 16))
        case "hvc1" | "hev1":
            return Codec("hevc", parts[1].lstrip("abc"), int(parts[3][1:]))
        case "av01":
            depth = int(parts[3]) if len(parts) > 3 else 8
            return Codec("av1", f"{int(parts[1])}.{depth}", int(parts[2].rstrip("mh")))
        case "vp09":
            return Codec("vp9", str(int(parts[1])), int(parts[2]))
        case "vp9":
            return Codec("vp9", "0")
        case "dvh1" | "dvhe" | "dav1" | "dva1" | "dvav":
            return Codec(parts[0], str(int(parts[1])), int(parts[2]))
        case "mp4a" if parts[1] == "40":
            return Codec("aac") if parts[2] in _AAC_OBJECTS else Codec(".".join(parts))
        case _:
            return Codec(".".join(parts))


def codec_of(track: Track) -> Codec:
    """Return the codec of a track: its full string where the engine knows it, else its name."""
    return read_codec(track.rfc6381 or track.codec)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Codecs that were accepted and refused when asked about."""

    accepted: frozenset[Codec]
    refused: frozenset[Codec] = frozenset()

    def plays(self, codec: Codec) -> bool:
        """Say whether it follows from the answers that this codec is played.

        A level nobody asked about is trusted unless a lower one was refused.
        """
        able = [one for one in self.accepted if _covers(one, codec)]
        if any(one.level >= codec.level or not codec.level or not one.level for one in able):
            return True
        too_much = any(
            _covers(one, codec) and one.level <= codec.level and one not in self.accepted
            for one in self.refused
        )
        return bool(able) and not too_much


def _covers(one: Codec, other: Codec) -> bool:
    if one.family != other.family:
        return False
    if not one.profile or not other.profile or one.profile == other.profile:
        return True
    return other.profile in _COVERS.get(one.family, {}).get(one.profile, "").split()


@dataclass(frozen=True, slots=True)
class Client:
    """What a client plays: in segments (Media Source), in whole files, and which files it opens."""

    segments: Spoken
    files: Spoken
    containers: frozenset[str]
    hdr: bool | None = None  # whether its screen shows HDR; None: it did not say
    channels: int = 2  # loudspeakers
    line_bps: float | None = None  # what it measured of its line


_DESKTOP_SEGMENTS = (
    "avc1.640034", "av01.0.16M.10", "vp09.00.61.08", "vp09.02.61.10",
    "mp4a.40.2", "opus", "flac",
)  # fmt: skip
_DESKTOP_FILES = ("mp4a.6b", "vp8", "vorbis", "pcm")
_DESKTOP_CONTAINERS = (
    "video/mp4", "video/webm", "video/ogg", "audio/mp4", "audio/webm", "audio/mpeg",
    "audio/flac", "audio/ogg", "audio/wav", "audio/aac",
)  # fmt: skip


def _spoken(accepted: Iterable[str], refused: Iterable[str] = ()) -> Spoken:
    return Spoken(
        frozenset(read_codec(text) for text in accepted),
        frozenset(read_codec(text) for text in refused),
    )


DESKTOP = Client(
    _spoken(_DESKTOP_SEGMENTS),
    _spoken((*_DESKTOP_SEGMENTS, *_DESKTOP_FILES)),
    frozenset(_DESKTOP_CONTAINERS),
)


def client_of(mp4: Mapping[str, bool], supported: Iterable[str]) -> Client:
    """Return the client that answered so; one that said nothing is taken for a desktop browser.

    `mp4` is codec string -> answer for segments, `supported` full media types that were accepted.
    """
    yes = [codec for codec, answer in mp4.items() if answer]
    no = [codec for codec, answer in mp4.items() if not answer]
    in_files: list[str] = []
    containers: set[str] = set()
    for mime in supported:
        match = _MIME.match(mime)
        if match is None:
            continue
        container = match.group(1).lower()
        containers.add(container)
        codecs = [codec for codec in (match.group(2) or "").split(",") if codec.strip()]
        in_files += codecs
        if container in _SEGMENT_TYPES:
            yes += codecs
    if not yes and not containers:
        return DESKTOP
    # What it plays in whole files does not follow for segments, where it was asked about those.
    refused = {read_codec(codec) for codec in no}
    yes = [codec for codec in yes if mp4.get(codec) or read_codec(codec) not in refused]
    segments = _spoken(yes, no)
    files = Spoken(segments.accepted | _spoken(in_files).accepted, segments.refused)
    return Client(segments, files, frozenset(containers))
