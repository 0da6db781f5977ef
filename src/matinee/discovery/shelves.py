"""What the library sorts itself into: genres and channels, each with a picture of its newest."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer, ViewerDep
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.kit.remembered import Of, remembered
from matinee.library import GenreRow, MediaGenreRow, MediaRow

router = APIRouter(tags=["discovery"])


class Shelf(BaseModel):
    """A genre or a channel, how many titles the viewer sees of it, and a picture of its newest
    that stands for no other genre."""

    name: str
    count: int
    poster_url: str | None
    blurhash: str | None


class Shelves(BaseModel):
    """One page of genres or channels, the largest first."""

    items: list[Shelf]
    total: int
    page: int
    limit: int
    pages: int


_Found = tuple[str, int, int]  # name, how many, the number of the one whose picture stands for it
_SHOWN = 100  # pictures that a further one is compared with


def genres(session: Session, viewer: Viewer) -> list[_Found]:
    """Return the genres there are, the largest first."""
    mine = "genres", library.seen_by(session, viewer)
    return remembered(session, mine, lambda: _genres(session, viewer), of=Of.LIBRARY)


def _genres(session: Session, viewer: Viewer) -> list[_Found]:
    number = MediaGenreRow.media_number
    used = (
        select(
            MediaGenreRow.genre_number,
            func.count().label("count"),
            func.max(number).label("newest"),
        )
        .where(number.not_in(library.hidden_from(viewer)))
        .group_by(MediaGenreRow.genre_number)
        .subquery()
    )
    named = select(GenreRow.name, used.c.count, used.c.newest).join(
        used, used.c.genre_number == GenreRow.number
    )
    rows = session.execute(
        named.add_columns(GenreRow.number).order_by(used.c.count.desc(), GenreRow.name_key)
    )
    found: list[_Found] = []
    shown: set[int] = set()
    for name, count, newest, genre in rows:
        # The newest of one genre is often that of another too.
        other = _next_newest(session, viewer, genre, shown) if newest in shown else None
        shown.add(other or newest)
        found.append((name, count, other or newest))
    return found


def _next_newest(session: Session, viewer: Viewer, genre: int, shown: set[int]) -> int | None:
    number = MediaGenreRow.media_number
    some = select(number).where(
        MediaGenreRow.genre_number == genre,
        number < max(shown),
        number.not_in(sorted(shown)[-_SHOWN:]),
        number.not_in(library.hidden_from(viewer)),
    )
    return session.scalar(some.order_by(number.desc()).limit(1))


def channels(session: Session, viewer: Viewer, typed: str) -> list[_Found]:
    """Return the channels there are whose names have what was typed in them, the largest first."""
    mine = "channels", library.seen_by(session, viewer), typed.strip()
    return remembered(session, mine, lambda: _channels(session, viewer, typed), of=Of.LIBRARY)


def _channels(session: Session, viewer: Viewer, typed: str) -> list[_Found]:
    found = (
        select(MediaRow.uploader, func.count().label("count"), func.max(MediaRow.number))
        .where(
            MediaRow.uploader.is_not(None),
            (MediaRow.number + 0).not_in(library.hidden_from(viewer)),
        )
        .group_by(MediaRow.uploader)
        .order_by(func.count().desc(), MediaRow.uploader)
    )
    if typed.strip():
        found = found.where(MediaRow.uploader.icontains(typed.strip(), autoescape=True))
    return [(str(name), count, newest) for name, count, newest in session.execute(found)]


@router.get("/api/genres")
def list_genres(
    viewer: ViewerDep, services: ServicesDep, page: PageNumber = 1, limit: PageLimit = 50
) -> Shelves:
    """Return the genres of the library."""
    with services.db.read_lists() as session:
        return _page(session, genres(session, viewer), page, limit)


@router.get("/api/channels")
def list_channels(
    viewer: ViewerDep,
    services: ServicesDep,
    q: Annotated[str, Query(max_length=300)] = "",
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> Shelves:
    """Return the channels of the library: who published what was saved from elsewhere."""
    with services.db.read_lists() as session:
        return _page(session, channels(session, viewer, q), page, limit)


def _page(session: Session, found: list[_Found], page: int, limit: int) -> Shelves:
    here = found[(page - 1) * limit : page * limit]
    numbers = {newest for _, _, newest in here}
    ids = dict(
        session.execute(
            select(MediaRow.number, MediaRow.id).where(MediaRow.number.in_(numbers))
        ).all()
    )
    posters = library.posters_of(session, list(ids.values()))
    items = []
    for name, count, newest in here:
        poster_url, blurhash = posters.get(ids.get(newest, ""), (None, None))
        items.append(Shelf(name=name, count=count, poster_url=poster_url, blurhash=blurhash))
    return Shelves(**page_of(items, total=len(found), page=page, limit=limit))
