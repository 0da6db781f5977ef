"""Series, people and what is doubtful, on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matinee.library import rules
from matinee.library.schemas import Kind, Label, Labels, Line, Media, Part


class PersonCount(BaseModel):
    """Somebody, and how many titles of theirs the viewer sees."""

    id: int
    name: str
    count: int


class PersonPage(BaseModel):
    """One page of people."""

    items: list[PersonCount]
    total: int
    page: int
    limit: int
    pages: int


class SeasonCount(BaseModel):
    """A season: its episodes here, how many of them were seen to the end. null: no season known."""

    number: int | None
    episodes: int
    watched: int
    title: str | None = None
    description: str | None = None
    poster_url: str | None = None
    blurhash: str | None = None


class PassedBy(BaseModel):
    """A picture in a series' folder that was not taken, and why."""

    path: str
    reason: str


class Series(BaseModel):
    """A series as a viewer sees it. `next` is the episode to watch now."""

    id: str
    title: str
    original_title: str | None
    year: int | None
    description: str | None
    content_rating: str | None
    poster_url: str | None
    backdrop_url: str | None
    thumb_url: str | None
    blurhash: str | None
    episodes: int
    watched: int
    editable: bool
    added_at: datetime
    logo_url: str | None = None
    banner_url: str | None = None
    passed_by: list[PassedBy] | None = None  # told to administrators
    seasons: list[SeasonCount] | None = None
    next: Media | None = None
    genres: list[str] | None = None
    people: list[Part] | None = None
    extras: list[Media] | None = None
    other_ids: dict[str, str] | None = None
    locked: list[str] | None = None


class PersonDetail(BaseModel):
    """Somebody, with one page of the media they took part in, the newest first, and their series.

    `count` is of titles, a series being one; `total` is of media, each episode being one.
    """

    id: int
    name: str
    count: int
    series: list[Series]
    items: list[Media]
    total: int
    page: int
    limit: int
    pages: int


class SeriesPage(BaseModel):
    """One page of series."""

    items: list[Series]
    total: int
    page: int
    limit: int
    pages: int


class SeriesEdit(BaseModel):
    """Changes to a series: what is absent stays. Given the name of another, the two become one."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Line] | None = None
    original_title: Annotated[str, Field(max_length=rules.TITLE_MAX)] | None = None
    year: Annotated[int, Field(ge=1800, le=2199)] | None = None
    description: Annotated[str, Field(max_length=rules.DESCRIPTION_MAX)] | None = None
    content_rating: Annotated[str, Field(max_length=40)] | None = None
    genres: Labels | None = None
    locked: Annotated[list[Label], Field(max_length=40)] | None = None  # what no scan changes


class Fix(BaseModel):
    """The same fix for many titles: a whole folder that was taken for something else."""

    model_config = ConfigDict(extra="forbid")

    media_ids: Annotated[list[str], Field(min_length=1, max_length=500)]
    kind: Kind | None = None
    series_title: Annotated[str, Field(max_length=rules.TITLE_MAX)] | None = None
    season_number: Annotated[int, Field(ge=0, le=99_999)] | None = None
    year: Annotated[int, Field(ge=1800, le=2199)] | None = None
    right: bool = False  # they are what they were taken for


class Joined(BaseModel):
    """Another media that is a further version of this one."""

    media_id: str
