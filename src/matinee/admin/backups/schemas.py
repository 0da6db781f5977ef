"""Backups on the wire. Sizes are bytes."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from matinee.kit.jobs import Job

Password = Annotated[str, Field(max_length=1024)]


class Backup(BaseModel):
    """A copy of the database. Without `verified` it was made by an older version, or is not as it
    was made: it is looked through when it is rehearsed. `titles`, `users` and `progress` are None
    where it does not say. `where` it lies: here, in the store, or both."""

    name: str
    label: str
    made_at: datetime
    bytes: int
    verified: bool
    encrypted: bool
    where: Literal["here", "store", "both"]
    program: str | None
    titles: int | None
    users: int | None
    progress: int | None


class LastRestore(BaseModel):
    """What came of the last restore that was asked for here; with `code` it failed."""

    name: str
    at: datetime
    kept: str | None
    code: str | None
    detail: str | None
    fix: str | None


class BackupStore(BaseModel):
    """Where copies are sent to. With `code` it could not be asked now: what lies there alone is not
    listed. `late` copies should be there and are not."""

    where: str
    late: int
    code: str | None
    detail: str | None
    fix: str | None


class Backups(BaseModel):
    """The copies there are, newest first, and how they are made. `can_restore` is false where
    several processes have the library open: then it is done by hand. `store` is None where copies
    stay here."""

    items: list[Backup]
    folder: str
    folder_there: bool
    store: BackupStore | None
    nightly: bool
    daily: int
    weekly: int
    encrypted: bool
    can_restore: bool
    last_restore: LastRestore | None


class Held(BaseModel):
    """How much a library holds."""

    titles: int
    users: int
    progress: int


class Rehearsal(BaseModel):
    """What a restore would do. `now` is None where there is nothing that can be read. Names are
    the first of so many; counts are whole."""

    name: str
    revision: str
    then: Held
    now: Held | None
    lost_titles: int
    lost_title_names: list[str]
    lost_users: list[str]
    lost_progress: int
    files: int
    files_missing: int | None
    missing_names: list[str]
    folders: list[str]


class Started(BaseModel):
    """The job that does it."""

    job: Job


class RestoreWish(BaseModel):
    """What is to be restored: the rehearsal of it that was looked at, and the password again."""

    rehearsal: Annotated[str, Field(max_length=36)]
    password: Password


class TicketWish(BaseModel):
    """The password again."""

    password: Password


class Ticket(BaseModel):
    """Where the file can be had from, for two minutes and with this sign-in only."""

    url: str
