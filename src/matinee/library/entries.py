"""Rows made from a landing: hostile words are cleaned here, once, on their way in."""

import math
import secrets
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.engine import Track
from matinee.kit import clock, ids
from matinee.library import labels, rules
from matinee.library.tables import (
    READY,
    AssetRow,
    MediaRow,
    ProbeRow,
    SeriesRow,
)
from matinee.library.values import Identity, Landing

KINDS = ("video", "movie", "series", "season", "episode", "clip", "recording", "music", "audio")
YEARS = range(1800, 2200)
_SMALL = range(100_000)


def new_media(session: Session, landing: Landing) -> MediaRow:
    """Write the catalogue entry of a landing."""
    identity, now = landing.identity, clock.now()
    title = rules.title_of(identity.title, landing.path.stem)
    media = MediaRow(
        id=ids.new_id(),
        kind=identity.kind if identity.kind in KINDS else "video",
        status=READY,
        title=title,
        sort_title=rules.sort_title(title),
        original_title=rules.clean_line(identity.original_title) or None,
        year=_within(identity.year, YEARS),
        season_number=_within(identity.season_number, _SMALL),
        episode_number=_within(identity.episode_number, _SMALL),
        episode_number_end=_within(identity.episode_number_end, _SMALL),
        description=rules.clean_text(identity.description),
        uploader=rules.clean_line(identity.uploader, rules.UPLOADER_MAX) or None,
        upload_date=_date(identity.upload_date),
        recorded_at=identity.recorded_at,
        added_by=landing.added_by,
        added_at=now,
        updated_at=now,
        shuffle=secrets.randbelow(2**31),
        owned=landing.root_id is None,
    )
    media.series_id = _series(session, identity.series_title)
    session.add(media)
    session.flush()
    labels.set_tags(session, media, identity.tags)
    labels.set_genres(session, media, identity.genres)
    return media


def new_asset(session: Session, landing: Landing, asset_id: str, media_id: str) -> AssetRow:
    """Write the file version of a landing and what the engine knows of it."""
    probe = landing.probe
    video = probe.video
    asset = AssetRow(
        id=asset_id,
        media_id=media_id,
        fingerprint=landing.fingerprint,
        size_bytes=probe.size_bytes,
        container=probe.container[:32],
        duration_s=_finite(probe.duration_s) or 0.0,
        bit_rate=round(_finite(probe.bit_rate) or 0) or None,
        audio_codecs=list(dict.fromkeys(track.codec for track in probe.audio)),
        added_at=clock.now(),
    )
    if video is not None:
        asset.video_codec = video.codec[:32]
        asset.width, asset.height = _shown_size(video)
        asset.frame_rate = _finite(video.frame_rate)
        asset.hdr = None if video.hdr == "sdr" else video.hdr
    session.add(asset)
    session.flush()
    session.add(ProbeRow(asset_id=asset_id, probe=probe.to_json()))
    session.flush()
    return asset


def adopt_source(session: Session, media: MediaRow, identity: Identity) -> None:
    """Let a media that came without a source be known by the one it now came from again."""
    source_id = rules.source_key(identity.source_id)
    platform = rules.clean_line(identity.source_platform, 64) or None
    if media.source_platform is None and platform is not None:
        taken = select(MediaRow.id).where(
            MediaRow.source_platform == platform, MediaRow.source_id == source_id
        )
        if source_id is None or session.scalar(taken) is None:
            media.source_platform, media.source_id = platform, source_id
            media.source_url = rules.web_address(identity.source_url)


def bring_back(media: MediaRow) -> None:
    """Take a media out of the trash."""
    media.trashed_at = media.purge_at = None
    media.delete_file = False
    media.updated_at = clock.now()


def _shown_size(video: Track) -> tuple[int | None, int | None]:
    """Return width and height as the picture is shown: a film held upright is upright."""
    upright = video.rotation % 180 == 90
    return (video.height, video.width) if upright else (video.width, video.height)


def _series(session: Session, title: str | None) -> str | None:
    line = rules.clean_line(title)
    if not line:
        return None
    key = (rules.fold(line) or line)[: rules.TITLE_MAX]
    found = session.scalar(select(SeriesRow.id).where(SeriesRow.title_key == key))
    if found is None:
        found = ids.new_id()
        session.add(SeriesRow(id=found, title=line, title_key=key))
        session.flush()
    return found


def _within(value: int | None, bounds: range) -> int | None:
    return value if value is not None and value in bounds else None


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) and value >= 0 else None


def _date(value: date | None) -> date | None:
    return value if value is not None and value.year in YEARS else None
