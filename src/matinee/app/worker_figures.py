"""A worker's own figures over HTTP: one address, for whoever shows the token of the settings.

A worker answers no pages, so Prometheus could not ask it otherwise. It listens on this machine
alone unless --host says another address.
"""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from matinee.admin import scrape
from matinee.app.serve import listen
from matinee.kit import figures
from matinee.kit.config import Settings
from matinee.kit.errors import Conflict, Invalid, MatineeError, Unauthorized
from matinee.kit.services import Services

_STOP_S = 5.0


def check(settings: Settings) -> None:
    """Raise Invalid where a worker is to tell its figures, and to anybody."""
    if settings.metrics_port is not None and settings.metrics_token is None:
        raise Invalid(
            "A worker tells its figures to whoever shows the token, and there is none.",
            fix="Set MATINEE_METRICS_TOKEN (head -c 24 /dev/urandom | base64) beside "
            "MATINEE_METRICS_PORT.",
        )


@contextmanager
def told(services: Services) -> Generator[None]:
    """Tell the figures for the length of a block, where the settings name a port.

    Raises Conflict where it is taken.
    """
    if services.settings.metrics_port is None:
        yield
        return
    try:
        listener = listen(replace(services.settings, port=services.settings.metrics_port))
    except Conflict as error:
        raise Conflict(
            error.detail,
            fix="Give each worker of a machine its own --metrics-port.",
            code=error.code,
        ) from error
    config = uvicorn.Config(
        program(services), log_config=None, access_log=False, server_header=False, lifespan="off",
        limit_concurrency=8, timeout_keep_alive=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="figures", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(_STOP_S)


def program(services: Services) -> Starlette:
    """Return the ASGI application of the one address."""

    def metrics(request: Request) -> Response:
        if not scrape.is_scraper(services.settings, request.headers.get("authorization", "")):
            refused: MatineeError = Unauthorized(
                "The figures are for whoever shows the token.",
                fix="Send `Authorization: Bearer` with MATINEE_METRICS_TOKEN.",
            )
            return JSONResponse(refused.as_wire(), refused.status, {"WWW-Authenticate": "Bearer"})
        return Response(scrape.own(services), media_type=figures.CONTENT_TYPE)

    return Starlette(routes=[Route("/metrics", metrics)])
