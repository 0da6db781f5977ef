"""Whatever is sent to any route: an answer in words, never a 500."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from starlette.testclient import TestClient

DOCUMENT = json.loads((Path(__file__).parents[2] / "web" / "openapi.json").read_text())
# Streams that do not end, and calls that end what the other calls need.
LEFT_OUT = {"/api/events", "/api/auth/logout", "/api/library/sample", "/api/auth/password"}
METHODS = {"get", "put", "post", "patch", "delete", "head"}
PATHS = {
    path: {method: told for method, told in calls.items() if method in METHODS}
    for path, calls in DOCUMENT["paths"].items()
    if path not in LEFT_OUT
}
CALLS = [(method.upper(), path) for path, calls in PATHS.items() for method in calls]
few = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MODES = list(GenerationMode)  # what fits, and what does not


@pytest.fixture(scope="module")
def schema() -> Any:
    """The interface, as Schemathesis reads it. What a call may be sent is worked out by its test:
    to do so for all of them takes long, and each worker would."""
    return schemathesis.openapi.from_dict({**DOCUMENT, "paths": PATHS})


def send(case: Any, client: TestClient) -> None:
    """Send what was thought of; the answer is no fault, or one in words."""
    sent = case.as_transport_kwargs(base_url="http://matinee.test")
    headers = {**dict(sent.get("headers") or {}), "Authorization": client.headers["Authorization"]}
    try:
        answer = client.request(
            sent["method"], sent["url"], params=sent.get("params"), headers=headers,
            json=sent.get("json"), content=sent.get("data"),
        )  # fmt: skip
    except httpx2.InvalidURL:  # longer than the client lets an address be
        return
    assert answer.status_code < 500 or answer.status_code in {502, 503, 507}, answer.text
    if answer.status_code >= 400 and case.method not in {"HEAD"}:
        assert {"error", "detail", "fix"} <= set(answer.json())


@pytest.mark.security
@pytest.mark.parametrize(("method", "path"), CALLS, ids=[" ".join(call) for call in CALLS])
def test_nothing_sent_makes_the_server_stumble(
    schema: Any, client: TestClient, method: str, path: str
) -> None:
    call = schema[path][method]

    @few
    @given(case=st.one_of([call.as_strategy(generation_mode=mode) for mode in MODES]))
    def sends(case: Any) -> None:
        send(case, client)

    sends()


@pytest.mark.security
@pytest.mark.slow
@schemathesis.pytest.from_fixture("schema").parametrize()
@few
def test_nor_does_any_value_at_the_edge_of_what_fits(case: Any, client: TestClient) -> None:
    send(case, client)
