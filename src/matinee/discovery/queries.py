"""Lists of media: filtered, sorted, searched, cut into pages."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from string import ascii_lowercase
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.discovery import orders, rules, spelling
from matinee.discovery.facets import narrowing as facets
from matinee.discovery.facets.words import words as words_of
from matinee.discovery.search import MANY, Seen, index_of
from matinee.discovery.wanted import TRASHED, Filter, Order
from matinee.kit import clock
from matinee.kit.db import STATEMENTS
from matinee.kit.errors import NotFound
from matinee.kit.remembered import Of, remembered
from matinee.kit.statements import ready
from matinee.library import MediaRow

_FAR = 600  # titles: the page that is so far down is worth to be counted from both ends
_FEW = 5_000  # titles that are put in order by themselves: quicker than walking past the rest
_LETTERS = ("#", *ascii_lowercase.upper(), "…")  # signs and numbers; the Latin ones; all others
_BOUNDS = ("", *ascii_lowercase, "{", "\U0010ffff")


def filtered(viewer: Viewer, wanted: Filter) -> Select[Any]:
    """Return the SELECT of media of a kind, platform and status; the rest narrows it further."""
    trashed = wanted.status == TRASHED
    seen = library.visible_to(viewer, trashed=True) if trashed else library.listed(viewer)
    if wanted.kind:
        seen = seen.where(_one_of(MediaRow.kind, wanted.kind))
    if wanted.platform:
        seen = seen.where(_one_of(MediaRow.source_platform, wanted.platform))
    if wanted.status and wanted.status != TRASHED:
        seen = seen.where(_off_index(MediaRow.status) == wanted.status)
    return seen.where(*(facets.among(numbers) for numbers in words_of(wanted)))


def _one_of(column: Any, values: Sequence[str]) -> Any:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _off_index(column: Any) -> Any:
    """Keep the planner on the index of the wanted order. It would otherwise leave it for any
    equality it sees, and sort half the library for one page (as `number + 0` prevents, too)."""
    return func.coalesce(column, "")


@dataclass(frozen=True)
class _Look:
    """One look at the library: who looks, for what, and what that amounts to."""

    session: Session
    viewer: Viewer
    wanted: Filter
    query: rules.Query
    narrow: facets.Narrowing

    @classmethod
    def at(cls, session: Session, viewer: Viewer, wanted: Filter) -> "_Look":
        query = rules.parse(wanted.search or "")
        return cls(session, viewer, wanted, query, facets.narrowing(session, viewer, wanted))

    @property
    def trashed(self) -> bool:
        return self.wanted.status == TRASHED

    @property
    def seen(self) -> Select[Any]:
        """All but the search."""
        return self.narrow.of(filtered(self.viewer, self.wanted))

    @property
    def found(self) -> Select[Any]:
        """All that is wanted, to be read in the order of an index."""
        if self.query.is_empty:
            return self.seen
        if self.trashed:  # the index does not know it, and it is small enough to be read through
            letters = library.sort_title(self.query.text) or self.query.text
            return self.seen.where(MediaRow.sort_title.contains(letters, autoescape=True))
        return self.seen.where(index_of(self.session).matching(self.query))

    @cached_property
    def total(self) -> int:
        """How many there are, from the smallest thing that tells it: the words' own indexes when
        words alone are asked, the facets when these are, else the index of a list."""
        gathered = self.narrow.by_facets or "_few" in self.__dict__  # for the page, or soon for it
        if gathered and self._few is not None:
            return len(self._few)
        return remembered(
            self.session, ("total", *self._mine), self._counted, of=self.wanted.tells_of
        )

    @property
    def _mine(self) -> tuple[object, ...]:
        seen_by = library.seen_by(self.session, self.viewer)
        return seen_by, self.wanted.as_of, repr(self.wanted), repr(self.query)

    def _counted(self) -> int:
        numbers = self.numbers
        if numbers is not None:
            return facets.count(self.session, numbers)
        return self.session.scalar(self.found.with_only_columns(func.count())) or 0

    @cached_property
    def numbers(self) -> Select[int] | None:
        """The numbers of all that is wanted, in no order; None where only the list tells it."""
        hits = None if self.query.is_empty else index_of(self.session).found(self.query)
        if self.trashed or (hits is None and not self.query.is_empty):
            return None
        sources = [*words_of(self.wanted), *([] if hits is None else [hits])]
        if self.narrow.by_facets:
            inside = [*self.narrow.inside, *sources]
            return replace(self.narrow, inside=inside).numbers(self.viewer)
        sources += self.narrow.inside
        if not sources or self.narrow.shape:
            return None
        number = sources[0].selected_columns[0]
        return sources[0].where(
            *(number.in_(other) for other in sources[1:]),
            number.not_in(library.hidden_from(self.viewer)),
        )

    @cached_property
    def _few(self) -> Sequence[int] | None:
        """The numbers of all that is wanted, where they are few; one reading of them tells this and
        how many there are."""
        numbers = self.numbers
        if numbers is None:
            return None
        some = numbers.limit(_FEW + 1)
        found = remembered(
            self.session, ("few", *self._mine), lambda: self.session.scalars(some).all(),
            of=self.wanted.tells_of,
        )  # fmt: skip
        return found if len(found) <= _FEW else None

    @property
    def in_order(self) -> Select[Any]:
        """What is wanted in the form in which a page of it is put in order soonest: by walking
        along an index, or from its numbers where that would pass over too many."""
        if self._few is None:
            return self.found
        return library.visible_to(self.viewer).where(MediaRow.number.in_(self._few))


def page(
    session: Session, viewer: Viewer, wanted: Filter, order: Order, *, offset: int, limit: int
) -> tuple[Sequence[MediaRow], int]:
    """Return a stretch of the list and how many media pass the filter."""
    numbers, total = numbers_of_page(session, viewer, wanted, order, offset=offset, limit=limit)
    return rows(session, viewer, numbers, trashed=wanted.status == TRASHED), total


def numbers_of_page(
    session: Session, viewer: Viewer, wanted: Filter, order: Order, *, offset: int, limit: int
) -> tuple[Sequence[int], int]:
    """Return a stretch of the list, by numbers, and how many media pass the filter."""
    if order.sort_by == "random" and order.seed is None:
        order = replace(order, seed=orders.shuffle_seed(viewer, clock.now()))
    mine = library.seen_by(session, viewer), wanted.as_of
    key = "page", mine, repr(wanted), repr(order), offset, limit
    of = Of.ALL if orders.is_own(order.sort_by) else wanted.tells_of
    return remembered(
        session, key, lambda: _page(session, viewer, wanted, order, offset, limit), of=of
    )


def _page(
    session: Session, viewer: Viewer, wanted: Filter, order: Order, offset: int, limit: int
) -> tuple[Sequence[int], int]:
    look = _Look.at(session, viewer, wanted)
    best_first = order.sort_by in {None, "relevance"}
    total = None
    if not look.query.is_empty and not look.trashed and best_first:
        seen = Seen(look.seen)
        hits = index_of(session).ranked(session, seen, look.query, offset=offset, limit=limit)
        numbers, total = hits.numbers, hits.total
    else:
        sort_by = "added_at" if best_first else order.sort_by
        parts = orders.stretches(
            session, viewer, sort_by or "added_at", order.sort_order, order.seed or 0
        )
        total = look.total if offset >= _FAR else None
        numbers = orders.page_of_stretches(session, look.in_order, parts, offset, limit, total)
    if total is None and len(numbers) < limit and (numbers or not offset):
        total = offset + len(numbers)
    if total is None:
        total = look.total
    return numbers, total


def letters(
    session: Session, viewer: Viewer, wanted: Filter, order: orders.SortOrder | None
) -> list[tuple[str, int]]:
    """Return each letter with which titles begin that pass a filter, and its first place in the
    list by title. Letters are told apart by bounds, not by sorting: the index of titles is read
    once from end to end, and what passes is gathered once for all of them."""
    look = _Look.at(session, viewer, wanted)
    numbers = look.numbers
    if numbers is None:
        titles = look.found
    else:
        shown = select(MediaRow).where(MediaRow.trashed_at.is_(None))
        titles = shown.where((MediaRow.number + 0).in_(numbers))
    bounds = [
        select(
            literal(letter).label("letter"), literal(low).label("low"), literal(high).label("high")
        )
        for letter, (low, high) in zip(_LETTERS, pairwise(_BOUNDS), strict=True)
    ]
    letter = union_all(*bounds).subquery()
    within = (MediaRow.sort_title >= letter.c.low, MediaRow.sort_title < letter.c.high)
    count = titles.where(*within).with_only_columns(func.count()).correlate(letter)
    counted = session.execute(select(letter.c.letter, count.scalar_subquery())).all()
    found: list[tuple[str, int]] = []
    place = 0
    for name, number in counted if order != "desc" else reversed(counted):
        if number:
            found.append((name, place))
            place += number
    return found


def rows(
    session: Session, viewer: Viewer, numbers: Sequence[int], *, trashed: bool = False
) -> list[MediaRow]:
    """Return the media of these numbers, in this order."""
    if not numbers:
        return []
    seen = library.visible_to(viewer, trashed=trashed).where(MediaRow.number.in_(numbers))
    found = {media.number: media for media in session.scalars(seen)}
    return [found[number] for number in numbers if number in found]


def newest(session: Session, viewer: Viewer, wanted: Filter, limit: int) -> list[int]:
    """Return the numbers of the newest media that pass a filter."""
    parts = orders.stretches(session, viewer, "added_at", "desc", 0)
    look = _Look.at(session, viewer, wanted)
    seen = look.in_order if wanted.asked else look.found
    return orders.page_of_stretches(session, seen, parts, 0, limit)


def recently_added(session: Session, viewer: Viewer, limit: int) -> Sequence[MediaRow]:
    """Return the newest media."""
    return rows(session, viewer, newest(session, viewer, Filter(), limit))


def pick(session: Session, viewer: Viewer, wanted: Filter) -> MediaRow:
    """Return one media that passes the filter, each as likely. Raises NotFound when none does."""
    look = _Look.at(session, viewer, wanted)
    if look.total:
        place = secrets.randbelow(look.total)
        numbers = look.in_order.with_only_columns(MediaRow.number)
        chosen = session.scalars(numbers.order_by(MediaRow.shuffle).offset(place).limit(1)).all()
        for media in rows(session, viewer, chosen, trashed=look.trashed):
            return media
    raise NotFound(
        "Nothing in the library fits.",
        fix="Choose fewer filters, or add something.",
        code="nothing_fits",
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the numbers of the best media, how many in all (of very many only that
    there are more: `is_counted`), and how the words were read if not as they were written."""

    numbers: Sequence[int]
    total: int
    is_counted: bool = True
    read_as: str | None = None


