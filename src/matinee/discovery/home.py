"""Home in one answer: what was begun, what is next, what is new, and rows of all there is much of.

A browser that asked for each row would ask twenty times, and the last ones only once it knew which
rows there are.
"""

from collections.abc import Iterable, Iterator, Sequence

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from matinee import library, watching
from matinee.accounts import Viewer, ViewerDep
from matinee.discovery import queries, shelves
from matinee.discovery.wanted import Filter, saved
from matinee.kit import pieces
from matinee.kit.http import ServicesDep
from matinee.kit.remembered import Of, remembered

router = APIRouter(tags=["discovery"])

_WIDE, _ROW = 24, 18  # titles in the first rows, and in all others
_ENOUGH = 5  # titles make a row
_MOST = {"genre": 4, "channel": 3, "tag": 3}
_KINDS = ("movie", "series", "episode", "video", "clip", "recording", "music", "audio")


class HomeRow(BaseModel):
    """A row of the newest titles that pass `filter`, which has one thing in it: a kind, a genre, a
    channel or a tag, by its name."""

    filter: dict[str, str]
    items: list[library.Media]


class Home(BaseModel):
    """All of Home but its collections."""

    continue_watching: list[library.Media]
    next_up: list[library.Media]
    my_list: list[library.Media]
    recently_added: list[library.Media]
    rows: list[HomeRow]


@router.get("/api/home", response_model=Home)
def home(viewer: ViewerDep, services: ServicesDep) -> Response:
    """Return what Home shows this viewer."""
    with services.db.read_lists() as session:
        return _home(session, viewer)


def _home(session: Session, viewer: Viewer) -> Response:
    mine = [
        watching.continue_watching(session, viewer, _WIDE),
        watching.next_episodes(session, viewer, _WIDE),
        watching.my_list(session, viewer, _ROW),
    ]
    recent, *rows = remembered(
        session, ("home", library.seen_by(session, viewer)), lambda: _newest(session, viewer),
        of=Of.LIBRARY,
    )  # fmt: skip
    lists = [*mine, *(numbers for _, numbers in (recent, *rows))]
    begun, following, kept, new, *shown = _present(session, viewer, lists)
    return pieces.answer(Home, {
        "continue_watching": begun, "next_up": following, "my_list": kept, "recently_added": new,
        "rows": [
            pieces.written(HomeRow, {"filter": plan, "items": items})
            for (plan, _), items in zip(rows, shown, strict=True)
            if items
        ],
    })  # fmt: skip


def _newest(session: Session, viewer: Viewer) -> list[tuple[dict[str, str], list[int]]]:
    """Return the rows of the newest titles by their numbers, that of all titles first."""
    rows = [({}, queries.newest(session, viewer, Filter(), _WIDE))]
    rows += [
        (plan, queries.newest(session, viewer, _filter(plan), _ROW))
        for plan in _plans(session, viewer)
    ]
    return rows


def _filter(plan: dict[str, str]) -> Filter:
    """Return the filter of a row; of channels one is asked, of all else a list."""
    return saved({name: word if name == "channel" else [word] for name, word in plan.items()})


def _plans(session: Session, viewer: Viewer) -> Iterator[dict[str, str]]:
    """Give the rows there is enough for, by kind, genre, channel and tag, the largest first."""
    by_kind = library.stats(session, viewer)["by_kind"]
    kinds = [kind for kind in _KINDS if by_kind.get(kind, 0) >= _ENOUGH]
    if len(kinds) > 1:  # one alone would only repeat what was added lately
        yield from ({"kind": kind} for kind in kinds)
    genres = _largest("genre", ((name, n) for name, n, _ in shelves.genres(session, viewer)))
    yield from ({"genre": name} for name in genres)
    channels = shelves.channels(session, viewer, "")
    for name in _largest("channel", ((name, n) for name, n, _ in channels)):
        yield {"channel": name}
    # A tag that says what a genre says already would be the same row again.
    said = {name.casefold() for name in genres}
    tags = library.tag_counts(session, viewer)
    for name in _largest("tag", (one for one in tags if one[0].casefold() not in said)):
        yield {"tag": name}


def _largest(name: str, counted: Iterable[tuple[str, int]]) -> list[str]:
    enough = (word for word, count in counted if count >= _ENOUGH)
    return [word for word, _ in zip(enough, range(_MOST[name]), strict=False)]


def _present(session: Session, viewer: Viewer, lists: Sequence[Sequence[int]]) -> list[list[bytes]]:
    """Return lists of media as they are shown, as JSON; each is looked up once."""
    every = dict.fromkeys(number for numbers in lists for number in numbers)
    shown = library.present_json(session, viewer, every)
    return [[shown[number] for number in numbers if number in shown] for numbers in lists]
