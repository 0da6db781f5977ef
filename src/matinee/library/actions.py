"""Every change people and background jobs make to what is in the library."""

import array
import logging
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.engine import Weight
from matinee.kit import clock, objects
from matinee.kit.db import after_commit
from matinee.kit.errors import Conflict, Forbidden, Invalid
from matinee.kit.jobs import JobSpec, Priority
from matinee.kit.services import Services
from matinee.library import files, rules
from matinee.library.gate import extras, works
from matinee.library.gate.entries import bring_back
from matinee.library.queries import get_editable
from matinee.library.series import series
from matinee.library.summary import refresh
from matinee.library.tables import (
    READY,
    TRASHED,
    AssetRow,
    MediaRow,
    PlaceRow,
    ProbeRow,
    RootRow,
)
from matinee.library.values import MediaChanged, MediaRemoved
from matinee.library.words import labels

log = logging.getLogger(__name__)
PURGE = "library.purge"


def edit(
    services: Services, viewer: Viewer, media_id: str, changes: Mapping[str, Any],
    seen: datetime | None = None,
) -> None:  # fmt: skip
    """Change what a media says of itself; `changes` has only the fields to change. `seen` is the
    `updated_at` of what the editor saw: who changes something older is told (Conflict).

    What was changed by hand is locked: no scan writes over it, until it is taken out of `locked`.
    Raises NotFound, Forbidden, or Invalid when a title is empty once cleaned.
    """
    with services.db.write() as session:
        media = get_editable(session, viewer, media_id)
        if seen is not None and media.updated_at > seen:
            raise Conflict(
                "Somebody changed this title while you were editing it.",
                fix="Look at what it says now, then save again.", code="changed_meanwhile",
            )  # fmt: skip
        _alter(session, media, changes)
        services.bus.publish_after_commit(session, MediaChanged(media_id))


def alter_many(
    services: Services, session: Session, medias: Sequence[MediaRow], changes: Mapping[str, Any]
) -> None:
    """Change the same of many media, as `edit` does, inside the caller's write."""
    for media in medias:
        _alter(session, media, changes)
        services.bus.publish_after_commit(session, MediaChanged(media.id))


