"""Traces: off without a collector, and to one what was asked, what it led to, and no more."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.app.collector import Collector, Span, collecting
from tests.flows.conftest import OLD, Server, free_port, paint

from matinee.kit import traces
from matinee.kit.errors import NotFound


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as running:
        yield running


@pytest.fixture
def traced(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Tracing in this process; `traces.stop` sends what is left."""
    monkeypatch.delenv("OTEL_SDK_DISABLED", raising=False)
    traces.start(f"{collector.url}/v1/traces", "server")
    yield collector
    traces.stop()


def test_without_a_collector_nothing_of_the_sdk_is_loaded() -> None:
    code = """
import sys, tempfile
from pathlib import Path
from starlette.testclient import TestClient
from matinee.app import serve, worker, wiring
from matinee.app.web import create_app
from matinee.kit import traces
from matinee.kit.config import load
with tempfile.TemporaryDirectory() as folder:
    settings = load({"data": Path(folder), "free_space_floor_bytes": 0}, {})
    traces.start(settings.traces_url, "server")
    with wiring.opened(settings) as services, TestClient(create_app(services)) as client:
        assert client.get("/api/health").status_code == 200
        with traces.span("x", {"a": 1}) as span:
            span.set("b", 2)
        assert traces.traceparent() is None and not traces.on()
    traces.stop()
loaded = [name for name in sys.modules
          if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter", "google.protobuf",
                              "prometheus_client"))]
sys.exit(repr(loaded) if loaded else 0)
"""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_a_span_says_what_it_is_part_of_and_how_it_failed(traced: Collector) -> None:
    with traces.span("outer", {"n": 1}, kind="server") as outer:
        outer.rename("outer renamed")
        outer.set("late", "yes")
        carried = traces.traceparent()
        with pytest.raises(NotFound), traces.span("inner"):
            raise NotFound("There is no film called Secret.", code="no_film")
        ended = traces.begin("elsewhere", {"codec": "h264"})
    ended.end()
    with traces.span("later", parent=carried, kind="consumer"):
        pass
    with pytest.raises(ZeroDivisionError), traces.span("broken"):
        1 / 0  # noqa: B018
    traces.stop()
    spans = {one.name: one for one in traced.spans}
    outer_, inner = spans["outer renamed"], spans["inner"]
    assert outer_.facts == {"n": 1, "late": "yes"}
    assert (outer_.kind, outer_.parent_id) == (2, "")
    assert (inner.trace_id, inner.parent_id) == (outer_.trace_id, outer_.span_id)
    assert (inner.failed, inner.facts) == (True, {"error.type": "no_film"})
    assert spans["elsewhere"].parent_id == outer_.span_id
    assert (spans["later"].trace_id, spans["later"].parent_id) == (outer_.trace_id, outer_.span_id)
    assert spans["later"].kind == 5
    assert spans["broken"].facts == {"error.type": "ZeroDivisionError"}
    assert spans["broken"].trace_id != outer_.trace_id
    assert outer_.resource["service.name"] == "matinee"
    assert outer_.resource["matinee.role"] == "server"
    assert traced.paths == {"/v1/traces"}
    assert b"Secret" not in b"".join(traced.raw)


