"""Health: a word for anyone, the parts for an administrator."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from matinee.admin import checks, verdict
from matinee.app.web import bind
from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services
from matinee.kit.store import Store
from matinee.library import RootRow
from tests import ground

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"{{(\w+)}}")


@pytest.fixture(autouse=True)
def fresh():
    """Each test looks for itself."""
    checks._known.clear()


def job(**fields):
    now = clock.now()
    return Job(
        **{
            "id": new_id(), "kind": "link", "lane": "fetch", "status": "running", "priority": 0,
            "title": "", "payload": {}, "created_at": now, **fields,
        }
    )  # fmt: skip


def test_a_stranger_and_a_member_get_one_word(anonymous, member):
    for one in (anonymous, member):
        answer = one.get("/api/health")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@ground.alone
def test_an_administrator_sees_every_part_and_it_is_well(client):
    answer = client.get("/api/health").json()
    assert set(answer["checks"]) == {
        "database", "data_folder", "ffmpeg", "engine", "links", "jobs", "folders", "cache", "backups", "rot",
    }  # fmt: skip
    for name, check in answer["checks"].items():
        assert set(check) == {"status", "detail", "fix", "code", "facts"}, name
        assert check["detail"].endswith("."), name
        if name != "links":  # its age depends on the day
            assert check["status"] == "ok", (name, check)


def test_the_whole_is_as_its_worst_part():
    well, ill = verdict.Check("ok", "."), verdict.Check("failing", ".")
    assert verdict.worst({"a": well}) == "ok"
    assert verdict.worst({"a": well, "b": verdict.Check("warning", ".")}) == "warning"
    assert verdict.worst({"a": ill, "b": verdict.Check("warning", ".")}) == "failing"


def test_a_data_folder_that_cannot_be_written_says_so(services):
    services.store.staging_root.rmdir()
    check = checks.data_folder(services)
    assert check.status == "failing"
    assert "--data" in check.fix


def test_a_disk_near_its_floor_warns_and_below_it_fails(services, monkeypatch):
    monkeypatch.setattr(services.store, "floor_bytes", 1000)
    for free, status in ((5000, "ok"), (1500, "warning"), (900, "failing")):
        monkeypatch.setattr(Store, "free_bytes", lambda _, free=free: free)
        assert checks.data_folder(services).status == status


def test_an_ffmpeg_that_is_not_there_says_so(services):
    object.__setattr__(services.settings, "ffmpeg", "/nowhere/ffmpeg")
    check = checks.ffmpeg(services)
    assert check.status == "failing"
    assert "MATINEE_FFMPEG" in check.fix


def test_stuck_jobs_are_told_from_running_ones_and_failed_ones(services):
    now = clock.now()
    with services.db.write() as session:
        session.add(job(lease_until=now + timedelta(seconds=30)))
    assert checks.jobs(services).status == "ok"
    with services.db.write() as session:
        session.add(job(status="failed", finished_at=now - timedelta(hours=1)))
    assert checks.jobs(services).status == "warning"
    with services.db.write() as session:
        session.add(job(lease_until=now - timedelta(minutes=10)))
    check = checks.jobs(services)
    assert (check.status, "1 stuck" in check.detail) == ("failing", True)


def test_a_folder_that_is_away_is_named_and_nothing_is_lost(services, tmp_path):
    with services.db.write() as session:
        session.add(RootRow(id=new_id(), path=str(tmp_path / "usb"), added_at=clock.now()))
    check = checks.folders(services)
    assert check.status == "warning"
    assert "usb" in check.detail
    assert "Nothing was deleted" in check.fix


def test_a_check_that_breaks_is_reported_and_breaks_nothing(services, monkeypatch):
    def broken(_services):
        raise OSError("the disk is on fire")

    monkeypatch.setattr(checks, "folders", broken)
    found = checks.run_all(services)
    assert found["folders"].status == "failing"
    assert "on fire" in found["folders"].detail


@pytest.mark.fault
def test_a_database_that_does_not_answer_is_a_503(anonymous, services):
    if not services.db.is_sqlite:
        pytest.skip("what a PostgreSQL server that was away is told as stands in test_postgres.py")
    services.db.close()
    for path in services.store.data.glob("matinee.db*"):
        path.unlink()
    (services.store.data / "matinee.db").mkdir()
    answer = anonymous.get("/api/health")
    assert (answer.status_code, answer.json()) == (503, {"status": "failing"})


def test_settings_tell_the_folder_to_administrators_only(client, member):
    assert client.get("/api/settings").json()["data"]
    assert member.get("/api/settings").json()["data"] == ""
    assert client.get("/api/settings").json()["max_upload_bytes"] > 0


def test_pages_are_told_how_long_deleted_things_are_kept(
    services: Services, app: FastAPI, client: TestClient, member: TestClient
) -> None:
    kept = replace(services.settings, trash_days=7, missing_days=3)
    bind(app, replace(services, settings=kept))
    for one in (client, member):
        told = one.get("/api/settings").json()
        assert (told["trash_days"], told["missing_days"]) == (7, 3)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_of_health_is_there_in_each_language(language: str) -> None:
    page = ROOT / "web" / "src" / "locales" / language / "told.ts"
    words = page.read_text().partition("\n  check: {\n")[2]
    for code, (detail, fix) in verdict.WORDS.items():
        found = re.search(
            rf"^    {code}: {{ what: '([^']*)'(?:, fix: '([^']*)')? }},$", words, re.M
        )
        assert found, code
        assert set(PLACES.findall(found[1])) == set(re.findall(r"{(\w+)}", detail)), code
        assert bool(found[2]) == bool(fix), code
