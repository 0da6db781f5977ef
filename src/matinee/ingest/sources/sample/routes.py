"""Asking for the sample library."""

from fastapi import APIRouter

from matinee.accounts import AdminDep
from matinee.ingest import add, schemas
from matinee.ingest.sources.sample import job
from matinee.kit.http import ServicesDep

router = APIRouter(tags=["bring in"])


@router.post("/api/library/sample", status_code=202)
def add_sample(services: ServicesDep, viewer: AdminDep) -> schemas.JobStarted:
    """Make the sample library; what of it is there already stays."""
    return schemas.JobStarted(job=add.start(services, job.spec(viewer.user_id)))
