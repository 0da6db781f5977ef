"""What goes over the wire of keeping."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from matinee.keeping.rules import MOST, Rule, Spared


class Share(BaseModel):
    """A part of the library; `owned` where it lies in the data folder."""

    name: str
    owned: bool
    files: int
    bytes: int


class Disk(BaseModel):
    """A disk, and what of the library lies on it: "data" or the path of a folder."""

    holds: list[str]
    total_bytes: int
    free_bytes: int


class LargeTitle(BaseModel):
    """One of the largest titles."""

    media_id: str
    title: str
    bytes: int
    owned: bool
    poster_url: str | None


Suggestion = Literal["trash", "cache", "prepared", "watched", "versions", "uploads"]


class CanGo(BaseModel):
    """Something that can go, how many titles or files it is, and what it would free."""

    what: Suggestion
    count: int
    bytes: int


class Storage(BaseModel):
    """What takes space. `folders` are bytes of ours by the name of the folder; while `counting`
    they are being counted anew, and are as they were at `counted_at`."""

    kinds: list[Share]
    codecs: list[Share]
    resolutions: list[Share]
    places: list[Share]
    folders: dict[str, int]
    counted_at: datetime | None
    counting: bool
    disks: list[Disk]
    floor_bytes: int
    largest: list[LargeTitle]
    can_go: list[CanGo]


class KeepTarget(BaseModel):
    """A channel, by platform and uploader, or a collection."""

    platform: Annotated[str, Field(max_length=64)] = ""
    uploader: Annotated[str, Field(max_length=300)] = ""
    collection_id: Annotated[str, Field(max_length=36)] = ""


class KeepOrder(KeepTarget):
    """What is kept: the newest so many, or what came in or was watched within so many days."""

    rule: Rule
    number: Annotated[int, Field(ge=1, le=MOST)]


class KeepRule(KeepOrder):
    """A rule that is in force, and what its channel or collection is called."""

    id: str
    name: str


class KeepChannel(BaseModel):
    """Somebody whose videos are here."""

    platform: str
    uploader: str
    count: int
    bytes: int


class KeepRules(BaseModel):
    """Every rule, and every channel there could be one for."""

    items: list[KeepRule]
    channels: list[KeepChannel]


class KeptTitle(BaseModel):
    """A title that a rule looks at; `spared` says why it stays all the same."""

    media_id: str
    title: str
    bytes: int
    at: datetime
    spared: Spared | None


class KeepPreview(BaseModel):
    """What a rule would let go of now, and what it would spare: the first of each, and how many."""

    goes: list[KeptTitle]
    goes_count: int
    goes_bytes: int
    spared: list[KeptTitle]
    spared_count: int


class Emptied(BaseModel):
    """How many titles."""

    count: int
