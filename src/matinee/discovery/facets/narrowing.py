"""Cutting lists down by facets: as conditions on a list in its order, and for counting.

The same conditions are put in two ways. A list that is read in the order of an index asks each
title for its facets until a page is full. Counting reads all facets from end to end.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import Session

from matinee import library, watching
from matinee.accounts import Viewer
from matinee.discovery import rules
from matinee.discovery.facets.tables import HDR, HEIGHTS, SDR, FacetWordRow, MediaFacetRow
from matinee.discovery.facets.words import words
from matinee.discovery.search import index_of
from matinee.discovery.wanted import Filter, saved
from matinee.engine import text
from matinee.kit import clock
from matinee.library import MediaRow

_FACETS = frozenset({
    "year_from", "year_to", "min_duration_s", "max_duration_s", "added_days", "resolution", "hdr",
    "codec", "language", "subtitles", "folder",
})  # fmt: skip
Numbers = Select[int]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Conditions: on facets, on the title's own kind, platform and status, and numbers of media
    among which a title must be, or must not be."""

    facets: list[ColumnElement[bool]] = field(default_factory=list[ColumnElement[bool]])
    shape: list[ColumnElement[bool]] = field(default_factory=list[ColumnElement[bool]])
    inside: list[Numbers] = field(default_factory=list[Numbers])
    outside: list[Numbers] = field(default_factory=list[Numbers])

    @property
    def by_facets(self) -> bool:
        """Whether it takes more than words, kind, platform and status."""
        return bool(self.facets or self.outside)

    def of(self, seen: Select[Any]) -> Select[Any]:
        """Cut a SELECT of media down. Its order is read from an index all the same."""
        if self.facets:
            own = select(MediaFacetRow.number).where(MediaFacetRow.number == MediaRow.number)
            seen = seen.where(own.where(*self.facets).correlate(MediaRow).exists())
        number = MediaRow.number + 0
        seen = seen.where(*(among(numbers) for numbers in self.inside))
        return seen.where(*(number.not_in(numbers) for numbers in self.outside))

    def numbers(self, viewer: Viewer) -> Numbers:
        """Return the SELECT of the numbers of all that a viewer sees of it, in no order."""
        number = MediaFacetRow.number
        return select(number).where(
            *self.facets,
            *self.shape,
            *(number.in_(numbers) for numbers in self.inside),
            *(number.not_in(numbers) for numbers in self.outside),
            number.not_in(library.hidden_from(viewer)),
        )


def among(numbers: Numbers) -> ColumnElement[bool]:
    """Return the condition that a title is one of these, for a list that is read in the order of
    an index: the sum keeps SQLite's planner from beginning with the numbers, and that it is asked
    for a truth keeps PostgreSQL's from joining them, title by title."""
    return (MediaRow.number + 0).in_(numbers).is_(true())


def narrowing(session: Session, viewer: Viewer, wanted: Filter) -> Narrowing:
    """Return what a filter asks, its search and its tags and genres aside."""
    asked = wanted.asked
    found = Narrowing()
    row = MediaFacetRow
    if wanted.kind:
        found.shape.append(row.kind.in_(wanted.kind))
    if wanted.platform:
        found.shape.append(row.platform.in_(wanted.platform))
    if wanted.status:
        found.shape.append(row.status == wanted.status)
    if asked.keys() & _FACETS:
        found.facets.extend(_facets(session, wanted))
    found.inside.extend(_belonging(session, viewer, wanted))
    for numbers, among in watching.sets(
        viewer, watched=wanted.watched, min_rating=wanted.min_rating, liked=wanted.liked,
        favourite=wanted.favourite, my_list=wanted.my_list,
    ):  # fmt: skip
        (found.inside if among else found.outside).append(numbers)
    return found


def _facets(session: Session, wanted: Filter) -> list[ColumnElement[bool]]:
    row = MediaFacetRow
    spans = (
        (wanted.year_from, row.year.__ge__), (wanted.year_to, row.year.__le__),
        (wanted.min_duration_s, row.duration_s.__ge__),
        (wanted.max_duration_s, row.duration_s.__le__),
    )  # fmt: skip
    conditions: list[ColumnElement[bool]] = [
        ask(value) for value, ask in spans if value is not None
    ]
    if wanted.added_days is not None:
        conditions.append(row.added_at >= clock.now() - timedelta(days=wanted.added_days))
    if wanted.resolution:
        conditions.append(_any_of(row.heights, (HEIGHTS[one][0] for one in wanted.resolution)))
    if wanted.hdr is not None:
        conditions.append(_any_of(row.ranges, [HDR if wanted.hdr else SDR]))
    for column, kind, names in (
        (row.codecs, "codec", wanted.codec), (row.folders, "folder", wanted.folder),
        (row.audio, "audio", wanted.language), (row.texts, "text", wanted.subtitles),
    ):  # fmt: skip
        if names:
            conditions.append(_any_of(column, _bits(session, kind, names)))
    return conditions


def _any_of(column: Any, bits: Any) -> ColumnElement[bool]:
    mask = reduce(or_, bits, 0)
    return column.op("&")(mask) != 0 if mask else false()


def _bits(session: Session, kind: str, names: list[str]) -> list[int]:
    """Return the bits of words. A language means all its regions and however files write it."""
    words = session.execute(
        select(FacetWordRow.name, FacetWordRow.bit).where(FacetWordRow.kind == kind)
    ).all()
    if kind not in {"audio", "text"}:
        return [bit for name, bit in words if name in names]
    return [bit for name, bit in words if not names_of(name).isdisjoint(names)]


def names_of(word: str) -> set[str]:
    """Return what a language goes by: its tag, without its region, and as the file writes it."""
    tag = text.language_of(word) or word
    return {word, tag, tag.partition("-")[0]}


def _belonging(session: Session, viewer: Viewer, wanted: Filter) -> list[Numbers]:
    """Return the numbers of what belongs to a channel, a series, a person or a collection."""
    number, found = MediaRow.number, list[Numbers]()
    if wanted.channel:
        found.append(select(number).where(MediaRow.uploader == wanted.channel))
    if wanted.series:
        found.append(select(number).where(MediaRow.series_id == wanted.series))
    if wanted.person:
        found.append(library.people.media_of(wanted.person))
    if wanted.collection:
        rule = library.collections.rule_of(session, wanted.collection)
        found.append(
            library.collections.numbers_in(wanted.collection)
            if rule is None
            else matching(session, viewer, saved(rule["filter"]))
        )
    return found


def matching(session: Session, viewer: Viewer, wanted: Filter) -> Numbers:
    """Return the SELECT of the numbers of all that a viewer sees of a filter, in no order."""
    found = narrowing(session, viewer, wanted)
    found.inside.extend(words(wanted))
    query = rules.parse(wanted.search or "")
    if not query.is_empty:
        hits = index_of(session).found(query)
        spelled = select(MediaRow.number).where(index_of(session).matching(query))
        found.inside.append(spelled if hits is None else hits)
    return found.numbers(viewer)


def count(session: Session, numbers: Numbers) -> int:
    """Count the numbers of a SELECT."""
    return session.scalar(select(func.count()).select_from(numbers.subquery())) or 0


__all__ = ["Narrowing", "among", "count", "names_of", "narrowing"]
