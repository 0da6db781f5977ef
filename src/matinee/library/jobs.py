"""The library's background work: emptying the trash, and letting go of what is long missing."""

from matinee.kit.jobs import JobContext, Lane
from matinee.kit.services import Services
from matinee.library import actions
from matinee.library.roots import missing

_LOOK_EVERY_S = 3600.0


def wire(services: Services) -> None:
    """Register the jobs; the purge is queued when it is due, now and every hour."""
    services.jobs.register(actions.PURGE, _purge, lane=Lane.ERRAND)
    services.jobs.register(
        missing.PURGE, lambda context: missing.purge_missing(context.services), lane=Lane.ERRAND
    )
    services.jobs.every(_LOOK_EVERY_S, lambda: _queue_if_due(services))
    services.jobs.every(_LOOK_EVERY_S, lambda: missing.queue_if_due(services))
    _queue_if_due(services)


def _queue_if_due(services: Services) -> None:
    with services.db.read() as session:
        due = actions.purge_is_due(session)
    if due:
        with services.db.write() as session:
            actions.schedule_purge(services, session)


def _purge(context: JobContext) -> None:
    actions.purge_expired(context.services)
