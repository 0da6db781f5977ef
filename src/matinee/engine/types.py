"""The values that stand between the engine's stations. All frozen, all JSON both ways.

Times are seconds from the moment playing starts (the earliest picture or sound of the
file), whatever clock the container itself uses.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from typing import Any, Literal, Self, cast

Kind = Literal["video", "audio", "text"]
Hdr = Literal["sdr", "hdr10", "hlg", "dolby_vision"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of the file."""

    start_s: float
    end_s: float
    title: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A stretch people may want to pass over. `kind` is one of MARKER_KINDS."""

    kind: str
    start_s: float
    end_s: float


MARKER_KINDS = (
    "intro", "recap", "credits", "preview",
    "sponsor", "selfpromo", "interaction", "music_offtopic", "filler",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Track:
    """One picture, sound or text track, as found in the container."""

    index: int
    kind: Kind
    codec: str
    rfc6381: str | None = None
    language: str | None = None
    title: str | None = None
    default: bool = False
    forced: bool = False
    described: bool = False
    bit_rate: int | None = None
    duration_s: float | None = None
    start_s: float = 0.0
    profile: str | None = None
    # picture
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None
    rotation: int = 0  # degrees clockwise to turn the picture for showing: 0, 90, 180, 270
    sample_aspect: tuple[int, int] = (1, 1)
    bit_depth: int | None = None
    hdr: Hdr = "sdr"
    color_primaries: int | None = None  # ISO/IEC 23091-2 code points
    color_transfer: int | None = None
    color_matrix: int | None = None
    color_full_range: bool = False
    interlaced: bool = False
    # sound
    channels: int | None = None
    sample_rate: int | None = None
    frame_samples: int | None = None  # samples in each packet, where that is fixed
    # how its packets are timed
    timescale: int = 0  # ticks a second in which segments of this track are timed
    obstacle: str | None = None  # why its packets cannot be carried to a player as they are
    decodable: bool = True  # whether something here decodes it, so that it can be encoded anew

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the track of `to_json`; unknown keys (of a later version) are left out."""
        known = _known(cls, data)
        if "sample_aspect" in known:
            x, y = known["sample_aspect"]
            known["sample_aspect"] = (int(x), int(y))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class TextTrack:
    """Subtitles as a player is offered them. `t2` is track 2 of the file, `x…` a file beside it.

    `vtt` and `ass` are WebVTT for whoever asks; `ass` can also be drawn from its own form, and
    `image` is pictures and no words. `described` means for the hard of hearing (SDH).
    """

    id: str  # [tx]\d{1,5}
    form: Literal["vtt", "ass", "image"]
    language: str | None = None
    name: str | None = None
    default: bool = False
    forced: bool = False
    described: bool = False


@dataclass(frozen=True, slots=True)
class TextWanted:
    """A text track to be taken out of a file: its index, its codec, the language of its words."""

    index: int
    codec: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FontFound:
    """A font taken out of a film: its file, what the film calls it, and its bytes."""

    file: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class CoverFound:
    """The cover picture taken out of a file: its file, and its bytes."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class TextFound:
    """What came out of one text track: files in a folder of its own.

    Words: `cues.json`, `all.vtt` and `own.<own>`. Pictures: `images.json` and `<n>.png`.
    `trouble` says in words why there is nothing.
    """

    id: str
    form: Literal["vtt", "ass", "image"]
    own: str | None = None
    count: int = 0
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file is, without having played it."""

    container: str
    duration_s: float
    start_s: float
    size_bytes: int
    bit_rate: int
    tracks: tuple[Track, ...]
    chapters: tuple[Chapter, ...] = ()
    tags: dict[str, str] = field(default_factory=dict[str, str])
    cover_track: int | None = None

    @property
    def video(self) -> Track | None:
        """The picture that plays: one that can be carried before others, then the default one.

        Never a cover image.
        """
        pictures = [t for t in self.tracks if t.kind == "video" and t.index != self.cover_track]
        ranked = sorted(pictures, key=lambda t: (t.obstacle is not None, not t.default, t.index))
        return ranked[0] if ranked else None

    @property
    def audio(self) -> tuple[Track, ...]:
        """All sound tracks, in file order."""
        return tuple(t for t in self.tracks if t.kind == "audio")

    @property
    def text(self) -> tuple[Track, ...]:
        """All subtitle tracks, in file order."""
        return tuple(t for t in self.tracks if t.kind == "text")

    def track(self, index: int) -> Track | None:
        """Return the track with this index in the container."""
        return next((t for t in self.tracks if t.index == index), None)

    def to_json(self) -> dict[str, Any]:
        """Return plain values for `json.dumps`."""
        plain = _plain(self)
        plain["tracks"] = tuple(_plain(track) for track in self.tracks)
        plain["chapters"] = tuple(_plain(chapter) for chapter in self.chapters)
        return plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the probe of `to_json`."""
        known = _known(cls, data)
        known["tracks"] = tuple(Track.from_json(t) for t in known["tracks"])
        known["chapters"] = tuple(Chapter(**_known(Chapter, c)) for c in known.get("chapters", ()))
        known["tags"] = dict(known.get("tags", {}))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a sound track is (EBU R 128), listened to with so many channels.

    All None where nothing is to be heard; the range also where the track is too short for one.
    """

    index: int  # of the track in the file
    channels: int  # its own, or 2: the stereo that is made of it
    integrated_lufs: float | None
    range_lu: float | None
    peak_dbfs: float | None  # the highest sample


@dataclass(frozen=True, slots=True)
class Still:
    """A picture taken from the film."""

    path: str
    width: int
    height: int
    blurhash: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Sprites:
    """Sheets of small pictures for scrubbing. Tiles go left to right, then down, then on."""

    files: tuple[str, ...]  # file names inside the folder that was given
    tile_width: int
    tile_height: int
    columns: int
    rows: int
    interval_s: float
    count: int
    vtt: str  # WebVTT whose cues name the files relatively with #xywh fragments

    def to_json(self) -> dict[str, Any]:
        """Return plain values for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the sprites of `to_json`."""
        known = _known(cls, data)
        known["files"] = tuple(known["files"])
        return cls(**known)


def _plain(value: Any) -> dict[str, Any]:
    """Return the fields of a frozen value as they are: many times quicker than a deep copy."""
    return {name: getattr(value, name) for name in _names(type(value))}


def _known(cls: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    names = _names(cls)
    return {k: v for k, v in cast("dict[str, Any]", data).items() if k in names}


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))
