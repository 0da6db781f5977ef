"""The tus endpoints. Only the bytes are async; everything about rows runs on threads."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from matinee.accounts import Viewer, ViewerDep
from matinee.ingest.schemas import UnfinishedUpload, UnfinishedUploads
from matinee.ingest.sources.upload import actions, direct_routes, protocol
from matinee.ingest.sources.upload.receiving import Receiver
from matinee.ingest.tables import UploadRow
from matinee.kit import http
from matinee.kit.errors import MatineeError, TooLarge
from matinee.kit.http import ServicesDep
from matinee.kit.services import Services

router = APIRouter(tags=["uploads"])
_BASE = "/api/uploads"
_ALWAYS = {"Tus-Resumable": protocol.VERSION, "Cache-Control": "no-store"}


def _answer(status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(status_code=status, headers={**_ALWAYS, **(headers or {})})


async def _speaking_tus(work: Callable[[], Awaitable[Response]]) -> Response:
    """Answer errors as tus clients expect them: our body, with the protocol's header."""
    try:
        return await work()
    except MatineeError as error:
        answer = http.answer(error)
        answer.headers.update(_ALWAYS)
        return answer


@router.options(_BASE, status_code=204, response_class=Response)
@router.options(_BASE + "/{upload_id}", status_code=204, response_class=Response)
def what_is_spoken(services: ServicesDep) -> Response:
    """Tell what this server can do (tus discovery)."""
    return _answer(
        204,
        {
            "Tus-Version": protocol.VERSION,
            "Tus-Extension": protocol.EXTENSIONS,
            "Tus-Max-Size": str(services.settings.max_upload_bytes),
            "Tus-Checksum-Algorithm": ",".join(protocol.ALGORITHMS),
        },
    )


@router.get(_BASE)
def list_uploads(services: ServicesDep, viewer: ViewerDep) -> UnfinishedUploads:
    """List the uploads this person has not finished."""
    with services.db.read() as session:
        rows = actions.unfinished(session, viewer.user_id)
    return UnfinishedUploads(
        items=[
            UnfinishedUpload(
                id=row.id,
                url=f"{direct_routes.router.prefix if row.multipart else _BASE}/{row.id}",
                direct=row.multipart is not None,
                filename=row.filename,
                size_bytes=row.size_bytes,
                offset_bytes=actions.standing(services, row),
                expires_at=row.expires_at,
            )
            for row in rows
        ]
    )


@router.post(_BASE, status_code=201, response_class=Response)
async def create_upload(request: Request, services: ServicesDep, viewer: ViewerDep) -> Response:
    """Begin an upload (tus creation, with the first bytes if they come along)."""

    async def work() -> Response:
        headers = request.headers
        protocol.require_version(headers.get("tus-resumable"))
        size = protocol.upload_length(
            headers.get("upload-length"),
            headers.get("upload-defer-length"),
            most=services.settings.max_upload_bytes,
        )
        said = protocol.metadata(headers.get("upload-metadata"))
        brings = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        if brings:
            protocol.require_content_type(headers.get("content-type"))
        row = await run_in_threadpool(actions.begin, services, viewer.user_id, size, said)
        offset = await _receive(request, services, row, 0) if brings else 0
        row = await run_in_threadpool(actions.settle, services, row.id, offset)
        told = {"Location": f"{_BASE}/{row.id}", **_progress(row, offset)}
        return _answer(201, told)

    return await _speaking_tus(work)


@router.head(_BASE + "/{upload_id}", response_class=Response)
async def upload_offset(
    upload_id: str, request: Request, services: ServicesDep, viewer: ViewerDep
) -> Response:
    """Tell how far an upload is."""

    async def work() -> Response:
        protocol.require_version(request.headers.get("tus-resumable"))
        return await run_in_threadpool(_standing, services, viewer, upload_id)

    return await _speaking_tus(work)


def _standing(services: Services, viewer: Viewer, upload_id: str) -> Response:
    row = actions.find(services, viewer.user_id, upload_id)
    offset = actions.standing(services, row)
    if offset == row.size_bytes and row.job_id is None:
        row = actions.settle(services, row.id, offset)
    return _answer(200, {"Upload-Length": str(row.size_bytes), **_progress(row, offset)})


@router.patch(_BASE + "/{upload_id}", status_code=204, response_class=Response)
async def append_to_upload(
    upload_id: str, request: Request, services: ServicesDep, viewer: ViewerDep
) -> Response:
    """Take the next bytes of an upload; the last ones start its job."""

    async def work() -> Response:
        headers = request.headers
        protocol.require_version(headers.get("tus-resumable"))
        protocol.require_content_type(headers.get("content-type"))
        offset = protocol.whole_number("Upload-Offset", headers.get("upload-offset"))
        row = await run_in_threadpool(actions.find, services, viewer.user_id, upload_id)
        offset = await _receive(request, services, row, offset)
        row = await run_in_threadpool(actions.settle, services, row.id, offset)
        return _answer(204, _progress(row, offset))

    return await _speaking_tus(work)


@router.delete(_BASE + "/{upload_id}", status_code=204, response_class=Response)
async def end_upload(
    upload_id: str, request: Request, services: ServicesDep, viewer: ViewerDep
) -> Response:
    """End an upload and throw away what it brought (tus termination)."""

    async def work() -> Response:
        protocol.require_version(request.headers.get("tus-resumable"))
        row = await run_in_threadpool(actions.find, services, viewer.user_id, upload_id)
        await run_in_threadpool(actions.end, services, row)
        return _answer(204)

    return await _speaking_tus(work)


async def _receive(request: Request, services: Services, row: UploadRow, offset: int) -> int:
    proof = protocol.checksum(request.headers.get("upload-checksum"))
    length = request.headers.get("content-length")
    if length is not None:
        coming = protocol.whole_number("Content-Length", length)
        if offset + coming > row.size_bytes:
            raise TooLarge("There are more bytes than the upload was said to have.")
        services.store.require_space(coming)
    if row.job_id is not None:
        if offset == row.size_bytes:
            return offset
        raise TooLarge("This upload is finished.", code="upload_finished")
    receiver = Receiver(services.store, actions.file_of(services, row.id), row.size_bytes)
    await run_in_threadpool(receiver.open, offset)
    try:
        return await receiver.take(request.stream(), proof)
    except ClientDisconnect:
        return receiver.offset
    finally:
        await run_in_threadpool(receiver.close)


def _progress(row: UploadRow, offset: int) -> dict[str, str]:
    headers = {"Upload-Offset": str(offset)}
    if row.job_id is not None:
        headers["Matinee-Job"] = row.job_id
    else:
        headers["Upload-Expires"] = _http_date(row.expires_at)
    return headers


def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
