"""The orders a list can have, each made of stretches that an index already holds in order.

Most orders are one stretch. A random one is two (from a point to the end, then from the start to
that point); those of last watching and of the own list are two (what is known, then all the rest).
"""

import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from matinee.accounts import Viewer
from matinee.library import MediaRow
from matinee.watching import OpinionRow, ProgressRow

SortBy = Literal[
    "added_at", "title", "year", "duration_s", "upload_date", "size_bytes", "random",
    "last_watched", "listed_at", "relevance", "created_at", "duration", "name", "size",
]  # fmt: skip
SortOrder = Literal["asc", "desc"]
ALIASES: dict[str, str] = {
    "created_at": "added_at",
    "duration": "duration_s",
    "name": "title",
    "size": "size_bytes",
}
SHUFFLE_END = 2**31
_COLUMNS: dict[str, Any] = {
    "added_at": MediaRow.added_at,
    "title": MediaRow.sort_title,
    "year": MediaRow.year,
    "duration_s": MediaRow.duration_s,
    "upload_date": MediaRow.upload_date,
    "size_bytes": MediaRow.size_bytes,
}
_MOMENTS: dict[str, tuple[Any, Any]] = {
    "last_watched": (ProgressRow, ProgressRow.updated_at),
    "listed_at": (OpinionRow, OpinionRow.listed_at),
}
_MAY_BE_NULL = {"year", "duration_s", "upload_date"}


class _By(NamedTuple):
    """A column by which titles follow each other."""

    column: Any
    rising: bool
    nulls_last: bool = False

    def told(self, *, backwards: bool) -> ColumnElement[Any]:
        """Return it as SQL says it, or the other way round."""
        rises = self.rising != backwards
        order = self.column.asc() if rises else self.column.desc()
        if self.nulls_last:
            order = order.nulls_first() if backwards else order.nulls_last()
        return order


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an order: which media, and how they follow each other."""

    part: Callable[[Select[Any]], Select[Any]]
    order: tuple[_By, ...]

    def of(self, seen: Select[Any], *, backwards: bool = False) -> Select[int]:
        """Return the numbers of this stretch in order, or from its end."""
        order = (one.told(backwards=backwards) for one in self.order)
        return self.part(seen).with_only_columns(MediaRow.number).order_by(*order)


def stretches(
    session: Session, viewer: Viewer, sort_by: str, order: SortOrder | None, seed: int
) -> list[Stretch]:
    """Return the order `sort_by` as stretches. Titles rise by default, all else falls."""
    sort_by = ALIASES.get(sort_by, sort_by)
    rising = (order or ("asc" if sort_by == "title" else "desc")) == "asc"
    if sort_by == "random":
        return _random(seed)
    if sort_by in _MOMENTS:
        return _by_own_moment(viewer, *_MOMENTS[sort_by], rising=rising)
    if sort_by in _MAY_BE_NULL and not rising and session.get_bind().dialect.name != "sqlite":
        return _falling(_COLUMNS[sort_by])
    return [Stretch(lambda seen: seen, _by(sort_by, rising=rising))]


def is_own(sort_by: str | None) -> bool:
    """Say whether an order is by what the viewer did with titles."""
    return sort_by is not None and ALIASES.get(sort_by, sort_by) in _MOMENTS


def shuffle_seed(viewer: Viewer, now: datetime) -> int:
    """Return a seed that holds for an hour and a viewer, so that the pages of one look agree."""
    return zlib.crc32(f"{viewer.profile_id} {now:%Y%m%d%H}".encode())


def page_of_stretches(
    session: Session,
    seen: Select[Any],
    parts: Sequence[Stretch],
    offset: int,
    limit: int,
    total: int | None = None,
) -> list[int]:
    """Return `limit` numbers from `offset` on through the stretches laid end to end. Where their
    `total` is told, what is nearer to the end is reached from there: to pass over half a library
    costs much more than to show a page of it."""
    if total is None or offset <= total - offset:
        return _walked(session, seen, parts, offset, limit)
    wanted = min(limit, max(0, total - offset))
    if not wanted:
        return []
    from_end = total - offset - wanted
    return _walked(session, seen, parts[::-1], from_end, wanted, backwards=True)[::-1]


def _walked(
    session: Session, seen: Select[Any], parts: Sequence[Stretch], offset: int, limit: int,
    *, backwards: bool = False,
) -> list[int]:  # fmt: skip
    numbers: list[int] = []
    for place, part in enumerate(parts):
        wanted = limit - len(numbers)
        some = part.of(seen, backwards=backwards).offset(offset).limit(wanted)
        got = session.scalars(some).all()
        numbers.extend(got)
        if len(numbers) == limit or place == len(parts) - 1:
            break
        if got or offset == 0:
            offset = 0
        else:
            length = part.part(seen).with_only_columns(func.count())
            offset -= session.scalar(length) or 0
    return numbers


def _by(sort_by: str, *, rising: bool) -> tuple[_By, ...]:
    nulls_last = sort_by in _MAY_BE_NULL
    return _By(_COLUMNS[sort_by], rising, nulls_last), _By(MediaRow.number, rising)


def _falling(column: Any) -> list[Stretch]:
    """Return what has a value, and behind it what has none. PostgreSQL's indices have nulls first
    when they are read from behind: with nulls last it would sort the library for each page."""
    first, then = _By(column, rising=False), _By(MediaRow.number, rising=False)
    return [
        Stretch(lambda seen: seen.where(column.is_not(None)), (first, then)),
        Stretch(lambda seen: seen.where(column.is_(None)), (then,)),
    ]


def _random(seed: int) -> list[Stretch]:
    from_here = random.Random(seed).randrange(SHUFFLE_END)  # noqa: S311 - an order, not a secret
    order = (_By(MediaRow.shuffle, rising=True), _By(MediaRow.number, rising=True))
    return [
        Stretch(lambda seen: seen.where(MediaRow.shuffle >= from_here), order),
        Stretch(lambda seen: seen.where(MediaRow.shuffle < from_here), order),
    ]


def _by_own_moment(viewer: Viewer, row: Any, moment: Any, *, rising: bool) -> list[Stretch]:
    """Return what the viewer has a moment of, by it, and behind that all the rest."""
    mine = (row.media_id == MediaRow.id) & (row.profile_id == viewer.profile_id)
    mine &= moment.is_not(None)
    other = aliased(MediaRow)
    known = (
        select(other.number)
        .join(row, row.media_id == other.id)
        .where(row.profile_id == viewer.profile_id, moment.is_not(None))
    )
    others = (MediaRow.number + 0).not_in(known)
    order = (_By(moment, rising), _By(row.media_id, rising))
    return [
        Stretch(lambda seen: seen.join(row, mine), order),
        Stretch(lambda seen: seen.where(others), _by("added_at", rising=False)),
    ]
