"""Writing what a catalogue says into the library, behind everything that is there already."""

import shutil

from matinee import library
from matinee.ingest.derive import thumbnail
from matinee.ingest.lookup import due
from matinee.ingest.lookup.found import Catalogue, Episode, LookupFailed, Work
from matinee.kit import ids
from matinee.kit.services import Services
from matinee.library import series_pictures

_PICTURES = ("poster", "backdrop")


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
    for kind in _PICTURES:
        address = work.poster if kind == "poster" else work.backdrop
        if address is not None:
            _picture(services, catalogue, media_id, kind, address, over=over)
    return True


def series(services: Services, catalogue: Catalogue, series_id: str, value: str) -> bool:
    """Fill a series and its episodes; False where the catalogue knows it no more."""
    work = catalogue.one_series(value)
    if work is None:
        return False
    with services.db.write() as session:
        library.fill_series(session, series_id, _facts(work))
    for kind in _PICTURES:
        address = work.poster if kind == "poster" else work.backdrop
        if address is not None:
            _picture_of_series(services, catalogue, series_id, kind, address)
    with services.db.read() as session:
        here = due.seasons(session, series_id)
    for number, episodes in sorted(here.items()):
        said = catalogue.season(value, number)
        with services.db.write() as session:
            for episode, media_id in episodes:
                told = said.get(episode)
                if told and library.fill_media(session, media_id, _episode(told)):
                    services.bus.publish_after_commit(session, library.MediaChanged(media_id))
    return True


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
    )


def _episode(said: Episode) -> library.Identity:
    return library.Identity(
        title=said.title or "", kind="episode", description=said.description,
        released=said.released,
    )  # fmt: skip


def _credits(work: Work) -> tuple[library.Credit, ...]:
    return tuple(library.Credit(one.name, one.job, one.character) for one in work.people)


def _picture(
    services: Services, catalogue: Catalogue, media_id: str, kind: str, address: str, *, over: bool
) -> None:
    """Take a picture where the media has none but a still. One that is not to be had is left."""
    with services.db.read() as session:
        if not library.wants_picture(session, media_id, kind, over=over):
            return
    found = _fetched(catalogue, address)
    if found is None:
        return
    folder = services.store.artwork_dir(media_id) / ids.new_id()
    picture = thumbnail.take_bytes(services, found, folder, kind).picture
    if picture is None:
        return
    with services.db.write() as session:
        kept = library.set_poster(
            services, session, media_id, picture, kind=kind, origin=library.ONLINE
        )
    if not kept:
        shutil.rmtree(folder, ignore_errors=True)


def _picture_of_series(
    services: Services, catalogue: Catalogue, series_id: str, kind: str, address: str
) -> None:
    """Take a picture for a series that has none in a folder; one that is chosen stays above it."""
    with services.db.read() as session:
        if not series_pictures.wants(session, series_id, kind):
            return
    found = _fetched(catalogue, address)
    if found is None:
        return
    name = ids.new_id()
    folder = series_pictures.folder_of(services, name)
    picture = thumbnail.take_bytes(services, found, folder, kind).picture
    kept = False
    if picture is not None:
        with services.db.write() as session:
            kept = series_pictures.give(
                services, session, series_id, picture,
                kind=kind, origin=library.ONLINE, picture_id=name,
            )  # fmt: skip
    if not kept:
        shutil.rmtree(services.store.artwork_dir(name), ignore_errors=True)


def _fetched(catalogue: Catalogue, address: str) -> bytes | None:
    """Return the bytes of a picture; one that is not to be had is none, and no failure."""
    try:
        return catalogue.picture(address)
    except LookupFailed:
        return None
