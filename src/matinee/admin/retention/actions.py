"""Keeping the rules, and doing what they say."""

import logging

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.admin.retention import queries
from matinee.admin.retention.rules import Rule, Scope
from matinee.admin.retention.tables import LetGoRow, RetentionRow
from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.kit.services import Services

log = logging.getLogger(__name__)
_CHUNK = 200


def keep(services: Services, rule: Rule) -> RetentionRow:
    """Write a rule in place of the one that there was for the same. Raises NotFound for a
    collection that is not there."""
    with services.db.write() as session:
        check(session, rule)
        row = session.scalar(select(RetentionRow).where(RetentionRow.key == rule.key))
        if row is None:
            row = RetentionRow(id=new_id(), key=rule.key)
            session.add(row)
        row.scope, row.keep, row.number = rule.scope, rule.keep, rule.number
        row.platform, row.uploader = rule.platform, rule.uploader
        row.collection_id, row.updated_at = rule.collection_id, clock.now()
        return row


def check(session: Session, rule: Rule) -> None:
    """Raise NotFound for a rule of a collection that is not there."""
    if rule.scope is Scope.COLLECTION:
        library.collections.get(session, rule.collection_id or "")


def remove(services: Services, rule_id: str) -> None:
    """Take a rule away. Raises NotFound."""
    with services.db.write() as session:
        session.delete(queries.get(session, rule_id))


def let_go(services: Services) -> int:
    """Put into the trash what the rules let go; returns how many titles that were.

    Each is looked at again in the write that takes it: nothing goes that somebody began or marked
    meanwhile, and nothing more goes once a rule was changed.
    """
    with services.db.read() as session:
        rules = _rules(session)
        found = queries.outcomes(session, rules)
    going = [one.media_id for some in found.values() for one in some.goes]
    gone = 0
    for start in range(0, len(going), _CHUNK):
        with services.db.write() as session:
            if _rules(session) != rules:
                break  # the next look goes by what is said now
            free = queries.still_free(session, going[start : start + _CHUNK], rules)
            taken = library.trash_by_rule(services, session, free)
            if taken:
                session.execute(
                    insert(LetGoRow), [{"media_id": one, "at": clock.now()} for one in taken]
                )
            gone += len(taken)
    if gone:
        log.info("%d titles went to the trash, as the rules say", gone)
    return gone


def _rules(session: Session) -> list[Rule]:
    return [queries.rule_of(row) for row in queries.rows(session)]
