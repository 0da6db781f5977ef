"""Moving in and out over HTTP. Imports are for administrators; everybody may export their own."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from matinee.accounts import AdminDep, ViewerDep
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.kit.services import Services
from matinee.moving import actions, exporting, nfo_export, queries, receiving, schemas
from matinee.moving.tables import ImportRow, ItemRow

router = APIRouter(tags=["moving"])
Code = Annotated[str | None, Query(max_length=32)]
FileName = Annotated[str, Query(max_length=255)]
_BODY = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}}, "description": "The export."}
}


@router.post("/api/moving/imports", status_code=202)
def start(
    wanted: schemas.NewImport, viewer: AdminDep, services: ServicesDep
) -> schemas.ImportStarted:
    """Look into another program's data and say what of it is here; nothing is taken over yet."""
    import_id, job = actions.start(services, wanted.program, wanted.path, viewer.user_id)
    return schemas.ImportStarted(id=import_id, job=job)


@router.post(
    "/api/moving/imports/file",
    status_code=202,
    openapi_extra={"requestBody": {"required": True, **_BODY}},
)
async def start_with_file(
    request: Request,
    viewer: AdminDep,
    services: ServicesDep,
    program: schemas.Program,
    name: FileName = "",
) -> schemas.ImportStarted:
    """Look into a file that is the body, as `POST /api/moving/imports` does into one on the server.

    It is kept only until it was read.
    """
    length = request.headers.get("content-length", "")
    coming = int(length) if length.isdecimal() else 0
    given = await receiving.receive(services.store, request.stream(), name, coming)
    import_id, job = await run_in_threadpool(
        actions.start_with, services, program, given, viewer.user_id
    )
    return schemas.ImportStarted(id=import_id, job=job)


@router.get("/api/moving/imports")
def every(viewer: AdminDep, services: ServicesDep) -> schemas.Imports:
    """Return every import, newest first."""
    with services.db.read() as session:
        return schemas.Imports(
            items=[_wire(services, session, row) for row in queries.every(session)]
        )


@router.get("/api/moving/imports/{import_id}")
def one(import_id: str, viewer: AdminDep, services: ServicesDep) -> schemas.Import:
    """Return an import: what was found, by whom, and what was changed."""
    with services.db.read() as session:
        return _wire(services, session, queries.get(session, import_id))


@router.get("/api/moving/imports/{import_id}/items")
def items(
    import_id: str,
    viewer: AdminDep,
    services: ServicesDep,
    state: schemas.ItemState | None = None,
    code: Code = None,
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> schemas.ImportItems:
    """Return a page of what was found, with what it is here or why not; with a `code` the titles
    that matched so, or did not for that reason."""
    with services.db.read() as session:
        queries.get(session, import_id)
        offset = (page - 1) * limit
        rows, total = queries.items(
            session, import_id, state, offset=offset, limit=limit, code=code
        )
    shown = [_item(row) for row in rows]
    return schemas.ImportItems(**page_of(shown, total=total, page=page, limit=limit))


@router.post("/api/moving/imports/{import_id}/apply", status_code=202)
def apply(
    import_id: str, order: schemas.ImportOrder, viewer: AdminDep, services: ServicesDep
) -> schemas.ImportStarted:
    """Take over what was found. Repeatable; makes nothing worse."""
    job = actions.apply(
        services, import_id, order.users, order.prefixes, replace_ratings=order.replace_ratings
    )
    return schemas.ImportStarted(id=import_id, job=job)


@router.post("/api/moving/imports/{import_id}/undo", status_code=202)
def undo(import_id: str, viewer: AdminDep, services: ServicesDep) -> schemas.ImportStarted:
    """Give back what an import changed, but for what has changed since."""
    return schemas.ImportStarted(id=import_id, job=actions.undo(services, import_id))


@router.delete("/api/moving/imports/{import_id}", status_code=204)
def forget(import_id: str, viewer: AdminDep, services: ServicesDep) -> None:
    """Take an import off the list; what it changed stays."""
    actions.forget(services, import_id)


@router.post("/api/folders/{folder_id}/nfo", status_code=202)
def write_nfo(folder_id: str, viewer: AdminDep, services: ServicesDep) -> schemas.NfoStarted:
    """Write what the library knows beside the files of a folder, as NFO that Kodi and Jellyfin
    read. What somebody else wrote there stays."""
    return schemas.NfoStarted(job=nfo_export.start(services, folder_id, viewer.user_id))


@router.get("/api/moving/export", response_class=StreamingResponse, responses=_FILE)
def export(viewer: AdminDep, services: ServicesDep, request: Request) -> StreamingResponse:
    """Send everything as one JSON document (docs/moving.md)."""
    return _send(services, request, None)


@router.get("/api/account/export", response_class=StreamingResponse, responses=_FILE)
def export_mine(viewer: ViewerDep, services: ServicesDep, request: Request) -> StreamingResponse:
    """Send the titles and what the viewer did with them as one JSON document."""
    return _send(services, request, viewer.user_id)


def _send(services: Services, request: Request, only: str | None) -> StreamingResponse:
    packed = "gzip" in request.headers.get("accept-encoding", "").lower()
    headers = {
        "Content-Disposition": 'attachment; filename="matinee-export.json"',
        "Cache-Control": "no-store",
        "Vary": "Accept-Encoding",
    }
    if packed:
        headers["Content-Encoding"] = "gzip"
    pieces = exporting.export(services, only=only, packed=packed)
    return StreamingResponse(pieces, media_type="application/json", headers=headers)


def _wire(services: Services, session: Session, row: ImportRow) -> schemas.Import:
    found, people, state = row.found, queries.people(session), actions.state_of(services, row)
    mapping = {**actions.who_is_who(row, people), **row.options.get("users", {})}
    return schemas.Import(
        id=row.id,
        program=row.program,
        path=actions.shown_path(services, row),
        state=cast("schemas.ImportState", state),
        version=found.get("version", ""),
        notes=found.get("notes", []),
        counts=schemas.ImportCounts(**found.get("counts", {})),
        users=[
            schemas.ForeignUser(**user, account_id=mapping.get(user["id"]))
            for user in found.get("users", [])
        ],
        accounts=[schemas.Account(id=one.id, name=one.name) for one in people],
        changed=row.changed,
        error=found.get("error"),
        job_id=row.job_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _item(row: ItemRow) -> schemas.ImportItem:
    record = row.record
    return schemas.ImportItem(
        number=row.number,
        kind=row.kind,
        title=str(record.get("title") or record.get("name") or record.get("key") or ""),
        state=cast("schemas.ItemState", row.state),
        code=row.code,
        reason=row.reason,
        media_id=row.media_id,
        changes=len(row.changes),
        record=record,
    )
