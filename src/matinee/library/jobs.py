"""The library's background work: emptying the trash when its time has come."""

from matinee.kit.jobs import JobContext, Lane
from matinee.kit.services import Services
from matinee.library import actions


def wire(services: Services) -> None:
    """Register the jobs, and queue the purge if something waits for it since last time."""
    services.jobs.register(actions.PURGE, _purge, lane=Lane.LIGHT)
    with services.db.read() as session:
        waiting = actions.purge_is_due(session)
    if waiting:
        with services.db.write() as session:
            actions.schedule_purge(services, session)


def _purge(context: JobContext) -> None:
    actions.purge_expired(context.services)
