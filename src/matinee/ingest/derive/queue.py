"""Which derivations a media still lacks, and queueing them when it comes in."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.ingest.derive import texts
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


def on_media_added(services: Services, event: library.MediaAdded) -> None:
    """Queue what a media lacks. Hearing it twice queues nothing twice."""
    with services.db.write() as session:
        enqueue(services, session, event.media_id)


def on_media_played(services: Services, event: library.MediaPlayed) -> None:
    """Queue what a title of an earlier version lacks, once somebody begins to watch it."""
    if not event.passed(_BEGUN_PERCENT):
        return
    with services.db.read() as session:
        asset = library.main_asset(session, event.media_id)
        lacks = asset is not None and library.get_loudness(session, asset.id) is None
    if lacks:
        on_media_added(services, library.MediaAdded(event.media_id))


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
        if asset.full_hash is None:
            wanted.append((HASH, asset.id, Priority.BACKGROUND))
    if media_id not in library.posters_of(session, [media_id]):
        wanted.append((POSTER, None, Priority.NORMAL))
    if library.get_sprites(session, media_id) is None:
        wanted.append((SPRITES, None, Priority.BACKGROUND))
    for kind, asset_id, priority in sorted(wanted, key=lambda one: (one[2], one[0])):
        services.jobs.enqueue(
            session,
            JobSpec(
                kind,
                {"media_id": media_id, "asset_id": asset_id},
                title=media.title,
                priority=priority,
                dedupe_key=f"{kind}:{asset_id or media_id}",
                media_id=media_id,
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
