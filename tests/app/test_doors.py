"""Every route refuses a stranger, but for this short list."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from matinee.kit.ids import new_id

# (method, path): why a stranger may ask
PUBLIC = {
    ("GET", "/api/auth/status"): "the page asks first whether to set up or sign in",
    ("POST", "/api/auth/setup"): "needs the token printed on the console",
    ("POST", "/api/auth/login"): "needs name and password, slowed after failures",
    ("GET", "/api/health"): "says up or down, nothing else",
    ("GET", "/api/openapi.json"): "describes the interface, holds no data",
    ("HEAD", "/api/openapi.json"): "as above",
}
WEB_APP = "/{path:path}"  # the pages themselves, which hold no data
# what a signed grant opens instead of a sign-in; without a right one it refuses all the same
GRANTED = ("/api/play/", "/api/media/{media_id}/stream")


def api_routes(app: FastAPI) -> list[tuple[str, str]]:
    """Walk every route, also those of routers within routers."""
    found: list[tuple[str, str]] = []
    waiting = list(app.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "original_router", None)
        if inner is not None:
            waiting += inner.routes
            continue
        path = getattr(route, "path", None)
        assert path is not None, f"a route of an unknown kind: {route!r}"
        found += [(method, path) for method in getattr(route, "methods", None) or {"GET"}]
    return found


def address(path: str) -> str:
    return re.sub(r"\{[^}]*\}", lambda _: new_id(), path)


@pytest.mark.security
def test_every_route_refuses_a_stranger(app: FastAPI, anonymous: TestClient) -> None:
    walked = 0
    open_doors: list[str] = []
    for method, path in api_routes(app):
        if path == WEB_APP or (method, path) in PUBLIC:
            continue
        walked += 1
        answer = anonymous.request(method, address(path))
        if method == "OPTIONS" and (answer.status_code, answer.content) == (204, b""):
            continue  # what may be asked across sites, and by which protocol: no data
        if answer.status_code not in {401, 403}:
            open_doors.append(f"{method} {path} answered {answer.status_code}")
    assert open_doors == []
    assert walked > 40
    assert ("GET", "/metrics") in api_routes(app)


@pytest.mark.security
def test_the_list_of_open_doors_holds_no_strangers(app: FastAPI) -> None:
    assert set(PUBLIC) <= set(api_routes(app)) | {("HEAD", "/api/openapi.json")}


@pytest.mark.security
def test_a_forged_or_ended_session_is_a_stranger(anonymous: TestClient) -> None:
    for headers in (
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic QW5hOnB3"},
        {"Cookie": "matinee_session=nonsense"},
    ):
        assert anonymous.get("/api/media", headers=headers).status_code == 401


@pytest.mark.security
def test_every_answer_carries_the_strict_policy(anonymous: TestClient) -> None:
    for path in ("/", "/api/health", "/api/media", "/nothing.js"):
        headers = anonymous.get(path).headers
        script = re.search(r"script-src ([^;]*)", headers["content-security-policy"])
        assert script is not None
        assert script[1] == "'self'"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.security
def test_only_the_worker_that_draws_subtitles_may_compile_wasm(anonymous: TestClient) -> None:
    worker = anonymous.get("/assets/ass.worker-Abc_1-9.js").headers["content-security-policy"]
    assert worker == "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
    for path in (
        "/assets/ass.worker-a.js/../../index.html", "/assets/ass.worker-a.js.html", "/watch/x",
        "/assets/other-ass.worker-a.js", "/api/assets/ass.worker-a.js", "/x/assets/ass.worker-a.js",
    ):  # fmt: skip
        assert "wasm" not in anonymous.get(path).headers["content-security-policy"]


@pytest.mark.security
def test_the_page_gives_nothing_from_outside_its_folder(anonymous: TestClient) -> None:
    for path in ("/..%2f..%2fpyproject.toml", "/%2e%2e/%2e%2e/pyproject.toml", "/assets/../../x.y"):
        answer = anonymous.get(path)
        assert "[project]" not in answer.text


def test_unknown_addresses_of_the_api_are_json(client: TestClient) -> None:
    answer = client.get("/api/nothing-here")
    assert answer.status_code == 404
    assert answer.json()["error"] == "not_found"
