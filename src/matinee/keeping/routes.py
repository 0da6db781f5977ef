"""Storage and retention over HTTP, for those who run the server."""

from fastapi import APIRouter, Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import AdminDep
from matinee.keeping import queries, retention, schemas
from matinee.keeping.disk import Counter, count
from matinee.keeping.queries import Target
from matinee.keeping.rules import Held
from matinee.keeping.storage import storage
from matinee.keeping.tables import KeepRuleRow
from matinee.kit.errors import NotFound
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.kit.services import Services

router = APIRouter(tags=["storage"])
_SHOWN = 100


def _counter(request: Request, services: Services) -> Counter:
    state = request.app.state
    if not hasattr(state, "counter"):
        state.counter = Counter(lambda: count(services))
    return state.counter


@router.get("/api/storage")
def what_takes_space(request: Request, viewer: AdminDep, services: ServicesDep) -> schemas.Storage:
    """Say what takes space by kind, codec, resolution and folder, and what can go."""
    return storage(services, _counter(request, services))


@router.get("/api/storage/watched")
def watched(
    viewer: AdminDep, services: ServicesDep, page: PageNumber = 1, limit: PageLimit = 50
) -> library.MediaPage:
    """Return titles of ours that whoever began them has seen to the end, the largest first."""
    with services.db.read() as session:
        mine = queries.watched_by_all(session)
        total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        order = (library.MediaRow.size_bytes.desc(), library.MediaRow.number)
        rows = session.scalars(mine.order_by(*order).offset((page - 1) * limit).limit(limit)).all()
        shown = library.present(session, viewer, rows)
    return library.MediaPage(**page_of(shown, total=total, page=page, limit=limit))


@router.post("/api/trash/empty", status_code=202)
def empty_trash(request: Request, viewer: AdminDep, services: ServicesDep) -> schemas.Emptied:
    """Delete what is in the trash now. It cannot be undone."""
    count = library.empty_trash(services)
    _counter(request, services).forget()
    return schemas.Emptied(count=count)


@router.get("/api/keep/rules")
def rules(viewer: AdminDep, services: ServicesDep) -> schemas.KeepRules:
    """Return the rules that let go of what is old, and the channels there are."""
    with services.db.read() as session:
        return schemas.KeepRules(
            items=[_rule(row, _name(session, row)) for row in queries.rules(session)],
            channels=[
                schemas.KeepChannel(
                    platform=one.platform, uploader=one.uploader, count=one.count,
                    bytes=one.size_bytes,
                )
                for one in queries.channels(session)
            ],
        )  # fmt: skip


@router.put("/api/keep/rules")
def set_rule(order: schemas.KeepOrder, viewer: AdminDep, services: ServicesDep) -> schemas.KeepRule:
    """Keep only so much of a channel or a collection. What is let go of goes to the trash."""
    row = retention.set_rule(services, _target(order), order.rule, order.number, viewer.user_id)
    retention.start(services)
    with services.db.read() as session:
        return _rule(row, _name(session, row))


@router.delete("/api/keep/rules/{rule_id}", status_code=204)
def drop_rule(rule_id: str, viewer: AdminDep, services: ServicesDep) -> None:
    """Keep everything for ever again."""
    retention.drop_rule(services, rule_id)


@router.post("/api/keep/preview")
def preview(
    order: schemas.KeepOrder, viewer: AdminDep, services: ServicesDep
) -> schemas.KeepPreview:
    """Say what a rule would let go of now, and what it would spare and why."""
    with services.db.read() as session:
        queries.name_of(session, _target(order))
        verdict = retention.preview(session, _target(order), order.rule, order.number)
    return schemas.KeepPreview(
        goes=[_title(one) for one in verdict.goes[:_SHOWN]],
        goes_count=len(verdict.goes),
        goes_bytes=sum(one.size_bytes for one in verdict.goes),
        spared=[_title(one) for one in verdict.spared[:_SHOWN]],
        spared_count=len(verdict.spared),
    )


def _target(order: schemas.KeepTarget) -> Target:
    return Target(order.platform, order.uploader, order.collection_id)


def _name(session: Session, row: KeepRuleRow) -> str:
    try:
        return queries.name_of(session, Target(row.platform, row.uploader, row.collection_id))
    except NotFound:  # nothing of it is here any more; it may come again
        return row.uploader or row.collection_id


def _rule(row: KeepRuleRow, name: str) -> schemas.KeepRule:
    return schemas.KeepRule(
        id=row.id, name=name, platform=row.platform, uploader=row.uploader,
        collection_id=row.collection_id, rule=retention.known(row.rule), number=row.number,
    )  # fmt: skip


def _title(one: Held) -> schemas.KeptTitle:
    return schemas.KeptTitle(
        media_id=one.media_id, title=one.title, bytes=one.size_bytes, at=one.at, spared=one.spared
    )
