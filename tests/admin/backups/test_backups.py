"""Backups on the page: made, listed, rehearsed, downloaded, sent, restored; for administrators."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee import accounts, library
from matinee.admin import backups
from matinee.admin.backups import actions, jobs, pending
from matinee.kit import clock, copies
from matinee.kit.jobs import Dispatcher
from matinee.kit.services import Services
from tests import ground, keeping
from tests.admin.conftest import Bring, saw
from tests.conftest import PASSWORD

Until = Callable[..., object]
URL = "/api/admin/backups"


def make(client: TestClient, ended) -> dict:
    job = ended(client.post(URL))
    assert job["status"] == "completed", job
    listed = client.get(URL).json()
    return next(one for one in listed["items"] if one["name"] == job["summary"]["name"])


def test_one_is_made_with_what_people_did_beside_it(
    client: TestClient, services: Services, ended, bring: Bring
) -> None:
    media_id = bring("Metropolis")
    with services.db.read() as session:
        ana = session.query(accounts.User).one().id
    saw(services, media_id, ana)
    made = make(client, ended)
    assert (made["titles"], made["users"], made["progress"]) == (1, 1, 1)
    assert made["verified"] and not made["encrypted"] and made["label"] == "manual"
    copy = copies.get(services.settings, made["name"])
    assert copies.is_as_made(copy)
    assert copy.people is not None
    told = json.loads(gzip.decompress(copy.people.read_bytes()))
    assert [one["title"] for one in told["media"]] == ["Metropolis"]
    assert told["profiles"][0]["progress"][0]["completed"] is True
    assert client.delete(f"{URL}/{made['name']}").status_code == 204
    assert client.get(URL).json()["items"] == []
    assert list(copy.path.parent.iterdir()) == [], "something of it was left"


def test_a_rehearsal_says_what_would_be_lost_and_which_files_are_away(
    client: TestClient, services: Services, ended, bring: Bring
) -> None:
    kept, away = bring("Kept"), bring("Away")
    saw(services, kept, "ben", completed=False, days=3)
    made = make(client, ended)
    bring("Later")
    accounts.create_user(services, "Zoe", PASSWORD, is_admin=False)
    saw(services, kept, "ben")
    with services.db.read() as session:
        asset = library.main_asset(session, away)
    assert asset is not None
    keeping.lose(services, str(asset.key))
    job = ended(client.post(f"{URL}/{made['name']}/rehearse"))
    assert job["status"] == "completed", job
    said = client.get(f"{URL}/rehearsals/{job['id']}").json()
    assert said["then"] == {"titles": 2, "users": 1, "progress": 1}
    assert said["now"] == {"titles": 3, "users": 2, "progress": 1}
    assert (said["lost_titles"], said["lost_title_names"]) == (1, ["Later"])
    assert said["lost_users"] == ["Zoe"]
    assert said["lost_progress"] == 1
    assert (said["files"], said["files_missing"], said["missing_names"]) == (2, 1, ["Away"])
    assert not list(services.store.staging_root.glob(job["id"])), "what it took was left behind"


@ground.alone
def test_a_restore_wants_the_password_and_a_rehearsal_of_the_same_copy(
    client: TestClient, services: Services, ended
) -> None:
    asked: list[object] = []
    services.bus.subscribe(backups.RestartAsked, asked.append)
    made, other = make(client, ended), make(client, ended)
    job = ended(client.post(f"{URL}/{made['name']}/rehearse"))

    def ask(name: str, password: str, rehearsal: str):
        body = {"rehearsal": rehearsal, "password": password}
        return client.post(f"{URL}/{name}/restore", json=body)

    assert ask(made["name"], "wrong", job["id"]).json()["error"] == "password_wrong"
    assert ask(other["name"], PASSWORD, job["id"]).json()["error"] == "not_rehearsed"
    assert ask(made["name"], PASSWORD, "nothing").json()["error"] == "not_rehearsed"
    assert not asked
    answer = ask(made["name"], PASSWORD, job["id"])
    assert answer.status_code == 202, answer.text
    assert len(asked) == 1
    assert (services.store.data / "backups" / "restore.json").exists()


def test_what_was_asked_for_is_restored_at_the_next_start_once(
    client: TestClient, services: Services, ended, until
) -> None:
    made = make(client, ended)
    accounts.create_user(services, "Zoe", PASSWORD, is_admin=False)
    pending.ask(services.settings, made["name"], "0" * 64)
    services.db.close()
    pending.carry_out(services.settings)
    outcome = pending.last(services.settings)
    assert outcome is not None and outcome.code is None and outcome.kept is not None
    until(lambda: client.get(URL).status_code != 503)  # PostgreSQL ended what this one had open
    assert client.get(URL).status_code == 401, "a sign-in that may have been ended lives again"
    with services.db.read() as session:
        assert [one.name for one in session.query(accounts.User)] == ["Ana"]
    accounts.create_user(services, "Zoe", PASSWORD, is_admin=False)
    pending.carry_out(services.settings)
    with services.db.read() as session:
        assert session.query(accounts.User).count() == 2, "it was restored again"


def test_a_restore_that_fails_leaves_all_as_it_was_and_is_told(
    client: TestClient, services: Services, ended
) -> None:
    made = make(client, ended)
    path = copies.get(services.settings, made["name"]).path
    path.write_bytes(path.read_bytes()[:5000])
    pending.ask(services.settings, made["name"], "0" * 64)
    pending.carry_out(services.settings)
    last = client.get(URL).json()["last_restore"]
    assert last["code"] == "backup_damaged" and made["name"] in last["detail"]


@pytest.mark.security
def test_a_download_wants_the_password_and_this_sign_in(
    client: TestClient, member: TestClient, services: Services, ended
) -> None:
    made = make(client, ended)
    wanted = f"{URL}/{made['name']}/ticket"
    assert client.post(wanted, json={"password": "wrong"}).json()["error"] == "password_wrong"
    answer = client.post(wanted, json={"password": PASSWORD})
    url = answer.json()["url"]
    sent = client.get(url)
    assert sent.content == copies.get(services.settings, made["name"]).path.read_bytes()
    assert sent.headers["cache-control"] == "no-store"
    assert made["name"] in sent.headers["content-disposition"]
    assert client.get(url[:-2] + "xx").json()["error"] == "backup_ticket_over"
    again = client.post("/api/auth/login", json={"username": "Ana", "password": PASSWORD})
    client.cookies.clear()
    other = {"Authorization": f"Bearer {again.json()['token']}"}
    assert client.get(url, headers=other).json()["error"] == "backup_ticket_over"
    assert member.get(url).status_code == 403


@pytest.mark.security
def test_nobody_but_an_administrator_has_anything_to_do_with_them(
    member: TestClient, anonymous: TestClient
) -> None:
    name = "matinee-manual-20260101T000000.db"
    asked = [
        ("GET", URL), ("POST", URL), ("DELETE", f"{URL}/{name}"), ("POST", f"{URL}/upload"),
        ("POST", f"{URL}/{name}/rehearse"), ("GET", f"{URL}/rehearsals/x"),
        ("POST", f"{URL}/{name}/restore"), ("POST", f"{URL}/{name}/ticket"), ("GET", f"{URL}/file/x"),
    ]  # fmt: skip
    for method, url in asked:
        assert member.request(method, url).status_code == 403, (method, url)
        assert anonymous.request(method, url).status_code == 401, (method, url)


def test_a_copy_that_is_sent_becomes_one_of_ours(
    client: TestClient, services: Services, ended, bring: Bring
) -> None:
    bring("Metropolis")
    made = make(client, ended)
    raw = copies.get(services.settings, made["name"]).path.read_bytes()
    client.delete(f"{URL}/{made['name']}")
    before = set(services.store.staging_root.iterdir())
    job = ended(client.post(f"{URL}/upload?name=from-home.db", content=raw))
    assert job["status"] == "completed", job
    [one] = client.get(URL).json()["items"]
    assert one["label"] == "uploaded" and one["verified"] and one["titles"] == 1
    assert set(services.store.staging_root.iterdir()) == before


@pytest.mark.security
@pytest.mark.parametrize("content", [b"a diary", b"SQLite format 3\0" + bytes(5000)])
def test_what_is_sent_and_is_no_copy_is_refused_in_words(
    client: TestClient, services: Services, ended, content: bytes
) -> None:
    job = ended(client.post(f"{URL}/upload?name=x.db", content=content))
    assert job["error"]["code"] in {"backup_foreign", "backup_damaged"}
    assert client.get(URL).json()["items"] == []
    assert list(services.store.staging_root.iterdir()) == []


def test_the_nightly_copy_is_made_by_itself_and_old_ones_go(
    services: Services, dispatcher: Dispatcher, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copies.folders(services.settings)[0]
    folder.mkdir(parents=True, exist_ok=True)
    for age in range(2, 60):
        at = clock.now() - timedelta(days=age)
        (folder / f"matinee-nightly-{at:%Y%m%dT%H%M%S}.db").write_bytes(b"x")
    jobs.queue_if_due(services)
    jobs.queue_if_due(services)  # it is asked again before the first is done
    made = until(
        lambda: next((o for o in copies.every(services.settings) if o.sha256 and o.people), None)
    )
    until(lambda: not services.jobs.running and len(copies.every(services.settings)) < 20)
    assert made.label == "nightly"  # pyright: ignore[reportAttributeAccessIssue]
    left = copies.every(services.settings)
    assert 7 <= len(left) <= 11
    assert not actions.is_due(services)
    off = replace(services.settings, backup_nightly=False)
    assert not actions.is_due(replace(services, settings=off))


def test_copies_go_where_they_are_told_to(services: Services, tmp_path: Path) -> None:
    settings = replace(services.settings, backup_folder=tmp_path / "other disk")
    made = backups.make(replace(services, settings=settings), "manual")
    assert made.path.parent == tmp_path / "other disk"
    assert made.people is not None and made.people.parent == made.path.parent
    assert made.path.stat().st_mode & 0o077 == 0
