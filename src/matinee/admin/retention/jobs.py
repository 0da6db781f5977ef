"""Looking now and then what the rules let go."""

from matinee.admin.retention import actions, queries
from matinee.kit.jobs import JobContext, JobSpec, Lane, Priority
from matinee.kit.services import Services

KIND = "library.retention"
_LOOK_EVERY_S = 1800.0


def wire(services: Services) -> None:
    """Register the job; it is queued when something is to go, twice an hour and not at once: who
    has just changed a rule has time to think again."""
    services.jobs.register(KIND, _run, lane=Lane.ERRAND)
    services.jobs.every(_LOOK_EVERY_S, lambda: queue_if_due(services))


def queue_if_due(services: Services) -> None:
    """Queue the job when a rule lets something go."""
    with services.db.read() as session:
        rules = [queries.rule_of(row) for row in queries.rows(session)]
        if not any(rule.lets_go for rule in rules):
            return
        due = any(found.goes for found in queries.outcomes(session, rules).values())
    if due:
        with services.db.write() as session:
            spec = JobSpec(KIND, {}, priority=Priority.BACKGROUND, dedupe_key=KIND)
            services.jobs.enqueue(session, spec)


def _run(context: JobContext) -> None:
    actions.let_go(context.services)
