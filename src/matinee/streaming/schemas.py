"""Playing, on the wire. Class names are the names of the generated TypeScript types."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from matinee.library import Chapter, Media
from matinee.watching import Choices

CodecString = Annotated[str, StringConstraints(max_length=200)]


class Screen(BaseModel):
    """The client's screen in its own pixels."""

    width: Annotated[int, Field(ge=1, le=65535)]
    height: Annotated[int, Field(ge=1, le=65535)]


class Capabilities(BaseModel):
    """What a client says it plays.

    `mp4` is RFC 6381 codec string -> answer for segments; `supported` are full media types that
    Media Source or the media element accepted. `cdn`: prepared segments may come by way of the CDN;
    false where the client has found that it does not answer.
    """

    mp4: Annotated[dict[CodecString, bool] | None, Field(max_length=500)] = None
    supported: Annotated[list[CodecString], Field(max_length=500)] = []
    screen: Screen | None = None
    bandwidth_bps: Annotated[float | None, Field(ge=0)] = None
    hdr: bool | None = None
    channels: Annotated[int | None, Field(ge=1, le=64)] = None
    cdn: bool = True


class Reason(BaseModel):
    """Why it was decided so, and what would help."""

    code: str
    text: str
    cure: str | None


class PlaybackVideo(BaseModel):
    """A quality that is offered; the highest first, the original before all."""

    id: str
    codec: str
    width: int | None
    height: int | None
    bandwidth: int | None
    frame_rate: float | None
    hdr: str
    encoded: bool
    label: str | None
    prepared: bool


class PlaybackLoudness(BaseModel):
    """How loud a sound track is: EBU R 128 over the whole film. Null where nothing is heard."""

    integrated_lufs: float | None
    range_lu: float | None
    peak_dbfs: float | None


class PlaybackAudio(BaseModel):
    """A sound track that is offered. `loudness` is null until it has been measured."""

    id: str
    language: str | None
    label: str | None
    codec: str
    channels: int | None
    default: bool
    loudness: PlaybackLoudness | None


class PlaybackText(BaseModel):
    """Subtitles that are offered.

    `url` is the whole as WebVTT; `own_url` the same in its own form; `images_url` a list of
    pictures with their times and places, where they are pictures and no words. `described`: for
    the hard of hearing. `uploaded`: given for this title, so it can be deleted by its id.
    """

    id: str
    form: Literal["vtt", "ass", "image"]
    language: str | None
    label: str | None
    url: str | None
    own_url: str | None
    images_url: str | None
    default: bool
    forced: bool
    described: bool
    uploaded: bool


class PlaybackTracks(BaseModel):
    """What there is to choose from.

    `fonts_url` lists the fonts in the file, as `[{url, name, bytes}]` with addresses beside its
    own; null where no subtitles are ASS.
    """

    video: list[PlaybackVideo]
    audio: list[PlaybackAudio]
    text: list[PlaybackText]
    fonts_url: str | None


class PlaybackMarker(BaseModel):
    """A stretch that may be skipped."""

    kind: str
    start_s: float
    end_s: float


class Trickplay(BaseModel):
    """Scrubbing pictures: WebVTT that names tiles of `width` by `height`."""

    url: str
    width: int
    height: int


class Playback(BaseModel):
    """How to play a title on the client that asked."""

    decision: Literal["direct", "repackage", "transcode", "unplayable"]
    reasons: list[Reason]
    manifest_url: str | None
    dash_url: str | None
    direct_url: str | None
    direct_type: str | None
    resume_at_s: float
    duration_s: float
    tracks: PlaybackTracks
    chapters: list[Chapter]
    markers: list[PlaybackMarker]
    trickplay: Trickplay | None
    choices: Choices
    next: Media | None
    media: Media
