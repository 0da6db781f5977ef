"""Lists of media: filtered, sorted, searched, cut into pages."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.discovery import orders, rules
from matinee.discovery.search import Hits, index_of
from matinee.kit import clock
from matinee.kit.errors import NotFound
from matinee.library import (
    GenreRow,
    MediaGenreRow,
    MediaRow,
    MediaTagRow,
    TagRow,
)

TRASHED = "trashed"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which media are wanted; None where it does not matter."""

    search: str | None = None
    kind: str | None = None
    platform: str | None = None
    tag: str | None = None
    genre: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """How they follow each other; None: the best first when searched, else the newest."""

    sort_by: orders.SortBy | None = None
    sort_order: orders.SortOrder | None = None
    seed: int | None = None


def filtered(viewer: Viewer, wanted: Filter) -> Select[Any]:
    """Return the SELECT of media that pass a filter, its search aside."""
    seen = library.visible_to(viewer, trashed=wanted.status == TRASHED)
    if wanted.kind:
        seen = seen.where(MediaRow.kind == wanted.kind)
    if wanted.platform:
        seen = seen.where(MediaRow.source_platform == wanted.platform)
    if wanted.status and wanted.status != TRASHED:
        seen = seen.where(MediaRow.status == wanted.status)
    if wanted.tag:
        tagged = (
            select(MediaTagRow.media_number)
            .join(TagRow, TagRow.number == MediaTagRow.tag_number)
            .where(TagRow.name_key == library.label_key(wanted.tag))
        )
        seen = seen.where(_number_in(tagged))
    if wanted.genre:
        of_genre = (
            select(MediaGenreRow.media_number)
            .join(GenreRow, GenreRow.number == MediaGenreRow.genre_number)
            .where(GenreRow.name_key == library.label_key(wanted.genre))
        )
        seen = seen.where(_number_in(of_genre))
    return seen


def _number_in(numbers: Select[Any]) -> Any:
    """Test membership without letting the planner leave the index of the wanted order for it:
    a common tag holds half the library, and sorting that for one page costs ten times more."""
    return (MediaRow.number + 0).in_(numbers)


def page(
    session: Session, viewer: Viewer, wanted: Filter, order: Order, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return a stretch of the list and how many media pass the filter."""
    seen = filtered(viewer, wanted)
    query = rules.parse(wanted.search or "")
    if not query.is_empty and wanted.status == TRASHED:
        pattern = rules.like(library.sort_title(query.text) or query.text)
        seen = seen.where(MediaRow.sort_title.like(pattern, escape="\\"))
    elif not query.is_empty and order.sort_by in {None, "relevance"}:
        hits = index_of(session).ranked(session, seen, query, offset=offset, limit=limit)
        return rows(session, viewer, hits.numbers, trashed=False), hits.total
    elif not query.is_empty:
        seen = seen.where(index_of(session).matching(query))
    total = session.scalar(seen.with_only_columns(func.count())) or 0
    if offset >= total:
        return [], total
    sort_by = "added_at" if order.sort_by in {None, "relevance"} else order.sort_by
    seed = orders.shuffle_seed(viewer, clock.now()) if order.seed is None else order.seed
    parts = orders.stretches(viewer, sort_by, order.sort_order, seed)
    numbers = orders.page_of_stretches(session, seen, parts, offset, limit)
    return rows(session, viewer, numbers, trashed=wanted.status == TRASHED), total


def rows(
    session: Session, viewer: Viewer, numbers: Sequence[int], *, trashed: bool = False
) -> list[MediaRow]:
    """Return the media of these numbers, in this order."""
    if not numbers:
        return []
    seen = library.visible_to(viewer, trashed=trashed).where(MediaRow.number.in_(numbers))
    found = {media.number: media for media in session.scalars(seen)}
    return [found[number] for number in numbers if number in found]


def recently_added(session: Session, viewer: Viewer, limit: int) -> Sequence[MediaRow]:
    """Return the newest media."""
    parts = orders.stretches(viewer, "added_at", "desc", 0)
    numbers = orders.page_of_stretches(session, library.visible_to(viewer), parts, 0, limit)
    return rows(session, viewer, numbers)


def pick(session: Session, viewer: Viewer, wanted: Filter) -> MediaRow:
    """Return one media that passes the filter, each as likely. Raises NotFound when none does."""
    seen = filtered(viewer, wanted)
    query = rules.parse(wanted.search or "")
    if not query.is_empty:
        seen = seen.where(index_of(session).matching(query))
    total = session.scalar(seen.with_only_columns(func.count())) or 0
    if total:
        numbers = seen.with_only_columns(MediaRow.number).order_by(MediaRow.shuffle)
        chosen = session.scalars(numbers.offset(secrets.randbelow(total)).limit(1)).all()
        for media in rows(session, viewer, chosen, trashed=wanted.status == TRASHED):
            return media
    raise NotFound("Nothing in the library fits.", fix="Choose fewer filters, or add something.")


def search(session: Session, viewer: Viewer, typed: str, limit: int) -> tuple[list[MediaRow], int]:
    """Return the best media for what was typed, and how many there are."""
    seen = library.visible_to(viewer)
    hits: Hits = index_of(session).ranked(session, seen, rules.parse(typed), offset=0, limit=limit)
    return rows(session, viewer, hits.numbers), hits.total


def suggest(session: Session, viewer: Viewer, typed: str, limit: int) -> list[MediaRow]:
    """Return a few media whose titles fit what has been typed so far."""
    seen = library.visible_to(viewer)
    numbers = index_of(session).suggest(session, seen, rules.parse(typed), limit)
    return rows(session, viewer, numbers)
