"""Asking for titles to be prepared, dropping what was, and keeping the rules."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.kit.errors import Conflict, Invalid
from matinee.kit.ids import new_id
from matinee.kit.jobs import JobSpec, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.streaming.holdings import actions as holdings
from matinee.streaming.prepare import queries
from matinee.streaming.prepare.queries import KIND, START
from matinee.streaming.prepare.rules import LOOK_BACK_DAYS, START_S, Codec, Rules, height_of, rungs
from matinee.streaming.prepare.tables import ONLY, NoteRow, PlayRow, RulesRow

MOST_OF_A_MEMBER = 5


def ask(
    services: Services,
    viewer: Viewer,
    media_id: str,
    heights: Sequence[int],
    codec: Codec | None = None,
) -> JobRow:
    """Queue a title to be prepared, in the codec of the rules where none is named.

    Asked again while it waits or runs, that job is returned.

    Raises NotFound, Invalid for heights the title is not offered in, Conflict where a member has
    too many waiting.
    """
    with services.db.write() as session:
        media = library.get_media(session, viewer, media_id)
        _check_heights(services, session, media_id, heights)
        standing = queries.open_jobs(session, media_id=media_id)
        if standing:
            return standing[0]
        mine = queries.open_jobs(session, requested_by=viewer.user_id)
        if not viewer.is_admin and len(mine) >= MOST_OF_A_MEMBER:
            raise Conflict(
                f"You have {len(mine)} titles waiting to be prepared.",
                fix="Wait for one to be ready, or cancel one under Activity.",
                code="too_many_waiting",
            )
        note = _note(session, media_id)
        note.asked_at = clock.now()
        codec = codec or queries.rules(session).codec
        return _queue(services, session, media, heights, codec, requested_by=viewer.user_id)


def _check_heights(
    services: Services, session: Session, media_id: str, heights: Sequence[int]
) -> None:
    planned = queries.planned(services, session, media_id)
    if planned is None or not heights:
        return  # the job will see
    offered = list(dict.fromkeys(height_of(track) for track in rungs(planned.plan)))
    if not set(heights) & set(offered):
        names = ", ".join(f"{height}p" for height in offered)
        raise Invalid(
            "This title is not offered in that quality.",
            fix=f"Choose among {names}." if names else "It has no picture to prepare.",
            code="quality_not_offered",
        )


def queue_by_rule(services: Services, session: Session, note: NoteRow, rules: Rules) -> None:
    """Queue a title that a rule chose, once and never again."""
    media = session.get(library.MediaRow, note.media_id)
    note.asked_at = clock.now()
    if media is None or media.trashed_at is not None:
        return
    if not queries.open_jobs(session, media_id=media.id):
        _queue(services, session, media, rules.heights, rules.codec, at_night=rules.at_night)


def _queue(
    services: Services,
    session: Session,
    media: library.MediaRow,
    heights: Sequence[int],
    codec: Codec,
    *,
    requested_by: str | None = None,
    at_night: bool = False,
) -> JobRow:
    poster = library.posters_of(session, [media.id]).get(media.id)
    spec = JobSpec(
        KIND,
        {
            "media_id": media.id,
            "heights": sorted(set(heights)),
            "codec": codec,
            "at_night": at_night,
        },
        title=media.title,
        priority=Priority.PERSON if requested_by else Priority.BACKGROUND,
        dedupe_key=f"{KIND}:{media.id}",
        requested_by=requested_by,
        picture_url=poster[0] if poster else None,
        media_id=media.id,
    )
    return services.jobs.enqueue(session, spec)


def queue_start(services: Services, session: Session, media: library.MediaRow, height: int) -> None:
    """Queue the first minute of a title, at the quality that is in use before it."""
    services.jobs.enqueue(
        session,
        JobSpec(
            START,
            {"media_id": media.id, "height": height, "until_s": START_S},
            title=media.title,
            priority=Priority.NORMAL,
            dedupe_key=f"{START}:{media.id}",
            media_id=media.id,
        ),
    )


def drop(services: Services, viewer: Viewer, media_id: str) -> int:
    """Stop preparing a title and delete what was prepared of it; returns the freed bytes.

    Raises NotFound, and Forbidden for one who may not change the title.
    """
    with services.db.read() as session:
        library.get_editable(session, viewer, media_id)
    cancel(services, media_id)
    with services.db.read() as session:
        asset = library.main_asset(session, media_id)
    return holdings.drop_prepared(services, asset.id) if asset else 0


def cancel(services: Services, media_id: str | None = None) -> None:
    """Cancel what prepares a title, or anything."""
    with services.db.read() as session:
        ids = [job.id for job in queries.open_jobs(session, media_id=media_id)]
    for job_id in ids:
        services.jobs.cancel(job_id)


def set_rules(services: Services, rules: Rules) -> None:
    """Keep the rules."""
    with services.db.write() as session:
        row = session.get(RulesRow, ONLY)
        if row is None:
            row = RulesRow(id=ONLY)
            session.add(row)
        row.new, row.watched_often, row.unplayable = (
            rules.new, rules.watched_often, rules.unplayable,
        )  # fmt: skip
        row.next, row.at_night = rules.next, rules.at_night
        row.heights, row.codec = sorted(set(rules.heights)), rules.codec


def note_needed(session: Session, media_id: str) -> NoteRow:
    """Remember that a device needed a title encoded."""
    note = _note(session, media_id)
    note.needed_at = clock.now()
    return note


def note_play(session: Session, media_id: str) -> NoteRow:
    """Count a play, and forget those that are too old to count."""
    now = clock.now()
    session.execute(delete(PlayRow).where(PlayRow.at < now - timedelta(days=LOOK_BACK_DAYS)))
    session.add(PlayRow(id=new_id(), media_id=media_id, at=now))
    session.flush()
    return _note(session, media_id)


def note_new(session: Session, media_id: str) -> NoteRow:
    """Begin a note of a title that came in."""
    return _note(session, media_id)


def _note(session: Session, media_id: str) -> NoteRow:
    note = session.get(NoteRow, media_id)
    if note is None:
        note = NoteRow(media_id=media_id)
        session.add(note)
    return note
