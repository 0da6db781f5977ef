import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee.kit.jobs import JobSpec, Lane
from matinee.kit.services import Services


@pytest.fixture(autouse=True)
def _kinds(services: Services) -> None:
    services.jobs.register("thing", lambda _context: None, lane=Lane.LIGHT)


def enqueue(services: Services, asker: TestClient | None = None, **facts: object) -> str:
    user = asker.get("/api/auth/me").json()["id"] if asker else None
    with services.db.write() as session:
        return services.jobs.enqueue(session, JobSpec("thing", requested_by=user, **facts)).id


def test_a_job_is_told_what_to_do(client: TestClient, services: Services) -> None:
    job_id = enqueue(services, client, title="A film")
    assert client.get(f"/api/jobs/{job_id}").json()["title"] == "A film"
    for verb, status in (
        ("pause", "paused"),
        ("resume", "queued"),
        ("cancel", "cancelled"),
        ("retry", "queued"),
    ):
        answer = client.post(f"/api/jobs/{job_id}/{verb}")
        assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert client.delete(f"/api/jobs/{job_id}").status_code == 409
    assert client.post(f"/api/jobs/{job_id}/resume").status_code == 409
    client.post(f"/api/jobs/{job_id}/cancel")
    assert client.delete(f"/api/jobs/{job_id}").status_code == 204
    assert client.get(f"/api/jobs/{job_id}").status_code == 404


def test_the_activity_page_may_ask_for_all_its_kinds(client: TestClient) -> None:
    words = (Path(__file__).parents[2] / "web/src/features/activity/words.ts").read_text()
    kinds = re.search(r"BACKGROUND_KINDS = '([^']+)'", words)
    assert kinds is not None
    answer = client.get("/api/jobs", params={"kind": kinds[1], "status": "queued,running"})
    assert answer.status_code == 200


def test_lists_page_filter_and_refuse_nonsense(client: TestClient, services: Services) -> None:
    ids = [enqueue(services, client) for _ in range(5)]
    client.post(f"/api/jobs/{ids[0]}/cancel")
    page = client.get("/api/jobs", params={"limit": 2, "page": 2}).json()
    assert (page["total"], page["pages"], page["page"], len(page["items"])) == (5, 3, 2, 2)
    cancelled = client.get("/api/jobs", params={"status": "cancelled,failed"}).json()["items"]
    assert [job["id"] for job in cancelled] == [ids[0]]
    assert client.get("/api/jobs", params={"status": "lost"}).status_code == 400
    assert client.get("/api/jobs", params={"limit": 0}).status_code == 422
    assert client.get("/api/jobs", params={"page": -1}).status_code == 422


def test_children_are_left_to_their_parent(client: TestClient, services: Services) -> None:
    parent = enqueue(services, client)
    child = enqueue(services, client, parent_id=parent)
    assert [job["id"] for job in client.get("/api/jobs").json()["items"]] == [parent]
    inside = client.get("/api/jobs", params={"parent_id": parent}).json()["items"]
    assert [job["id"] for job in inside] == [child]
    client.post(f"/api/jobs/{parent}/cancel")
    assert client.get(f"/api/jobs/{child}").json()["status"] == "cancelled"


def test_finished_jobs_are_cleared_at_once(client: TestClient, services: Services) -> None:
    ids = [enqueue(services, client) for _ in range(3)]
    for job_id in ids[:2]:
        client.post(f"/api/jobs/{job_id}/cancel")
    assert client.post("/api/jobs/clear").json() == {"deleted": 2}
    assert [job["id"] for job in client.get("/api/jobs").json()["items"]] == [ids[2]]


@pytest.mark.security
def test_a_member_reaches_only_their_own_jobs(client, member, services: Services) -> None:
    theirs, own = enqueue(services, client), enqueue(services, member)
    assert [job["id"] for job in member.get("/api/jobs").json()["items"]] == [own]
    for verb in ("pause", "resume", "cancel", "retry"):
        assert member.post(f"/api/jobs/{theirs}/{verb}").status_code == 404
    assert member.delete(f"/api/jobs/{theirs}").status_code == 404
    assert member.get(f"/api/jobs/{theirs}").status_code == 404
    assert client.get(f"/api/jobs/{theirs}").json()["status"] == "queued"
    assert len(client.get("/api/jobs").json()["items"]) == 2
