"""The web program: every room's routes behind one guard, and the web app beside them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig

from matinee import __version__, accounts, admin, ingest, streaming
from matinee.app import wiring
from matinee.app.headers import SecurityHeaders
from matinee.app.openapi import describe
from matinee.app.packing import Packing
from matinee.app.seen import Seen
from matinee.app.static import mount_web_app
from matinee.app.ways import Ways
from matinee.kit.http import install_errors
from matinee.kit.jobs import Dispatcher, Ticker
from matinee.kit.services import Services

# FastAPI's own would write whole addresses into its spans, and with them grants (decision 0031).
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False,
    "auto_configure": False,
}  # fmt: skip


def create_app(services: Services, *, run_jobs: bool = True) -> FastAPI:
    """Return the ASGI application over these services; with Redis its jobs are for workers."""
    alone = services.redis is None
    dispatcher = Dispatcher(services) if run_jobs and alone else None
    ticker = Ticker(services) if run_jobs and not alone else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        if dispatcher is not None:
            dispatcher.start()
        if ticker is not None:
            ticker.start()
        if run_jobs:
            streaming.start(services)
        watcher = ingest.watch_folders(services) if dispatcher is not None else None
        app.state.started = True
        try:
            yield
        finally:
            app.state.hub.close()
            if watcher is not None:
                watcher.stop()
            if dispatcher is not None:
                dispatcher.stop()
            if ticker is not None:
                ticker.stop()

    app = FastAPI(
        title="Matinee",
        version=__version__,
        description="Your own Netflix, from one command.",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        telemetry=_NO_TELEMETRY,
    )
    bind(app, services)
    app.state.dispatcher = dispatcher
    install_errors(app)
    app.add_middleware(Packing)
    app.add_middleware(streaming.FastLane)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Seen, behind_proxy=bool(services.settings.proxies))  # stands first
    include_rooms(app)
    describe(app)
    mount_web_app(app, services.settings)
    app.router.middleware_stack = Ways(app.router.middleware_stack)  # within all that stands before
    return app


def bind(app: FastAPI, services: Services) -> None:
    """Let an application that runs no jobs stand over these services, instead of others it had."""
    app.state.services = services
    app.state.hub = admin.Hub()
    app.state.hub.wire(services)


def include_rooms(app: FastAPI) -> None:
    """Include every room: `public_router` as it is, `router` behind sign-in."""
    guarded: list[Any] = [Depends(accounts.require_viewer)]
    for room in reversed(wiring.ROOMS):  # the rooms above add to what stands beneath
        public: APIRouter | None = getattr(room, "public_router", None)
        if public is not None:
            app.include_router(public)
        router: APIRouter | None = getattr(room, "router", None)
        if router is not None:
            app.include_router(router, dependencies=guarded)


def _operation_id(route: APIRoute) -> str:
    """Name operations by their room and function, so that the generated client reads well."""
    room = route.endpoint.__module__.split(".")[1]
    return f"{room}_{route.name}"
