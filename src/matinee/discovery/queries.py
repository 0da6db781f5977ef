"""Lists of media: filtered, sorted, searched, cut into pages."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.discovery import orders, rules
from matinee.discovery.search import index_of
from matinee.kit import clock
from matinee.kit.errors import NotFound
from matinee.library import (
    GenreRow,
    MediaGenreRow,
    MediaRow,
    MediaTagRow,
    SeriesGenreRow,
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
    trashed = wanted.status == TRASHED
    seen = library.visible_to(viewer, trashed=True) if trashed else library.listed(viewer)
    if wanted.kind:
        seen = seen.where(MediaRow.kind == wanted.kind)
    if wanted.platform:
        seen = seen.where(MediaRow.source_platform == wanted.platform)
    if wanted.status and wanted.status != TRASHED:
        seen = seen.where(_off_index(MediaRow.status) == wanted.status)
    for words in _words(wanted):
        seen = seen.where((MediaRow.number + 0).in_(words))
    return seen


def _words(wanted: Filter) -> list[Select[int]]:
    """Return the numbers of media with the wanted tag, and of the wanted genre."""
    found: list[Select[int]] = []
    if wanted.tag:
        tagged = select(MediaTagRow.media_number).join(
            TagRow, TagRow.number == MediaTagRow.tag_number
        )
        found.append(tagged.where(TagRow.name_key == library.label_key(wanted.tag)))
    if wanted.genre:
        found.append(_of_genre(library.label_key(wanted.genre)))
    return found


def _of_genre(key: str) -> Select[int]:
    """Return the numbers of media of a genre: their own, or for want of any their series'."""
    number = select(GenreRow.number).where(GenreRow.name_key == key).scalar_subquery()
    own = select(MediaGenreRow.media_number).where(MediaGenreRow.genre_number == number)
    whole = select(SeriesGenreRow.series_id).where(SeriesGenreRow.genre_number == number)
    bare = ~select(MediaGenreRow.media_number).where(
        MediaGenreRow.media_number == MediaRow.number
    ).exists()  # fmt: skip
    episodes = select(MediaRow.number).where(MediaRow.series_id.in_(whole), bare)
    return select(union_all(own, episodes).subquery().c.media_number)


def _off_index(column: Any) -> Any:
    """Keep the planner on the index of the wanted order. It would otherwise leave it for any
    equality it sees, and sort half the library for one page (as `number + 0` prevents, too)."""
    return func.coalesce(column, "")


def page(
    session: Session, viewer: Viewer, wanted: Filter, order: Order, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return a stretch of the list and how many media pass the filter."""
    seen, query = filtered(viewer, wanted), rules.parse(wanted.search or "")
    trashed = wanted.status == TRASHED
    best_first = order.sort_by in {None, "relevance"}
    if not query.is_empty and not trashed and best_first:
        hits = index_of(session).ranked(session, seen, query, offset=offset, limit=limit)
        numbers, total = hits.numbers, hits.total
    else:
        seen = _searched(session, seen, query, trashed=trashed)
        sort_by = "added_at" if best_first else order.sort_by
        seed = orders.shuffle_seed(viewer, clock.now()) if order.seed is None else order.seed
        parts = orders.stretches(viewer, sort_by or "added_at", order.sort_order, seed)
        numbers, total = orders.page_of_stretches(session, seen, parts, offset, limit), None
    if total is None and len(numbers) < limit and (numbers or not offset):
        total = offset + len(numbers)
    if total is None:
        total = _count(session, viewer, wanted, query)
    return rows(session, viewer, numbers, trashed=trashed), total


def _searched(
    session: Session, seen: Select[Any], query: rules.Query, *, trashed: bool
) -> Select[Any]:
    if query.is_empty:
        return seen
    if trashed:  # the index does not know the trash, which is small enough to be read through
        letters = library.sort_title(query.text) or query.text
        return seen.where(func.instr(MediaRow.sort_title, letters) > 0)
    return seen.where(index_of(session).matching(query))


def _count(session: Session, viewer: Viewer, wanted: Filter, query: rules.Query) -> int:
    """Count what passes the filter: by words alone in the words' own indexes, leaving out what
    the viewer does not see (several times quicker); with other conditions in the list's."""
    found = None if query.is_empty else index_of(session).found(query)
    sources = [*_words(wanted), *([] if found is None else [found])]
    countable = query.is_empty or found is not None
    if sources and countable and not (wanted.kind or wanted.platform or wanted.status):
        numbers = sources[0].selected_columns[0]
        seen = sources[0].where(
            *(numbers.in_(other) for other in sources[1:]),
            numbers.not_in(library.hidden_from(viewer)),
        )
        return session.scalar(seen.with_only_columns(func.count())) or 0
    trashed = wanted.status == TRASHED
    listed = _searched(session, filtered(viewer, wanted), query, trashed=trashed)
    return session.scalar(listed.with_only_columns(func.count())) or 0


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
    numbers = orders.page_of_stretches(session, library.listed(viewer), parts, 0, limit)
    return rows(session, viewer, numbers)


def pick(session: Session, viewer: Viewer, wanted: Filter) -> MediaRow:
    """Return one media that passes the filter, each as likely. Raises NotFound when none does."""
    seen, query = filtered(viewer, wanted), rules.parse(wanted.search or "")
    seen = _searched(session, seen, query, trashed=wanted.status == TRASHED)
    total = _count(session, viewer, wanted, query)
    if total:
        numbers = seen.with_only_columns(MediaRow.number).order_by(MediaRow.shuffle)
        chosen = session.scalars(numbers.offset(secrets.randbelow(total)).limit(1)).all()
        for media in rows(session, viewer, chosen, trashed=wanted.status == TRASHED):
            return media
    raise NotFound("Nothing in the library fits.", fix="Choose fewer filters, or add something.")


def search(
    session: Session, viewer: Viewer, typed: str, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return the best media for what was typed, and how many there are."""
    if rules.parse(typed).is_empty:
        return [], 0
    return page(session, viewer, Filter(search=typed), Order(), offset=0, limit=limit)


def suggest(session: Session, viewer: Viewer, typed: str, limit: int) -> list[MediaRow]:
    """Return a few media whose titles fit what has been typed so far."""
    seen = library.visible_to(viewer)
    numbers = index_of(session).suggest(session, seen, rules.parse(typed), limit)
    return rows(session, viewer, numbers)
