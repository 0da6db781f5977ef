"""What HTTP makes of errors."""

import asyncio
import logging
from typing import Any

import pytest
from fastapi import FastAPI, Request

from matinee.kit.http import install_errors


def test_one_who_leaves_in_the_middle_of_a_body_is_no_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = FastAPI()
    install_errors(app)

    @app.post("/body")
    async def body(request: Request) -> int:
        return len([piece async for piece in request.stream()])

    heard = iter(
        [
            {"type": "http.request", "body": b"{", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return next(heard)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/body", "raw_path": b"/body", "headers": [],
        "query_string": b"", "http_version": "1.1", "scheme": "http", "server": ("here", 80),
        "client": ("there", 1), "root_path": "", "asgi": {"version": "3.0"},
    }  # fmt: skip
    with caplog.at_level(logging.WARNING):
        asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 400
    assert caplog.records == []
