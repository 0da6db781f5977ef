"""The queue: asking for work, looking at it, and telling it to pause, go on or stop."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, case, func, insert, select, update
from sqlalchemy.orm import Session

from matinee.kit import clock, db
from matinee.kit.errors import Conflict, Invalid, NotFound
from matinee.kit.events import Bus
from matinee.kit.ids import new_id
from matinee.kit.jobs import asked, schemas
from matinee.kit.jobs.context import JobContext
from matinee.kit.jobs.tables import Job
from matinee.kit.jobs.types import (
    FINISHED,
    CancelHandler,
    Handler,
    JobChanged,
    JobDeleted,
    JobSpec,
    JobStatus,
    JobTold,
    Kind,
    Lane,
    Periodic,
)

_CHUNK = 400
_CALLS = 32
Call = tuple[Lane, str, int]
"""A job to run: its lane, its id, its priority."""
_OPEN = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.PAUSED)


class Jobs:
    """The job table of one database, with the kinds this process can run."""

    def __init__(self, database: db.Database, bus: Bus) -> None:
        self.db = database
        self.bus = bus
        self.kinds: dict[str, Kind] = {}
        self.woken = threading.Event()
        self.running: dict[str, JobContext] = {}
        self.periodic: list[Periodic] = []
        self.on_duty: Callable[[], bool] = lambda: True
        self.call: Callable[[Sequence[Call]], None] = lambda _: None

    def register(
        self,
        kind: str,
        handler: Handler,
        *,
        lane: Lane,
        on_cancel: CancelHandler | None = None,
        splits: bool = False,
    ) -> None:
        """Let this process run jobs of `kind`; `on_cancel` throws away what one has made.

        One that `splits` is run again when the parts it waits for have ended, to see what came of
        them.
        """
        self.kinds[kind] = Kind(kind, handler, lane, on_cancel, splits)

    def every(self, period_s: float, look: Callable[[], None], *, everywhere: bool = False) -> None:
        """Let `look` see now and then whether something is due, and queue it if so: in one process
        for all, or in each of them where it looks at what the process itself holds."""
        self.periodic.append(Periodic(period_s, look, everywhere))

    def look_at_what_is_due(self) -> None:
        """Take the looks whose time has come; for whoever has a thread for it."""
        now = clock.monotonic()
        for one in self.periodic:
            if one.next_at is None:
                one.next_at = now + one.period_s
            elif now >= one.next_at:
                one.next_at = now + one.period_s
                if one.everywhere or self.on_duty():
                    one.look()

    def call_after_commit(self, session: Session, rows: Sequence[Job]) -> None:
        """Have these rows run once the surrounding write is committed."""
        calls = [(Lane(row.lane), row.id, row.priority) for row in rows]

        def call() -> None:
            self.woken.set()
            self.call(calls)

        db.after_commit(session, call)

    def enqueue(self, session: Session, spec: JobSpec) -> Job:
        """Add a job inside the caller's write; it starts after the commit.

        With a dedupe_key an unfinished job of that key is returned instead of a second one.
        """
        if spec.kind not in self.kinds:
            raise Invalid(f"There is no kind of job called {spec.kind!r}.")
        if spec.dedupe_key is not None:
            standing = session.scalar(
                select(Job).where(Job.dedupe_key == spec.dedupe_key, Job.finished_at.is_(None))
            )
            if standing is not None:
                return standing
        values = self._values(spec)
        row = Job(**values)
        session.add(row)
        session.flush()
        self.announce_after_commit(session, row.id)
        self.call_after_commit(session, [row])
        return row

    def enqueue_many(self, session: Session, specs: Sequence[JobSpec]) -> int:
        """Add many jobs in one go; returns how many were not there yet.

        Subscribers are told of one of them: who lists jobs looks at them all then.
        """
        fresh = {spec.dedupe_key or new_id(): spec for spec in specs}
        standing = select(Job.dedupe_key).where(Job.finished_at.is_(None))
        keys = list(fresh)
        for start in range(0, len(keys), _CHUNK):
            chunk = Job.dedupe_key.in_(keys[start : start + _CHUNK])
            for key in session.scalars(standing.where(chunk)):
                fresh.pop(str(key), None)
        rows = [self._values(spec) for spec in fresh.values()]
        if rows:
            session.execute(insert(cast("Table", Job.__table__)), rows)  # no rows to keep track of
            self.announce_after_commit(session, rows[-1]["id"])
            # A few calls wake all there is: whoever ends a job goes on with the next.
            self.call_after_commit(session, [Job(**row) for row in rows[:_CALLS]])
        return len(rows)

    def _values(self, spec: JobSpec) -> dict[str, Any]:
        return {
            "id": new_id(), "kind": spec.kind, "lane": self.kinds[spec.kind].lane,
            "status": JobStatus.QUEUED, "priority": int(spec.priority), "title": spec.title,
            "picture_url": spec.picture_url, "payload": {**spec.payload, **asked.here().kept()},
            "dedupe_key": spec.dedupe_key, "requested_by": spec.requested_by,
            "parent_id": spec.parent_id, "media_id": spec.media_id, "step": "queued",
            "created_at": clock.now(), "progress": 0.0, "attempts": 0, "waits": False,
        }  # fmt: skip

    # -- looking

    def view(self, session: Session, row: Job) -> schemas.Job:
        """Return a job's wire form with what it last said of its progress."""
        return self.views(session, [row])[0]

    def views(self, session: Session, rows: Sequence[Job]) -> list[schemas.Job]:
        """Return the wire forms of several jobs."""
        counts = _children(session, [row.id for row in rows])
        return [self._overlay(schemas.wire(row, counts.get(row.id))) for row in rows]

    def get(self, job_id: str) -> schemas.Job:
        """Return one job. Raises NotFound."""
        with self.db.read() as session:
            return self.view(session, _find(session, job_id))

    def _overlay(self, job: schemas.Job) -> schemas.Job:
        context = self.running.get(job.id)
        if context is None or job.status != JobStatus.RUNNING:
            return job
        live = context.live
        return job.model_copy(update={name: getattr(live, name) for name in live.__slots__})

    def anybody_waits(self, kind: str) -> bool:
        """Say whether a job waits for the place of a job of this kind."""
        waiting = select(Job.id).where(
            Job.status == JobStatus.QUEUED, Job.lane == self.kinds[kind].lane
        )
        with self.db.read() as session:
            return session.scalar(waiting.limit(1)) is not None

    def announce(self, job_id: str) -> None:
        """Tell the subscribers how a job stands now."""
        with self.db.read() as session:
            row = session.get(Job, job_id)
            if row is None:
                return
            wire = self.view(session, row).model_dump(mode="json")
        self.bus.publish(JobChanged(wire, row.requested_by))

    def announce_if_open(self, job_id: str) -> None:
        """Tell how a job stands once nothing of it runs here any more, if it still may go on."""
        if self.get_status(job_id) not in {None, *FINISHED}:
            self.announce(job_id)

    def get_status(self, job_id: str) -> str | None:
        """Return a job's status, None when there is no such job."""
        with self.db.read() as session:
            return session.scalar(select(Job.status).where(Job.id == job_id))

    def announce_after_commit(self, session: Session, job_id: str) -> None:
        """Tell the subscribers after the surrounding write."""
        db.after_commit(session, lambda: self.announce(job_id))

    # -- telling it what to do

    def pause(self, job_id: str) -> schemas.Job:
        """Pause a job and its children; what was made so far is kept."""
        return self._control(
            job_id, "pause", JobStatus.PAUSED, (JobStatus.QUEUED, JobStatus.RUNNING)
        )

    def cancel(self, job_id: str) -> schemas.Job:
        """Cancel a job and its children; what was made so far is thrown away."""
        return self._control(job_id, "cancel", JobStatus.CANCELLED, _OPEN)

    def resume(self, job_id: str) -> schemas.Job:
        """Let a paused job go on where it was."""
        return self._requeue(job_id, (JobStatus.PAUSED,), "only a paused job can be resumed")

    def retry(self, job_id: str) -> schemas.Job:
        """Run a failed or cancelled job again, with its attempts counted anew."""
        states = (JobStatus.FAILED, JobStatus.CANCELLED)
        return self._requeue(job_id, states, "only a failed or cancelled job can be retried")

    def delete(self, job_id: str) -> None:
        """Take a finished job (and its children) off the list."""
        with self.db.write() as session:
            row = _find(session, job_id)
            if row.status not in FINISHED:
                raise Conflict(
                    "The job is not finished.", fix="Cancel it first.", code="job_unfinished"
                )
            db.after_commit(session, lambda: self.clean(row))  # clean-ups write rows of their own
            owner = row.requested_by
            session.delete(row)
            self.bus.publish_after_commit(session, JobDeleted(job_id, owner))

    def clean(self, row: Job) -> None:
        """Run the kind's clean-up for a job that will not go on."""
        kind = self.kinds.get(row.kind)
        if kind is not None and kind.on_cancel is not None:
            kind.on_cancel(self._services(), row.id, dict(row.payload))

    def bind(self, services: Callable[[], Any]) -> None:
        """Give clean-ups their services; called once by app when all is built."""
        self._services = services

    def _control(
        self, job_id: str, word: str, status: JobStatus, allowed: tuple[JobStatus, ...]
    ) -> schemas.Job:
        with self.db.write() as session:
            row = _find(session, job_id)
            if row.status == status:
                return self.view(session, row)
            if row.status not in allowed:
                raise Conflict(f"A {row.status} job cannot be told to {word}.", code="job_state")
            targets = [row, *_open_children(session, row.id)]
            for target in targets:
                self._tell(session, target, word, status, allowed)
        for target in targets:
            self._interrupt(target.id, word)
        return self.settled(job_id, status)

    def _tell(
        self,
        session: Session,
        row: Job,
        word: str,
        status: JobStatus,
        allowed: tuple[JobStatus, ...],
    ) -> None:
        if row.status not in allowed:
            return
        if row.status == JobStatus.RUNNING and not row.waits:
            row.control = word  # the holder of the lease will act on it
            return
        row.status = status
        row.control = None
        if status == JobStatus.CANCELLED:
            row.finished_at = clock.now()
            row.waits = False
            db.after_commit(session, lambda: self.clean(row))
        self.announce_after_commit(session, row.id)

    def _interrupt(self, job_id: str, word: str) -> None:
        context = self.running.get(job_id)
        if context is not None:
            context.interrupt(word)
        else:
            self.bus.publish(JobTold(job_id, word))

    def settled(self, job_id: str, status: JobStatus, timeout_s: float = 5.0) -> schemas.Job:
        """Wait for a running job to have done as it was told; return how it stands then."""
        deadline = clock.monotonic() + timeout_s
        gate = threading.Event()
        unsubscribe = self.bus.subscribe(
            JobChanged,
            lambda event: gate.set() if event.job["id"] == job_id else None,
            everywhere=True,
        )
        try:
            while True:
                job = self.get(job_id)
                left = deadline - clock.monotonic()
                if job.status == status or job.status in FINISHED or left <= 0:
                    return job
                gate.wait(min(0.5, left))
                gate.clear()
        finally:
            unsubscribe()

    def _requeue(self, job_id: str, states: tuple[JobStatus, ...], words: str) -> schemas.Job:
        with self.db.write() as session:
            row = _find(session, job_id)
            if row.status not in states:
                raise Conflict(f"This job is {row.status}: {words}.", code="job_state")
            children = [c for c in _children_rows(session, row.id) if c.status in states]
            if row.dedupe_key is not None:
                self._refuse_second(session, row)
            for target in [row, *children]:
                self._reset(session, target, waits=target is row and bool(children))
            if row.parent_id is not None:
                reopen_parent(session, row.parent_id)
                self.announce_after_commit(session, row.parent_id)
            self.call_after_commit(session, [one for one in (row, *children) if not one.waits])
        return self.get(job_id)

    def _refuse_second(self, session: Session, row: Job) -> None:
        other = session.scalar(
            select(Job.id).where(
                Job.dedupe_key == row.dedupe_key, Job.finished_at.is_(None), Job.id != row.id
            )
        )
        if other is not None:
            raise Conflict("The same thing is already being brought in.", code="duplicate_job")

    def _reset(self, session: Session, row: Job, *, waits: bool) -> None:
        row.status = JobStatus.RUNNING if waits else JobStatus.QUEUED
        row.waits = waits
        row.step = "items" if waits else "queued"
        row.control = row.finished_at = row.lease_owner = row.lease_until = None
        row.error_code = row.error_detail = row.error_fix = None
        row.attempts = 0
        self.announce_after_commit(session, row.id)


