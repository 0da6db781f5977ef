"""Changes of many titles on the wire."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matinee.library import Kind
from matinee.watching.opinions import HalfStars

MOST = 20_000
Id = Annotated[str, Field(max_length=36)]
Words = Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], Field(max_length=50)]


class Facts(BaseModel):
    """What is said of all of them alike: what is absent stays, null empties it."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind | None = None
    year: Annotated[int, Field(ge=1800, le=2199)] | None = None
    content_rating: Annotated[str, Field(max_length=40)] | None = None
    uploader: Annotated[str, Field(max_length=300)] | None = None


class Thought(BaseModel):
    """What the viewer thinks of all of them: what is absent stays."""

    model_config = ConfigDict(extra="forbid")

    rating: HalfStars | None = None
    favourite: bool | None = None
    liked: bool | None = None
    in_list: bool | None = None


class BulkChange(BaseModel):
    """Which titles (by ids, or all that pass a filter but some), and what is to become of them.

    Facts, tags and genres are changed where the viewer may change the title; the trash likewise.
    """

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[Id], Field(max_length=MOST)] | None = None
    filter: dict[str, Any] | None = None
    except_ids: Annotated[list[Id], Field(max_length=MOST)] = []
    add_tags: Words = []
    remove_tags: Words = []
    add_genres: Words = []
    remove_genres: Words = []
    facts: Facts | None = None
    opinion: Thought | None = None
    watched: bool | None = None
    add_to: Id | None = None
    take_from: Id | None = None
    trash: Literal[True] | None = None

    @model_validator(mode="after")
    def _names_titles(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("name titles either by `ids` or by `filter`")
        if self.ids is not None and self.except_ids:
            raise ValueError("`except_ids` goes with a `filter`")
        return self

    @property
    def edits(self) -> bool:
        """Whether the titles themselves are changed, and not only what somebody thinks of them."""
        words = self.add_tags or self.remove_tags or self.add_genres or self.remove_genres
        return bool(words or self.facts or self.trash)


class BulkDone(BaseModel):
    """How many titles were changed, how many the viewer may not change, and what undoes it."""

    changed: int
    refused: int
    undo_id: str | None


class Undone(BaseModel):
    """How many titles are again as they were."""

    restored: int


class TagChange(BaseModel):
    """A tag's new name; with `merge` it may be one that is there, and the two become one."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=60)]
    merge: bool = False


class TagChanged(BaseModel):
    """How many titles have a tag less or another one, and what undoes it."""

    changed: int
    undo_id: str | None