def search(session: Session, viewer: Viewer, typed: str, limit: int) -> Found:
    """Return the best media for what was typed: by their words, by a year beside them, by who
    took part; and where that finds nothing, by words that were probably meant."""
    query = rules.parse(typed)
    if query.is_empty:
        return Found([], 0)
    found = _best(session, viewer, query, query.text, limit)
    if found.numbers or query.by_letters:
        return found
    meant = spelling.corrected(spelling.book_of(session), query)
    if meant is None:
        return found
    query, read_as = meant
    found = _best(session, viewer, query, read_as, limit)
    return replace(found, read_as=read_as) if found.numbers else found


def _best(session: Session, viewer: Viewer, query: rules.Query, called: str, limit: int) -> Found:
    """Return what a query finds: titles that are called just so before all others."""
    seen = library.listed(viewer)
    all_there_is = Seen(seen, library.hidden_from(viewer))
    hits = index_of(session).ranked(session, all_there_is, query, offset=0, limit=limit)
    numbers = [
        *_of_year(session, seen, query, limit),
        *_called(session, viewer, called, limit),
        *hits.numbers,
        *_by_people(session, seen, query, limit),
    ]
    numbers = list(dict.fromkeys(numbers))
    total, is_counted = hits.total, True
    if total is None:
        total, is_counted = _counted(session, viewer, query)
    return Found(numbers[:limit], max(total, len(numbers)), is_counted)


