"""Retention over HTTP, for those who run the server."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import AdminDep
from matinee.admin.retention import actions, queries, schemas
from matinee.admin.retention.rules import Candidate, Outcome, Why
from matinee.admin.retention.tables import RetentionRow
from matinee.kit.http import ServicesDep
from matinee.library import CollectionRow, MediaRow

router = APIRouter(prefix="/api/admin/retention", tags=["retention"])
_SHOWN = 100


@router.get("")
def rules(_: AdminDep, services: ServicesDep) -> schemas.RetentionRules:
    """Return the rules, and what each would let go now."""
    with services.db.read() as session:
        rows = queries.rows(session)
        found = queries.outcomes(session, [queries.rule_of(row) for row in rows])
        items = [_rule(session, row, found[row.key]) for row in rows]
    return schemas.RetentionRules(items=items, trash_days=services.settings.trash_days)


@router.put("")
def keep(body: schemas.RuleWish, _: AdminDep, services: ServicesDep) -> schemas.RetentionRule:
    """Say what is kept of something; nothing goes before the next look, within half an hour."""
    row = actions.keep(services, body.rule())
    with services.db.read() as session:
        others = [queries.rule_of(one) for one in queries.rows(session)]
        return _rule(session, row, queries.outcomes(session, others).get(row.key, Outcome()))


@router.delete("/{rule_id}", status_code=204)
def remove(rule_id: str, _: AdminDep, services: ServicesDep) -> None:
    """Take a rule away."""
    actions.remove(services, rule_id)


@router.post("/preview")
def preview(body: schemas.RuleWish, _: AdminDep, services: ServicesDep) -> schemas.RetentionPreview:
    """Say what a rule would let go now beside the others, and why it spares what it spares."""
    wished = body.rule()
    with services.db.read() as session:
        actions.check(session, wished)
        others = [queries.rule_of(row) for row in queries.rows(session)]
        together = [rule for rule in others if rule.key != wished.key] + [wished]
        found = queries.outcomes(session, together)[wished.key]
        counts = Counter(why for _, why in found.spared)
        return schemas.RetentionPreview(
            goes=len(found.goes),
            goes_bytes=sum(one.size_bytes for one in found.goes),
            titles=_titles(session, [(one, None) for one in found.goes[:_SHOWN]]),
            spared=[schemas.SparedCount(why=why, count=n) for why, n in counts.most_common()],
            spared_titles=_titles(session, found.spared[:_SHOWN]),
        )


@router.get("/scopes")
def scopes(
    _: AdminDep, services: ServicesDep, q: Annotated[str, Query(max_length=200)] = ""
) -> schemas.RetentionScopes:
    """Return channels and collections that a rule may be about."""
    with services.db.read() as session:
        return schemas.RetentionScopes(
            channels=[
                schemas.RetentionChannel(
                    platform=one.platform, uploader=one.uploader, count=one.count,
                    bytes=one.size_bytes,
                )
                for one in queries.channels(session, q)
            ],
            collections=[
                schemas.RetentionShelf(id=one.id, name=one.name, count=one.count)
                for one in queries.shelves(session, q)
            ],
        )  # fmt: skip


def _rule(session: Session, row: RetentionRow, found: Outcome) -> schemas.RetentionRule:
    rule = queries.rule_of(row)
    shelf = session.get(CollectionRow, row.collection_id) if row.collection_id else None
    return schemas.RetentionRule(
        id=row.id, scope=rule.scope, platform=row.platform, uploader=row.uploader,
        collection_id=row.collection_id, name=shelf.name if shelf else row.uploader or "",
        keep=rule.keep, number=row.number, goes=len(found.goes),
        goes_bytes=sum(one.size_bytes for one in found.goes),
    )  # fmt: skip


def _titles(
    session: Session, chosen: Sequence[tuple[Candidate, Why | None]]
) -> list[schemas.RetentionTitle]:
    ids = [one.media_id for one, _ in chosen]
    named = {row.id: row for row in session.scalars(select(MediaRow).where(MediaRow.id.in_(ids)))}
    posters = library.posters_of(session, ids)
    return [
        schemas.RetentionTitle(
            media_id=one.media_id, title=named[one.media_id].title,
            poster_url=poster[0] if (poster := posters.get(one.media_id)) else None,
            blurhash=poster[1] if poster else None,
            bytes=one.size_bytes, added_at=one.added_at, why=why,
        )
        for one, why in chosen
    ]  # fmt: skip
