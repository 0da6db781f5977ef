"""Many titles changed and put back at once, most of it inside the caller's write."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library.gate import works
from matinee.library.gate.entries import bring_back
from matinee.library.summary import refresh
from matinee.library.tables import MediaRow
from matinee.library.values import MediaChanged
from matinee.library.words import labels

_CHUNK = 500
_OF = {"tags": labels.tags_of, "genres": labels.genres_of}
_SET = {"tags": labels.set_tags, "genres": labels.set_genres}


def words_of(session: Session, numbers: Sequence[int], kind: str) -> dict[int, list[str]]:
    """Return the `tags` or `genres` of media, by their numbers."""
    return _OF[kind](session, numbers)


def lock_many(
    services: Services, session: Session, medias: Sequence[MediaRow], field: str
) -> dict[str, list[str] | None]:
    """Note that a field of media was changed by hand; returns what was locked before, by id."""
    before = {media.id: media.locked for media in medias}
    for media in medias:
        media.locked = sorted({*(media.locked or ()), field})
        media.updated_at = clock.now()
        services.bus.publish_after_commit(session, MediaChanged(media.id))
    session.flush()
    return before


def take_from_trash(services: Services, session: Session, media_ids: Sequence[str]) -> list[str]:
    """Take media out of the trash again; returns those that came back. Purged ones are not."""
    back: list[str] = []
    for media in _there(session, media_ids):
        if media.trashed_at is not None:
            bring_back(media)
            back.append(media.id)
            services.bus.publish_after_commit(session, MediaChanged(media.id))
    session.flush()
    refresh(session, back)
    return back


def bring_back_many(services: Services, media_ids: Sequence[str]) -> int:
    """Take media out of the trash again, in a write of its own; returns how many came back."""
    with services.db.write() as session:
        return len(take_from_trash(services, session, media_ids))


def put_facts_back(
    services: Services, session: Session, kind: str, values: Mapping[str, Any]
) -> list[str]:
    """Give media what was noted of them, by id: `tags`, `genres`, `locked` or `facts`."""
    back: list[str] = []
    for media in _there(session, list(values)):
        value = values[media.id]
        if kind in _SET:
            _SET[kind](session, media, value)
        elif kind == "locked":
            media.locked = value
        else:
            for name, was in value.items():
                setattr(media, name, was)
            media.work_key = works.key_of(media)
        media.updated_at = clock.now()
        back.append(media.id)
        services.bus.publish_after_commit(session, MediaChanged(media.id))
    session.flush()
    return back


def _there(session: Session, media_ids: Sequence[str]) -> Iterable[MediaRow]:
    for start in range(0, len(media_ids), _CHUNK):
        chunk = media_ids[start : start + _CHUNK]
        yield from session.scalars(select(MediaRow).where(MediaRow.id.in_(chunk))).all()
