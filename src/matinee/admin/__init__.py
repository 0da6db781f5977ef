"""Admin: what the person who runs this server sees. Reads all rooms, owns little.

Health, jobs, storage and the live stream of events stand here because each looks across rooms.
"""

from fastapi import APIRouter

from matinee.admin import backups, bucket, health, job_routes, live, scrape, scrub
from matinee.admin.backups import jobs as backup_jobs
from matinee.admin.backups.routes import router as backup_router
from matinee.admin.checks import run_all as run_checks
from matinee.admin.health import public_router as health_router
from matinee.admin.leftovers import leftovers
from matinee.admin.live import Hub
from matinee.admin.retention import jobs as retention_jobs
from matinee.admin.retention.routes import router as retention_router
from matinee.admin.scrape.routes import public_router as scrape_router
from matinee.admin.storage.routes import router as storage_router
from matinee.kit.services import Services

public_router = APIRouter()
public_router.include_router(health_router)
public_router.include_router(scrape_router)
router = APIRouter()
router.include_router(health.router)
router.include_router(job_routes.router)
router.include_router(live.router)
router.include_router(storage_router)
router.include_router(retention_router)
router.include_router(backup_router)

__all__ = [
    "Hub",
    "backups",
    "bucket",
    "leftovers",
    "public_router",
    "router",
    "run_checks",
    "scrape",
    "scrub",
    "wire",
]


def wire(services: Services) -> None:
    """Let it be looked now and then at what is kept, whether a copy is due, and at the bucket."""
    retention_jobs.wire(services)
    backup_jobs.wire(services)
    scrub.wire(services)
    bucket.wire(services)
