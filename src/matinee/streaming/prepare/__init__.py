"""Preparing ahead: asking early, so that playing costs nothing and starts at once.

Somebody asks for a title, or a rule does: what is new, what is watched often, what a device here
could not play as it is, what comes next. What is prepared lies in the cache like all that is
made, and is only kept longer.
"""

from matinee.kit.jobs import Lane
from matinee.kit.services import Services
from matinee.library import MediaAdded, MediaPlayed
from matinee.streaming.prepare import jobs, queries
from matinee.streaming.prepare.listening import Listener
from matinee.streaming.values import Reencoded

_FLUSH_S = 5.0
_LOOK_S = 60.0


def wire(services: Services) -> None:
    """Register the jobs, and hear of what the rules may want prepared."""
    services.jobs.register(
        queries.KIND, jobs.run, lane=Lane.PREPARE, on_cancel=jobs.on_cancel, splits=True
    )
    services.jobs.register(queries.PART, jobs.run_part, lane=Lane.PREPARE)
    services.jobs.register(queries.START, jobs.run_start, lane=Lane.ERRAND)
    listener = Listener(services)
    services.bus.subscribe(MediaAdded, listener.added)
    services.bus.subscribe(Reencoded, listener.reencoded)
    services.bus.subscribe(MediaPlayed, listener.played)
    services.jobs.every(_FLUSH_S, listener.flush, everywhere=True)
    services.jobs.every(_LOOK_S, listener.look)
