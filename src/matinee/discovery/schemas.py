"""Search on the wire."""

from pydantic import BaseModel

from matinee.library import Media, PersonCount, Series, TagCount


class SearchResults(BaseModel):
    """What a search found, grouped; `total` counts the titles.

    `total_is_exact`: false where there are more than ten thousand, and `total` is only the least.
    The list of the same words tells the exact number.
    `read_as`: how the words were read where nothing bears them as they were written.
    """

    query: str
    read_as: str | None = None
    titles: list[Media]
    total: int
    total_is_exact: bool = True
    series: list[Series]
    people: list[PersonCount]
    tags: list[TagCount]


class SaidLine(BaseModel):
    """A line of subtitles, and from which second to which it is said."""

    start_s: float
    end_s: float
    text: str
    language: str | None


class SaidIn(BaseModel):
    """A title in which it is said, and where."""

    media: Media
    lines: list[SaidLine]


class SaidResults(BaseModel):
    """The titles in which something is said."""

    query: str
    items: list[SaidIn]


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


class FacetValue(BaseModel):
    """Something titles can be narrowed by, and how many it leaves; `value` is what is asked."""

    value: str
    name: str
    count: int


class Facets(BaseModel):
    """What a list can be narrowed by, the commonest first. Folders are told to administrators.

    The last five are the same in every library, in their own order, without those that would leave
    nothing: spans of seconds (`1200-3600`, `7200-`), days since they came, `unwatched`, `begun` or
    `watched`, `my_list`, `favourite` or `liked`, and at least so many half stars.
    """

    kind: list[FacetValue]
    platform: list[FacetValue]
    status: list[FacetValue]
    decade: list[FacetValue]
    resolution: list[FacetValue]
    range: list[FacetValue]
    codec: list[FacetValue]
    language: list[FacetValue]
    subtitles: list[FacetValue]
    folder: list[FacetValue]
    genre: list[FacetValue]
    tag: list[FacetValue]
    length: list[FacetValue]
    added: list[FacetValue]
    watched: list[FacetValue]
    mine: list[FacetValue]
    rating: list[FacetValue]


class Letter(BaseModel):
    """A letter with which titles begin, and the place of the first of them, from 0.

    `#` are signs and numbers, `…` the letters of other alphabets.
    """

    letter: str
    offset: int


class Letters(BaseModel):
    """The letters of a list by title, in its order."""

    items: list[Letter]
