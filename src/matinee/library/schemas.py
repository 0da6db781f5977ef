"""The library on the wire. Class names are the names of the generated TypeScript types."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from matinee.library import rules

Kind = Literal[
    "video", "movie", "series", "season", "episode", "clip", "recording", "music", "audio"
]
Line = StringConstraints(min_length=1, max_length=rules.TITLE_MAX)
Label = Annotated[str, StringConstraints(min_length=1, max_length=rules.LABEL_MAX)]
Labels = Annotated[list[Label], Field(max_length=rules.LABELS_MAX)]


class AssetTrack(BaseModel):
    """A stream in a file."""

    index: int
    kind: Literal["video", "audio", "text"]
    codec: str
    language: str | None = None
    title: str | None = None
    default: bool = False
    forced: bool = False
    bit_rate: int | None = None
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None
    hdr: str | None = None
    channels: int | None = None
    sample_rate: int | None = None


class Chapter(BaseModel):
    """A named stretch of a file, in seconds."""

    start_s: float
    end_s: float
    title: str | None


class Asset(BaseModel):
    """A file version. `path` and `key` are told to administrators only."""

    id: str
    path: str | None
    key: str | None
    size_bytes: int
    container: str
    width: int | None
    height: int | None
    video_codec: str | None
    audio_codecs: list[str]
    hdr: str | None
    fingerprint: str
    duration_s: float
    bit_rate: int | None
    frame_rate: float | None
    edition: str | None
    label: str | None
    present: bool
    tracks: list[AssetTrack]
    chapters: list[Chapter]


class SeriesRef(BaseModel):
    """The series an episode belongs to."""

    id: str
    title: str


class MediaProgress(BaseModel):
    """How far the viewer is in a media."""

    position_s: float
    duration_s: float | None
    percent: float
    completed: bool
    updated_at: datetime


class Media(BaseModel):
    """A catalogue entry as a viewer sees it.

    `trickplay_url` is WebVTT that names small pictures of it, for scrubbing and previews.
    `rating` is what the viewer gave it, 1 to 10 half stars; `liked` is false for a thumb down;
    `in_list` says that it is on their list.
    """

    id: str
    kind: str
    title: str
    original_title: str | None
    year: int | None
    series: SeriesRef | None
    season_number: int | None
    episode_number: int | None
    episode_number_end: int | None
    description: str | None
    duration_s: float | None
    status: Literal["ready", "unavailable", "trashed"]
    source_platform: str | None
    source_id: str | None
    source_url: str | None
    uploader: str | None
    upload_date: date | None
    added_at: datetime
    updated_at: datetime
    tags: list[str]
    genres: list[str]
    poster_url: str | None
    backdrop_url: str | None
    blurhash: str | None
    progress: MediaProgress | None = None
    rating: int | None = None
    favourite: bool = False
    liked: bool | None = None
    in_list: bool = False
    trickplay_url: str | None = None
    width: int | None
    height: int | None
    hdr: str | None
    size_bytes: int
    trashed_at: datetime | None
    purge_at: datetime | None
    owned: bool
    editable: bool
    tagline: str | None
    released: date | None
    content_rating: str | None
    part_number: int | None
    extra_kind: str | None
    extra_of: str | None
    available_from: datetime | None
    available_until: datetime | None
    confidence: float
    doubts: list[str] | None
    locked: list[str] | None
    assets: list[Asset] | None = None
    people: list["Part"] | None = None
    other_ids: dict[str, str] | None = None
    extras: list["Media"] | None = None


class Part(BaseModel):
    """What somebody did in a media or a series. `id` is the person's."""

    id: int
    name: str
    job: str
    character: str | None


class MediaPage(BaseModel):
    """One page of media."""

    items: list[Media]
    total: int
    page: int
    limit: int
    pages: int


class MediaItems(BaseModel):
    """A row of media that is not paged."""

    items: list[Media]


class MediaEdit(BaseModel):
    """Changes to a media: what is absent stays; null empties what may be empty.

    `seen` is the `updated_at` of what was edited: if somebody changed it since, nothing is done.
    """

    model_config = ConfigDict(extra="forbid")

    seen: AwareDatetime | None = None

    title: Annotated[str, Line] | None = None
    original_title: Annotated[str, Field(max_length=rules.TITLE_MAX)] | None = None
    description: Annotated[str, Field(max_length=rules.DESCRIPTION_MAX)] | None = None
    year: Annotated[int, Field(ge=1800, le=2199)] | None = None
    kind: Kind | None = None
    tags: Labels | None = None
    genres: Labels | None = None
    uploader: Annotated[str, Field(max_length=rules.UPLOADER_MAX)] | None = None
    upload_date: date | None = None
    series_title: Annotated[str, Field(max_length=rules.TITLE_MAX)] | None = None
    season_number: Annotated[int, Field(ge=0, le=99_999)] | None = None
    episode_number: Annotated[int, Field(ge=0, le=99_999)] | None = None
    episode_number_end: Annotated[int, Field(ge=0, le=99_999)] | None = None
    tagline: Annotated[str, Field(max_length=rules.TITLE_MAX)] | None = None
    content_rating: Annotated[str, Field(max_length=40)] | None = None
    available_from: AwareDatetime | None = None
    available_until: AwareDatetime | None = None
    locked: Annotated[list[Label], Field(max_length=40)] | None = None


class Deleted(BaseModel):
    """A media in the trash. `undo_until` is when it leaves it for good."""

    id: str
    undo_until: datetime | None


class TagCount(BaseModel):
    """A tag and how many media the viewer sees with it."""

    name: str
    count: int


class TagList(BaseModel):
    """Tags, most used first."""

    items: list[TagCount]


class LibraryStats(BaseModel):
    """The figures of the library as the viewer sees it."""

    media: int
    duration_s: float
    size_bytes: int
    by_kind: dict[str, int]
    by_platform: dict[str, int]
    watched: int
    unavailable: int
    trashed: int
