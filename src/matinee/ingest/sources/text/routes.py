"""Giving a title subtitles, and taking back what was given."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from matinee import library
from matinee.accounts import ViewerDep
from matinee.ingest.schemas import TextKept
from matinee.ingest.sources.text import actions
from matinee.kit.errors import Invalid
from matinee.kit.http import ServicesDep, read_bytes

router = APIRouter(tags=["subtitles"])
_NONE = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}

Language = Annotated[str | None, Query(max_length=35, description="Of the words: en, pt-BR")]
Name = Annotated[str | None, Query(max_length=300)]


@router.post(
    "/api/media/{media_id}/text",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, **_NONE}},
)
async def add_text(
    media_id: str,
    request: Request,
    response: Response,
    services: ServicesDep,
    viewer: ViewerDep,
    language: Language = None,
    name: Name = None,
    forced: bool = False,
    described: bool = False,
) -> TextKept:
    """Give a title a subtitle file: its bytes are the body, its form is told from them.

    For those who may change the title. The same file again is answered 200 with what is there.
    """
    raw = await read_bytes(request, actions.LARGEST_BYTES, actions.too_large())
    if not raw:
        raise Invalid(
            "There is nothing in this file.", fix="Choose a subtitle file.", code="empty_file"
        )
    told = library.GivenText(actions.NOWHERE, "", language, name, forced, described)
    kept = await run_in_threadpool(actions.take_in, services, viewer, media_id, raw, told)
    if kept.existed:
        response.status_code = 200
    row = kept.row
    return TextKept(
        id=kept.text_id,
        form=row.format,
        language=row.language,
        name=row.name,
        forced=row.forced,
        described=row.described,
    )


@router.delete("/api/media/{media_id}/text/{text_id}", status_code=204)
def delete_text(media_id: str, text_id: str, services: ServicesDep, viewer: ViewerDep) -> None:
    """Take back a subtitle file that somebody gave."""
    library.remove_text(services, viewer, media_id, text_id)
