"""Rows made from a landing: hostile words are cleaned here, once, on their way in."""

import math
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.engine import Track
from matinee.kit import clock, ids
from matinee.library import rules
from matinee.library.gate import works
from matinee.library.people import people
from matinee.library.series import series
from matinee.library.tables import READY, AssetRow, MediaRow, ProbeRow
from matinee.library.values import Identity, Landing
from matinee.library.words import labels

KINDS = ("video", "movie", "series", "season", "episode", "clip", "recording", "music", "audio")
YEARS = range(1800, 2200)
_SMALL = range(100_000)


def new_media(session: Session, landing: Landing) -> MediaRow:
    """Write the catalogue entry of a landing."""
    media = make_media(session, landing)
    session.add(media)
    session.flush()
    write_labels(session, media, landing.identity)
    return media


def make_media(session: Session, landing: Landing) -> MediaRow:
    """Return the catalogue entry of a landing, not written yet and without its labels."""
    now = clock.now()
    media = MediaRow(
        id=ids.new_id(),
        kind="video",
        status=READY,
        title="",
        sort_title="",
        recorded_at=landing.identity.recorded_at,
        added_by=landing.added_by,
        added_at=now,
        updated_at=now,
        shuffle=secrets.randbelow(2**31),
        owned=landing.root_id is None,
    )
    _write_words(session, media, landing.identity, landing.path.stem)
    return media


def work_of(session: Session, landing: Landing) -> str | None:
    """Return what a landing shares with other versions of its work, if it is known so well."""
    identity = landing.identity
    if identity.extra_kind is not None or identity.kind not in {"movie", "episode"}:
        return None
    series_id = series.find_or_make(session, identity.series_title, identity.series)
    return rules.work_key(
        identity.kind,
        rules.title_of(identity.title, landing.path.stem),
        year=_within(identity.year, YEARS),
        day=_date(identity.released),
        series_id=series_id,
        numbers=(
            _within(identity.season_number, _SMALL),
            _within(identity.episode_number, _SMALL),
            _within(identity.episode_number_end, _SMALL),
        ),
        part=_within(identity.part_number, _SMALL),
    )


def tell_again(session: Session, media: MediaRow, identity: Identity, stem: str) -> None:
    """Write what a file says of itself now, but for what was changed by hand."""
    _write_words(session, media, identity, stem)
    write_labels(session, media, identity)
    media.updated_at = clock.now()


_WORDS: dict[str, Callable[[Identity], Any]] = {
    "original_title": lambda said: rules.clean_line(said.original_title) or None,
    "year": lambda said: _within(said.year, YEARS),
    "season_number": lambda said: _within(said.season_number, _SMALL),
    "episode_number": lambda said: _within(said.episode_number, _SMALL),
    "episode_number_end": lambda said: _within(said.episode_number_end, _SMALL),
    "description": lambda said: rules.clean_text(said.description),
    "tagline": lambda said: rules.clean_line(said.tagline) or None,
    "content_rating": lambda said: rules.clean_line(said.content_rating, 40) or None,
    "uploader": lambda said: rules.clean_line(said.uploader, rules.UPLOADER_MAX) or None,
    "upload_date": lambda said: _date(said.upload_date),
    "released": lambda said: _date(said.released),
    "part_number": lambda said: _within(said.part_number, _SMALL),
}
_NUMBERS = ("season_number", "episode_number", "episode_number_end")


def _write_words(session: Session, media: MediaRow, identity: Identity, stem: str) -> None:
    """Write the words of an identity; what it does not say stays, but for numbers, which belong
    together with the kind."""
    locked = media.locked or ()
    for name, read in _WORDS.items():
        value = read(identity)
        if name not in locked and (value is not None or name in _NUMBERS):
            setattr(media, name, value)
    if "kind" not in locked:
        media.kind = identity.kind if identity.kind in KINDS else "video"
    if "title" not in locked:
        media.title = rules.title_of(identity.title, stem)
        media.sort_title = rules.sort_title(media.title)
    if "series_title" not in locked:
        media.series_id = series.find_or_make(session, identity.series_title, identity.series)
    media.extra_kind = rules.clean_line(identity.extra_kind, 24) or None
    media.confidence = min(1.0, max(0.0, identity.confidence))
    media.doubts = None if {"title", "kind"} <= set(locked) else list(identity.doubts) or None
    media.work_key = works.key_of(media)
    if media.extra_kind is not None:
        media.work_key = works.extra_key(identity.extra_of)


def write_labels(session: Session, media: MediaRow, identity: Identity) -> None:
    """Write the tags, genres, people and other catalogues' ids that an identity names."""
    locked = media.locked or ()
    if identity.tags and "tags" not in locked:
        labels.set_tags(session, media, identity.tags)
    if identity.genres and "genres" not in locked:
        labels.set_genres(session, media, identity.genres)
    if identity.credits:
        people.set_credits(session, media, identity.credits)
    if identity.other_ids:
        people.set_other_ids(session, identity.other_ids, media_id=media.id)


def new_asset(session: Session, landing: Landing, asset_id: str, media_id: str) -> AssetRow:
    """Write the file version of a landing and what the engine knows of it."""
    asset = make_asset(landing, asset_id, media_id)
    session.add(asset)
    session.flush()
    session.add(ProbeRow(asset_id=asset_id, probe=landing.probe.to_json()))
    session.flush()
    return asset


def make_asset(landing: Landing, asset_id: str, media_id: str) -> AssetRow:
    """Return the file version of a landing, not written yet."""
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
        edition=rules.clean_line(landing.identity.edition, 80) or None,
        label=rules.clean_line(landing.identity.label, 80) or None,
    )
    if video is not None:
        asset.video_codec = video.codec[:32]
        asset.width, asset.height = _shown_size(video)
        asset.frame_rate = _finite(video.frame_rate)
        asset.hdr = None if video.hdr == "sdr" else video.hdr
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


def _within(value: int | None, bounds: range) -> int | None:
    return value if value is not None and value in bounds else None


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) and value >= 0 else None


def _date(value: date | None) -> date | None:
    return value if value is not None and value.year in YEARS else None
