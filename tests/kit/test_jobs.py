import itertools
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import update

from matinee.kit import jobs as j
from matinee.kit.errors import Conflict, DatabaseAway, NotFound, Unprocessable
from matinee.kit.jobs import Dispatcher, JobContext, JobSpec, JobStatus, Lane, Priority, context
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

Until = Callable[..., object]


def enqueue(services: Services, spec: JobSpec) -> str:
    with services.db.write() as session:
        return services.jobs.enqueue(session, spec).id


def ends(services: Services, job_id: str, until: Until) -> j.Job:
    until(lambda: services.jobs.get(job_id).status in j.FINISHED)
    return services.jobs.get(job_id)


class Held:
    """A handler that waits to be let go, looking for interruptions meanwhile."""

    def __init__(self, services: Services, kind: str = "held", lane: Lane = Lane.LIGHT) -> None:
        self.go = threading.Event()
        self.started = threading.Event()
        self.runs: list[dict[str, object]] = []
        self.cleaned: list[str] = []
        services.jobs.register(
            kind,
            self.handle,
            lane=lane,
            on_cancel=lambda _s, job_id, _p: self.cleaned.append(job_id),
        )

    def handle(self, context: JobContext) -> None:
        self.runs.append(dict(context.payload))
        context.progress(40, step="downloading", downloaded_bytes=40, total_bytes=100)
        context.remember(offset=40)
        self.started.set()
        context.wait(self.go, 30)


def test_a_job_runs_and_says_how_it_ended(
    services: Services, dispatcher: Dispatcher, until
) -> None:
    services.jobs.register("quick", lambda c: c.describe(summary={"found": 3}), lane=Lane.PROBE)
    job = ends(services, enqueue(services, JobSpec("quick", title="Quick")), until)
    assert (job.status, job.progress, job.error) == ("completed", 100.0, None)
    assert job.summary == {"found": 3}
    assert job.started_at is not None and job.finished_at is not None


def test_a_failure_keeps_its_words(services: Services, dispatcher: Dispatcher, until) -> None:
    def fail(_context: JobContext) -> None:
        raise Unprocessable("It is cut off.", fix="Fetch it again.", code="cut_off")

    services.jobs.register("fails", fail, lane=Lane.PROBE)
    services.jobs.register("breaks", lambda _c: 1 / 0, lane=Lane.PROBE)
    job = ends(services, enqueue(services, JobSpec("fails")), until)
    assert job.error is not None
    assert (job.status, job.error.code, job.error.fix) == ("failed", "cut_off", "Fetch it again.")
    broken = ends(services, enqueue(services, JobSpec("breaks")), until)
    assert broken.error is not None
    assert broken.error.code == "internal"
    assert "division" not in broken.error.detail


def test_pause_keeps_and_resume_goes_on(services: Services, dispatcher: Dispatcher, until) -> None:
    held = Held(services)
    job_id = enqueue(services, JobSpec("held", payload={"url": "x"}))
    assert held.started.wait(10)
    assert services.jobs.get(job_id).progress == 40
    paused = services.jobs.pause(job_id)
    assert (paused.status, paused.progress, paused.downloaded_bytes) == ("paused", 40, 40)
    assert held.cleaned == []
    held.go.set()
    services.jobs.resume(job_id)
    assert ends(services, job_id, until).status == "completed"
    assert held.runs == [{"url": "x"}, {"url": "x", "offset": 40}]


def test_who_waits_looks_when_it_is_woken_or_asked_to_leave(
    services: Services, dispatcher: Dispatcher, until, monkeypatch
) -> None:
    monkeypatch.setattr(context, "_POLL_S", 600)
    waiting, true, running = threading.Event(), threading.Event(), list[JobContext]()

    def ready() -> bool:
        waiting.set()
        return true.is_set()

    def wait(one: JobContext) -> None:
        running.append(one)
        assert one.wait(ready, 600)
        true.clear()
        waiting.clear()
        one.wait(ready, 600)

    services.jobs.register("waits", wait, lane=Lane.LIGHT)
    job_id = enqueue(services, JobSpec("waits"))
    assert waiting.wait(20)
    true.set()
    running[0].wake()
    until(lambda: not true.is_set() and waiting.is_set())
    services.jobs.cancel(job_id)
    assert ends(services, job_id, until).status == "cancelled"


def test_cancel_cleans_up_running_and_waiting_jobs(services, dispatcher, until) -> None:
    held = Held(services)
    first = enqueue(services, JobSpec("held"))
    assert held.started.wait(10)
    second = enqueue(services, JobSpec("held"))
    assert services.jobs.get(second).status == "queued"
    assert services.jobs.cancel(second).status == "cancelled"
    assert services.jobs.cancel(first).status == "cancelled"
    assert held.cleaned == [second, first]
    with pytest.raises(Conflict):
        services.jobs.pause(first)
    held.go.set()
    services.jobs.retry(first)
    assert ends(services, first, until).status == "completed"


def test_the_urgent_go_first_and_a_lane_is_bounded(services, dispatcher, until) -> None:
    held = Held(services)
    order: list[str] = []
    services.jobs.register("mark", lambda c: order.append(c.payload["n"]), lane=Lane.LIGHT)
    enqueue(services, JobSpec("held"))
    assert held.started.wait(10)
    for name, priority in (("late", Priority.BACKGROUND), ("now", Priority.PERSON)):
        enqueue(services, JobSpec("mark", payload={"n": name}, priority=priority))
    assert order == []
    held.go.set()
    until(lambda: order == ["now", "late"])


