"""Collections on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from matinee.discovery.orders import SortBy, SortOrder
from matinee.discovery.wanted import saved
from matinee.kit.errors import Invalid
from matinee.library import Media
from matinee.library.collections.collections import DESCRIPTION_MAX, NAME_MAX


class Rule(BaseModel):
    """A filter that was kept, with its order: what `GET /api/media` can be asked."""

    model_config = ConfigDict(extra="forbid")

    filter: dict[str, Any]
    sort_by: SortBy | None = None
    sort_order: SortOrder | None = None

    @field_validator("filter")
    @classmethod
    def _is_filter(cls, given: dict[str, Any]) -> dict[str, Any]:
        try:
            asked = saved(given).asked
        except Invalid as error:
            raise ValueError(str(error)) from error
        if not asked or not given.keys() <= asked.keys():
            raise ValueError("a filter with something in it, and nothing else")
        if asked.keys() & {"collection", "status"}:
            raise ValueError("a filter that names neither a collection nor a status")
        return asked


class Cover(BaseModel):
    """A picture of a title in the collection, and its blurred stand-in."""

    poster_url: str | None
    blurhash: str | None


class Collection(BaseModel):
    """A collection without its contents.

    `rule` is there where it holds whatever passes a filter. `covers` are pictures of its first
    titles, or of the one that was chosen. `holds` answers `holding`.
    """

    id: str
    name: str
    description: str | None
    count: int
    editable: bool
    added_at: datetime
    updated_at: datetime
    rule: Rule | None
    cover_media_id: str | None
    covers: list[Cover]
    holds: bool | None = None


class CollectionList(BaseModel):
    """Every collection."""

    items: list[Collection]


class CollectionDetail(Collection):
    """A collection with one page of its media, in its order."""

    items: list[Media]
    total: int
    page: int
    limit: int
    pages: int


class CollectionNew(BaseModel):
    """A collection to be made; with a `rule` it holds what passes it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX)]
    description: Annotated[str, Field(max_length=DESCRIPTION_MAX)] | None = None
    rule: Rule | None = None


class CollectionEdit(BaseModel):
    """Changes to a collection: what is absent stays."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX)] | None = None
    description: Annotated[str, Field(max_length=DESCRIPTION_MAX)] | None = None
    rule: Rule | None = None
    cover_media_id: Annotated[str, Field(max_length=36)] | None = None


class CollectionPut(BaseModel):
    """Where in the order, from 0; at the end when absent."""

    position: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
