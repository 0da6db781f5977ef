"""Progress on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from matinee.watching.rules import LONGEST_S

Seconds = Annotated[float, Field(ge=0, le=LONGEST_S, allow_inf_nan=False)]


class ProgressUpdate(BaseModel):
    """Where a player is.

    `at` is when it was there and `sent_at` when it says so, both by the player's clock: what is
    older than the position already kept (another tab, another device) changes nothing.
    """

    position_s: Seconds
    duration_s: Seconds | None = None
    at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None


class Progress(BaseModel):
    """Where the viewer is in a media; `updated_at` is null when never watched."""

    position_s: float
    duration_s: float | None
    percent: float
    completed: bool
    updated_at: datetime | None
