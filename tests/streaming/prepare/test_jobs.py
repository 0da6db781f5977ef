"""Preparing: all there is once, given way to nobody's harm, stopped in words."""

import os
import signal
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee.kit import clock
from matinee.kit.config import Settings
from matinee.kit.services import Services
from matinee.library import MediaAdded, MediaPlayed, MediaRow
from matinee.streaming import prepared
from matinee.streaming.eviction import Keeper
from matinee.streaming.prepare import actions, queries
from matinee.streaming.prepare.listening import Listener
from matinee.streaming.prepare.rules import Rules
from matinee.streaming.prepare.tables import NoteRow
from matinee.streaming.values import Reencoded
from tests import ground, launched

ENDED = {"completed", "failed", "cancelled"}


def state(client: TestClient, media_id: str) -> dict:
    answer = client.get(f"/api/media/{media_id}/prepare")
    assert answer.status_code == 200, answer.text
    return answer.json()


def ask(client: TestClient, media_id: str, **wish: object) -> dict:
    answer = client.post(f"/api/media/{media_id}/prepare", json=wish or None)
    assert answer.status_code == 202, answer.text
    return answer.json()["job"]


def ended(client: TestClient, job_id: str, until) -> dict:
    def look() -> dict | None:
        job = client.get(f"/api/jobs/{job_id}").json()
        return job if job["status"] in ENDED else None

    return until(look, 120)


@pytest.fixture
def film(bring, old_film) -> str:
    return bring(old_film)


def files(services: Services) -> dict[str, int]:
    root = services.store.cache_root
    return {
        path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in root.rglob("*.m4s")
    }


@ground.alone
def test_a_title_is_prepared_whole_and_then_costs_nothing(
    client, services, dispatcher, film, until
) -> None:
    before = state(client, film)
    assert (before["state"], [rung["height"] for rung in before["rungs"]]) == (
        "none", [480, 360, 240],
    )  # fmt: skip
    job = ended(client, ask(client, film)["id"], until)
    assert (job["status"], job["error"]) == ("completed", None)
    after = state(client, film)
    assert (after["state"], after["percent"]) == ("ready", 100)
    assert [rung["percent"] for rung in after["rungs"]] == [100, 100, 100]
    assert after["bytes"] > 100_000
    playback = client.post(f"/api/media/{film}/playback", json={}).json()
    assert playback["decision"] == "transcode"
    assert all(video["prepared"] for video in playback["tracks"]["video"])
    held = client.get("/api/streaming/cache").json()
    assert held["titles"]["items"][0]["media_id"] == film
    assert held["titles"]["items"][0]["prepared_bytes"] == held["prepared_bytes"] >= after["bytes"]
    made = files(services)
    again = ended(client, ask(client, film)["id"], until)
    assert again["status"] == "completed"
    assert files(services) == made  # nothing is made twice


@pytest.mark.slow
def test_holes_in_what_was_prepared_are_filled_and_nothing_else(
    client, services, dispatcher, film, until
) -> None:
    ended(client, ask(client, film)["id"], until)
    made = files(services)
    holes = [name for name in made if name.endswith(("v0-360/2.m4s", "v0-240/0.m4s", "/1.m4s"))]
    assert len(holes) >= 4
    for name in holes:
        (services.store.cache_root / name).unlink()
    assert state(client, film)["state"] == "none"
    assert ended(client, ask(client, film)["id"], until)["status"] == "completed"
    after = files(services)
    assert set(after) == set(made)
    assert {name for name in made if after[name] != made[name]} == set(holes)


def test_the_first_minute_of_what_comes_next_is_made_and_not_kept(
    client, services, dispatcher, film, until
) -> None:
    with services.db.write() as session:
        media = session.get_one(MediaRow, film)
        actions.queue_start(services, session, media, 300)
        session.flush()
    [job] = client.get("/api/jobs?kind=prepare.start").json()["items"]
    assert ended(client, job["id"], until)["status"] == "completed"
    assert {name.split("/")[2] for name in files(services)} == {"v0-240", "a1-aac1"}
    assert state(client, film)["state"] == "none"


def test_asked_twice_it_is_one_job_and_heights_are_checked(client, film) -> None:
    first = ask(client, film, heights=[360])
    assert ask(client, film)["id"] == first["id"]
    answer = client.post(f"/api/media/{film}/prepare", json={"heights": [2160]})
    assert answer.status_code == 400
    assert "480p" in answer.json()["fix"]


def test_a_cancelled_title_is_kept_no_longer_and_dropping_frees(
    client, services, dispatcher, film, until
) -> None:
    job = ask(client, film, heights=[240])
    cancelled = client.post(f"/api/jobs/{job['id']}/cancel").json()
    assert cancelled["status"] in ENDED
    until(lambda: not list(prepared.plans(services.store.cache_root)))
    assert state(client, film)["state"] == "none"
    assert ended(client, ask(client, film, heights=[240])["id"], until)["status"] == "completed"
    assert state(client, film)["state"] == "ready"
    freed = client.delete(f"/api/media/{film}/prepare").json()["freed_bytes"]
    assert freed > 10_000
    assert files(services) == {}
    assert state(client, film)["state"] == "none"


def test_a_paused_job_goes_on_where_it_was(client, services, dispatcher, film, until) -> None:
    job = ask(client, film)
    until(lambda: files(services), 60)
    paused = client.post(f"/api/jobs/{job['id']}/pause").json()
    if paused["status"] == "completed":
        pytest.skip("the machine was quicker than the pause")
    assert state(client, film)["state"] == "waiting"
    made = files(services)
    assert client.post(f"/api/jobs/{job['id']}/resume").status_code == 200
    assert ended(client, job["id"], until)["status"] == "completed"
    assert state(client, film)["state"] == "ready"
    assert {name: files(services)[name] for name in made} == made


