"""Streaming: how a title reaches a screen. Decides, plans, grants, and sends the bytes.

Only this room weighs a file against a device and a viewer. What it decides is sealed in a signed
grant; what it makes lies in the cache and can be made again.
"""

import threading

from fastapi import APIRouter

from matinee import library
from matinee.kit.services import Services
from matinee.library import MediaRemoved
from matinee.streaming import (
    cdn,
    conductor,
    desks,
    prepare,
    records,
    reports,
    routes,
    stored,
    trickplay,
)
from matinee.streaming.cdn import cdn_of
from matinee.streaming.codecs import DESKTOP, Client, client_of
from matinee.streaming.dashboard import router as dashboard
from matinee.streaming.delivery import FastLane
from matinee.streaming.eviction import cache_bytes
from matinee.streaming.figures import look as standing
from matinee.streaming.holdings.actions import drop_prepared, empty_passing
from matinee.streaming.holdings.queries import Holding, Holdings
from matinee.streaming.holdings.queries import look as cache_holdings
from matinee.streaming.holdings.routes import router as holdings_router
from matinee.streaming.prepare.routes import router as prepare_router
from matinee.streaming.reports.routes import router as reports_router
from matinee.streaming.routes import public_router
from matinee.streaming.rules import Decision, Reason, decide
from matinee.streaming.shortcut import at_once

router = APIRouter()
for _part in (routes.router, prepare_router, holdings_router, reports_router, dashboard):
    router.include_router(_part)

__all__ = [
    "DESKTOP",
    "Client",
    "Decision",
    "FastLane",
    "Holding",
    "Holdings",
    "Reason",
    "at_once",
    "cache_bytes",
    "cache_holdings",
    "cdn_of",
    "client_of",
    "close",
    "decide",
    "drop_prepared",
    "empty_passing",
    "public_router",
    "router",
    "standing",
    "start",
    "stored",
    "wire",
]


def wire(services: Services) -> None:
    """End the streams of titles that go to the trash; prepare what the rules want."""
    library.decorate_with(trickplay.decorate, of_library=True)
    prepare.wire(services)
    reports.wire(services)
    if services.settings.cdn_url is not None:
        services.jobs.every(cdn.LOOK_S, lambda: cdn.begin(services), everywhere=True)
    services.bus.subscribe(MediaRemoved, lambda event: records.forget_removed(services, event))


def start(services: Services) -> None:
    """Find out, beside everything else, which encoders work on this machine, and whether the CDN
    does."""
    cdn.begin(services)
    if services.settings.hardware_encoding:
        threading.Thread(target=services.engine.try_devices, name="devices", daemon=True).start()


def close(services: Services) -> None:
    """End what is encoded for viewers."""
    conductor.close(services)
    desks.close(services)
