"""Jobs that are split: progress of all, run again at the end, paused and cancelled with their parts."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.kit.errors import MatineeError, Unprocessable
from matinee.kit.jobs import (
    FINISHED,
    WAIT_FOR_CHILDREN,
    JobContext,
    JobSpec,
    JobStatus,
    Lane,
    parts,
)
from matinee.kit.jobs.parts import Standing
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services


class Whole:
    """A job of three parts, each of which waits to be let go; `fail` names one that fails."""

    def __init__(self, services: Services) -> None:
        self.go = [threading.Event() for _ in range(3)]
        self.runs = 0
        self.fail: int | None = None
        self.cleaned: list[str] = []
        services.jobs.register(
            "whole", self.whole, lane=Lane.PROBE, splits=True,
            on_cancel=lambda _s, job_id, _p: self.cleaned.append(job_id),
        )  # fmt: skip
        services.jobs.register("part", self.part, lane=Lane.LIGHT)
        self.services = services
        with services.db.write() as session:
            self.id = services.jobs.enqueue(session, JobSpec("whole")).id

    def whole(self, context: JobContext) -> object:
        self.runs += 1
        with self.services.db.write() as session:
            there = parts.rows(session, context.job_id)
            failed = parts.failure(there)
            if failed is not None:
                raise failed
            if there:
                parts.forget(session, context.job_id)
                return None
            for n in range(3):
                spec = JobSpec("part", {"n": n}, parent_id=context.job_id)
                self.services.jobs.enqueue(session, spec)
        return WAIT_FOR_CHILDREN

    def part(self, context: JobContext) -> None:
        n = context.payload["n"]
        context.progress(50, step="preparing", eta_s=10.0)
        context.wait(self.go[n], 60)
        if self.fail == n:
            raise Unprocessable("It is cut off.", fix="Fetch it again.", code="cut_off")

    def status(self) -> str:
        return self.services.jobs.get(self.id).status

    def all(self, until, status: str) -> None:
        """Wait until every part is so."""

        def so() -> bool:
            with self.services.db.read() as session:
                found = [row.status for row in parts.rows(session, self.id)]
            return found == [status] * 3

        until(so, 30)


@pytest.fixture
def whole(services, dispatcher) -> Whole:
    dispatcher.places[Lane.LIGHT] = 3
    return Whole(services)


def test_it_shows_how_far_all_are_and_is_run_again_when_they_have_ended(
    services, whole, until
) -> None:
    whole.all(until, "running")
    until(lambda: services.jobs.get(whole.id).progress == 50)
    job = services.jobs.get(whole.id)
    assert job.status == "running"
    assert job.eta_s == pytest.approx(10)
    assert job.children is not None and job.children.total == 3
    whole.go[0].set()
    until(lambda: services.jobs.get(whole.id).progress == pytest.approx(200 / 3), 30)
    assert whole.runs == 1
    for one in whole.go:
        one.set()
    until(lambda: whole.status() in FINISHED, 30)
    job = services.jobs.get(whole.id)
    assert (job.status, job.progress, job.children, whole.runs) == ("completed", 100, None, 2)


def test_what_a_part_failed_with_is_told_and_only_that_part_is_tried_again(
    services, whole, until
) -> None:
    whole.fail = 1
    for one in whole.go:
        one.set()
    until(lambda: whole.status() in FINISHED, 30)
    job = services.jobs.get(whole.id)
    assert job.status == "failed" and job.error is not None
    assert (job.error.code, job.error.fix) == ("cut_off", "Fetch it again.")
    whole.fail = None
    with services.db.read() as session:
        before = [row.started_at for row in parts.rows(session, whole.id)]
    assert len(before) == 3
    services.jobs.retry(whole.id)
    until(lambda: whole.status() == "completed", 30)
    assert whole.runs == 3


def test_pausing_reaches_all_parts_and_so_does_going_on(services, whole, until) -> None:
    whole.all(until, "running")
    assert services.jobs.pause(whole.id).status == "paused"
    whole.all(until, "paused")
    services.jobs.resume(whole.id)
    whole.all(until, "running")
    assert services.jobs.cancel(whole.id).status == "cancelled"
    whole.all(until, "cancelled")
    assert whole.cleaned == [whole.id]
    assert whole.runs == 1


def test_one_paused_while_its_parts_end_is_run_again_when_it_goes_on(
    services, whole, until
) -> None:
    whole.all(until, "running")
    with services.db.write() as session:  # as another process writes it, before parts are told
        session.get_one(Job, whole.id).status = JobStatus.PAUSED
    for one in whole.go:
        one.set()
    whole.all(until, "completed")
    assert (whole.status(), whole.runs) == ("paused", 1)
    services.jobs.resume(whole.id)
    until(lambda: whole.status() == "completed", 30)
    assert whole.runs == 2


standings = st.builds(
    Standing,
    st.sampled_from(["queued", "running", "completed", "failed"]),
    st.floats(0, 100),
    st.none() | st.floats(0.1, 1e5),
)


@given(st.lists(standings, min_size=1, max_size=20))
def test_together_is_between_nothing_and_all(found) -> None:
    percent, eta_s = parts.together(found)
    assert 0 <= percent <= 100.000001
    if all(one.status in FINISHED for one in found):
        assert percent == 100
    assert eta_s is None or eta_s >= 0


def test_seconds_left_are_of_all_parts_at_the_speed_of_those_that_run() -> None:
    two = [Standing("running", 50, 10.0), Standing("running", 0, 20.0)]
    waiting = [Standing("queued", 0), Standing("completed", 100)]
    # Two and a half parts are left; two run, each at a part in twenty seconds.
    percent, eta_s = parts.together([*two, *waiting])
    assert percent == pytest.approx(37.5)
    assert eta_s == pytest.approx(2.5 / 0.1)
    assert parts.together(waiting)[1] is None


def test_a_failure_keeps_its_words() -> None:
    ended = [Job(status="completed"), Job(status="failed", error_code="x", error_detail="y")]
    found = parts.failure(ended)
    assert isinstance(found, MatineeError)
    assert (found.code, found.detail) == ("x", "y")
    assert parts.failure(ended[:1]) is None
