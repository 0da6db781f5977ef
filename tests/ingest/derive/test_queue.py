"""Queueing what many titles lack: by jobs, after a scan and at a start."""

import pytest
from sqlalchemy import event, insert, select

from matinee import library
from matinee.ingest.derive import lacks, queue
from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.kit.jobs import JobStatus
from matinee.kit.jobs.context import JobContext
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.library.tables import READY, MediaRow

MANY = 620


def write_titles(services: Services, count: int) -> list[str]:
    now = clock.now()
    rows = [
        {"id": new_id(), "kind": "movie", "status": READY, "title": f"Film {n}", "added_at": now,
         "sort_title": f"film {n}", "updated_at": now, "shuffle": n, "owned": True}
        for n in range(count)
    ]  # fmt: skip
    with services.db.write() as session:
        session.execute(insert(MediaRow), rows)
    return [row["id"] for row in rows]


def rows_of(services: Services, kind: str) -> list[JobRow]:
    with services.db.read() as session:
        return list(session.scalars(select(JobRow).where(JobRow.kind == kind)))


def test_what_many_titles_lack_is_queued_by_jobs_and_once(services: Services) -> None:
    ids = write_titles(services, MANY)
    with queue.held(services):
        for media_id in ids:
            queue.on_media_added(services, library.MediaAdded(media_id))
        assert not rows_of(services, queue.KIND)
    jobs = rows_of(services, queue.KIND)
    assert sorted(one for job in jobs for one in job.payload["media_ids"]) == sorted(ids)
    assert len(jobs) == 2
    assert not rows_of(services, lacks.POSTER)
    for job in (*jobs, jobs[0]):  # one of them is begun again after a crash
        queue.run(JobContext(services, job, save=lambda *_: None, tell=lambda _: None))
    posters = rows_of(services, lacks.POSTER)
    assert sorted(str(one.media_id) for one in posters) == sorted(ids)
    assert {one.status for one in posters} == {JobStatus.QUEUED}


def test_a_few_titles_are_queued_at_once(services: Services) -> None:
    ids = write_titles(services, 3)
    with queue.held(services):
        for media_id in ids:
            queue.on_media_added(services, library.MediaAdded(media_id))
    assert not rows_of(services, queue.KIND)
    assert len(rows_of(services, lacks.POSTER)) == 3


def test_a_start_with_many_jobs_looks_through_them_once(services: Services) -> None:
    """Looked through for each title, a library of ten thousand kept its server from starting."""
    if not services.db.is_sqlite:
        pytest.skip("steps are counted by SQLite alone")
    steps = [0]

    def count(connection: object, *_: object) -> None:
        connection.set_progress_handler(lambda: steps.__setitem__(0, steps[0] + 1), 100)  # type: ignore[attr-defined]

    event.listen(services.db.engine, "checkout", count)
    taken = []
    for _ in range(2):
        ids = write_titles(services, MANY)
        jobs = [
            {"id": new_id(), "kind": lacks.KEYFRAMES, "lane": "light", "status": "completed",
             "media_id": media_id, "payload": {}, "created_at": clock.now(), "title": "",
             "priority": 10, "attempts": 1, "progress": 100.0, "waits": False}
            for media_id in ids
        ]  # fmt: skip
        with services.db.write() as session:
            session.execute(insert(JobRow), jobs)
        steps[0] = 0
        queue.catch_up(services)
        taken.append(steps[0])
    assert not rows_of(services, queue.KIND)
    once, twice = taken
    assert twice < 3 * once, "twice as much must not cost four times as much"
