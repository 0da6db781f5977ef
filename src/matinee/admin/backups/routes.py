"""Backups over HTTP, for those who run the server. A copy holds everything, and what hashes of
passwords there are: to have one, or to put one back, the password is asked for again."""

import logging
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Send

from matinee import moving
from matinee.accounts import AdminDep
from matinee.admin.backups import actions, listing, pending, schemas, sending, stored
from matinee.admin.backups.listing import Listed, Listing
from matinee.kit import copies
from matinee.kit.errors import MatineeError
from matinee.kit.http import ServicesDep
from matinee.kit.log import Private
from matinee.kit.services import Services

router = APIRouter(prefix="/api/admin/backups", tags=["backups"])
FileName = Annotated[str, Query(max_length=255)]
log = logging.getLogger(__name__)
_BODY = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The copy."}
}


class _Compared(StreamingResponse):
    """A download that is cut, and not ended, where what comes is not what it should be."""

    async def stream_response(self, send: Send) -> None:
        """Send it, or as much of it as is known to be right."""
        try:
            await super().stream_response(send)
        except MatineeError as error:
            log.warning("a download of a copy was cut: %s", Private(error))


@router.get("")
def backups(_: AdminDep, services: ServicesDep) -> schemas.Backups:
    """Return the copies there are, and how they are made."""
    settings = services.settings
    folder = copies.folders(settings)[0]
    last = pending.last(settings)
    found = listing.look(settings)
    return schemas.Backups(
        items=[_backup(one) for one in found.items],
        folder=str(folder),
        folder_there=folder.is_dir() or settings.backup_folder is None,
        store=_store(services, found),
        nightly=settings.backup_nightly,
        daily=settings.backup_daily,
        weekly=settings.backup_weekly,
        encrypted=settings.backup_key_file is not None,
        can_restore=actions.can_restart(services),
        last_restore=None if last is None else schemas.LastRestore(
            name=last.name, at=datetime.fromisoformat(last.at), kept=last.kept, code=last.code,
            detail=last.detail, fix=last.fix,
        ),
    )  # fmt: skip


@router.post("", status_code=202)
def make(viewer: AdminDep, services: ServicesDep) -> schemas.Started:
    """Make a copy now. It stays until somebody deletes it."""
    job = actions.queue(services, actions.MAKE, {"label": "manual"}, viewer.user_id, "")
    return schemas.Started(job=job)


@router.delete("/{name}", status_code=204)
def remove(name: str, _: AdminDep, services: ServicesDep) -> None:
    """Delete a copy for good, here and in the store."""
    actions.remove(services, name)


@router.post("/upload", status_code=202, openapi_extra={"requestBody": {"required": True, **_BODY}})
async def upload(
    request: Request, viewer: AdminDep, services: ServicesDep, name: FileName = ""
) -> schemas.Started:
    """Take in a copy that is the body. Nothing of it is trusted: it is looked through, and its rows
    become a copy of ours, or it is refused with the reason."""
    length = request.headers.get("content-length", "")
    coming = int(length) if length.isdecimal() else 0
    given = await moving.receive(services.store, request.stream(), name, coming)
    payload = {"folder": given.parent.name, "file": given.name, "name": given.parent.name}
    job = await run_in_threadpool(
        actions.queue, services, actions.ADMIT, payload, viewer.user_id, given.name
    )
    return schemas.Started(job=job)


@router.post("/{name}/rehearse", status_code=202)
def rehearse(name: str, viewer: AdminDep, services: ServicesDep) -> schemas.Started:
    """Find out what restoring a copy would do; nothing is changed."""
    listing.get(services.settings, name)
    job = actions.queue(services, actions.REHEARSE, {"name": name}, viewer.user_id, name)
    return schemas.Started(job=job)


@router.get("/rehearsals/{job_id}")
def rehearsal(job_id: str, _: AdminDep, services: ServicesDep) -> schemas.Rehearsal:
    """Return what a rehearsal found, for two hours."""
    return schemas.Rehearsal.model_validate(actions.rehearsed(services, job_id))


@router.post("/{name}/restore", status_code=202)
def restore(name: str, body: schemas.RestoreWish, viewer: AdminDep, services: ServicesDep) -> None:
    """Put a copy that was rehearsed in the library's place: the server begins anew with it. What is
    there now is copied first."""
    actions.ask_restore(services, viewer, name, body.rehearsal, body.password)


@router.post("/{name}/ticket")
def ticket(
    name: str, body: schemas.TicketWish, viewer: AdminDep, services: ServicesDep
) -> schemas.Ticket:
    """Say where a copy can be downloaded, for two minutes, with this sign-in."""
    shown = actions.ticket(services, viewer, name, body.password)
    return schemas.Ticket(url=f"{router.prefix}/file/{shown}")


@router.get("/file/{shown}", response_class=FileResponse, responses=_FILE)
def file(shown: str, viewer: AdminDep, services: ServicesDep) -> Response:
    """Send the copy that a ticket is for. One of the store that is not what its page says ends
    before its last piece, as a download that failed."""
    listed = actions.of_ticket(services, viewer, shown)
    copy, headers = listed.copy, {"Cache-Control": "no-store"}
    if listed.is_here:
        return FileResponse(
            copy.path, media_type="application/octet-stream", filename=copy.name, headers=headers
        )
    bucket = stored.bucket_of(services.settings)
    assert bucket is not None
    headers["Content-Length"] = str(copy.size_bytes)
    headers["Content-Disposition"] = f'attachment; filename="{copy.name}"'
    return _Compared(
        stored.compared(bucket, copy), media_type="application/octet-stream", headers=headers
    )


def _store(services: Services, found: Listing) -> schemas.BackupStore | None:
    if found.store is None:
        return None
    late, refusal = sending.late(services, found), found.refusal
    if refusal is None:
        return schemas.BackupStore(where=found.store, late=late, code=None, detail=None, fix=None)
    return schemas.BackupStore(
        where=found.store, late=late, code=refusal.code, detail=refusal.detail, fix=refusal.fix
    )


def _backup(listed: Listed) -> schemas.Backup:
    one = listed.copy
    return schemas.Backup(
        name=one.name, label=one.label, made_at=one.made_at, bytes=one.size_bytes,
        verified=one.sha256 is not None, encrypted=one.is_sealed, where=listed.where,
        program=one.program, titles=one.rows.get("media"), users=one.rows.get("user_account"),
        progress=one.rows.get("progress"),
    )  # fmt: skip
