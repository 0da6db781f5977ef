"""Choices that are the same in every library: how long, how new, and what the viewer made of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.discovery.facets import narrowing
from matinee.discovery.facets.tables import MediaFacetRow
from matinee.discovery.schemas import FacetValue
from matinee.discovery.wanted import Filter
from matinee.kit import clock

_MINUTE_S = 60
# As people think of lengths; both ends belong to a span.
_LENGTHS = ((None, 20), (20, 60), (60, 120), (120, None))
_DAYS = (1, 7, 30, 365)
_STARS = (10, 8, 6, 4, 2)
_MINE = ("my_list", "favourite", "liked")


def lengths(session: Session, viewer: Viewer, wanted: Filter) -> list[FacetValue]:
    """Return spans of seconds, as `from-to`, where either may be missing."""
    row = MediaFacetRow.duration_s
    spans = [(low and low * _MINUTE_S, high and high * _MINUTE_S) for low, high in _LENGTHS]
    conditions = [
        (row >= (low or 0)) & (row <= high if high else row.is_not(None)) for low, high in spans
    ]
    names = [f"{low or ''}-{high or ''}" for low, high in spans]
    bare = replace(wanted, min_duration_s=None, max_duration_s=None)
    return _summed(session, viewer, bare, names, conditions)


def added(session: Session, viewer: Viewer, wanted: Filter) -> list[FacetValue]:
    """Return numbers of days within which titles came."""
    now = clock.now()
    conditions = [MediaFacetRow.added_at >= now - timedelta(days=days) for days in _DAYS]
    return _summed(session, viewer, replace(wanted, added_days=None), map(str, _DAYS), conditions)


def watched(session: Session, viewer: Viewer, wanted: Filter) -> list[FacetValue]:
    """Return whether titles are unwatched, begun or watched: each is one of them."""
    bare = replace(wanted, watched=None)
    begun, ended = (
        _count(session, viewer, replace(bare, watched=one)) for one in ("begun", "watched")
    )
    fresh = _count(session, viewer, bare) - begun - ended
    return _choices({"unwatched": fresh, "begun": begun, "watched": ended})


def mine(session: Session, viewer: Viewer, wanted: Filter) -> list[FacetValue]:
    """Return what the viewer keeps, calls a favourite, or likes."""
    asks = {name: replace(wanted, **{name: True}) for name in _MINE}
    return _choices({name: _count(session, viewer, ask) for name, ask in asks.items()})


def ratings(session: Session, viewer: Viewer, wanted: Filter) -> list[FacetValue]:
    """Return least numbers of half stars."""
    asks = {str(least): replace(wanted, min_rating=least) for least in _STARS}
    return _choices({name: _count(session, viewer, ask) for name, ask in asks.items()})


def _count(session: Session, viewer: Viewer, wanted: Filter) -> int:
    return narrowing.count(session, narrowing.matching(session, viewer, wanted))


def _summed(
    session: Session, viewer: Viewer, wanted: Filter, names: Iterable[str], conditions: list[Any]
) -> list[FacetValue]:
    """Count several conditions on the facets in one reading."""
    numbers = narrowing.matching(session, viewer, wanted)
    sums = (func.count().filter(one) for one in conditions)
    counts = session.execute(numbers.with_only_columns(*sums)).one()
    return _choices(dict(zip(names, counts, strict=True)))


def _choices(counts: dict[str, int]) -> list[FacetValue]:
    return [
        FacetValue(value=name, name=name, count=count) for name, count in counts.items() if count
    ]
