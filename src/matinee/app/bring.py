"""Bringing in from the command line, whether or not the server runs.

The job is a row either way. Where a server holds the data folder its dispatcher runs it and
this process only watches the row; where none does, a dispatcher runs here until it is done.
"""

import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from matinee import accounts, ingest
from matinee.app import wiring
from matinee.app.lock import ServerLock
from matinee.app.serve import address
from matinee.kit import log
from matinee.kit.config import Settings
from matinee.kit.errors import MatineeError, NotFound, Unavailable
from matinee.kit.jobs import FINISHED, Dispatcher, Job, JobStatus
from matinee.kit.jobs.duty import workers
from matinee.kit.jobs.tables import Job as Row
from matinee.kit.services import Services

_LOOK_EVERY_S = 0.25
_BAR = 24


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for beside the sources."""

    format: str | None = None
    title: str | None = None
    wait: bool = False


def add(settings: Settings, sources: Sequence[str], options: Options) -> int:
    """Bring in links, files and folders; returns 0 when all came in."""
    log.configure("error")
    with wiring.opened(settings) as services, dispatching(services) as url:
        failures = 0
        for source in sources:
            try:
                job = _ask(services, source, options)
                failures += not _report(services, watch(services, job), url)
            except MatineeError as error:
                failures += 1
                print(f"{source}: {error.detail} {error.fix}", file=sys.stderr)
        if options.wait:
            _watch_the_rest(services)
    return 1 if failures else 0


def scan(settings: Settings, folders: Sequence[str], *, wait: bool) -> int:
    """Look through library folders again: the named ones, or all."""
    if not folders:
        with wiring.opened(settings) as services:
            folders = ingest.folder_paths(services)
        if not folders:
            raise NotFound(
                "There are no library folders.", fix="Add one with: matinee add /path/to/videos"
            )
    return add(settings, folders, Options(wait=wait))


@contextmanager
def dispatching(services: Services) -> Generator[str]:
    """Make sure somebody runs jobs; gives the address of the server."""
    if services.redis is not None:
        if not workers(services.db):
            raise Unavailable(
                "No worker runs, and with MATINEE_REDIS_URL they do the work.",
                fix="Start one: matinee worker", code="no_worker",
            )  # fmt: skip
        yield address(services.settings)
        return
    holder = ServerLock(services.settings.data).holder()
    if holder is not None:
        yield holder.url
        return
    dispatcher = Dispatcher(services)
    dispatcher.start()
    try:
        yield address(services.settings)
    finally:
        dispatcher.stop()


def _ask(services: Services, source: str, options: Options) -> Job:
    if "://" not in source:
        source = str(Path(source).expanduser().absolute())
    return ingest.add_source(
        services, source, requested_by=first_admin(services), format=options.format,
        title=options.title,
    )  # fmt: skip


def first_admin(services: Services) -> str | None:
    with services.db.read() as session:
        admins = select(accounts.User.id).where(accounts.User.is_admin)
        return session.scalar(admins.order_by(accounts.User.id).limit(1))


def watch(services: Services, job: Job) -> Job:
    """Follow a job to its end, drawing its bar."""
    shown = ""
    while True:
        job = services.jobs.get(job.id)
        line = _line(job)
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        elif (job.step or "") != shown:
            shown = job.step or ""
            print(line, file=sys.stderr, flush=True)
        if job.status in FINISHED or job.status == JobStatus.PAUSED:
            if sys.stderr.isatty():
                print(file=sys.stderr)
            return job
        time.sleep(_LOOK_EVERY_S)


def _line(job: Job) -> str:
    filled = round(_BAR * job.progress / 100)
    bar = "█" * filled + "·" * (_BAR - filled)
    left = f" {job.eta_s:.0f} s left" if job.eta_s else ""
    return f"{bar} {job.progress:3.0f} %  {job.step or job.status}{left}  {job.title[:60]}"


def _report(services: Services, job: Job, url: str) -> bool:
    """Print how a job ended; the watch link when there is one."""
    if job.error is not None:
        print(f"{job.title}: {job.error.detail} {job.error.fix}".rstrip(), file=sys.stderr)
        return False
    if job.media_id:
        print(f"{url}/watch/{job.media_id}")
    elif job.children is not None:
        for media_id in _media_of_children(services, job.id):
            print(f"{url}/watch/{media_id}")
    else:
        facts = {k: v for k, v in (job.summary or {}).items() if isinstance(v, int)}
        shown = [f"{n} {name}" for name, n in facts.items() if n or name in {"found", "added"}]
        words = ", ".join(shown)
        print(f"{job.title}: {words or job.status}  {url}/library")
    return job.status == JobStatus.COMPLETED


def _media_of_children(services: Services, job_id: str) -> list[str]:
    with services.db.read() as session:
        found = select(Row.media_id).where(Row.parent_id == job_id, Row.media_id.is_not(None))
        return [media_id for media_id in session.scalars(found.order_by(Row.id)) if media_id]


def _watch_the_rest(services: Services) -> None:
    """Wait until posters, previews and the like are done too."""
    wanted = select(func.count()).where(Row.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)))
    while True:
        with services.db.read() as session:
            left = session.scalar(wanted) or 0
        if not left:
            return
        if sys.stderr.isatty():
            print(f"\r\033[K{left} things left to prepare", end="", file=sys.stderr, flush=True)
        time.sleep(_LOOK_EVERY_S)
