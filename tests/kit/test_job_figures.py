"""Jobs as figures, and whom a job is done for: the request that asked, and the trace it is in."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from tests.told import rising

from matinee.kit import clock, context
from matinee.kit import jobs as j
from matinee.kit.errors import Unprocessable
from matinee.kit.figures import Family
from matinee.kit.ids import new_id
from matinee.kit.jobs import Dispatcher, JobContext, JobSpec, Lane, asked
from matinee.kit.jobs import figures as job_figures
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

Until = Callable[..., object]


def enqueue(services: Services, spec: JobSpec) -> str:
    with services.db.write() as session:
        return services.jobs.enqueue(session, spec).id


def ended(services: Services, job_id: str, until: Until) -> j.Job:
    until(lambda: services.jobs.get(job_id).status in j.FINISHED)
    return services.jobs.get(job_id)


def look(services: Services) -> dict[str, Family]:
    with services.db.read() as session:
        return {one.name: one for one in job_figures.look(services.db, session)}


def test_the_queue_is_told_by_kind_lane_and_status(services: Services) -> None:
    services.jobs.register("one", lambda _: None, lane=Lane.FETCH)
    services.jobs.register("two", lambda _: None, lane=Lane.LIGHT)
    for _ in range(3):
        enqueue(services, JobSpec("one"))
    parent = enqueue(services, JobSpec("two"))
    paused = enqueue(services, JobSpec("two"))
    done = enqueue(services, JobSpec("two"))
    services.jobs.pause(paused)
    with services.db.write() as session:
        waits = update(Job).where(Job.id == parent).values(status="running", waits=True)
        session.execute(waits)
        session.execute(update(Job).where(Job.id == done).values(status="completed"))
    assert look(services)["matinee_jobs"].values == {
        ("one", "fetch", "queued"): 3,
        ("two", "light", "waiting"): 1,
        ("two", "light", "paused"): 1,
    }


def test_the_oldest_that_waits_is_told_for_every_lane(services: Services) -> None:
    services.jobs.register("one", lambda _: None, lane=Lane.FETCH)
    for minutes in (2, 90, 5):
        job_id = enqueue(services, JobSpec("one"))
        at = clock.now() - timedelta(minutes=minutes)
        with services.db.write() as session:
            session.execute(update(Job).where(Job.id == job_id).values(created_at=at))
    ages = look(services)["matinee_job_oldest_queued_seconds"].values
    assert ages[("fetch",)] == pytest.approx(90 * 60, abs=30)
    assert {lane for (lane,) in ages} == {lane.value for lane in Lane}
    assert [age for (lane,), age in ages.items() if lane != "fetch"] == [0.0] * (len(Lane) - 1)


def test_a_job_nobody_speaks_for_is_stuck(services: Services) -> None:
    services.jobs.register("one", lambda _: None, lane=Lane.FETCH)
    fresh, lost = enqueue(services, JobSpec("one")), enqueue(services, JobSpec("one"))
    with services.db.write() as session:
        for job_id, minutes in ((fresh, -1), (lost, 3)):
            until = clock.now() - timedelta(minutes=minutes)
            held = {"status": "running", "lease_owner": "x|1|1", "lease_until": until}
            session.execute(update(Job).where(Job.id == job_id).values(**held))
    assert look(services)["matinee_jobs_stuck"].values == {(): 1}


def test_a_long_queue_is_not_counted_at_every_question(services: Services, monkeypatch) -> None:
    services.jobs.register("one", lambda _: None, lane=Lane.FETCH)
    moment = [100.0]

    def slowly() -> float:
        moment[0] += 0.5  # each look at the clock is half a second later: the query took that
        return moment[0]

    monkeypatch.setattr(job_figures.clock, "monotonic", slowly)
    enqueue(services, JobSpec("one"))
    assert sum(look(services)["matinee_jobs"].values.values()) == 1
    enqueue(services, JobSpec("one"))
    assert sum(look(services)["matinee_jobs"].values.values()) == 1
    moment[0] += 20
    assert sum(look(services)["matinee_jobs"].values.values()) == 2


def test_what_ended_is_counted_by_what_came_of_it(
    services: Services, dispatcher: Dispatcher, until: Until
) -> None:
    def fail(_: JobContext) -> None:
        raise Unprocessable("It is cut off.", code="cut_off")

    services.jobs.register("quick", lambda _: None, lane=Lane.PROBE)
    services.jobs.register("fails", fail, lane=Lane.LIGHT)
    with rising() as rise:
        for kind in ("quick", "fails", "quick"):
            ended(services, enqueue(services, JobSpec(kind, title="A Secret Film")), until)
    name = "matinee_job_attempts_total"
    assert rise.of(name, kind="quick", lane="probe", status="completed") == 2
    assert rise.of(name, kind="fails", lane="light", status="failed") == 1
    assert rise.of("matinee_job_attempt_duration_seconds_count", kind="quick") == 2
    assert rise.of("matinee_errors_total", where="job", code="cut_off") == 1


class Whom:
    """A handler that keeps for whom it worked, in its own thread and in one it started."""

    def __init__(self, services: Services, kind: str = "whom") -> None:
        self.found: list[tuple[str | None, str | None]] = []
        self.payloads: list[dict[str, Any]] = []
        self.services = services
        services.jobs.register(kind, self.handle, lane=Lane.PROBE)

    def handle(self, ctx: JobContext) -> None:
        self.payloads.append(dict(ctx.payload))
        ctx.remember(seen=True)
        note = lambda: self.found.append((context.request_id.get(), context.job_id.get()))  # noqa: E731
        note()
        thread = threading.Thread(target=context.carried(note))
        thread.start()
        thread.join()
        if ctx.payload.get("child"):
            enqueue(self.services, JobSpec("whom", payload={"n": 2}))


def test_a_job_is_done_for_the_request_that_asked_and_so_are_its_children(
    services: Services, dispatcher: Dispatcher, until: Until
) -> None:
    whom = Whom(services)
    with context.working_on("", "request-7"):
        job_id = enqueue(services, JobSpec("whom", payload={"n": 1, "child": True}))
    until(lambda: len(whom.found) == 4)
    assert {request for request, _ in whom.found} == {"request-7"}
    assert whom.found[0] == whom.found[1] == ("request-7", job_id)
    assert whom.payloads == [{"n": 1, "child": True}, {"n": 2}]  # and nothing of ours
    ended(services, job_id, until)
    assert (context.request_id.get(), context.job_id.get()) == (None, None)


def test_what_a_job_remembers_keeps_whom_it_is_for(
    services: Services, dispatcher: Dispatcher, until: Until
) -> None:
    whom = Whom(services)
    with context.working_on("", "request-8"):
        job_id = enqueue(services, JobSpec("whom"))
    ended(services, job_id, until)
    with services.db.write() as session:
        session.execute(update(Job).where(Job.id == job_id).values(status="failed"))
    services.jobs.retry(job_id)
    until(lambda: len(whom.found) == 4)
    assert {request for request, _ in whom.found} == {"request-8"}
    assert whom.payloads[1] == {"seen": True}


def test_a_job_asked_for_by_nobody_has_nothing_in_its_row(services: Services) -> None:
    services.jobs.register("one", lambda _: None, lane=Lane.FETCH)
    job_id = enqueue(services, JobSpec("one", payload={"a": 1}))
    with services.db.read() as session:
        row = session.get(Job, job_id)
        assert row is not None
        assert row.payload == {"a": 1}


@pytest.mark.security
@pytest.mark.parametrize(
    "kept",
    [None, "x", 7, [], {}, {"request": 5}, {"request": "a b\n", "trace": ["x"]}, {"trace": None}],
)
def test_a_row_that_was_tampered_with_names_nobody(kept: object) -> None:
    assert asked.of({asked.KEY: kept, "id": new_id()}) == asked.Asked()
