"""A title that waits for its parts sleeps by day, if it is for the night and nobody woke it."""

import pytest

from matinee.kit import clock
from matinee.kit.jobs import JobSpec, JobStatus
from matinee.kit.jobs.tables import Job
from matinee.streaming.prepare.listening import Listener
from matinee.streaming.prepare.queries import KIND, PART


@pytest.fixture
def whole(services) -> str:
    """A title for the night that was split into two parts."""
    with services.db.write() as session:
        spec = JobSpec(KIND, {"media_id": "m", "heights": [], "at_night": True})
        job = services.jobs.enqueue(session, spec)
        for _ in range(2):
            services.jobs.enqueue(session, JobSpec(PART, {"media_id": "m"}, parent_id=job.id))
        job.status, job.waits = JobStatus.RUNNING, True
        return job.id


def standing(services, job_id: str) -> tuple[str, dict, set[str]]:
    with services.db.read() as session:
        job = session.get_one(Job, job_id)
        parts = session.query(Job).filter_by(parent_id=job_id).all()
        return job.status, job.payload, {part.status for part in parts}


def test_it_sleeps_by_day_and_goes_on_at_night(services, whole, monkeypatch) -> None:
    today, listener = clock.local(), Listener(services)
    monkeypatch.setattr(clock, "local", lambda: today.replace(hour=3))
    listener.look()
    assert standing(services, whole)[0] == "running"
    monkeypatch.setattr(clock, "local", lambda: today.replace(hour=12))
    listener.look()
    status, payload, parts = standing(services, whole)
    assert (status, payload["asleep"], parts) == ("paused", True, {"paused"})
    listener.look()
    assert standing(services, whole)[0] == "paused"
    monkeypatch.setattr(clock, "local", lambda: today.replace(hour=3))
    listener.look()
    listener.look()
    status, payload, parts = standing(services, whole)
    assert (status, parts) == ("running", {"queued"})
    assert (payload["asleep"], payload["at_night"]) == (False, True)


def test_whom_a_person_wakes_by_day_stays_awake(services, whole, monkeypatch) -> None:
    today, listener = clock.local(), Listener(services)
    monkeypatch.setattr(clock, "local", lambda: today.replace(hour=12))
    listener.look()
    services.jobs.resume(whole)
    listener.look()
    listener.look()
    status, payload, parts = standing(services, whole)
    assert (status, payload["at_night"], parts) == ("running", False, {"queued"})