def test_a_cap_that_is_too_small_is_said_before_anything_is_made(
    client, services, dispatcher, film, until
) -> None:
    object.__setattr__(services.settings, "cache_max_bytes", 50_000)
    job = ended(client, ask(client, film)["id"], until)
    assert job["error"]["code"] == "cache_too_small"
    assert "MATINEE_CACHE_MAX_BYTES" in job["error"]["fix"]
    assert files(services) == {}


def test_a_disk_at_its_floor_stops_it_in_words(
    client, services, dispatcher, film, until, monkeypatch
) -> None:
    monkeypatch.setattr(services.store, "floor_bytes", services.store.free_bytes() + 10**9)
    job = ended(client, ask(client, film)["id"], until)
    assert job["error"]["code"] == "no_space"
    assert "space" in job["error"]["fix"]


@ground.alone
@pytest.mark.fault
def test_killed_in_the_middle_it_goes_on_and_makes_nothing_twice(
    settings: Settings, services: Services, bring, old_film, until
) -> None:
    film = bring(old_film)
    with services.db.write() as session:
        media = session.get_one(MediaRow, film)
        actions._queue(services, session, media, [], "h264")
    command = [sys.executable, "-m", "tests.streaming.prepare.killed", str(settings.data)]
    root = Path(__file__).resolve().parents[3]
    with launched.Popen(command, cwd=root) as running:
        until(lambda: len(files(services)) > 12, 90)
        running.send_signal(signal.SIGKILL)
    made = files(services)
    assert launched.run(command, cwd=root, timeout=120).returncode == 0
    after = files(services)
    assert {name: after[name] for name in made} == made
    with services.db.read() as session:
        job = queries.job_of(session, film)
        planned = queries.planned(services, session, film)
    assert job is not None
    assert (job.status, job.error_code) == ("completed", None)
    assert planned is not None
    assert len(prepared.ready(planned.folder, planned.plan)) == 4


def test_what_is_prepared_goes_last_and_only_for_the_disk(services, tmp_path) -> None:
    store = services.store
    plan = store.cache_root / "asset" / "plan"
    for track, age_s in (("v0-480", 10_000), ("v0-240", 1)):
        for number in range(5):
            path = plan / track / f"{number}.m4s"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * 10_000)
            then = clock.epoch() - age_s
            os.utime(path, (then, then))
    prepared.mark(plan, ["v0-480"])
    Keeper(store, 20_000).look()
    assert len(prepared.made(plan, "v0-480")) == 5
    assert len(prepared.made(plan, "v0-240")) == 0
    assert prepared.marked(plan) == {"v0-480"}


def test_below_the_floor_even_what_is_prepared_goes(services, monkeypatch) -> None:
    store = services.store
    plan = store.cache_root / "asset" / "plan"
    for number in range(5):
        path = plan / "v0-480" / f"{number}.m4s"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 10_000)
    prepared.mark(plan, ["v0-480"])
    monkeypatch.setattr(store, "floor_bytes", 100_000)
    monkeypatch.setattr(store, "free_bytes", lambda: 80_000)
    Keeper(store, 10**9).look()
    assert len(prepared.made(plan, "v0-480")) < 4


def jobs(client: TestClient) -> list[dict]:
    return client.get("/api/jobs?kind=prepare").json()["items"]


def test_rules_choose_once_and_never_again(client, services, film) -> None:
    actions.set_rules(services, Rules(unplayable=True, at_night=False, heights=(240,)))
    listener = Listener(services)
    listener.reencoded(Reencoded(film))
    listener.flush()
    [job] = jobs(client)
    client.post(f"/api/jobs/{job['id']}/cancel")
    listener.reencoded(Reencoded(film))
    listener.added(MediaAdded(film))
    listener.flush()
    listener.look()
    assert [one["id"] for one in jobs(client)] == [job["id"]]


def test_three_plays_in_a_month_are_often(client, services, film) -> None:
    actions.set_rules(services, Rules(watched_often=True, at_night=False))
    listener = Listener(services)
    for before, after in ((10, 60), (60, 70), (0, 99)):
        listener.played(MediaPlayed(film, "ana", before, after))
        listener.flush()
    assert jobs(client) == []
    listener.played(MediaPlayed(film, "ben", 49.9, 50))
    listener.flush()
    assert len(jobs(client)) == 1


@pytest.mark.parametrize("hour", [3, 14])
def test_what_is_for_the_night_waits_for_it(client, services, film, monkeypatch, hour) -> None:
    today = clock.local()
    monkeypatch.setattr(clock, "local", lambda: today.replace(hour=hour))
    actions.set_rules(services, Rules(new=True, at_night=True))
    listener = Listener(services)
    listener.added(MediaAdded(film))
    listener.flush()
    listener.look()
    assert len(jobs(client)) == (hour == 3)
    monkeypatch.setattr(clock, "local", lambda: today.replace(hour=3))
    listener.look()
    assert len(jobs(client)) == 1


def test_with_all_rules_off_nothing_is_written_for_what_comes_in(services, film) -> None:
    listener = Listener(services)
    listener.added(MediaAdded(film))
    listener.flush()
    with services.db.read() as session:
        assert session.get(NoteRow, film) is None


def test_a_title_that_went_meanwhile_disturbs_nobody(services) -> None:
    actions.set_rules(services, Rules(new=True, at_night=False))
    listener = Listener(services)
    listener.added(MediaAdded("gone"))
    listener.reencoded(Reencoded("gone"))
    listener.played(MediaPlayed("gone", "ana", 0, 90))
    listener.flush()
