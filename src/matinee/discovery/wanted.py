"""What a list of titles can be asked: over HTTP, in a page's address, in a smart collection."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from matinee.discovery.orders import SortBy, SortOrder
from matinee.kit import clock
from matinee.kit.errors import Invalid
from matinee.kit.remembered import Of
from matinee.library import Kind

TRASHED = "trashed"
Resolution = Literal["sd", "720p", "1080p", "1440p", "2160p"]
Watched = Literal["unwatched", "begun", "watched", "any"]


_MOST_WORDS = 20
_STEP_S = 10.0


def _absent_if_empty(value: Any) -> Any:
    """A form sends `kind=` for "any kind"."""
    if isinstance(value, list):
        value = [one for one in value if one != ""]
        if len(value) > _MOST_WORDS:
            raise ValueError(f"at most {_MOST_WORDS} of them")
    return None if value in ("", []) else value


# Bounds stand on the inner types: what is absent has none to be held to.
_Unset = BeforeValidator(_absent_if_empty)
_Word = Annotated[str, Field(max_length=120)]
_Words = Annotated[list[_Word] | None, _Unset, Query()]
_Line = Annotated[Annotated[str, Field(max_length=300)] | None, _Unset, Query()]
_Year = Annotated[Annotated[int, Field(ge=1, le=9999)] | None, _Unset, Query()]
_Seconds = Annotated[Annotated[float, Field(ge=0, le=10_000_000)] | None, _Unset, Query()]
_Days = Annotated[Annotated[int, Field(ge=1, le=40_000)] | None, _Unset, Query()]
_Number = Annotated[Annotated[int, Field(ge=1, lt=2**63)] | None, _Unset, Query()]
_HalfStars = Annotated[Annotated[int, Field(ge=1, le=10)] | None, _Unset, Query()]
_YesNo = Annotated[bool | None, _Unset, Query()]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which media are wanted; None where it does not matter.

    Of several words any will do, but tags: a title needs all of them. Languages are those of the
    sound, `subtitles` those of text tracks; `folder` is the id of one scanned in place; years are
    inclusive; `min_rating` is the viewer's own, in half stars; without `status`, all but the trash.
    """

    search: Annotated[str | None, Query(max_length=500)] = None
    kind: Annotated[list[Kind] | None, _Unset, Query()] = None
    platform: _Words = None
    tag: _Words = None
    genre: _Words = None
    status: Annotated[Literal["ready", "unavailable", "trashed"] | None, _Unset, Query()] = None
    year_from: _Year = None
    year_to: _Year = None
    min_duration_s: _Seconds = None
    max_duration_s: _Seconds = None
    added_days: _Days = None
    resolution: Annotated[list[Resolution] | None, _Unset, Query()] = None
    hdr: _YesNo = None
    codec: _Words = None
    language: _Words = None
    subtitles: _Words = None
    folder: _Words = None
    channel: _Line = None
    series: _Line = None
    person: _Number = None
    collection: _Line = None
    watched: Annotated[Watched | None, _Unset, Query()] = None
    min_rating: _HalfStars = None
    liked: _YesNo = None
    favourite: _YesNo = None
    my_list: _YesNo = None

    @property
    def tells_of(self) -> Of:
        """What the list tells of: of the library, or also of what the viewer did with it. A
        collection may be a filter that was kept, with anything in it."""
        personal = (self.watched, self.min_rating, self.liked, self.favourite, self.my_list)
        own = any(one is not None for one in personal) or self.collection is not None
        return Of.ALL if own else Of.LIBRARY

    @property
    def as_of(self) -> int:
        """What tells a list that changes with time from that of a while ago, in steps."""
        relative = self.added_days is not None or self.collection is not None
        return int(clock.now().timestamp() / _STEP_S) if relative else 0

    @property
    def asked(self) -> dict[str, Any]:
        """Return what matters, by name."""
        given = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: value for name, value in given if value is not None}


_SAVED = TypeAdapter(Filter)


def saved(given: Mapping[str, Any]) -> Filter:
    """Read a filter that was kept, as JSON. Raises Invalid, also for what no list can be asked:
    passed over, it would leave all titles."""
    unknown = given.keys() - {one.name for one in fields(Filter)}
    if unknown:
        raise Invalid(f"This is no filter: {', '.join(sorted(unknown))}.", code="filter_invalid")
    try:
        return _SAVED.validate_python(dict(given))
    except ValidationError as error:
        where = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise Invalid(
            f"This is no filter: {where or error.title}.", code="filter_invalid"
        ) from error


@dataclass(frozen=True, slots=True)
class Order:
    """How they follow each other; None: the best first when searched, else the newest. `seed`
    tells one random order from another."""

    sort_by: Annotated[SortBy | None, _Unset, Query()] = None
    sort_order: Annotated[SortOrder | None, _Unset, Query()] = None
    seed: Annotated[int | None, Query(ge=0, lt=2**32)] = None