def _alter(session: Session, media: MediaRow, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if name != "locked":
            _EDITS[name](session, media, value)
    kept = {*(media.locked or ()), *changes} - {"locked"}
    if "locked" in changes:
        kept &= set(changes["locked"] or ())
    media.locked = sorted(kept) or None
    if not kept.isdisjoint({"title", "kind", "year", "series_title", "episode_number"}):
        media.doubts, media.confidence = None, 1.0
    media.work_key = works.key_of(media)
    media.updated_at = clock.now()


def _edit_title(session: Session, media: MediaRow, value: str | None) -> None:
    line = rules.clean_line(value)
    if not line:
        raise Invalid(
            "A title must have something that can be read.", fix="Type a title.", code="title_empty"
        )
    media.title, media.sort_title = line, rules.sort_title(line)


def _edit_kind(session: Session, media: MediaRow, value: str | None) -> None:
    if value is None:
        raise Invalid(
            "Every title is of some kind.",
            fix="Choose a kind: video, movie, episode …",
            code="kind_missing",
        )
    media.kind = value


def _edit_line(name: str, limit: int) -> Any:
    def change(session: Session, media: MediaRow, value: str | None) -> None:
        setattr(media, name, rules.clean_line(value, limit) or None)

    return change


def _edit_plain(name: str) -> Any:
    def change(session: Session, media: MediaRow, value: Any) -> None:
        setattr(media, name, value)

    return change


def _edit_description(session: Session, media: MediaRow, value: str | None) -> None:
    media.description = rules.clean_text(value)


def _edit_tags(session: Session, media: MediaRow, value: Sequence[str] | None) -> None:
    labels.set_tags(session, media, value or ())


def _edit_genres(session: Session, media: MediaRow, value: Sequence[str] | None) -> None:
    labels.set_genres(session, media, value or ())


def _edit_series(session: Session, media: MediaRow, value: str | None) -> None:
    media.series_id = series.find_or_make(session, value, None)


def _edit_window(name: str) -> Any:
    def change(session: Session, media: MediaRow, value: datetime | None) -> None:
        setattr(media, name, value.astimezone(UTC) if value is not None else None)
        start, end = media.available_from, media.available_until
        if start and end and end <= start:
            raise Invalid(
                "It would end before it begins.",
                fix="Choose a later day for the end.",
                code="window_reversed",
            )

    return change


_EDITS: dict[str, Any] = {
    "series_title": _edit_series,
    "season_number": _edit_plain("season_number"),
    "episode_number": _edit_plain("episode_number"),
    "episode_number_end": _edit_plain("episode_number_end"),
    "tagline": _edit_line("tagline", rules.TITLE_MAX),
    "content_rating": _edit_line("content_rating", 40),
    "available_from": _edit_window("available_from"),
    "available_until": _edit_window("available_until"),
    "title": _edit_title,
    "kind": _edit_kind,
    "original_title": _edit_line("original_title", rules.TITLE_MAX),
    "uploader": _edit_line("uploader", rules.UPLOADER_MAX),
    "description": _edit_description,
    "year": _edit_plain("year"),
    "upload_date": _edit_plain("upload_date"),
    "tags": _edit_tags,
    "genres": _edit_genres,
}


def trash(
    services: Services, viewer: Viewer, media_id: str, *, delete_file: bool
) -> datetime | None:
    """Put a media into the trash; returns until when it can be restored.

    Files stay put until the purge. Then, with `delete_file`, they are deleted; without, an owned
    file moves to data/kept and a file in a folder stays where it is. Repeatable.
    """
    with services.db.write() as session:
        media = get_editable(session, viewer, media_id)
        if delete_file and not media.owned and not viewer.is_admin:
            raise Forbidden(
                "Only an administrator may delete files from a folder.", code="admins_only"
            )
        _put_in_trash(services, session, media, delete_file=delete_file)
        session.flush()
        schedule_purge(services, session)
        return media.purge_at


def trash_many(services: Services, session: Session, medias: Sequence[MediaRow]) -> list[str]:
    """Put media into the trash, their files stay theirs; inside the caller's write. Returns those
    that were not there yet."""
    fresh = [media for media in medias if media.trashed_at is None]
    for media in fresh:
        _put_in_trash(services, session, media, delete_file=False)
    session.flush()
    schedule_purge(services, session)
    return [media.id for media in fresh]


def trash_by_rule(services: Services, session: Session, media_ids: Sequence[str]) -> list[str]:
    """Put media into the trash that a rule or a suggestion let go, their files too; inside the
    caller's write, which made sure that they are ours. Returns those that were not there yet."""
    rows = session.scalars(
        select(MediaRow).where(MediaRow.id.in_(media_ids), MediaRow.trashed_at.is_(None))
    ).all()
    for media in rows:
        _put_in_trash(services, session, media, delete_file=True)
    session.flush()
    schedule_purge(services, session)
    return [media.id for media in rows]


def _put_in_trash(
    services: Services, session: Session, media: MediaRow, *, delete_file: bool
) -> None:
    now = clock.now()
    if media.trashed_at is None:
        media.trashed_at = now
        media.purge_at = now + timedelta(days=services.settings.trash_days)
    media.status = TRASHED
    media.delete_file = media.delete_file or delete_file
    media.updated_at = now
    services.bus.publish_after_commit(session, MediaRemoved(media.id))


def empty_trash(services: Services, until: datetime) -> int:
    """Let everything that lies in the trash since `until` or longer go now, by a job; returns how
    many titles that are. What was put there later keeps its time."""
    with services.db.write() as session:
        old = MediaRow.trashed_at.is_not(None) & (MediaRow.trashed_at <= until)
        ids = session.scalars(select(MediaRow.id).where(old)).all()
        session.execute(
            update(MediaRow).where(old).values(purge_at=clock.now()),
            execution_options={"synchronize_session": False},
        )
        schedule_purge(services, session)
        return len(ids)


def restore(services: Services, viewer: Viewer, media_id: str) -> None:
    """Take a media out of the trash. Repeatable. Raises NotFound once it was purged."""
    with services.db.write() as session:
        media = get_editable(session, viewer, media_id)
        bring_back(media)
        session.flush()
        refresh(session, [media_id])
        services.bus.publish_after_commit(session, MediaChanged(media_id))


def schedule_purge(services: Services, session: Session) -> None:
    """Queue the purge when the time of something in the trash has come."""
    if purge_is_due(session):
        spec = JobSpec(PURGE, {}, priority=Priority.BACKGROUND, dedupe_key=PURGE)
        services.jobs.enqueue(session, spec)


def purge_is_due(session: Session) -> bool:
    """Say whether the time of something in the trash has come."""
    return session.scalar(_due().limit(1)) is not None


def purge_expired(services: Services) -> int:
    """Take everything out of the library whose time in the trash is over; returns how many.

    A file that cannot be deleted now, or whose folder is away, keeps its record for next time.
    """
    with services.db.read() as session:
        due = session.scalars(_due()).all()
    purged = 0
    for media_id in due:
        try:
            purged += _purge(services, media_id)
        except OSError as cause:
            log.warning("media %s could not be purged: %s", media_id, cause.strerror)
    return purged


def _due() -> Any:
    return select(MediaRow.id).where(
        MediaRow.trashed_at.is_not(None), MediaRow.purge_at <= clock.now()
    )


def _purge(services: Services, media_id: str) -> bool:
    _keep_files(services, media_id)
    with services.db.write() as session:
        media = session.scalar(_due().where(MediaRow.id == media_id).with_only_columns(MediaRow))
        if media is None:
            return False  # restored in the meantime
        assets = session.scalars(select(AssetRow).where(AssetRow.media_id == media_id)).all()
        if media.delete_file and not _delete_in_place(session, [asset.id for asset in assets]):
            return False
        for asset in assets:
            _clear_owned(services, session, media, asset)
        extras.release(session, media_id)
        session.execute(delete(MediaRow).where(MediaRow.id == media_id))
        artwork = services.store.artwork_dir(media_id)
        after_commit(session, lambda: objects.forget_under(services, artwork))
        services.bus.publish_after_commit(session, MediaRemoved(media_id))
        return True


def _delete_in_place(session: Session, asset_ids: Sequence[str]) -> bool:
    places = session.execute(
        select(PlaceRow, RootRow)
        .join(RootRow, RootRow.id == PlaceRow.root_id)
        .where(PlaceRow.asset_id.in_(asset_ids))
    ).all()
    if any(root.status != READY for _, root in places):
        return False
    for place, root in places:
        path = files.within(Path(root.path), place.relative_path)
        if path is not None:
            path.unlink()
        session.delete(place)
    session.flush()
    return True


def _keep_files(services: Services, media_id: str) -> None:
    """Let the bucket keep the files of a title that goes without them, under a name for people."""
    if services.objects is None:
        return
    with services.db.read() as session:
        media = session.get(MediaRow, media_id)
        if media is None or media.delete_file:
            return
        owned = (AssetRow.media_id == media_id, AssetRow.key.is_not(None))
        for asset in session.scalars(select(AssetRow).where(*owned)).all():
            key = str(asset.key)
            name = rules.kept_name(media.title, asset.id, Path(key).suffix)
            objects.keep_as(services, key, f"kept/{name}")


def _clear_owned(services: Services, session: Session, media: MediaRow, asset: AssetRow) -> None:
    folders = [services.store.media_dir(asset.id), services.store.cache_dir(asset.id)]
    if asset.key is not None:
        path = files.within(services.store.data, asset.key)
        folder = (services.store.data / asset.key).parent
        if path is not None and not media.delete_file:
            kept = services.store.data / "kept"
            kept.mkdir(exist_ok=True)
            path.rename(kept / rules.kept_name(media.title, asset.id, path.suffix))
        if folder.parent == services.store.media_root:
            folders.insert(0, folder)
    # Subtitles that people gave lie here, also those of a film in a folder.
    if services.objects is None:
        objects.forget_under(services, *folders)
    else:
        after_commit(session, lambda: objects.forget_under(services, *folders))


def save_keyframes(session: Session, asset_id: str, times_s: Sequence[float]) -> None:
    """Keep the keyframe times of an asset, in seconds, exactly as given."""
    packed = array.array("d", times_s)
    if sys.byteorder == "big":
        packed.byteswap()
    session.execute(
        update(ProbeRow).where(ProbeRow.asset_id == asset_id).values(keyframes=packed.tobytes())
    )


def get_keyframes(session: Session, asset_id: str) -> tuple[float, ...] | None:
    """Return the keyframe times of an asset in seconds, None before they are indexed."""
    packed = session.scalar(select(ProbeRow.keyframes).where(ProbeRow.asset_id == asset_id))
    if packed is None:
        return None
    times = array.array("d", packed)
    if sys.byteorder == "big":
        times.byteswap()
    return tuple(times)


def save_weight(session: Session, asset_id: str, weight: Weight) -> None:
    """Keep how many bits an asset was found to need."""
    session.execute(
        update(ProbeRow).where(ProbeRow.asset_id == asset_id).values(weight=weight.to_json())
    )


def get_weight(session: Session, asset_id: str) -> Weight | None:
    """Return how many bits an asset was found to need, None where it was not weighed."""
    kept = session.scalar(select(ProbeRow.weight).where(ProbeRow.asset_id == asset_id))
    return None if kept is None else Weight.from_json(kept)


def save_full_hash(session: Session, asset_id: str, full_hash: str) -> None:
    """Keep the hash of the whole content of an asset. The first one stays: whoever read the file
    later may have read what has become of it since."""
    unknown = update(AssetRow).where(AssetRow.id == asset_id, AssetRow.full_hash.is_(None))
    session.execute(unknown.values(full_hash=full_hash))
