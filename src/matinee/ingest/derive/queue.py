"""Queueing what a media still lacks when it comes in, or many at once after a folder was scanned.

What a scan brought is queued by jobs of its own, some hundred media each: the scan is over when
the titles are there, and what is to be made of them survives the server.
"""

import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select

from matinee import library
from matinee.ingest.derive import lacks, looks, season
from matinee.kit import clock
from matinee.kit.jobs import JobContext, JobSpec, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services

KIND = "derive.lacking"
_CHUNK = 100
_AT_ONCE = 500
_RECENT = timedelta(days=2)
_BEGUN_PERCENT = 1.0
_AROUND = 24  # episodes around the one that is watched


class Held:
    """Media that came in while a folder is looked through: what they lack waits until it is done,
    for people wait for the titles and not for what is made of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._waiting: dict[str, None] = {}

    def keeps(self, media_id: str) -> bool:
        """Keep a media for later; False where nobody holds."""
        with self._lock:
            if self._holders:
                self._waiting[media_id] = None
            return bool(self._holders)

    def hold(self) -> None:
        """Begin to keep what comes."""
        with self._lock:
            self._holders += 1

    def release(self) -> list[str]:
        """Stop; returns what was kept when nobody else holds any more."""
        with self._lock:
            self._holders -= 1
            if self._holders:
                return []
            kept, self._waiting = list(self._waiting), {}
            return kept


_held = Held()


@contextmanager
def held(services: Services) -> Generator[None]:
    """Let what new media lack wait until the block is over."""
    _held.hold()
    try:
        yield
    finally:
        enqueue_later(services, _held.release())


def on_media_added(services: Services, event: library.MediaAdded) -> None:
    """Queue what a media lacks. Hearing it twice queues nothing twice."""
    if not _held.keeps(event.media_id):
        enqueue_all(services, [event.media_id])


def enqueue_all(services: Services, media_ids: Sequence[str]) -> None:
    """Queue what each of these media lacks, some at a time, so that nobody who writes waits."""
    for start in range(0, len(media_ids), _CHUNK):
        chunk = media_ids[start : start + _CHUNK]
        with services.db.read() as session:
            specs = lacks.of(services, session, chunk)
            seen = library.duplicates.all_seen(session, chunk)
        if specs or not seen:
            with services.db.write() as session:
                services.jobs.enqueue_many(session, specs)
                if not seen:
                    looks.enqueue(services, session)


def enqueue_later(services: Services, media_ids: Sequence[str]) -> None:
    """Queue what these media lack: a few at once, many by jobs."""
    if len(media_ids) <= _CHUNK:
        enqueue_all(services, media_ids)
        return
    specs = [
        JobSpec(KIND, {"media_ids": media_ids[start : start + _AT_ONCE]}, priority=Priority.NORMAL)
        for start in range(0, len(media_ids), _AT_ONCE)
    ]
    with services.db.write() as session:
        services.jobs.enqueue_many(session, specs)


def run(ctx: JobContext) -> None:
    """Queue what the media of a job lack; begun again, it queues nothing twice."""
    media_ids = ctx.payload["media_ids"]
    ctx.progress(0, step="queueing")
    for start in range(0, len(media_ids), _CHUNK):
        ctx.check()
        enqueue_all(ctx.services, media_ids[start : start + _CHUNK])
        ctx.progress(100.0 * (start + _CHUNK) / len(media_ids))


def on_media_played(services: Services, event: library.MediaPlayed) -> None:
    """Queue what a title of an earlier version lacks, once somebody begins to watch it."""
    if not event.passed(_BEGUN_PERCENT):
        return
    with services.db.read() as session:
        media = session.get(library.MediaRow, event.media_id)
        asset = library.main_asset(session, event.media_id)
        unmeasured = asset is not None and library.get_loudness(session, asset.id) is None
        unheard = bool(media and library.unheard(session, media, 1))
    if unmeasured:
        on_media_added(services, library.MediaAdded(event.media_id))
    if unheard:
        with services.db.write() as session:
            around = library.unheard(session, media, _AROUND) if media else ()
            specs = [
                lacks.spec(one, season.PRINT, asset_id, Priority.BACKGROUND)
                for one, asset_id in around
            ]
            services.jobs.enqueue_many(session, specs)


def catch_up(services: Services) -> None:
    """Queue for media whose event was lost because the server died right after publishing."""
    # One list of all that were asked for, and not a look through all jobs for each media: after
    # a scan there are as many of the ones as of the others.
    asked = select(JobRow.media_id).where(
        JobRow.kind == lacks.KEYFRAMES, JobRow.media_id.is_not(None)
    )
    late = select(library.MediaRow.id).where(
        library.MediaRow.added_at > clock.now() - _RECENT, library.MediaRow.id.not_in(asked)
    )
    with services.db.read() as session:
        media_ids = list(session.scalars(late))
    enqueue_later(services, media_ids)
