"""What a catalogue offers for a film or a series, for a person to choose from."""

from contextlib import closing

from fastapi import APIRouter
from pydantic import BaseModel, Field

from matinee import library
from matinee.accounts import ViewerDep
from matinee.ingest.lookup import applying, due, job
from matinee.ingest.lookup.found import LookupFailed
from matinee.kit.errors import Conflict, NotFound, Unavailable
from matinee.kit.http import ServicesDep
from matinee.kit.services import Services

router = APIRouter(tags=["lookup"])


class Match(BaseModel):
    """A film or a series a catalogue offers."""

    value: str
    title: str
    original_title: str | None
    year: int | None
    description: str | None


class Matches(BaseModel):
    """What a catalogue offers, the likeliest first; `catalogue` is its name."""

    catalogue: str
    items: list[Match]


class Choice(BaseModel):
    """The one that is meant."""

    value: str = Field(pattern=r"^\d{1,12}$")


@router.get("/api/media/{media_id}/matches")
def matches(
    media_id: str, services: ServicesDep, viewer: ViewerDep,
    title: str | None = None, year: int | None = None,
) -> Matches:  # fmt: skip
    """Ask the catalogue for films of this title, or of another."""
    with services.db.read() as session:
        media = library.get_editable(session, viewer, media_id)
        titles = (title[:300],) if title else due.film_of(media, {}).titles
        when = year if title or year else media.year
    return _offered(services, "movie", titles, when)


@router.get("/api/series/{series_id}/matches")
def series_matches(
    series_id: str, services: ServicesDep, viewer: ViewerDep,
    title: str | None = None, year: int | None = None,
) -> Matches:  # fmt: skip
    """Ask the catalogue for series of this title, or of another."""
    with services.db.read() as session:
        row = library.series.get_editable(session, viewer, series_id)
        titles = (title[:300],) if title else due.series_of(session, row).titles
        when = year if title or year else row.year
    return _offered(services, "series", titles, when)


def _offered(services: Services, kind: str, titles: tuple[str, ...], year: int | None) -> Matches:
    with closing(job.catalogue_of(services)) as catalogue:
        try:
            found = job.candidates(catalogue, kind, titles, year)
        except LookupFailed as error:
            raise Unavailable(error.words, code="lookup_failed") from error
        items = [
            Match(
                value=one.value, title=one.title, original_title=one.original_title,
                year=one.year, description=one.description,
            )
            for one in found[:20]
        ]  # fmt: skip
        return Matches(catalogue=catalogue.name, items=items)


@router.post("/api/media/{media_id}/match")
def match(media_id: str, choice: Choice, services: ServicesDep, viewer: ViewerDep) -> library.Media:
    """Say which film of the catalogue it is: its title and year are taken, the rest fills what
    is empty. Title, year and kind are locked, as anything said by hand is."""
    with services.db.read() as session:
        media = library.get_editable(session, viewer, media_id)
        if media.extra_kind is not None:
            raise Conflict(
                "An extra has no entry of its own in a catalogue.", code="extra_not_listed"
            )
    with closing(job.catalogue_of(services)) as catalogue:
        try:
            work = catalogue.film(choice.value)
            if work is None:
                raise NotFound("The catalogue knows no such film.", code="not_in_catalogue")
            said = work.candidate
            changes = {"title": said.title, "year": said.year, "kind": "movie"}
            library.fix(services, viewer, [media_id], changes)
            with services.db.read() as session:
                media = library.get_editable(session, viewer, media_id)
                wanted = due.film_of(media, {catalogue.name: choice.value})
            applying.film(services, catalogue, media_id, choice.value, over=True)
        except LookupFailed as error:
            raise Unavailable(error.words, code="lookup_failed") from error
        with services.db.write() as session:
            due.note(session, catalogue.name, [wanted], due.MATCHED, choice.value)
    return library.whole_media(services, viewer, media_id)


@router.post("/api/series/{series_id}/match")
def match_series(
    series_id: str, choice: Choice, services: ServicesDep, viewer: ViewerDep
) -> library.Series:
    """Say which series of the catalogue it is: its words and pictures are taken, but for what was
    changed by hand, and those of its seasons and episodes a little later, by a job. Title and year
    are taken and locked, unless another series here is called so: two become one by renaming."""
    with services.db.read() as session:
        library.series.get_editable(session, viewer, series_id)
    with closing(job.catalogue_of(services)) as catalogue:
        try:
            work = catalogue.one_series(choice.value)
            if work is None:
                raise NotFound("The catalogue knows no such series.", code="not_in_catalogue")
            said = work.candidate
            with services.db.read() as session:
                taken = library.series.is_called(session, said.title, said.year, but=series_id)
            if not taken:
                changes = {"title": said.title, "year": said.year}
                library.series.edit(services, viewer, series_id, changes)
            applying.whole_series(services, catalogue, series_id, work, over=True)
        except LookupFailed as error:
            raise Unavailable(error.words, code="lookup_failed") from error
        with services.db.write() as session:
            row = library.series.get_editable(session, viewer, series_id)
            wanted = due.series_of(session, row)
            due.note(session, catalogue.name, [wanted], due.CHOSEN, choice.value)
    job.start_when_due(services)
    return library.whole_series(services, viewer, series_id)
