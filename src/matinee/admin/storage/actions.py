"""Letting go of what can go. What is looked at again in the same write is what goes: a title that
somebody began or marked since the page was opened stays."""

from dataclasses import dataclass
from datetime import datetime

from matinee import library, streaming
from matinee.admin.storage import queries
from matinee.admin.storage.measure import measurer_of
from matinee.admin.storage.values import What
from matinee.kit.services import Services
from matinee.kit.store import drop, tree_bytes

MOST_AT_ONCE = 5000
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Freed:
    """What went: bytes that are free now, and titles that went to the trash and can come back."""

    size_bytes: int
    media_ids: tuple[str, ...] = ()


def free(services: Services, what: What, as_of: datetime) -> Freed:
    """Let go of one kind of thing. Of the trash only what lay in it at `as_of` goes."""
    try:
        return _FREE[what](services, as_of)
    finally:
        measurer_of(services).forget()


def _trash(services: Services, as_of: datetime) -> Freed:
    with services.db.read() as session:
        freed = queries.trash(session, as_of).size_bytes
    library.empty_trash(services, as_of)
    return Freed(freed)


def _watched(services: Services, _as_of: datetime) -> Freed:
    gone: list[str] = []
    while len(gone) < MOST_AT_ONCE:
        with services.db.write() as session:
            wanted = queries.watched_titles().with_only_columns(library.MediaRow.id)
            chunk = session.scalars(wanted.limit(min(_CHUNK, MOST_AT_ONCE - len(gone)))).all()
            if not chunk:
                break
            gone += library.trash_by_rule(services, session, chunk)
    return Freed(0, tuple(gone))


def _cache(services: Services, _as_of: datetime) -> Freed:
    return Freed(streaming.empty_passing(services))


def _prepared(services: Services, _as_of: datetime) -> Freed:
    measured = measurer_of(services).look(services, fresh=True)
    with services.db.read() as session:
        stale = [one.media_id for one in queries.stale_prepared(session, measured)]
        main = [library.main_asset(session, media_id) for media_id in stale]
    return Freed(sum(streaming.drop_prepared(services, one.id) for one in main if one is not None))


def _staging(services: Services, _as_of: datetime) -> Freed:
    freed = 0
    for left in measurer_of(services).look(services, fresh=True).leftovers:
        size = tree_bytes(left.folder)
        drop(left.folder)
        freed += size - tree_bytes(left.folder)
    return Freed(freed)


_FREE = {
    What.TRASH: _trash,
    What.WATCHED: _watched,
    What.CACHE: _cache,
    What.PREPARED: _prepared,
    What.STAGING: _staging,
}
