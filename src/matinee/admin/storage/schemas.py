"""Storage on the wire. Sizes are bytes."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from matinee.admin.storage.actions import MOST_AT_ONCE
from matinee.admin.storage.values import What
from matinee.kit.http import Page


class StorageSum(BaseModel):
    """Files that have something in common; the owned ones were brought in, the rest lies in
    library folders."""

    name: str
    count: int
    bytes: int
    owned_count: int
    owned_bytes: int


class StorageFolder(BaseModel):
    """A library folder and what of it is in the library; missing files are left out."""

    id: str
    path: str
    status: str
    count: int
    bytes: int


class StorageTitle(BaseModel):
    """A title and what it takes; `owned` ones were brought in, others lie in a library folder."""

    media_id: str
    title: str
    poster_url: str | None
    blurhash: str | None
    bytes: int
    owned: bool


class StorageTitles(Page[StorageTitle]):
    """A page of titles, the largest first."""


class CanGo(BaseModel):
    """What can be let go of, and what that frees. What goes to the trash can be undone."""

    what: What
    count: int
    bytes: int


class Storage(BaseModel):
    """What the library holds, each content once, the trash left out."""

    now: datetime
    total: StorageSum
    kinds: list[StorageSum]
    folders: list[StorageFolder]
    codecs: list[StorageSum]
    resolutions: list[StorageSum]
    largest: list[StorageTitle]
    trash_bytes: int
    can_go: list[CanGo]


class StorageDisk(BaseModel):
    """A disk, and which of the folders in use lie on it."""

    folders: list[str]
    total_bytes: int
    free_bytes: int


class StorageOnDisk(BaseModel):
    """What the data folder holds besides the originals, as it was measured, and the disks."""

    measured_at: datetime
    artwork_bytes: int
    cache_bytes: int
    prepared_bytes: int
    staging_bytes: int
    uploads_bytes: int
    kept_bytes: int
    backups_bytes: int
    database_bytes: int
    disks: list[StorageDisk]
    can_go: list[CanGo]


class FreeWish(BaseModel):
    """What is to go; of the trash, what lay in it at `as_of` (see `now` of the storage)."""

    what: What
    as_of: AwareDatetime


class StorageFreed(BaseModel):
    """What went. `media_ids` are in the trash and can be brought back."""

    freed_bytes: int
    media_ids: list[str]


class Undo(BaseModel):
    """Titles to take out of the trash again."""

    media_ids: Annotated[
        list[Annotated[str, Field(max_length=36)]], Field(min_length=1, max_length=MOST_AT_ONCE)
    ]


class Undone(BaseModel):
    """How many came back."""

    restored: int
