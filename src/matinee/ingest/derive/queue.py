"""Which derivations a media still lacks, and queueing them when it comes in."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.ingest.derive import season, texts
from matinee.kit import clock
from matinee.kit.jobs import JobSpec, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services

KEYFRAMES, POSTER, SPRITES, HASH, TEXTS, LOUDNESS = (
    "derive.keyframes", "derive.poster", "derive.sprites", "derive.hash", "derive.texts",
    "derive.loudness",
)  # fmt: skip
_RECENT = timedelta(days=2)
_MOST = 500
_BEGUN_PERCENT = 1.0
_AROUND = 24  # episodes around the one that is watched


def on_media_added(services: Services, event: library.MediaAdded) -> None:
    """Queue what a media lacks. Hearing it twice queues nothing twice."""
    with services.db.write() as session:
        enqueue(services, session, event.media_id)


def on_media_played(services: Services, event: library.MediaPlayed) -> None:
    """Queue what a title of an earlier version lacks, once somebody begins to watch it."""
    if not event.passed(_BEGUN_PERCENT):
        return
    with services.db.read() as session:
        media = session.get(library.MediaRow, event.media_id)
        asset = library.main_asset(session, event.media_id)
        lacks = asset is not None and library.get_loudness(session, asset.id) is None
        unheard = bool(media and library.unheard(session, media, 1))
    if lacks:
        on_media_added(services, library.MediaAdded(event.media_id))
    if unheard:
        with services.db.write() as session:
            for episode, asset_id in library.unheard(session, media, _AROUND) if media else ():
                _enqueue(services, session, episode, season.PRINT, asset_id, Priority.BACKGROUND)


def enqueue(services: Services, session: Session, media_id: str) -> None:
    """Queue every derivation that a media and its files lack."""
    media = session.get(library.MediaRow, media_id)
    if media is None or media.trashed_at is not None:
        return
    wanted: list[tuple[str, str | None, Priority]] = []
    assets = select(library.AssetRow).where(library.AssetRow.media_id == media_id)
    for asset in session.scalars(assets):
        if library.get_keyframes(session, asset.id) is None:
            wanted.append((KEYFRAMES, asset.id, Priority.NORMAL))
        if texts.unread(services, session, asset):
            wanted.append((TEXTS, asset.id, Priority.NORMAL))
        if asset.audio_codecs and library.get_loudness(session, asset.id) is None:
            wanted.append((LOUDNESS, asset.id, Priority.BACKGROUND))
        if library.is_unheard(session, media, asset):
            wanted.append((season.PRINT, asset.id, Priority.BACKGROUND))
        if asset.full_hash is None:
            wanted.append((HASH, asset.id, Priority.BACKGROUND))
    if media_id not in library.posters_of(session, [media_id]):
        wanted.append((POSTER, None, Priority.NORMAL))
    if library.get_sprites(session, media_id) is None:
        wanted.append((SPRITES, None, Priority.BACKGROUND))
    for kind, asset_id, priority in sorted(wanted, key=lambda one: (one[2], one[0])):
        _enqueue(services, session, media, kind, asset_id, priority)


def _enqueue(
    services: Services,
    session: Session,
    media: library.MediaRow,
    kind: str,
    asset_id: str | None,
    priority: Priority,
) -> None:
    services.jobs.enqueue(
        session,
        JobSpec(
            kind,
            {"media_id": media.id, "asset_id": asset_id},
            title=media.title,
            priority=priority,
            dedupe_key=f"{kind}:{asset_id or media.id}",
            media_id=media.id,
        ),
    )


def catch_up(services: Services) -> None:
    """Queue for media whose event was lost because the server died right after publishing."""
    asked = select(JobRow.media_id).where(
        JobRow.kind == KEYFRAMES, JobRow.media_id == library.MediaRow.id
    )
    late = (
        select(library.MediaRow.id)
        .where(library.MediaRow.added_at > clock.now() - _RECENT, ~asked.exists())
        .limit(_MOST)
    )
    with services.db.read() as session:
        media_ids = session.scalars(late).all()
    for media_id in media_ids:
        on_media_added(services, library.MediaAdded(media_id))
