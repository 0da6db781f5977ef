"""Preparing over HTTP."""

from fastapi import APIRouter

from matinee import library
from matinee.accounts import AdminDep, ViewerDep
from matinee.kit.http import ServicesDep
from matinee.streaming.prepare import actions, queries, schemas, standing
from matinee.streaming.prepare.rules import Rules

router = APIRouter(tags=["streaming"])


@router.post("/api/media/{media_id}/prepare", status_code=202)
def prepare(
    media_id: str,
    viewer: ViewerDep,
    services: ServicesDep,
    wish: schemas.PrepareWish | None = None,
) -> schemas.PrepareJob:
    """Prepare a title: all its qualities, or those of the heights named. Repeatable."""
    wish = wish or schemas.PrepareWish()
    row = actions.ask(services, viewer, media_id, wish.heights or [], wish.codec)
    return schemas.PrepareJob(job=services.jobs.get(row.id))


@router.get("/api/media/{media_id}/prepare")
def preparation(media_id: str, viewer: ViewerDep, services: ServicesDep) -> schemas.Preparation:
    """Say how much of a title is prepared."""
    with services.db.read() as session:
        library.get_media(session, viewer, media_id)
        planned = queries.planned(services, session, media_id)
        row = queries.job_of(session, media_id)
        job = services.jobs.view(session, row) if row else None
    return standing.of(planned, job)


@router.delete("/api/media/{media_id}/prepare")
def drop(media_id: str, viewer: ViewerDep, services: ServicesDep) -> schemas.Dropped:
    """Stop preparing a title, and delete what was prepared of it."""
    return schemas.Dropped(freed_bytes=actions.drop(services, viewer, media_id))


@router.get("/api/streaming/rules")
def rules(_: AdminDep, services: ServicesDep) -> schemas.PrepareRules:
    """Return what is prepared by itself."""
    with services.db.read() as session:
        return _wire(queries.rules(session))


@router.put("/api/streaming/rules")
def set_rules(
    body: schemas.PrepareRules, _: AdminDep, services: ServicesDep
) -> schemas.PrepareRules:
    """Say what is to be prepared by itself, from now on."""
    wanted = Rules(
        new=body.new, watched_often=body.watched_often, unplayable=body.unplayable,
        next=body.next, at_night=body.at_night, heights=tuple(sorted(set(body.heights))),
        codec=body.codec,
    )  # fmt: skip
    actions.set_rules(services, wanted)
    return _wire(wanted)


def _wire(rules: Rules) -> schemas.PrepareRules:
    return schemas.PrepareRules(
        new=rules.new, watched_often=rules.watched_often, unplayable=rules.unplayable,
        next=rules.next, at_night=rules.at_night, heights=list(rules.heights), codec=rules.codec,
    )  # fmt: skip
