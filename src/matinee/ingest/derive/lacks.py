"""Which derivations media still lack: asked for many at a time, with one query a kind."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from matinee import library
from matinee.ingest.derive import texts
from matinee.ingest.derive.season import PRINT
from matinee.kit.jobs import JobSpec, Priority
from matinee.kit.services import Services

KEYFRAMES, POSTER, SPRITES, HASH, TEXTS, LOUDNESS = (
    "derive.keyframes", "derive.poster", "derive.sprites", "derive.hash", "derive.texts",
    "derive.loudness",
)  # fmt: skip


def of(services: Services, session: Session, media_ids: Sequence[str]) -> list[JobSpec]:
    """Return the jobs for everything that these media and their files lack."""
    wanted: list[JobSpec] = []
    done = library.derived(session, media_ids)
    for media in done.media:
        for asset in done.assets.get(media.id, ()):
            if asset.id not in done.keyframes:
                wanted.append(spec(media, KEYFRAMES, asset.id, Priority.NORMAL))
            if asset.id in done.texts and texts.unread(services, session, asset):
                wanted.append(spec(media, TEXTS, asset.id, Priority.NORMAL))
            if asset.audio_codecs and asset.id not in done.loudness:
                wanted.append(spec(media, LOUDNESS, asset.id, Priority.BACKGROUND))
            heard = library.season_of(media) is None or not asset.audio_codecs
            if not heard and asset.id not in done.prints:
                wanted.append(spec(media, PRINT, asset.id, Priority.BACKGROUND))
            if asset.full_hash is None:
                wanted.append(spec(media, HASH, asset.id, Priority.BACKGROUND))
        if media.id not in done.posters:
            wanted.append(spec(media, POSTER, None, Priority.NORMAL))
        if media.id not in done.sprites:
            wanted.append(spec(media, SPRITES, None, Priority.BACKGROUND))
    return sorted(wanted, key=lambda one: (one.priority, one.kind))


def spec(media: library.MediaRow, kind: str, asset_id: str | None, priority: Priority) -> JobSpec:
    """Return the job that makes one thing of a media, or of one of its files."""
    return JobSpec(
        kind,
        {"media_id": media.id, "asset_id": asset_id},
        title=media.title,
        priority=priority,
        dedupe_key=f"{kind}:{asset_id or media.id}",
        media_id=media.id,
    )
