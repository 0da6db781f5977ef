"""Preparing on the wire."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from matinee.kit.jobs import Job
from matinee.streaming.prepare.rules import Codec

Height = Annotated[int, Field(ge=1, le=10_000)]
Heights = Annotated[list[Height], Field(max_length=20)]


class PrepareWish(BaseModel):
    """Which qualities to prepare; without any, the whole ladder.

    `codec`: `h264` plays everywhere; `av1` takes a third less room and line, several times the
    work, and serves only devices that play it: others are encoded for as they watch. Without it,
    what the rules say.
    """

    heights: Heights | None = None
    codec: Codec | None = None


class PrepareJob(BaseModel):
    """The job that prepares a title."""

    job: Job


class PreparedRung(BaseModel):
    """One quality: how much of it is there, and whether it is kept."""

    id: str
    height: int
    codec: Codec
    percent: float
    wanted: bool
    likely_bytes: int


class Preparation(BaseModel):
    """How a title stands. `bytes` are those of the tracks that are kept.

    `saved_percent`: how many fewer bits it is encoded in than usual, because it looks as good
    without them; 0 where it needs them, null where that is not known.
    """

    state: Literal["none", "waiting", "running", "ready"]
    percent: float
    bytes: int
    saved_percent: int | None = None
    rungs: list[PreparedRung]
    job: Job | None


class PrepareRules(BaseModel):
    """What is prepared by itself. No `heights` means the whole ladder.

    `new`: every title that comes in. `watched_often`: three plays in thirty days. `unplayable`:
    a device that was used here needed it re-encoded. `next`: the first minute of the next episode.
    `at_night`: what rules choose is prepared between one and six, by the server's clock.
    """

    new: bool
    watched_often: bool
    unplayable: bool
    next: bool = True
    at_night: bool
    heights: Heights = []
    codec: Codec = "h264"


class Dropped(BaseModel):
    """How much was deleted."""

    freed_bytes: int
