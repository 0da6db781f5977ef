"""Pictures that a catalogue names: taken where there is no better one, and left where they are not
to be had."""

import shutil

from matinee import library
from matinee.ingest.derive import thumbnail
from matinee.ingest.lookup.found import Catalogue, LookupFailed
from matinee.kit import ids
from matinee.kit.services import Services
from matinee.library import series_pictures


def of_media(
    services: Services, catalogue: Catalogue, media_id: str, kind: str, address: str | None, *,
    over: bool = False,
) -> None:  # fmt: skip
    """Take a picture where the media has none but a still of its own; with `over` also in place
    of one the catalogue gave before."""
    with services.db.read() as session:
        wanted = library.wants_picture(session, media_id, kind, over=over)
    found = _fetched(catalogue, address) if wanted else None
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


def of_series(
    services: Services, catalogue: Catalogue, series_id: str, kind: str, address: str | None, *,
    season: int | None = None, over: bool = False,
) -> None:  # fmt: skip
    """Take a picture for a series, or one of its seasons, that has none in a folder; one that is
    chosen stays above it."""
    with services.db.read() as session:
        wanted = series_pictures.wants(session, series_id, kind, season=season, over=over)
    found = _fetched(catalogue, address) if wanted else None
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
                kind=kind, origin=library.ONLINE, picture_id=name, season=season,
            )  # fmt: skip
    if not kept:
        shutil.rmtree(services.store.artwork_dir(name), ignore_errors=True)


def _fetched(catalogue: Catalogue, address: str | None) -> bytes | None:
    """Return the bytes of a picture; one that is not to be had is none, and no failure."""
    if address is None:
        return None
    try:
        return catalogue.picture(address)
    except LookupFailed:
        return None
