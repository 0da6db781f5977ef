"""What passes between the stations: values, never rows.

A source brings a `Landing`; the gate answers `Published`. Events are facts told after commit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from matinee.engine import Probe
from matinee.kit.events import shared

STILL, GIVEN, ONLINE = "still", "given", "online"
CHOSEN = "chosen"  # by hand: nothing else takes its place
"""Where a picture of a media is from: the film itself, what came with it, a catalogue."""


@dataclass(frozen=True, slots=True)
class Credit:
    """What somebody did in a work: `job` is actor, director, writer, producer, composer …"""

    name: str
    job: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class SeasonFacts:
    """What is known of a season, beside its number."""

    number: int
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What is known of a whole series, beside its title."""

    original_title: str | None = None
    year: int | None = None
    description: str | None = None
    content_rating: str | None = None
    genres: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    other_ids: Mapping[str, str] = field(default_factory=dict[str, str])
    seasons: tuple[SeasonFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """A file in the folder of a series or, with a number, of one of its seasons.

    `kind` is "nfo" or one of PICTURES in `series_files`; the size in bytes and the time in ns tell
    its content from another.
    """

    series_id: str
    season_number: int | None
    kind: str
    relative_path: str
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Identity:
    """What a work is, as far as its source, the files beside it, its tags or its name tell.

    `confidence` is from 0 to 1, and `doubts` are codes of what was guessed. `edition` and `label`
    tell this version from others of the work. An extra (`extra_kind`) finds its film by where it
    lies.
    """

    title: str
    kind: str = "video"
    original_title: str | None = None
    year: int | None = None
    series_title: str | None = None
    season_number: int | None = None
    episode_number: int | None = None
    episode_number_end: int | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    source_platform: str | None = None
    source_id: str | None = None
    source_url: str | None = None
    uploader: str | None = None
    upload_date: date | None = None
    recorded_at: datetime | None = None
    tagline: str | None = None
    released: date | None = None
    content_rating: str | None = None
    part_number: int | None = None
    extra_kind: str | None = None
    extra_of: str | None = None  # the work key of the film that an extra names
    series: SeriesFacts | None = None
    edition: str | None = None
    label: str | None = None
    credits: tuple[Credit, ...] = ()
    other_ids: Mapping[str, str] = field(default_factory=dict[str, str])
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file that came along: `kind` is "subtitle", "thumbnail" or "info"."""

    kind: str
    path: Path
    language: str | None = None
    name: str | None = None
    format: str = ""
    forced: bool = False
    described: bool = False


@dataclass(frozen=True, slots=True)
class Landing:
    """A file that has been brought in, examined and identified, and waits at the gate.

    Staged files lie under data/staging and are moved. Files scanned in place name their root and
    relative path and are never touched; `facts` are the size in bytes and the time in ns that one
    was seen with, so that whatever it becomes later is noticed.
    """

    path: Path
    probe: Probe
    fingerprint: str
    identity: Identity
    root_id: str | None = None
    relative_path: str | None = None
    sidecars: tuple[Sidecar, ...] = ()
    collection_id: str | None = None
    added_by: str | None = None
    facts: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """Where a landing came out. `duplicate`: the library had it, and nothing was added."""

    media_id: str
    asset_id: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of a root as it was last seen. `failure` is why it was not taken in, if so."""

    size_bytes: int
    modified_ns: int
    asset_id: str | None
    failure: str | None
    missing: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made for a media, lying in its artwork folder under a name never used before.

    `smaller` holds (width, path) of the same picture, scaled down.
    """

    path: Path
    width: int
    height: int
    blurhash: str | None = None
    smaller: tuple[tuple[int, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class SpriteSheets:
    """Scrubbing pictures: the sheets, and WebVTT text that names them by their file names."""

    files: tuple[Path, ...]
    vtt: str
    tile_width: int
    tile_height: int
    columns: int
    rows: int
    interval_s: float


@shared
@dataclass(frozen=True, slots=True)
class MediaAdded:
    """A media came in, or got a further file: pictures and indexes are to be made.

    May be told again for the same media after a crash; what hears it must bear that.
    """

    media_id: str


@shared
@dataclass(frozen=True, slots=True)
class MediaChanged:
    """Something of a media is no longer as it was shown."""

    media_id: str


@shared
@dataclass(frozen=True, slots=True)
class MediaRemoved:
    """A media went to the trash, or out of the library for good."""

    media_id: str


@dataclass(frozen=True, slots=True)
class MediaPlayed:
    """Somebody got from one place in a media to another, both per cent of its length."""

    media_id: str
    profile_id: str
    before_percent: float
    percent: float

    def passed(self, percent: float) -> bool:
        """Say whether they went past a place just now."""
        return self.before_percent < percent <= self.percent


@shared
@dataclass(frozen=True, slots=True)
class RootsChanged:
    """Folders came, went, or became (un)available."""


@shared
@dataclass(frozen=True, slots=True)
class CollectionsChanged:
    """Collections or their contents changed."""
