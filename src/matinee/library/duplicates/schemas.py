"""Titles that show the same, on the wire."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matinee.library.schemas import Media


class DuplicateGroup(BaseModel):
    """Titles that show the same pictures. `likeness`: the share of stills that are the same.

    Of very many only the first are given; `count` is of all.
    """

    items: list[Media]
    count: int
    likeness: float


class Duplicates(BaseModel):
    """One page of groups. `unseen`: files that were not looked at yet."""

    items: list[DuplicateGroup]
    unseen: int
    total: int
    page: int
    limit: int
    pages: int


class Settled(BaseModel):
    """A person's word: these titles are different films, or with `different` false: not sure."""

    model_config = ConfigDict(extra="forbid")

    media_ids: Annotated[list[str], Field(min_length=2, max_length=100)]
    different: bool = True
