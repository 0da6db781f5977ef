"""Looking up films and series, one after the other, for as long as something is to be looked up.

A scan never waits for it: it is a job of its own that begins a while after, and with a key only.
"""

import logging
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from matinee.ingest.lookup import applying, due
from matinee.ingest.lookup.choosing import choose
from matinee.ingest.lookup.due import CHOSEN, MATCHED, NOTHING, UNSURE, Wanted
from matinee.ingest.lookup.found import Candidate, Catalogue, LookupFailed
from matinee.kit import clock
from matinee.kit.errors import Conflict, Unavailable
from matinee.kit.jobs import JobContext, JobSpec, Lane, Priority
from matinee.kit.services import Services

if TYPE_CHECKING:
    from matinee.ingest.lookup.tmdb import Tmdb

KIND = "lookup"
log = logging.getLogger(__name__)

_LOOK_EVERY_S = 30.0
_SOME = 20
_not_before: dict[str, float] = {}
"""When each library's catalogue may be asked again, by its data folder: it said it is busy."""


def wire(services: Services) -> None:
    """Register the job; with a key, look now and then whether there is something for it."""
    services.jobs.register(KIND, run, lane=Lane.FETCH)
    if services.settings.tmdb_key:
        services.jobs.every(_LOOK_EVERY_S, lambda: start_when_due(services))


def start_when_due(services: Services) -> None:
    """Queue the job where something is to be looked up and the catalogue may be asked."""
    if clock.monotonic() < _not_before.get(str(services.settings.data), 0.0):
        return
    with services.db.read() as session:
        if not due.is_any(session):
            return
    with services.db.write() as session:
        services.jobs.enqueue(
            session,
            JobSpec(
                kind=KIND, payload={}, title="Look up films and series", dedupe_key=KIND,
                priority=Priority.BACKGROUND,
            ),
        )  # fmt: skip


def catalogue_of(services: Services) -> "Tmdb":
    """Return a connection to the catalogue. Raises Conflict without a key."""
    settings = services.settings
    if not settings.tmdb_key:
        raise Conflict(
            "No catalogue is set up.",
            fix="Set MATINEE_TMDB_KEY to a key of The Movie Database and start again.",
            code="no_catalogue",
        )
    # Its HTTP library takes long to load, and most starts never need it.
    from matinee.ingest.lookup.tmdb import Tmdb

    return Tmdb(
        settings.tmdb_url, settings.tmdb_images_url, settings.tmdb_key, settings.lookup_language
    )


def run(ctx: JobContext) -> None:
    """Look up what is to be looked up. What was found before a failure is kept."""
    done = {MATCHED: 0, UNSURE: 0, NOTHING: 0}
    with closing(catalogue_of(ctx.services)) as catalogue:
        for wanted in _all(ctx.services):
            ctx.check()
            ctx.progress(step="looking up")
            try:
                done[_look_up(ctx.services, catalogue, wanted)] += 1
            except LookupFailed as error:
                ctx.describe(summary=done)
                _put_off(ctx.services, error)
                raise Unavailable(error.words, code="lookup_failed") from error
    ctx.describe(summary=done)


def _put_off(services: Services, error: LookupFailed) -> None:
    again_s = float("inf") if error.again_s is None else error.again_s
    _not_before[str(services.settings.data)] = clock.monotonic() + again_s


def _all(services: Services) -> Iterator[Wanted]:
    """Give what is due, each once: whoever takes it notes when, and a clock that was put back
    would let it be due for ever."""
    given: set[str] = set()
    for some_of in (due.films, due.series):
        while True:
            with services.db.read() as session:
                some = [one for one in some_of(session, _SOME) if one.id not in given]
            if not some:
                break
            given.update(one.id for one in some)
            yield from some


def _look_up(services: Services, catalogue: Catalogue, wanted: Wanted) -> str:
    with services.db.read() as session:
        last = due.before(session, wanted)
        as_before = last is not None and last.asked == wanted.words
        state = last.state if last is not None else NOTHING
        chosen = state == CHOSEN
    if as_before and wanted.value is None:
        # Only something else of it has changed.
        return _note(services, catalogue, wanted, state)
    kind = "movie" if wanted.about == due.FILM else "series"
    value = wanted.value or catalogue.by_id(kind, wanted.ids)
    offered: list[Candidate] = []
    if value is None:
        offered = candidates(catalogue, kind, wanted.titles, wanted.year)
        likely = choose(offered, wanted.titles, wanted.year)
        value = likely.value if likely else None
    if value is None:
        return _note(services, catalogue, wanted, UNSURE if offered else NOTHING)
    write = applying.film if wanted.about == due.FILM else applying.series
    if not write(services, catalogue, wanted.id, value, over=chosen):
        return _note(services, catalogue, wanted, NOTHING, value)
    return _note(services, catalogue, wanted, MATCHED, value)


def candidates(
    catalogue: Catalogue, kind: str, titles: tuple[str, ...], year: int | None
) -> list[Candidate]:
    """Return what the catalogue has under these titles, the likeliest first, each once; where
    nothing has the year, of any year."""
    search = catalogue.films if kind == "movie" else catalogue.series
    found: dict[str, Candidate] = {}
    for when in (year, None) if year else (None,):
        for title in titles:
            for one in search(title, when):
                found.setdefault(one.value, one)
        if found:
            break
    return list(found.values())


def _note(
    services: Services, catalogue: Catalogue, wanted: Wanted, state: str, value: str | None = None
) -> str:
    with services.db.write() as session:
        last = due.before(session, wanted)
        if last is None or last.state != CHOSEN or value == last.value:  # else chosen meanwhile
            due.note(session, catalogue.name, [wanted], state, value)
    return state
