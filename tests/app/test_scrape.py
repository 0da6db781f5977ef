"""/metrics: who is told, what is told, and that no more is told than may be."""

import re
import threading
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from tests.told import Told, read, rising

from matinee.admin import scrape
from matinee.admin.scrape import actions, storage
from matinee.kit.config import Settings
from matinee.kit.errors import Unavailable
from matinee.kit.services import Services

TOKEN = "a-token-of-prometheus-alone"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings with a token."""
    return replace(settings, metrics_token=TOKEN)


def scraped(client: TestClient, **headers: str) -> Told:
    answer = client.get("/metrics", headers=headers or SHOWN)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


@pytest.mark.security
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer another-token-of-nobody"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer é"},
        {"Cookie": f"matinee_session={TOKEN}"},
        {"X-Matinee-Passed": "1"},
    ],
)
@pytest.mark.parametrize("path", ["/metrics", "/metrics?here=true"])
def test_a_stranger_is_told_nothing(anonymous: TestClient, headers, path) -> None:
    raw = {name: value.encode("utf-8") for name, value in headers.items()}
    answer = anonymous.get(path, headers=raw)
    assert answer.status_code == 401
    assert "matinee_" not in answer.text


@pytest.mark.security
def test_a_member_is_told_nothing_and_the_token_opens_nothing_else(
    member: TestClient, anonymous: TestClient
) -> None:
    assert member.get("/metrics").status_code == 403
    for path in ("/api/media", "/api/jobs", "/api/settings", "/api/auth/me"):
        assert anonymous.get(path, headers=SHOWN).status_code == 401
    assert anonymous.get("/api/health", headers=SHOWN).json() == {"status": "ok"}


@pytest.mark.security
def test_without_a_token_in_the_settings_no_token_is_right(settings: Settings) -> None:
    without = replace(settings, metrics_token=None)
    for header in ("Bearer None", "Bearer ", "Bearer", "", f"Bearer {TOKEN}"):
        assert not scrape.is_scraper(without, header)
    assert scrape.is_scraper(settings, f"bearer {TOKEN}")


def test_the_token_and_an_administrator_are_told(client: TestClient, anonymous: TestClient) -> None:
    answer = anonymous.get("/metrics", headers=SHOWN)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert read(answer.text).value("matinee_build_info") == 1
    assert read(client.get("/metrics").text).value("matinee_build_info") == 1


def test_every_part_is_told_and_says_what_it_cost(anonymous: TestClient) -> None:
    told = scraped(anonymous)
    parts = {dict(one)["part"] for one in told.samples["matinee_scrape_part_ok"]}
    assert parts == {"build", "database", "engine", "streaming", "jobs", "cluster", "storage"}
    assert told.value("matinee_scrape_part_ok") == len(parts)
    assert told.value("matinee_scrape_part_seconds") < 30
    assert told.value("process_resident_memory_bytes") > 10_000_000
    for name in (
        "matinee_jobs_stuck", "matinee_streams", "matinee_engine_children",
        "matinee_database_connections_max", "matinee_storage_free_bytes",
    ):  # fmt: skip
        assert name in told.samples, name


def test_of_this_process_alone_the_queue_and_the_disks_are_not_told(anonymous: TestClient) -> None:
    told = read(anonymous.get("/metrics?here=true", headers=SHOWN).text)
    assert "matinee_http_requests_total" in told.samples
    assert not {"matinee_jobs_stuck", "matinee_storage_free_bytes"} & set(told.samples)


def test_requests_are_told_apart_by_their_route_and_not_by_their_address(
    client: TestClient, anonymous: TestClient
) -> None:
    asked = ("/api/media/{media_id}", "GET", "404")
    with rising() as rise:
        for n in range(5):
            assert client.get(f"/api/media/film-{n}").status_code == 404
        assert client.get("/api/admin/storage").status_code == 200
        assert client.get("/api/auth/me").status_code == 200
        assert client.request("BREW", "/api/media/x").status_code == 405
        anonymous.get("/series/4/season/2")
        anonymous.get("/api/play/eyJh.bcd/plan/v0/3.m4s")
        anonymous.get("/api/play/eyJh.bcd/plan/master.m3u8")
        anonymous.get("/api/media/1/stream?grant=eyJh.bcd")
    name = "matinee_http_requests_total"
    assert rise.of(name, route=asked[0], method=asked[1], status=asked[2]) == 5
    assert rise.of(name, route="/api/admin/storage", status="200") == 1
    assert rise.of(name, route="/{path:path}", method="GET") == 1
    assert rise.of(name, method="other", status="405") == 1
    assert rise.of(name, route="/api/play/{grant}/{plan}/{track}/{name}", status="401") == 1
    assert rise.of(name, route="/api/play/{grant}/{plan}/master.m3u8", status="401") == 1
    assert rise.of(name, route="/api/media/{media_id}/stream", status="401") == 1
    assert rise.of("matinee_http_request_duration_seconds_count", route=asked[0], method="GET") == 5
    assert rise.of("matinee_http_response_bytes_total", route="/api/admin/storage") > 100
    assert rise.of("matinee_errors_total", where="http", code="no_such_title") == 5
    assert rise.of("matinee_http_requests_open") == 0


@pytest.mark.security
def test_whatever_is_asked_makes_no_more_figures(client: TestClient, app: FastAPI) -> None:
    routes = {
        dict(one)["route"]
        for one in scraped(client, **dict(client.headers)).samples["matinee_http_requests_total"]
    }
    for n in range(300):
        client.request("GET" if n % 2 else f"VERB{n}", f"/odd/{n}/{'x' * n}?q={n}")
        client.get(f"/api/nothing/{n}")
    after = scraped(client, **dict(client.headers)).samples["matinee_http_requests_total"]
    known = {dict(one)["route"] for one in after}
    assert known - routes <= {"/{path:path}", "/metrics", "none"}
    assert {dict(one)["method"] for one in after} <= {
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other",
    }  # fmt: skip


@pytest.mark.security
def test_nothing_that_is_told_names_anybody_or_anything(
    client: TestClient, services: Services
) -> None:
    client.post("/api/collections", json={"name": "Fallen Angels of Ana"})
    client.get("/api/search", params={"q": "Fallen Angels"})
    text = client.get("/metrics").text
    shown: list[str] = re.findall(r'="([^"]*)"', text)
    assert len(shown) > 50
    secret = client.headers["Authorization"].split()[1]
    for word in ("Fallen", "Ana", secret, TOKEN, str(services.store.data), services.db.url):
        assert word not in text, word
    ids = [one for one in shown if re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", one)]
    assert ids == []


@pytest.mark.fault
def test_a_database_that_is_away_takes_its_own_figures_and_no_others(
    anonymous: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(type(services.db), "read", away)
    told = scraped(anonymous)
    assert told.value("matinee_scrape_part_ok", part="jobs") == 0
    assert told.value("matinee_scrape_part_ok", part="streaming") == 1
    assert "matinee_jobs_stuck" not in told.samples
    assert "matinee_http_requests_total" in told.samples


@pytest.mark.fault
def test_scrapes_that_hang_do_not_pile_up(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_WAIT_S", 0.1)
    go, inside = threading.Event(), threading.Event()

    def hang(_: Services) -> list[object]:
        inside.set()
        go.wait(20)
        return []

    monkeypatch.setitem(actions.SHARED, "storage", hang)
    first = threading.Thread(target=scrape.whole, args=(services, {}))
    first.start()
    try:
        assert inside.wait(10)
        with pytest.raises(Unavailable):
            scrape.whole(services, {})
    finally:
        go.set()
        first.join()
    assert b"matinee_build_info" in scrape.whole(services, {})


@pytest.mark.fault
def test_a_disk_that_hangs_is_not_waited_for(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_PATIENCE_S", 0.05)
    go = threading.Event()
    monkeypatch.setattr(storage, "measurer_of", lambda _: go.wait(20))
    names = {one.name for one in storage.look(services)}
    go.set()
    assert "matinee_storage_free_bytes" in names
    assert "matinee_storage_used_bytes" not in names


def test_disks_are_measured_once_for_many_scrapes(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_PATIENCE_S", 20.0)
    looks: list[int] = []
    real = storage.queries.held
    monkeypatch.setattr(
        storage.queries, "held", lambda session: (looks.append(1), real(session))[1]
    )
    for _ in range(5):
        names = {one.name for one in storage.look(services)}
    assert {"matinee_storage_used_bytes", "matinee_library_folders"} <= names
    assert looks == [1]


def test_several_texts_are_one_that_is_valid() -> None:
    from matinee.admin.scrape.merging import merged

    one = b'# HELP a_total A.\n# TYPE a_total counter\na_total{x="1"} 5\n'
    two = b'# HELP a_total A.\n# TYPE a_total counter\na_total{x="1"} 7\n'
    spread = (
        b'# HELP t T.\n# TYPE t histogram\nt_bucket{le="1.0"} 1\nt_bucket{le="+Inf"} 2\n'
        b"t_count 2\nt_sum 3.5\n"
    )
    shared = b"# HELP b B.\n# TYPE b gauge\nb 1\n"
    told = read(
        merged([({"process": "1"}, one + spread), ({"process": "2"}, two), ({}, shared)]).decode()
    )
    assert told.types == {"a": "counter", "t": "histogram", "b": "gauge"}
    assert told.value("a_total", process="1") == 5
    assert told.value("a_total", process="2", x="1") == 7
    assert told.value("t_bucket", le="+Inf", process="1") == 2
    assert told.labels("b") == set()
