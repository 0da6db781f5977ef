"""The wire of bringing in: what comes and goes as JSON. Sizes are bytes, lengths seconds."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from matinee.kit.jobs import Job


class LinkQuestion(BaseModel):
    """A link, or a path on the server (administrators), to be looked at."""

    url: str = Field(min_length=1, max_length=4096)


class LinkQuality(BaseModel):
    """One entry of the short list of qualities."""

    id: str
    label: str
    height: int | None
    size_bytes: int | None
    note: str | None


class LinkFormat(BaseModel):
    """One format a site offers."""

    id: str
    label: str
    container: str
    height: int | None
    width: int | None
    frame_rate: float | None
    video_codec: str | None
    audio_codec: str | None
    size_bytes: int | None
    bit_rate: float | None


class LinkSubtitle(BaseModel):
    """Subtitles a site offers."""

    language: str
    name: str | None


class LinkEntry(BaseModel):
    """One video of a playlist; `media_id` when it is already in the library."""

    index: int
    id: str
    title: str
    url: str | None
    duration_s: float | None
    thumbnail_url: str | None
    media_id: str | None


class LinkInfo(BaseModel):
    """What is behind a link: `kind` is video, playlist or folder."""

    url: str
    kind: str
    title: str
    uploader: str | None = None
    upload_date: date | None = None
    duration_s: float | None = None
    thumbnail_url: str | None = None
    platform: str
    source_id: str
    description: str | None = None
    is_live: bool = False
    qualities: list[LinkQuality] = []
    formats: list[LinkFormat] = []
    subtitles: list[LinkSubtitle] = []
    entries: list[LinkEntry] | None = None
    existing_media_id: str | None = None


FolderKind = Literal["mixed", "movies", "series", "home"]


class AddRequest(BaseModel):
    """What to bring in. `items` are the numbers of the wanted videos of a playlist; `kind` is what
    a folder of the server holds."""

    url: str = Field(min_length=1, max_length=4096)
    format: str | None = Field(default=None, max_length=80)
    title: str | None = Field(default=None, max_length=500)
    collection_id: str | None = Field(default=None, max_length=36)
    items: list[int] | None = Field(default=None, max_length=500)
    subtitles: bool = True
    kind: FolderKind | None = None


class AddAnswer(BaseModel):
    """The job, and the media when the library has it already."""

    job: Job
    media_id: str | None
    duplicate: bool


class JobStarted(BaseModel):
    """The job that was started, or stood already."""

    job: Job


class CookieSite(BaseModel):
    """A site whose cookies were given; the cookies themselves are never told."""

    site: str
    added_at: datetime
    updated_at: datetime


class CookieSites(BaseModel):
    """All sites whose cookies were given."""

    items: list[CookieSite]


class UnfinishedUpload(BaseModel):
    """An upload that can be gone on with. `url` is where: by tus, or (`direct`) part by part."""

    id: str
    url: str
    direct: bool
    filename: str
    size_bytes: int
    offset_bytes: int
    expires_at: datetime


class UnfinishedUploads(BaseModel):
    """A person's unfinished uploads."""

    items: list[UnfinishedUpload]


class DirectWish(BaseModel):
    """A file that is to be sent straight to the bucket."""

    filename: str = Field(max_length=2000)
    relative_path: str | None = Field(None, max_length=8000)
    size_bytes: int = Field(ge=1, lt=10**15)
    title: str | None = Field(None, max_length=2000)
    collection_id: str | None = Field(None, max_length=36)


class DirectUpload(BaseModel):
    """An upload straight to the bucket: `parts` parts of `part_bytes`, the last one shorter."""

    id: str
    url: str
    size_bytes: int
    part_bytes: int
    parts: int
    expires_at: datetime
    job_id: str | None


class DirectParts(DirectUpload):
    """`there` are the numbers of the parts that the bucket has, from 1."""

    there: list[int]


class PartsWish(BaseModel):
    """Parts to sign addresses for, and how many bytes the sender says that are sent."""

    parts: list[int] = Field(max_length=1000)
    sent_bytes: int = Field(0, ge=0, lt=10**15)


class PartLink(BaseModel):
    """Where a part is PUT, with just so many bytes."""

    number: int
    url: str
    size_bytes: int


class PartLinks(BaseModel):
    """Signed addresses; they end after `expires_s` seconds."""

    items: list[PartLink]
    expires_s: int


class UploadJob(BaseModel):
    """The job that brings an upload in."""

    job_id: str


class PassedBy(BaseModel):
    """A file that was not taken in, and why."""

    path: str
    reason: str


class FailedFile(BaseModel):
    """A file that could not be taken in, and what to do about it."""

    path: str
    code: str
    detail: str
    fix: str


class ScanCounts(BaseModel):
    """What the last scan of a folder came to; of what was passed by and failed some examples."""

    found: int = 0
    added: int = 0
    skipped: int = 0
    failed: int = 0
    moved: int = 0
    missing: int = 0
    copying: int = 0
    skipped_by_reason: dict[str, int] = {}
    skipped_examples: list[PassedBy] = []
    failures: list[FailedFile] = []


class Folder(BaseModel):
    """A folder (or single file) scanned in place; `status` is ready or unavailable.

    `problem` is why it is away (away, empty) or cannot be watched (no_notifications); `watching`
    is notifications, polling or off. `gone` files vanished at once, and the owner is asked whether
    they were deleted. `job_id` is the scan under way.
    """

    id: str
    path: str
    status: str
    kind: FolderKind
    watch: bool
    watching: str
    problem: str | None
    gone: int
    media_count: int
    last_scan_at: datetime | None
    last_scan: ScanCounts | None
    job_id: str | None


class Folders(BaseModel):
    """All folders."""

    items: list[Folder]


class FolderPath(BaseModel):
    """A path on the machine that the server runs on."""

    path: str = Field(min_length=1, max_length=4096)


class NewFolder(FolderPath):
    """A folder to add: what it holds and whether it is watched. What is left out stays as it was,
    or is mixed and watched."""

    kind: FolderKind | None = None
    watch: bool | None = None


class FolderChanges(BaseModel):
    """What to change of a folder."""

    kind: FolderKind | None = None
    watch: bool | None = None


class GoneAnswer(BaseModel):
    """What the owner says of files that vanished at once: they were deleted, or look again."""

    accept: bool


class FolderEntry(BaseModel):
    """A folder in the picker; `media_hint` counts the videos right inside it."""

    name: str
    path: str
    media_hint: int


class FolderListing(BaseModel):
    """What the folder picker shows."""

    path: str
    parent: str | None
    entries: list[FolderEntry]
    places: list[FolderEntry]


class TextKept(BaseModel):
    """A subtitle file that is kept for a title. `form` is srt, vtt, ass or ttml."""

    id: str
    form: str
    language: str | None
    name: str | None
    forced: bool
    described: bool