def test_an_errand_does_not_wait_for_the_films(services, dispatcher, until) -> None:
    held = Held(services)
    services.jobs.register("errand", lambda _c: None, lane=Lane.ERRAND)
    enqueue(services, JobSpec("held"))
    assert held.started.wait(10)
    assert ends(services, enqueue(services, JobSpec("errand")), until).status == "completed"
    assert not services.jobs.anybody_waits("held")
    enqueue(services, JobSpec("held"))
    assert services.jobs.anybody_waits("held")
    held.go.set()


def test_one_unfinished_job_a_key(services: Services) -> None:
    services.jobs.register("link", lambda _c: None, lane=Lane.FETCH)
    first = enqueue(services, JobSpec("link", dedupe_key="same"))
    assert enqueue(services, JobSpec("link", dedupe_key="same")) == first
    services.jobs.cancel(first)
    second = enqueue(services, JobSpec("link", dedupe_key="same"))
    assert second != first
    with pytest.raises(Conflict):
        services.jobs.retry(first)


def test_a_parent_ends_with_its_children(services, dispatcher, until) -> None:
    def parent(context: JobContext) -> object:
        with services.db.write() as session:
            for n in range(3):
                spec = JobSpec("child", payload={"n": n}, parent_id=context.job_id)
                services.jobs.enqueue(session, spec)
        return j.WAIT_FOR_CHILDREN

    def child(context: JobContext) -> None:
        if context.payload["n"] == 1 and context.attempt and not again.is_set():
            raise Unprocessable("This one is private.", code="private")

    again = threading.Event()
    services.jobs.register("parent", parent, lane=Lane.PROBE)
    services.jobs.register("child", child, lane=Lane.PROBE)
    job_id = enqueue(services, JobSpec("parent"))
    job = ends(services, job_id, until)
    assert job.status == "completed"
    assert job.children is not None
    assert job.children.model_dump() == {"total": 3, "completed": 2, "failed": 1}
    again.set()
    with services.db.read() as session:
        failed = session.query(Job).filter_by(parent_id=job_id, status="failed").one()
    services.jobs.retry(failed.id)
    until(lambda: services.jobs.get(job_id).children.completed == 3)
    assert ends(services, job_id, until).status == "completed"


def test_what_a_dead_process_left_goes_on(services: Services, until) -> None:
    held = Held(services)
    held.go.set()
    job_id = enqueue(services, JobSpec("held", payload={"offset": 7}))
    with services.db.write() as session:
        gone = {"status": JobStatus.RUNNING, "lease_owner": "elsewhere|1|1", "attempts": 1}
        session.execute(update(Job).where(Job.id == job_id).values(**gone))
    running = Dispatcher(services)
    running.start()
    try:
        assert ends(services, job_id, until).status == "completed"
    finally:
        running.stop()
    assert held.runs[0]["offset"] == 7


def test_a_stop_puts_running_jobs_back(services: Services, until) -> None:
    held = Held(services)
    job_id = enqueue(services, JobSpec("held"))
    running = Dispatcher(services)
    running.start()
    assert held.started.wait(10)
    running.stop()
    job = services.jobs.get(job_id)
    assert (job.status, job.attempts) == ("queued", 0)
    assert held.cleaned == []


def test_a_job_that_never_ends_well_is_given_up(services: Services, until) -> None:
    held = Held(services)
    job_id = enqueue(services, JobSpec("held"))
    with services.db.write() as session:
        session.execute(update(Job).where(Job.id == job_id).values(attempts=5))
    running = Dispatcher(services)
    running.start()
    try:
        job = ends(services, job_id, until)
    finally:
        running.stop()
    assert job.error is not None and job.error.code == "interrupted"
    assert held.runs == []


@pytest.mark.parametrize(("away", "ends_as"), [(2, "completed"), (9, "failed")])
def test_a_job_outlives_a_database_that_was_away(
    services: Services, dispatcher: Dispatcher, until, away: int, ends_as: str
) -> None:
    tries = itertools.count(1)

    def handler(_context: JobContext) -> None:
        if next(tries) <= away:
            raise DatabaseAway("The database is starting up.")

    services.jobs.register("patient", handler, lane=Lane.LIGHT)
    job = ends(services, enqueue(services, JobSpec("patient")), until)
    assert job.status == ends_as
    assert next(tries) - 1 == min(away + 1, 5)
    assert (job.error and job.error.code) == ("interrupted" if ends_as == "failed" else None)


def test_what_is_due_is_looked_at_again_and_again(services: Services, until) -> None:
    looks: list[int] = []
    services.jobs.every(0.01, lambda: looks.append(1))
    services.jobs.every(3600, lambda: looks.append(-1))
    running = Dispatcher(services)
    running.start()
    try:

        def woken() -> bool:
            services.jobs.woken.set()
            return len(looks) >= 3

        until(woken)
    finally:
        running.stop()
    assert set(looks) == {1}


def test_only_finished_jobs_leave_the_list(services: Services) -> None:
    held = Held(services)
    job_id = enqueue(services, JobSpec("held"))
    with pytest.raises(Conflict):
        services.jobs.delete(job_id)
    services.jobs.cancel(job_id)
    services.jobs.delete(job_id)
    with pytest.raises(NotFound):
        services.jobs.get(job_id)
    assert job_id in held.cleaned


def test_progress_leaves_as_events(services: Services, dispatcher: Dispatcher, until) -> None:
    heard: list[dict[str, object]] = []
    services.bus.subscribe(j.JobChanged, lambda event: heard.append(event.job))
    held = Held(services)
    held.go.set()
    job_id = enqueue(services, JobSpec("held"))
    ends(services, job_id, until)
    until(lambda: heard and heard[-1]["status"] == "completed")
    assert [job["status"] for job in heard][0] == "queued"
    assert any(job["step"] == "downloading" and job["downloaded_bytes"] == 40 for job in heard)