def _counted(session: Session, viewer: Viewer, query: rules.Query) -> tuple[int, bool]:
    """Return how many the viewer sees of what a query finds, and whether that is all."""
    newest = index_of(session).newest(session, query)
    if newest is None:
        return _Look(session, viewer, Filter(), query, facets.Narrowing()).total, True
    some = newest.limit(MANY + 1).subquery()
    [number] = some.c
    seen = func.count().filter(number.not_in(library.hidden_from(viewer)))
    found, total = session.execute(select(func.count(), seen).select_from(some)).one()
    return total, found <= MANY


def _called(session: Session, viewer: Viewer, title: str, limit: int) -> list[int]:
    """Return the newest media of just that title, its article aside."""
    asked = {"title": library.sort_title(title), "limit": limit}
    return list(session.scalars(_of_title(viewer), asked))


@lru_cache(maxsize=STATEMENTS)
def _of_title(viewer: Viewer) -> Select[int]:
    return ready(
        library.listed(viewer)
        .where(MediaRow.sort_title == bindparam("title"))
        .with_only_columns(MediaRow.number)
        .order_by(MediaRow.number.desc())
        .limit(bindparam("limit", type_=Integer))
    )


def _of_year(session: Session, seen: Select[Any], query: rules.Query, limit: int) -> list[int]:
    """Return what fits the other words and is of the year among them."""
    parted = rules.year_in(query)
    if parted is None:
        return []
    year, rest = parted
    of_year = Seen(seen.where(MediaRow.year == year))
    hits = index_of(session).ranked(session, of_year, rest, offset=0, limit=limit)
    return hits.numbers


def _by_people(session: Session, seen: Select[Any], query: rules.Query, limit: int) -> list[int]:
    """Return the newest media with somebody of that name."""
    if not query.choices:
        return []
    mine = MediaRow.number.in_(library.people.media_of_names(query.choices))
    found = seen.where(mine).with_only_columns(MediaRow.number).order_by(MediaRow.number.desc())
    return list(session.scalars(found.limit(limit)))


def suggest(session: Session, viewer: Viewer, typed: str, limit: int) -> list[MediaRow]:
    """Return a few media whose titles fit what has been typed so far, mistyped or not."""
    seen, query = Seen(library.visible_to(viewer)), rules.parse(typed)
    numbers = index_of(session).suggest(session, seen, query, limit)
    if not numbers and query.words and not query.by_letters:
        meant = spelling.corrected(spelling.book_of(session), query)
        if meant is not None:
            hits = index_of(session).ranked(session, seen, meant[0], offset=0, limit=limit)
            numbers = hits.numbers
    return rows(session, viewer, numbers)
