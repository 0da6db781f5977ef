"""The routes of uploads that go straight to the bucket. No byte of a film comes by here."""

from fastapi import APIRouter, Request

from matinee.accounts import ViewerDep, is_own_origin
from matinee.ingest.schemas import (
    DirectParts,
    DirectUpload,
    DirectWish,
    PartLink,
    PartLinks,
    PartsWish,
    UploadJob,
)
from matinee.ingest.sources.upload import direct
from matinee.ingest.tables import UploadRow
from matinee.kit.http import ServicesDep
from matinee.kit.objects import Refused

router = APIRouter(tags=["uploads"], prefix="/api/direct-uploads")


def _told(row: UploadRow) -> DirectUpload:
    assert row.part_bytes is not None
    return DirectUpload(
        id=row.id, url=f"{router.prefix}/{row.id}", size_bytes=row.size_bytes,
        part_bytes=row.part_bytes, parts=direct.count_of(row), expires_at=row.expires_at,
        job_id=row.job_id,
    )  # fmt: skip


@router.post("", status_code=201)
def begin_direct_upload(
    wish: DirectWish, request: Request, services: ServicesDep, viewer: ViewerDep
) -> DirectUpload:
    """Begin an upload to the bucket; 409 `uploads_through_server` where it has to be sent here."""
    said = wish.model_dump(exclude={"size_bytes"}, exclude_none=True)
    row = direct.begin(services, viewer.user_id, wish.size_bytes, said, _origin(request))
    return _told(row)


@router.get("/{upload_id}")
def direct_upload(upload_id: str, services: ServicesDep, viewer: ViewerDep) -> DirectParts:
    """Tell which parts the bucket has."""
    row = direct.find(services, viewer.user_id, upload_id)
    return DirectParts(**_told(row).model_dump(), there=direct.there(services, row))


@router.post("/{upload_id}/links")
def direct_upload_links(
    upload_id: str, wish: PartsWish, services: ServicesDep, viewer: ViewerDep
) -> PartLinks:
    """Sign addresses that parts are PUT to; each takes one length, for an hour."""
    row = direct.find(services, viewer.user_id, upload_id)
    made = direct.links(services, row, wish.parts, wish.sent_bytes)
    return PartLinks(
        items=[PartLink(number=one.number, url=one.url, size_bytes=one.size_bytes) for one in made],
        expires_s=direct.storage(services).link_s,
    )


@router.post("/{upload_id}/complete")
def complete_direct_upload(upload_id: str, services: ServicesDep, viewer: ViewerDep) -> UploadJob:
    """Make the parts one file and start its job."""
    row = direct.complete(services, direct.find(services, viewer.user_id, upload_id))
    assert row.job_id is not None
    return UploadJob(job_id=row.job_id)


@router.delete("/{upload_id}", status_code=204)
def end_direct_upload(
    upload_id: str, request: Request, services: ServicesDep, viewer: ViewerDep,
    unreachable: bool = False,
) -> None:  # fmt: skip
    """End an upload and throw away what it brought; `unreachable`: the page could not send to the
    bucket, which Health then tells."""
    row = direct.find(services, viewer.user_id, upload_id)
    direct.end(services, row)
    origin = _origin(request)
    if unreachable and origin is not None:
        direct.storage(services).note(Refused(origin, "a browser there could not reach it"))


def _origin(request: Request) -> str | None:
    """Return the origin of our own page that asks, None where no page does."""
    origin = request.headers.get("origin")
    return origin if origin is not None and is_own_origin(request, origin) else None
