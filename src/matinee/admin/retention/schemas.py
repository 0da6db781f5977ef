"""Retention on the wire. Sizes are bytes."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matinee.admin.retention.rules import Keep, Rule, Scope, Why

MOST = 100_000  # titles
MOST_DAYS = 36_500


class RuleWish(BaseModel):
    """What is to be kept of the library, a channel (`platform` and `uploader`) or a collection.

    `keep`: `forever`; the `newest` so many titles; so many days after a title was `added`, or
    after all who began it have `watched` it.
    """

    model_config = ConfigDict(extra="forbid")

    scope: Scope
    platform: Annotated[str | None, Field(min_length=1, max_length=64)] = None
    uploader: Annotated[str | None, Field(min_length=1, max_length=300)] = None
    collection_id: Annotated[str | None, Field(min_length=1, max_length=36)] = None
    keep: Keep
    number: Annotated[int | None, Field(ge=1, le=MOST)] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        named = (
            self.platform is not None,
            self.uploader is not None,
            self.collection_id is not None,
        )
        wanted = {
            Scope.LIBRARY: (False, False, False),
            Scope.CHANNEL: (True, True, False),
            Scope.COLLECTION: (False, False, True),
        }[self.scope]
        if named != wanted:
            raise ValueError("a channel has platform and uploader, a collection its id")
        if (self.number is None) != (self.keep is Keep.FOREVER):
            raise ValueError("a rule has a number unless it keeps for ever")
        days = self.keep in {Keep.ADDED, Keep.WATCHED}
        if days and self.number is not None and self.number > MOST_DAYS:
            raise ValueError("that many days are for ever")
        return self

    def rule(self) -> Rule:
        """Return the rule that is wished."""
        return Rule(
            self.scope, self.keep, self.number, self.platform, self.uploader, self.collection_id
        )


class RetentionRule(BaseModel):
    """A rule, and what it would let go at this moment. `name` is that of channel or collection."""

    id: str
    scope: Scope
    platform: str | None
    uploader: str | None
    collection_id: str | None
    name: str
    keep: Keep
    number: int | None
    goes: int
    goes_bytes: int


class RetentionRules(BaseModel):
    """All rules; what none is about is kept for ever."""

    items: list[RetentionRule]
    trash_days: int


class RetentionTitle(BaseModel):
    """A title a rule lets go, or spares and `why`."""

    media_id: str
    title: str
    poster_url: str | None
    blurhash: str | None
    bytes: int
    added_at: datetime
    why: Why | None = None


class SparedCount(BaseModel):
    """How many titles are spared for one reason."""

    why: Why
    count: int


class RetentionPreview(BaseModel):
    """What a rule would let go now, and what it would spare; of each the first hundred."""

    goes: int
    goes_bytes: int
    titles: list[RetentionTitle]
    spared: list[SparedCount]
    spared_titles: list[RetentionTitle]


class RetentionChannel(BaseModel):
    """A channel that a rule may be about."""

    platform: str
    uploader: str
    count: int
    bytes: int


class RetentionShelf(BaseModel):
    """A collection that a rule may be about."""

    id: str
    name: str
    count: int


class RetentionScopes(BaseModel):
    """What rules may be about, besides the whole library; at most a hundred of each."""

    channels: list[RetentionChannel]
    collections: list[RetentionShelf]
