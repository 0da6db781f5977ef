"""The job of scrubbing."""

from matinee.admin.scrub import actions
from matinee.kit.jobs import JobSpec, Lane, Priority
from matinee.kit.services import Services

KIND = "scrub"
_LOOK_EVERY_S = 3600.0


def wire(services: Services) -> None:
    """Register the job, and look every hour whether a week has gone by."""
    services.jobs.register(KIND, actions.scrub, lane=Lane.LIGHT)
    services.jobs.every(_LOOK_EVERY_S, lambda: queue_if_due(services))


def queue_if_due(services: Services) -> None:
    """Queue it when it is time."""
    if actions.is_due(services):
        with services.db.write() as session:
            spec = JobSpec(KIND, {}, priority=Priority.IDLE, dedupe_key=KIND)
            services.jobs.enqueue(session, spec)
