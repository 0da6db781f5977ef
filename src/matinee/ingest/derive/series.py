"""The pictures of series and seasons, made of those that lie in their folders.

    a scan writes which lie there -> a job makes those that are new -> pages show them

Each row is a picture of its own and is made once; a job that starts over goes on with what is left,
and of two at once the second throws its own away. A picture that cannot be taken says why.
"""

import logging
import shutil
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.ingest.derive import thumbnail
from matinee.kit.ids import new_id
from matinee.kit.jobs import JobContext, JobSpec, JobStatus, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.log import Private
from matinee.kit.services import Services

log = logging.getLogger(__name__)
KIND = "derive.series"


def enqueue_lacking(services: Services, root_id: str | None = None) -> None:
    """Queue a job for each series with a picture that is not made yet, in one root or in all."""
    with services.db.read() as session:
        lacking = library.series_files.lacking(session, root_id)
    for series_id in lacking:
        with services.db.write() as session:
            _enqueue(services, session, series_id)


def run(ctx: JobContext) -> None:
    """Make the pictures of one series that are not made yet."""
    services, series_id = ctx.services, ctx.payload["series_id"]
    ctx.progress(0, step="poster")
    with services.db.read() as session:
        wanted = library.series_files.to_make(session, series_id)
    refused: list[dict[str, str]] = []
    for n, one in enumerate(wanted):
        ctx.check()
        if one.path is not None:  # else it is away with its disk, and waits
            problem = _make(ctx, one)
            if problem is not None:
                refused.append({"path": one.path.name, "reason": problem})
        ctx.progress(100.0 * (n + 1) / len(wanted))
    if refused:
        ctx.describe(summary={"refused": refused})


def _make(ctx: JobContext, one: library.series_files.ToMake) -> str | None:
    """Make one picture; returns why it could not be, if so."""
    assert one.path is not None
    services = ctx.services
    folder = services.store.artwork_dir(one.id) / ctx.job_id
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    taken = thumbnail.take(one.path, folder, one.kind)
    with services.db.write() as session:
        kept = library.series_files.keep(services, session, one.id, taken.picture, taken.problem)
    if taken.picture is None or not kept:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another job's picture may lie beside it
            folder.parent.rmdir()
    else:
        for other in folder.parent.iterdir():  # of a job that was cut off, or is the second now
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    if taken.picture is None:
        log.info("%s is passed by: %s", Private(one.path), taken.problem)
    return taken.problem


def _enqueue(services: Services, session: Session, series_id: str) -> None:
    """One that waits will see what is to be made. One that runs may have looked already: another
    one follows it."""
    key = f"{KIND}:{series_id}:"
    waiting = select(JobRow.id).where(
        JobRow.dedupe_key.startswith(key), JobRow.status == JobStatus.QUEUED
    )
    if session.scalar(waiting.limit(1)) is not None:
        return
    row = session.get(library.SeriesRow, series_id)
    spec = JobSpec(
        KIND,
        {"series_id": series_id},
        title=row.title if row else "",
        priority=Priority.NORMAL,
        dedupe_key=key + new_id(),
    )
    services.jobs.enqueue(session, spec)
