"""Search on the wire."""

from pydantic import BaseModel

from matinee.library import Media, TagCount


class SearchResults(BaseModel):
    """What a search found, grouped; `total` counts the titles."""

    query: str
    titles: list[Media]
    total: int
    tags: list[TagCount]


class Suggestion(BaseModel):
    """A title while somebody types."""

    id: str
    title: str
    year: int | None
    kind: str
    poster_url: str | None
    blurhash: str | None


class Suggestions(BaseModel):
    """Titles while somebody types."""

    items: list[Suggestion]
