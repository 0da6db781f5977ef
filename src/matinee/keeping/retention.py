"""Rules that let go of what is old: kept, tried, and carried out."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.keeping import queries
from matinee.keeping.queries import Target
from matinee.keeping.rules import MOST, RULES, Rule, Verdict, judge
from matinee.keeping.tables import KeepRuleRow, LetGoRow
from matinee.kit import clock, ids
from matinee.kit.errors import Invalid, NotFound
from matinee.kit.jobs import JobContext, JobSpec, Lane, Priority
from matinee.kit.services import Services

KIND = "keep"
_LOOK_EVERY_S = 3600.0


def wire(services: Services) -> None:
    """Register the job, and look every hour whether a rule lets go of something."""
    services.jobs.register(KIND, run, lane=Lane.LIGHT)
    services.jobs.every(_LOOK_EVERY_S, lambda: start_when_due(services))


def start_when_due(services: Services) -> None:
    """Queue the job where a rule would let go of something now."""
    with services.db.read() as session:
        due = any(_verdict(session, row).goes for row in queries.rules(session))
    if due:
        start(services)


def start(services: Services) -> None:
    """Queue the job."""
    with services.db.write() as session:
        spec = JobSpec(
            kind=KIND, payload={}, title="Let go of what is old", dedupe_key=KIND,
            priority=Priority.BACKGROUND,
        )  # fmt: skip
        services.jobs.enqueue(session, spec)


def run(ctx: JobContext) -> None:
    """Put into the trash what the rules let go of. Cut off, it goes on where it was."""
    services, gone = ctx.services, 0
    with services.db.read() as session:
        rule_ids = [row.id for row in queries.rules(session)]
    for n, rule_id in enumerate(rule_ids):
        ctx.check()
        ctx.progress(100.0 * n / len(rule_ids), step="keeping")
        with services.db.read() as session:
            row = session.get(KeepRuleRow, rule_id)
            goes = [one.media_id for one in _verdict(session, row).goes] if row else []
        if not goes:
            continue
        # Written down first: were it cut off in between, a title would at worst be kept.
        with services.db.write() as session:
            before = set(session.scalars(select(LetGoRow.media_id)))
            now = clock.now()
            session.add_all(LetGoRow(media_id=one, at=now) for one in goes if one not in before)
        gone += len(library.let_go(services, goes))
    ctx.describe(summary={"let_go": gone})


def _verdict(session: Session, row: KeepRuleRow) -> Verdict:
    target = Target(row.platform, row.uploader, row.collection_id)
    return preview(session, target, known(row.rule), row.number)


def preview(session: Session, target: Target, rule: Rule, number: int) -> Verdict:
    """Return what a rule would let go of now."""
    return judge(queries.held(session, target), rule, number, clock.now())


def known(rule: str) -> Rule:
    """Return the rule of this name. Raises Invalid."""
    if rule not in RULES:
        raise Invalid("There is no such rule.", fix=f"Use one of {', '.join(RULES)}.")
    return rule  # type: ignore[return-value]


def set_rule(
    services: Services, target: Target, rule: str, number: int, created_by: str
) -> KeepRuleRow:
    """Write the rule of a channel or a collection. Raises Invalid, or NotFound without one."""
    if bool(target.collection_id) == bool(target.platform and target.uploader):
        raise Invalid("A rule is for one channel or for one collection.")
    word = known(rule)
    if not 1 <= number <= MOST:
        raise Invalid(f"The number must be from 1 to {MOST}.")
    with services.db.write() as session:
        queries.name_of(session, target)
        row = queries.rule_of(session, target)
        if row is None:
            row = KeepRuleRow(
                id=ids.new_id(), platform=target.platform, uploader=target.uploader,
                collection_id=target.collection_id,
            )  # fmt: skip
            session.add(row)
        row.rule, row.number = word, number
        row.created_by, row.updated_at = created_by, clock.now()
        session.flush()
        return row


def drop_rule(services: Services, rule_id: str) -> None:
    """Keep for ever again. Raises NotFound."""
    with services.db.write() as session:
        done = session.execute(delete(KeepRuleRow).where(KeepRuleRow.id == rule_id))
        if not done.rowcount:  # type: ignore[attr-defined]
            raise NotFound("There is no such rule.")
