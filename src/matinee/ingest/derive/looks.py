"""What films look like, so that the same film is found in another file.

One job looks at all that nobody looked at. As soon as another waits for its place it leaves, and
goes on behind it: the picture of a film that just came in is worth more than its likeness.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import engine, library
from matinee.kit.errors import Unavailable
from matinee.kit.ids import new_id
from matinee.kit.jobs import JobContext, JobSpec, JobStatus, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services

KIND = "derive.looks"
_CHUNK = 50
_NOT_NOW = (engine.Missing, engine.Closed, engine.Stopped)


def enqueue(services: Services, session: Session, after: str = "") -> None:
    """Queue the looking inside the caller's write.

    One that waits will see what came; one that runs may have ended its round: another follows.
    `after` is where to go on: the id of the last file that was tried.
    """
    waiting = select(JobRow.id).where(
        JobRow.dedupe_key.startswith(f"{KIND}:"), JobRow.status == JobStatus.QUEUED
    )
    if session.scalar(waiting.limit(1)) is not None:
        return
    spec = JobSpec(
        KIND, {"after": after}, title="", priority=Priority.IDLE,
        dedupe_key=f"{KIND}:{new_id()}",
    )  # fmt: skip
    services.jobs.enqueue(session, spec)


def enqueue_lacking(services: Services) -> int:
    """Queue the looking where there is something to look at; returns how many files."""
    with services.db.read() as session:
        count = library.duplicates.count_unseen(session)
    if count:
        with services.db.write() as session:
            enqueue(services, session)
    return count


def run(ctx: JobContext) -> None:
    """Look at files that nobody looked at, at least at one."""
    services = ctx.services
    after, done = str(ctx.payload.get("after", "")), 0
    ctx.progress(0, step="looking")
    with services.db.read() as session:
        left = library.duplicates.count_unseen(session)
    while True:
        with services.db.read() as session:
            chunk = [
                (asset_id, media.title)
                for media, asset_id in library.duplicates.unseen(session, after, _CHUNK)
            ]
        if not chunk:
            return
        for asset_id, title in chunk:
            ctx.check()
            if done and services.jobs.anybody_waits(KIND):
                with services.db.write() as session:
                    enqueue(services, session, after)
                return
            ctx.describe(title=title)
            _look(ctx, asset_id)
            after, done = asset_id, done + 1
            ctx.remember(after=after)
            ctx.progress(100.0 * done / max(done, left))


def _look(ctx: JobContext, asset_id: str) -> None:
    """Look at one file. What cannot be seen is noted as looked at; what is away is not."""
    services = ctx.services
    with services.db.read() as session:
        asset = session.get(library.AssetRow, asset_id)
        if asset is None:
            return
        duration_s = asset.duration_s
        try:
            path = library.asset_file(services, session, asset)
        except Unavailable:
            return
    try:
        look = services.engine.pictureprint(path, duration_s, should_stop=ctx.stop_requested)
    except _NOT_NOW:
        ctx.check()
        return
    except engine.EngineError:
        ctx.check()
        look = engine.PicturePrint(duration_s)
    with services.db.write() as session:
        library.duplicates.save_look(session, asset_id, look)
