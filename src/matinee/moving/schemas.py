"""Imports on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from matinee.kit.jobs import Job

Program = Literal["jellyfin", "kodi", "plex", "ytdlp", "matinee"]
ServerPath = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
ImportState = Literal[
    "looking", "looked", "applying", "applied", "undoing", "undone", "failed", "cancelled"
]
ItemState = Literal["matched", "unmatched"]


class NewImport(BaseModel):
    """Which program's data to look into: a file, or the folder that holds it, on the server."""

    model_config = ConfigDict(extra="forbid")

    program: Program
    path: ServerPath


class ImportOrder(BaseModel):
    """How to take over what was found.

    `users`: a user there -> an account here, null for nobody; who is not named is mapped by the
    same name. `prefixes`: a folder there -> the same folder here.
    """

    model_config = ConfigDict(extra="forbid")

    users: Annotated[dict[Id, Id | None], Field(max_length=1000)] = {}
    replace_ratings: bool = False
    prefixes: Annotated[dict[ServerPath, ServerPath], Field(max_length=100)] = {}


class ForeignUser(BaseModel):
    """Somebody who used the other program; `account_id` is who that is here, as far as known."""

    id: str
    name: str
    account_id: str | None
    watched: int
    in_progress: int
    rated: int
    favourites: int
    matched: int


class Account(BaseModel):
    """Somebody here, to be named as who a user there is."""

    id: str
    name: str


class ImportCounts(BaseModel):
    """What was found. `by_reason` counts titles by how they matched, or why not."""

    titles: int = 0
    matched: int = 0
    unmatched: int = 0
    lists: int = 0
    people: int = 0
    by_reason: dict[str, int] = {}


class Import(BaseModel):
    """An import. `changed` counts what taking over (or undoing) did, by kind; `accounts` are those
    here that a user there may be; `path` is only a name where the file was sent."""

    id: str
    program: str
    path: str
    state: ImportState
    version: str
    notes: list[str]
    counts: ImportCounts
    users: list[ForeignUser]
    accounts: list[Account]
    changed: dict[str, int]
    error: dict[str, str] | None
    job_id: str | None
    created_at: datetime
    updated_at: datetime


class Imports(BaseModel):
    """Every import, newest first."""

    items: list[Import]


class ImportStarted(BaseModel):
    """The job that was started, and its import."""

    id: str
    job: Job


class ImportItem(BaseModel):
    """A title or list of the other program, and what it is here. `record` is what it knew."""

    number: int
    kind: str
    title: str
    state: ItemState
    code: str
    reason: str
    media_id: str | None
    changes: int
    record: dict[str, Any]


class ImportItems(BaseModel):
    """One page of what an import found."""

    items: list[ImportItem]
    total: int
    page: int
    limit: int
    pages: int


class NfoStarted(BaseModel):
    """The job that writes the NFOs of a folder."""

    job: Job