@pytest.mark.security
def test_nobody_from_outside_joins_a_trace_and_no_address_is_told(
    traced: Collector, app: FastAPI, anonymous: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", traced.url)
    theirs = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{theirs}-b7ad6b7169203331-01", "X-Request-ID": "mine-9"}
    with TestClient(app) as again:  # whatever would configure itself at the start does so now
        for path in (
            "/api/play/GRANTGRANT.abc/plan/v0/3.m4s",
            "/api/media/1/stream?grant=GRANTGRANT.abc",
            "/api/search?q=SECRETWORDS",
            "/watch/SECRETWORDS",
        ):
            again.get(path, headers=headers)
    traces.stop()
    assert {one.name for one in traced.spans} == {
        "GET /api/play/{grant}/{plan}/{track}/{name}", "GET /api/media/{media_id}/stream",
        "GET /api/search", "GET /{path:path}",
    }  # fmt: skip
    assert {frozenset(one.facts) - {"error.type"} for one in traced.spans} == {
        frozenset({
            "http.request.method", "http.route", "http.response.status_code", "matinee.request.id",
        })
    }  # fmt: skip
    assert {one.facts["matinee.request.id"] for one in traced.spans} == {"mine-9"}
    assert theirs not in {one.trace_id for one in traced.spans}
    everything = b"".join(traced.raw)
    for word in (b"GRANT", b"SECRET", b"testclient", b"127.0.0.1"):
        assert word not in everything


@pytest.mark.fault
def test_a_collector_that_is_away_is_not_waited_for(anonymous: TestClient) -> None:
    traces.start("http://127.0.0.1:9/v1/traces", "server")  # nobody listens on "discard"
    try:
        begun = time.monotonic()
        for _ in range(20):
            assert anonymous.get("/api/health").status_code == 200
        assert time.monotonic() - begun < 5
    finally:
        begun = time.monotonic()
        traces.stop()
    assert time.monotonic() - begun < 8


@pytest.fixture
def house(tmp_path: Path, collector: Collector) -> Iterator[Server]:
    """A server that tells its traces, with a film that has to be encoded."""
    settings = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "MATINEE_LOG_LEVEL": "warning"}
    server = Server(tmp_path / "data", free_port(), settings=settings).start()
    try:
        server.add_admin()
        yield server
    finally:
        server.stop()


@pytest.mark.timeout(240)
def test_a_request_its_job_the_engine_and_an_encode_are_one_story(
    house: Server, collector: Collector, tmp_path: Path, until
) -> None:
    films = tmp_path / "Private Films"
    films.mkdir()
    paint(films / "A Very Secret Title.mkv", OLD, "320x180", 12)
    client = house.client()
    added = client.post("/api/folders", json={"path": str(films)})
    assert added.status_code in {200, 201, 202}, added.text
    until(lambda: client.get("/api/media").json()["total"] == 1, 120)
    media = client.get("/api/media").json()["items"][0]
    played = client.get(f"/api/media/{media['id']}/playback").json()
    assert played["decision"] == "transcode"
    track = played["tracks"]["video"][0]["id"]
    base = played["manifest_url"].rpartition("/")[0]
    assert httpx.get(f"{house.url}{base}/{track}/0.m4s", timeout=60).status_code == 200
    token = client.headers["Authorization"].split()[1]
    until(lambda: client.get("/api/streaming/now").json()["runs"] == [], 60)  # nobody watches on
    house.stop()  # what is left is sent

    by_id = {one.span_id: one for one in collector.spans}
    [folder] = collector.named("POST /api/folders")
    scan = next(one for one in collector.named("job scan") if one.trace_id == folder.trace_id)
    assert scan.parent_id == folder.span_id
    assert scan.facts["matinee.job.status"] == "completed"
    assert scan.facts["matinee.job.attempt"] == 1
    assert scan.facts["matinee.job.id"] == client_job(added)
    examined = [one for one in collector.named("engine examine") if one.trace_id == scan.trace_id]
    assert examined
    assert roots(examined[0], by_id) == ["job scan", "POST /api/folders"]

    part = "GET /api/play/{grant}/{plan}/{track}/{name}"
    [asked] = collector.named(part)
    encodes = [one for one in collector.named("encode") if one.trace_id == asked.trace_id]
    assert len(encodes) == 1
    assert encodes[0].parent_id == asked.span_id
    assert encodes[0].facts["matinee.encode.codec"] == "h264"
    assert encodes[0].facts["matinee.encode.segments"] >= 1
    assert not encodes[0].failed

    everything = b"".join(collector.raw)
    grant = played["manifest_url"].split("/")[3]
    for secret in ("Secret", "Private", "ana", token, grant, str(tmp_path)):
        assert secret.encode() not in everything, secret


def client_job(answer: httpx.Response) -> str:
    body = answer.json()
    return body.get("job_id") or body["job"]["id"]


def roots(span: Span, by_id: dict[str, Span]) -> list[str]:
    """Return the names of what a span is part of, the nearest first."""
    found: list[str] = []
    while span.parent_id:
        span = by_id[span.parent_id]
        found.append(span.name)
    return found
