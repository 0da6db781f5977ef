"""Reports and what they say together, on the wire."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from matinee.streaming.reports.rules import Kind

_DAY_S = 86_400
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Milliseconds = Annotated[int, Field(ge=0, le=600_000)]
Seconds = Annotated[float, Field(ge=0, le=7 * _DAY_S, allow_inf_nan=False)]
Client = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 .]{1,40}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}(\.[0-9]{1,5})?$")]
Id = Annotated[str, StringConstraints(max_length=36)]


class PlaybackReport(BaseModel):
    """What a player measured of one viewing, in all since it began.

    `seq` rises with each report of a viewing. `start_ms`: from asking to the first picture shown;
    null where there was none, or the browser waited for a touch or stood hidden. `seeks_near_ms`:
    to places that were buffered, `seeks_far_ms`: to others. `failures`: code -> how often.
    """

    media_id: Id
    seq: Count
    client: Client
    way: Literal["direct", "hls", "dash"] | None = None
    decision: Literal["direct", "repackage", "transcode", "unplayable"] | None = None
    start_ms: Milliseconds | None = None
    seeks_near_ms: Annotated[list[Milliseconds], Field(max_length=200)] = []
    seeks_far_ms: Annotated[list[Milliseconds], Field(max_length=200)] = []
    watched_s: Seconds = 0
    stalls: Count = 0
    stalled_s: Seconds = 0
    ups: Count = 0
    downs: Count = 0
    bitrate_bps: Annotated[int, Field(ge=0, le=10_000_000_000)] | None = None
    dropped: Count = 0
    decoded: Count = 0
    fallbacks: Count = 0
    failures: Annotated[dict[Code, Count], Field(max_length=20)] = {}


class SpeedSpread(BaseModel):
    """Many times in two figures, with what they ought to be at most."""

    count: int
    p50_s: float | None
    p95_s: float | None
    target_p50_s: float | None
    target_p95_s: float | None


class SpeedKind(BaseModel):
    """Viewings of files as they are, of copied pictures, or of encoded ones."""

    kind: Kind
    viewings: int
    start: SpeedSpread
    seek_near: SpeedSpread
    seek_far: SpeedSpread
    stalled_share: float


class SpeedClient(BaseModel):
    """Viewings in one kind of browser."""

    client: str
    viewings: int
    start: SpeedSpread
    stalled_share: float


class SpeedFailure(BaseModel):
    """What went wrong: how often, and in how many viewings."""

    code: str
    count: int
    viewings: int


class Speed(BaseModel):
    """How playing went in the last days. `stalled_share` is 0 to 1 of the time."""

    days: int
    viewings: int
    watched_s: float
    stalls: int
    stalled_s: float
    stalled_share: float
    never_began: int
    fallbacks: int
    ups: int
    downs: int
    dropped: int
    decoded: int
    kinds: list[SpeedKind]
    clients: list[SpeedClient]
    failures: list[SpeedFailure]
