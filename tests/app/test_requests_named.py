"""Requests have names: taken or given, answered, written with every line, and kept by their jobs."""

import io
import json
import logging
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from tests import ground
from tests.flows.conftest import Server, free_port
from tests.told import rising

from matinee import accounts
from matinee.app.seen import Seen
from matinee.kit import log
from matinee.kit.serve import FileBytes, HttpProtocol, open_regular
from matinee.kit.services import Services


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log says, as JSON lines."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    log.configure("debug", "json", names=True)
    sink = io.StringIO()
    root.handlers[0].setStream(sink)  # type: ignore[attr-defined]
    yield sink
    root.handlers[:] = before
    root.setLevel(level)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_a_name_is_answered_and_a_request_without_one_gets_one(anonymous: TestClient) -> None:
    for path in ("/api/health", "/api/media", "/nothing", "/api/play/x/plan/v0/0.m4s"):
        given = anonymous.get(path, headers={"X-Request-ID": "proxy-77.b_1"})
        assert given.headers.get_list("x-request-id") == ["proxy-77.b_1"]
    names = {anonymous.get("/api/health").headers["x-request-id"] for _ in range(20)}
    assert len(names) == 20


@pytest.mark.security
@pytest.mark.parametrize("odd", ["", "x" * 65, "a b", "a;b", "é", '"', "{}", "a,b"])
def test_a_name_that_could_do_harm_in_a_log_is_not_taken(anonymous: TestClient, odd: str) -> None:
    answer = anonymous.get("/api/health", headers={"X-Request-ID": odd.encode()})
    assert answer.status_code == 200
    assert answer.headers["x-request-id"] not in {odd, ""}


def test_every_line_of_a_request_bears_its_name_also_from_threads(
    client: TestClient, written: io.StringIO
) -> None:
    client.get("/api/admin/storage", headers={"X-Request-ID": "mine-1"})
    client.get("/api/health", headers={"X-Request-ID": "mine-2"})
    found = lines(written.getvalue())
    seen = [line for line in found if line["logger"] == "matinee.app.seen"]
    assert [line["request_id"] for line in seen] == ["mine-1", "mine-2"]
    assert str(seen[0]["message"]).startswith("GET /api/admin/storage: 200, ")
    of_http = [line for line in found if str(line["logger"]).startswith("matinee")]
    assert {line["request_id"] for line in of_http} <= {"mine-1", "mine-2"}


def test_what_breaks_is_written_and_answered_under_the_same_name(
    app: FastAPI, services: Services, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("of all things")

    monkeypatch.setattr(accounts.guard, "viewer_of", breaks)
    with TestClient(app, raise_server_exceptions=False) as one, rising() as rise:
        headers = {"X-Request-ID": "broken-1", "Authorization": "Bearer x"}
        answer = one.get("/api/media", headers=headers)
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == "broken-1"
    errors = [line for line in lines(written.getvalue()) if line["level"] == "error"]
    assert [line["request_id"] for line in errors] == ["broken-1"]
    assert "of all things" in str(errors[0]["exception"])
    name = "matinee_http_requests_total"
    assert rise.of(name, route="/api/media", status="500") == 1
    assert rise.of("matinee_errors_total", where="http", code="internal") == 1


@ground.alone
def test_a_job_is_written_of_with_the_name_of_what_asked_for_it(tmp_path: Path) -> None:
    settings = {"MATINEE_LOG_FORMAT": "json", "MATINEE_LOG_LEVEL": "info"}
    server = Server(tmp_path / "data", free_port(), settings=settings).start()
    try:
        server.add_admin()
        client = server.client()
        with socket.socket() as nobody:  # a port that nobody listens on
            nobody.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{nobody.getsockname()[1]}/film.mp4"
            headers = {"X-Request-ID": "asked-for-it"}
            answer = client.post("/api/media/add", json={"url": url}, headers=headers)
            assert answer.status_code == 202, answer.text
            job_id = answer.json()["job"]["id"]
            while client.get(f"/api/jobs/{job_id}").json()["status"] in {"queued", "running"}:
                threading.Event().wait(0.1)
        token = client.headers["Authorization"].split()[1]
    finally:
        server.stop()
    text = (tmp_path / "server.log").read_text()
    of_job = [line for line in lines(text) if line["job_id"] == job_id]
    assert of_job, text
    assert {line["request_id"] for line in of_job} == {"asked-for-it"}
    assert any("failed" in str(line["message"]) for line in of_job)
    assert {line["role"] for line in of_job} == {"server"}
    assert token not in text


class _Serving:
    """A file behind what sees requests, sent by the kernel from a real server."""

    def __init__(self, path: Path) -> None:
        async def film(_request: object) -> FileBytes:
            return FileBytes(open_regular(path), "video/mp4")

        app = Starlette(routes=[Route("/film", film)])
        app.add_middleware(Seen)
        config = uvicorn.Config(
            app, port=0, http=HttpProtocol, loop="uvloop", access_log=False, log_config=None
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)

    def __enter__(self) -> int:
        self.thread.start()
        while not self.server.started:
            threading.Event().wait(0.01)
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(20)


SIZE = 64 * 1024 * 1024


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(os.urandom(1 << 20) * (SIZE >> 20))
    return path


def test_bytes_are_counted_as_they_went_and_not_as_they_were_asked_for(film: Path, until) -> None:
    """A browser asks for all of a film and leaves after a while: that is not a film sent."""
    name, labels = "matinee_http_response_bytes_total", {"route": "/film"}
    with _Serving(film) as port, rising() as rise:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            client.sendall(b"GET /film HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            while client.recv(1 << 20):
                pass
        until(lambda: rise.of("matinee_http_requests_total", **labels) == 1)
        assert rise.of(name, **labels) == SIZE
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            client.sendall(b"GET /film HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
        until(lambda: rise.of("matinee_http_requests_total", **labels) == 2)
        assert 0 < rise.of(name, **labels) - SIZE < SIZE / 2
        assert rise.of("matinee_http_requests_open") == 0
