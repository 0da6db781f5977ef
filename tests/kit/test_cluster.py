"""What binds several processes: shared events, the duty, calls, and places in a lane."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update
from tests import servers

from matinee.kit.db import Database
from matinee.kit.errors import Invalid, MatineeError
from matinee.kit.events import Bus, Missed
from matinee.kit.jobs import Dispatcher, JobContext, JobSpec, JobTold, Lane
from matinee.kit.jobs.duty import HELD_S, Duty, workers
from matinee.kit.jobs.messages import Caller, Listeners
from matinee.kit.jobs.tables import DutyRow, Job
from matinee.kit.redis import Link, shown
from matinee.kit.services import Services
from matinee.library import MediaChanged

Until = Callable[..., object]


@pytest.fixture
def redis() -> Iterator[servers.Valkey]:
    with servers.valkey() as running:
        yield running


@pytest.fixture
def pair(redis: servers.Valkey) -> Iterator[tuple[Bus, Bus]]:
    """The buses of two processes."""
    links = [Link(redis.url), Link(redis.url)]
    buses = [Bus(), Bus()]
    for link, bus in zip(links, buses, strict=True):
        bus.line = link
        link.listen(bus.hear, lambda bus=bus: bus.publish(Missed()))
    yield buses[0], buses[1]
    for link in links:
        link.close()


def heard(bus: Bus, kind: type, *, everywhere: bool) -> list[object]:
    found: list[object] = []
    bus.subscribe(kind, found.append, everywhere=everywhere)
    return found


def test_events_reach_other_processes_but_are_acted_on_once(
    pair: tuple[Bus, Bus], until: Until
) -> None:
    here, there = pair
    shows, acts = (heard(there, MediaChanged, everywhere=one) for one in (True, False))
    mine = heard(here, MediaChanged, everywhere=True)
    sent = 0

    def arrived() -> bool:
        nonlocal sent
        here.publish(MediaChanged(f"m{sent}"))  # until the other one listens
        sent += 1
        return bool(shows)

    until(arrived, 20)
    assert isinstance(shows[0], MediaChanged)
    assert acts == []
    assert len(mine) == sent  # its own come back to nobody
    here.hear("{")
    here.hear('{"by": "x", "event": "Unknown", "facts": {}}')
    here.hear('{"by": "x", "event": "JobTold", "facts": {"nonsense": 1}}')


def test_who_was_cut_off_looks_at_everything_anew(
    pair: tuple[Bus, Bus], redis: servers.Valkey, until: Until
) -> None:
    here, there = pair
    missed = heard(there, Missed, everywhere=True)
    redis.stop()
    began = time.monotonic()
    for n in range(50):
        here.publish(JobTold(str(n), "pause"))  # lost, and nobody waits for it fifty times
    assert time.monotonic() - began < 20
    redis.start()
    until(lambda: missed, 30)


def test_one_at_a_time_has_the_duty(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.kit.jobs.duty._RENEW_S", 0.0)
    db = services.db
    first, second = Duty(db, "a|1|1", "1", [Lane.FETCH]), Duty(db, "b|1|1", "2", [Lane.LIGHT])
    assert (first.held(), second.held(), first.held()) == (True, False, True)
    assert [(one.host, one.version) for one in workers(db)] == [("a", "1"), ("b", "2")]
    _age(db)
    assert (second.held(), first.held()) == (True, False)
    second.leave()
    assert first.held()
    assert [one.host for one in workers(db)] == ["a"]


def _age(db: Database) -> None:
    with db.write() as session:
        past = db.now(session) - timedelta(seconds=2 * HELD_S)
        session.execute(update(DutyRow).values(until=past))


def test_what_is_called_for_runs_within_its_places_and_what_waits_after_it(
    services: Services, until: Until
) -> None:
    ran: list[str] = []
    gate, most, lock = threading.Event(), [0, 0], threading.Lock()

    def run(context: JobContext) -> None:
        with lock:
            most[0] += 1
            most[1] = max(most)
        context.wait(gate, 30)
        with lock:
            most[0] -= 1
            ran.append(str(context.payload["n"]))

    services.jobs.register("tested", run, lane=Lane.FETCH)
    dispatcher = Dispatcher(services, called=True)
    with services.db.write() as session:
        ids = [
            services.jobs.enqueue(session, JobSpec("tested", {"n": n}, f"{n}")).id for n in range(6)
        ]
    places = dispatcher.places[Lane.FETCH]
    calls = [*ids, ids[0], "never was"]  # messages come twice, and for what is gone
    threads = [
        threading.Thread(target=dispatcher.work, args=(Lane.FETCH, one), daemon=True)
        for one in calls
    ]
    for thread in threads:
        thread.start()
    until(lambda: most[0] == places, 30)
    gate.set()
    for thread in threads:
        thread.join(30)
    assert sorted(ran) == [str(n) for n in range(6)]
    assert most[1] <= places
    assert not services.jobs.running


def test_a_database_that_fails_costs_no_place(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.jobs.register("tested", lambda _: None, lane=Lane.FETCH)
    dispatcher = Dispatcher(services, called=True)
    with services.db.write() as session:
        job_id = services.jobs.enqueue(session, JobSpec("tested", {}, "one")).id

    def fail(*_: object, **__: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setattr(dispatcher.leases, "take", fail)
        for _ in range(dispatcher.places[Lane.FETCH] + 1):
            with pytest.raises(OSError, match="away"):
                dispatcher.work(Lane.FETCH, job_id)
    dispatcher.work(Lane.FETCH, job_id)
    assert services.jobs.get_status(job_id) == "completed"


def test_what_nobody_was_called_for_is_found(services: Services, until: Until) -> None:
    done = threading.Event()
    services.jobs.register("tested", lambda _: done.set(), lane=Lane.FETCH)
    dispatcher = Dispatcher(services, called=True)
    dispatcher.start()
    try:
        with services.db.write() as session:
            row = services.jobs.enqueue(session, JobSpec("tested", {}, "lost"))
            made = row.created_at
        assert done.wait(30)
        with services.db.read() as session:
            started = session.get_one(Job, row.id).started_at
        assert started is not None
        assert started - made >= timedelta(seconds=2)  # who is called has the first chance
    finally:
        dispatcher.stop()


def test_a_worker_for_some_lanes_leaves_the_others(services: Services) -> None:
    services.jobs.register("tested", lambda _: None, lane=Lane.FETCH)
    dispatcher = Dispatcher(services, lanes=[Lane.LIGHT], called=True)
    with services.db.write() as session:
        job_id = services.jobs.enqueue(session, JobSpec("tested", {}, "not mine")).id
    dispatcher.work(Lane.FETCH, job_id)
    assert services.jobs.get_status(job_id) == "queued"


def test_calling_waits_for_no_redis_that_is_away(redis: servers.Valkey) -> None:
    link = Link(redis.url)
    caller = Caller(link)
    caller([(Lane.FETCH, "one", 0)])
    redis.stop()
    began = time.monotonic()
    for _ in range(20):
        caller([(Lane.FETCH, "two", 0), (Lane.LIGHT, "three", 30)])
    assert time.monotonic() - began < 20
    with pytest.raises(MatineeError, match="cannot be used"):
        link.ping()
    link.check()  # away is no refusal
    link.close()
    caller.close()
    redis.start()


def test_messages_that_came_together_are_taken_one_after_the_other_without_a_rest(
    redis: servers.Valkey, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    from celery.worker import state

    monkeypatch.setattr(state, "should_stop", None)
    link, count, taken, may_go = Link(redis.url), 20, list[str](), threading.Event()
    caller = Caller(link)
    caller([(Lane.FETCH, str(n), 0) for n in range(count)])

    def work(_lane: Lane, job_id: str) -> None:
        if job_id == "long":
            may_go.wait(60)
        taken.append(job_id)

    def left() -> int:
        found: list[int] = []
        assert link.try_to(lambda client: found.append(client.llen("matinee.fetch")))
        return found[0]

    listeners = Listeners(redis.url, {Lane.FETCH: 1}, work, "one")
    listeners.start()
    until(lambda: len(taken) == count, count)  # Celery's loop rests for two seconds a time
    assert sorted(taken) == sorted(str(n) for n in range(count))
    caller([(Lane.FETCH, "long", 0)])
    until(lambda: left() == 0)
    for n in range(4):  # who is busy holds back one of them, and leaves the rest to others
        caller([(Lane.FETCH, f"late {n}", 0)])
        until(lambda n=n: left() == n)
    may_go.set()
    until(lambda: len(taken) == count + 5)
    listeners.stop()
    caller.close()
    link.close()


def test_addresses_are_shown_without_their_secret() -> None:
    assert shown("rediss://me:s3cret@host:1/2") == "rediss://host:1/2"
    assert "s3cret" not in shown("redis://host:1/2?password=s3cret")
    with pytest.raises(Invalid, match="no address of a Redis") as refused:
        Link("http://me:s3cret@host")
    assert "s3cret" not in str(refused.value.detail)
