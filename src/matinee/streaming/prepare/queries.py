"""What is known of titles that are, will be or might be prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee import engine, library
from matinee.engine import EngineError, Plan, Weight
from matinee.kit import clock
from matinee.kit.jobs import FINISHED
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.streaming.prepare.rules import LOOK_BACK_DAYS, Rules
from matinee.streaming.prepare.tables import ONLY, NoteRow, PlayRow, RulesRow
from matinee.streaming.stored import Kept, kept

KIND, PART, START = "prepare", "prepare.part", "prepare.start"


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of a title's file and where its segments lie, or would."""

    plan: Plan
    folder: Path
    weight: Weight | None = None
    stored: Mapping[str, Kept] | None = None  # what the bucket has of it; None without one


def rules(session: Session) -> Rules:
    """Return the rules in force."""
    row = session.get(RulesRow, ONLY)
    if row is None:
        return Rules()
    return Rules(
        new=row.new, watched_often=row.watched_often, unplayable=row.unplayable, next=row.next,
        at_night=row.at_night, heights=tuple(row.heights),
        codec="av1" if row.codec == "av1" else "h264",
    )  # fmt: skip


def planned(services: Services, session: Session, media_id: str) -> Planned | None:
    """Return the plan of the file that is played of a title, without touching that file.

    None where it cannot be planned, or not yet: nobody has looked where it can be cut.
    """
    asset = library.main_asset(session, media_id)
    if asset is None:
        return None
    probe = library.get_probe(session, asset.id)
    keyframes = library.get_keyframes(session, asset.id)
    if keyframes is None and engine.planning.wants_keyframes(probe):
        return None
    weight = library.get_weight(session, asset.id)
    try:
        plan = engine.planning.make(probe, keyframes or (), weight and weight.quality)
    except EngineError:
        return None
    there = None if services.objects is None else kept(session, asset.id, plan.digest)
    return Planned(plan, services.store.cache_dir(asset.id, plan.digest), weight, there)


def job_of(session: Session, media_id: str) -> JobRow | None:
    """Return the last job that was to prepare a title."""
    return session.scalar(
        select(JobRow)
        .where(JobRow.kind == KIND, JobRow.media_id == media_id)
        .order_by(JobRow.id.desc())
        .limit(1)
    )


def open_jobs(
    session: Session, *, media_id: str | None = None, requested_by: str | None = None
) -> Sequence[JobRow]:
    """Return the unfinished jobs that prepare: all, those of a title, or those of a person."""
    wanted = select(JobRow).where(JobRow.kind == KIND, JobRow.status.not_in(FINISHED))
    if media_id is not None:
        wanted = wanted.where(JobRow.media_id == media_id)
    if requested_by is not None:
        wanted = wanted.where(JobRow.requested_by == requested_by)
    return session.scalars(wanted).all()


def plays(session: Session, media_id: str) -> int:
    """Return how often a title was played lately."""
    since = clock.now() - timedelta(days=LOOK_BACK_DAYS)
    counted = select(func.count()).where(PlayRow.media_id == media_id, PlayRow.at > since)
    return session.scalar(counted) or 0


def waiting(session: Session, limit: int) -> Sequence[NoteRow]:
    """Return titles that a rule chose and that are not queued yet."""
    return session.scalars(
        select(NoteRow).where(NoteRow.why.is_not(None), NoteRow.asked_at.is_(None)).limit(limit)
    ).all()
