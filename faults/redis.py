"""Redis flushed, stopped and started again, and messages that come twice, while jobs run: each job
takes effect once, and none is lost."""

import time
from collections.abc import Iterator

import redis as client_of_redis
from tests.ingest.website import serve

from faults.awake import until
from faults.house import ENDED, House, clip, house
from faults.table import How, Row
from matinee.kit.jobs.messages import Caller
from matinee.kit.jobs.types import Lane
from matinee.kit.redis import Link

FILMS = 12
FAULTS = ("flushed", "away and back", "twice")


def run(how: How) -> Iterator[Row]:
    """Do each to Redis while films are brought in. Without a cluster there is none."""
    if how.set_up != "cluster":
        return
    with house(how, "redis", {"MATINEE_FETCH_CONCURRENCY": "2"}, workers=2) as one:
        for number, fault in enumerate(FAULTS):
            yield _row(how, one, fault, number)


def _row(how: How, one: House, fault: str, number: int) -> Row:
    assert one.redis is not None
    films = max(4, min(FILMS, how.runs))
    lost: list[str] = []
    chance = how.chance(f"redis/{fault}")
    before = set(one.media())
    with serve() as site:
        jobs: list[str] = []
        for n in range(films):
            path = f"/film-{number}-{n}.mp4"
            site.files[path] = clip(one.folder / path[1:], 1 + n + number * FILMS)
            site.bytes_per_s[path] = 40_000
            jobs.append(one.add(site.url(path)))
            if fault == "flushed":
                with client_of_redis.Redis.from_url(one.redis.url) as told:
                    told.flushall()
            elif fault == "away and back" and n == films // 2:
                one.redis.stop()
                time.sleep(chance.uniform(1, 4))  # for how long is what is tried
                one.redis.start()
            elif fault == "twice":
                _call_again(one, jobs)
        ended = [one.ended(job_id, 600) for job_id in jobs]
        if fault == "twice":
            _call_again(one, jobs)  # and when all is done
        fetched = [site.count(f"/film-{number}-{n}.mp4") for n in range(films)]
    until(lambda: _quiet(one), "nothing runs any more", 300)
    new = set(one.media()) - before
    made = {str(job["media_id"]) for job in ended}
    lost += [f"{job['title']}: {job['status']} {job['error']}" for job in ended
             if job["status"] != "completed"]  # fmt: skip
    if new != made or len(new) != films:
        lost.append(f"{len(new)} titles of {films} jobs")
    return Row(
        f"Redis: {fault}", films, len(lost),
        f"{len(new)} of {films} came in once; asked for {max(fetched)} times at most",
        "each once, 0 lost", not lost, tuple(lost),
    )  # fmt: skip


def _call_again(one: House, jobs: list[str]) -> None:
    assert one.redis is not None
    link = Link(one.redis.url)
    caller = Caller(link)
    try:
        caller([(Lane.FETCH, job_id, 0) for job_id in jobs])
    finally:
        caller.close()
        link.close()


def _quiet(one: House) -> bool:
    asked = {"status": "queued,running", "limit": "1"}
    return not [
        job for job in one.client.get("/api/jobs", params=asked).json()["items"]
        if job["status"] not in ENDED
    ]  # fmt: skip
