"""Writing what a catalogue says into the library, behind everything that is there already."""

from collections.abc import Mapping, Sequence

from matinee import library
from matinee.ingest.lookup import due, pictures
from matinee.ingest.lookup.found import Catalogue, Episode, Work
from matinee.kit.services import Services


def film(
    services: Services, catalogue: Catalogue, media_id: str, value: str, *, over: bool = False
) -> bool:
    """Fill a film, or with `over` write it anew; False where the catalogue knows it no more."""
    work = catalogue.film(value)
    if work is None:
        return False
    with services.db.write() as session:
        if library.fill_media(session, media_id, _identity(work), over=over):
            services.bus.publish_after_commit(session, library.MediaChanged(media_id))
    for kind, address in (("poster", work.poster), ("backdrop", work.backdrop)):
        pictures.of_media(services, catalogue, media_id, kind, address, over=over)
    return True


def series(
    services: Services, catalogue: Catalogue, series_id: str, value: str, *, over: bool = False
) -> bool:
    """Fill a series, its seasons and its episodes, or with `over` write them anew; False where
    the catalogue knows it no more."""
    work = catalogue.one_series(value)
    if work is None:
        return False
    whole_series(services, catalogue, series_id, work, over=over)
    with services.db.read() as session:
        here = due.seasons(session, series_id)
    for season in work.seasons:
        if season.number in here:
            pictures.of_series(
                services, catalogue, series_id, "poster", season.poster,
                season=season.number, over=over,
            )  # fmt: skip
    for number, episodes in sorted(here.items()):
        _season(services, catalogue, catalogue.season(value, number), episodes, over=over)
    return True


def whole_series(
    services: Services, catalogue: Catalogue, series_id: str, work: Work, *, over: bool = False
) -> None:
    """Fill a series with its own words and pictures, without those of its episodes."""
    with services.db.write() as session:
        library.fill_series(session, series_id, _facts(work), over=over)
    for kind, address in (("poster", work.poster), ("backdrop", work.backdrop)):
        pictures.of_series(services, catalogue, series_id, kind, address, over=over)


def _season(
    services: Services, catalogue: Catalogue, said: Mapping[int, Episode],
    episodes: Sequence[tuple[int, str]], *, over: bool,
) -> None:  # fmt: skip
    known = [(media_id, said[number]) for number, media_id in episodes if number in said]
    with services.db.write() as session:
        for media_id, told in known:
            if library.fill_media(session, media_id, _episode(told), over=over):
                services.bus.publish_after_commit(session, library.MediaChanged(media_id))
    for media_id, told in known:
        pictures.of_media(services, catalogue, media_id, "poster", told.still, over=over)


def _identity(work: Work) -> library.Identity:
    said = work.candidate
    return library.Identity(
        title=said.title,
        kind="movie",
        original_title=said.original_title if said.original_title != said.title else None,
        description=said.description,
        tagline=work.tagline,
        year=said.year,
        released=work.released,
        content_rating=work.content_rating,
        genres=work.genres,
        credits=_credits(work),
        other_ids=work.ids,
    )


def _facts(work: Work) -> library.SeriesFacts:
    said = work.candidate
    return library.SeriesFacts(
        original_title=said.original_title if said.original_title != said.title else None,
        description=said.description,
        year=said.year,
        content_rating=work.content_rating,
        genres=work.genres,
        credits=_credits(work),
        other_ids=work.ids,
        seasons=tuple(
            library.SeasonFacts(one.number, one.title, one.description) for one in work.seasons
        ),
    )


def _episode(said: Episode) -> library.Identity:
    return library.Identity(
        title=said.title or "", kind="episode", description=said.description,
        released=said.released,
    )  # fmt: skip


def _credits(work: Work) -> tuple[library.Credit, ...]:
    return tuple(library.Credit(one.name, one.job, one.character) for one in work.people)
