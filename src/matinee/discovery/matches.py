"""All that is found for what was typed: titles, series, people and tags, in one look.

What many people look for, or one person again on the way back from a title, is found once, until
the library changes. How far a viewer is in it is added for each answer.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.discovery import queries
from matinee.discovery.queries import Found
from matinee.kit.remembered import Of, remembered

_BESIDE = 8  # series, people and tags beside the titles


@dataclass(frozen=True, slots=True)
class _Matches:
    titles: Found
    series: list[library.Series]
    people: list[library.PersonCount]
    tags: list[library.TagCount]


_NOTHING = _Matches(Found([], 0), [], [], [])


def search(session: Session, viewer: Viewer, typed: str, limit: int) -> dict[str, Any]:
    """Return the fields of SearchResults for what was typed, `limit` titles at most."""
    found = _NOTHING
    if typed.strip():
        key = "search", library.seen_by(session, viewer), typed, limit
        found = remembered(
            session, key, lambda: _search(session, viewer, typed, limit), of=Of.LIBRARY
        )
    titles = library.present_json(session, viewer, found.titles.numbers)
    return {
        "query": typed,
        "read_as": found.titles.read_as,
        "titles": list(titles.values()),
        "total": found.titles.total,
        "total_is_exact": found.titles.is_counted,
        "series": library.with_watched(session, viewer, found.series),
        "people": found.people,
        "tags": found.tags,
    }


def _search(session: Session, viewer: Viewer, typed: str, limit: int) -> _Matches:
    titles = queries.search(session, viewer, typed, limit)
    read = titles.read_as or typed.strip()
    tags = library.tag_counts(session, viewer, prefix=read, limit=_BESIDE)
    people, _ = library.people.people(session, viewer, prefix=read, limit=_BESIDE)
    series = library.series.first_called(session, viewer, read, _BESIDE)
    return _Matches(
        titles,
        library.series_cards(session, viewer, series),
        [library.PersonCount(id=one.number, name=one.name, count=one.count) for one in people],
        [library.TagCount(name=name, count=count) for name, count in tags],
    )
