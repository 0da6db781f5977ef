"""Reading subtitles once a title is in: their words go to the library, their forms to the cache.

A film is read from end to end for this, once for all of its tracks, so that the first viewer does
not wait for it. A file beside it that cannot be read stops nothing.
"""

import logging

from sqlalchemy.orm import Session

from matinee import library
from matinee.kit.errors import MatineeError, NotFound
from matinee.kit.jobs import JobContext
from matinee.kit.log import Private
from matinee.kit.services import Services

log = logging.getLogger(__name__)

_LONGEST_S = 3600.0


def unread(services: Services, session: Session, asset: library.AssetRow) -> bool:
    """Say whether an asset has text tracks whose words are not in the library yet."""
    return bool(_unread(services, session, asset))


def _unread(
    services: Services, session: Session, asset: library.AssetRow
) -> list[library.TextSource]:
    try:
        probe = library.get_probe(session, asset.id)
    except NotFound:
        return []
    read = library.read_tracks(session, asset.id)
    sources = library.text_sources(services, session, asset, probe)
    return [source for source in sources if source.key not in read]


def run(ctx: JobContext) -> None:
    """Take out every text track of an asset that has not been read."""
    services = ctx.services
    with services.db.read() as session:
        asset = session.get(library.AssetRow, ctx.payload["asset_id"])
        if asset is None:
            return
        wanted = _unread(services, session, asset)
        if not wanted:
            return
        path = library.asset_file(services, session, asset)
        probe = library.get_probe(session, asset.id)
        sources = library.text_sources(services, session, asset, probe)
    film = library.Film(asset.id, str(path), probe.start_s, sources)
    ctx.progress(0, step="subtitles")
    for source in wanted:
        ctx.check()
        try:
            _read(ctx, film, source)
        except MatineeError as error:
            if source.path is None:
                raise
            log.warning(
                "Subtitles of %s cannot be read: %s", ctx.payload["media_id"], Private(error.detail)
            )
    with services.db.write() as session:
        media_id = ctx.payload["media_id"]
        services.bus.publish_after_commit(session, library.MediaChanged(media_id))


def _read(ctx: JobContext, film: library.Film, source: library.TextSource) -> None:
    services = ctx.services
    if not library.texts_made(services, film.asset_id, source):
        making = library.take_texts(services, film, source, ctx.progress)
        ctx.wait(making.done, _LONGEST_S)
        making.result(timeout=0)
    cues = library.read_cues(library.text_folder(services, film.asset_id, source.key))
    with services.db.write() as session:
        if session.get(library.AssetRow, film.asset_id) is not None:
            library.save_cues(session, film.asset_id, source.key, source.track.language, cues)
