"""A request that is led where one like it was led before is answered by the same route."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.app.test_doors import GRANTED, WEB_APP, api_routes

from matinee.app.ways import Ways
from matinee.kit.ids import new_id


@pytest.fixture
def ways(app: FastAPI) -> Ways:
    found = app.router.middleware_stack
    assert isinstance(found, Ways)
    found._ways.clear()
    return found


@pytest.mark.security
def test_a_stranger_is_refused_by_the_short_way_too(
    app: FastAPI, anonymous: TestClient, ways: Ways
) -> None:
    for method, path in api_routes(app):
        if path == WEB_APP or path.startswith(GRANTED) or method not in {"GET", "PUT", "DELETE"}:
            continue
        address = re.sub(r"\{[^}]*\}", lambda _: new_id(), path)
        first = anonymous.request(method, address)
        again = anonymous.request(method, re.sub(r"\{[^}]*\}", lambda _: new_id(), path))
        told = [first.status_code, again.status_code]
        assert told[0] == told[1], (method, path)
        if told[0] < 500 and not first.headers["content-type"].startswith("text"):
            assert first.json().keys() == again.json().keys(), (method, path)
    assert len(ways._ways) >= 90
    for (method, shape), way in ways._ways.items():
        assert method in (way.route.methods or set())
        bare = re.sub(r"\{[^}]*\}", "", way.fastapi["effective_route_context"].path)
        assert bare == shape


def test_what_varies_in_an_address_reaches_its_route(client: TestClient, ways: Ways) -> None:
    for _ in range(2):
        missing = client.get(f"/api/media/{new_id()}/progress")
        assert (missing.status_code, missing.json()["error"]) == (404, "no_such_title")
        assert client.get("/api/media/facets").status_code == 200
        assert client.get("/api/media/no-id/progress").status_code == 404
        assert client.get("/api/media//progress").status_code == 404
        assert client.patch("/api/home").status_code == 405
        assert client.get("/api/nowhere").json()["error"] == "not_found"
    one, two = new_id(), new_id()
    for media, other in ((one, two), (two, one), (one, one)):
        gone = client.delete(f"/api/media/{media}/collections/{other}")
        assert gone.status_code in {404, 405}
    shapes = {shape for _, shape in ways._ways}
    assert {"/api/media//progress", "/api/media/facets"} <= shapes
    assert not shapes & {"/api/media/no-id/progress", "/api/nowhere", "/api/home"}