def reopen_parent(session: Session, parent_id: str) -> None:
    """Let a parent wait again because one of its children goes on."""
    session.execute(
        update(Job)
        .where(Job.id == parent_id, Job.status != JobStatus.PAUSED)
        .values(status=JobStatus.RUNNING, waits=True, finished_at=None, error_code=None,
                error_detail=None, error_fix=None)
    )  # fmt: skip


def _find(session: Session, job_id: str) -> Job:
    row = session.get(Job, job_id)
    if row is None:
        raise NotFound("There is no such job.", code="no_such_job")
    return row


def _children_rows(session: Session, job_id: str) -> Sequence[Job]:
    return session.scalars(select(Job).where(Job.parent_id == job_id)).all()


def _open_children(session: Session, job_id: str) -> Sequence[Job]:
    return session.scalars(select(Job).where(Job.parent_id == job_id, Job.status.in_(_OPEN))).all()


_CHILDREN = (
    select(
        Job.parent_id,
        func.count(),
        func.sum(case((Job.status == JobStatus.COMPLETED, 1), else_=0)),
        func.sum(case((Job.status == JobStatus.FAILED, 1), else_=0)),
    )
    .where(Job.parent_id.in_(bindparam("ids", expanding=True)))
    .group_by(Job.parent_id)
)
"""Put together once: it is asked several times a second while a job goes on."""


def _children(session: Session, ids: list[str]) -> dict[str, schemas.JobChildren]:
    return {
        parent: schemas.JobChildren(total=total, completed=completed, failed=failed)
        for parent, total, completed, failed in session.execute(_CHILDREN, {"ids": ids})
        if parent is not None
    }
