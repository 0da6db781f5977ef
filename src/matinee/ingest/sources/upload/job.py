"""The job that takes a received file through the flow."""

from pathlib import Path
from typing import Any

from matinee import library
from matinee.ingest import flow, sniff
from matinee.ingest.sources.upload import actions, direct
from matinee.kit import store
from matinee.kit.errors import Unavailable
from matinee.kit.jobs import JobContext
from matinee.kit.services import Services


def run(ctx: JobContext) -> None:
    """Bring in one uploaded file."""
    ctx.progress(5, step="receiving")
    staged = _staged(ctx)
    here = library.landed_file(ctx.services, staged)
    if here is None:
        raise Unavailable("The uploaded file is gone.", fix="Upload it again.", code="upload_gone")
    published = flow.land_for(
        ctx,
        flow.Arrival(
            path=staged,
            at=here,
            name=ctx.payload["filename"],
            title=ctx.payload.get("title"),
            collection_id=ctx.payload.get("collection_id"),
            added_by=ctx.requested_by,
        ),
        lambda step: _say(ctx, step),
    )
    ctx.describe(media_id=published.media_id, summary={"duplicate": published.duplicate})
    # The row stays until it expires: a client that missed the last answer asks again.
    ctx.services.store.drop_staging(ctx.job_id)


def clean(services: Services, job_id: str, payload: dict[str, Any]) -> None:
    """Throw away an upload that will not go on."""
    if payload.get("direct"):
        direct.forget_brought(services, payload["upload_id"], payload["filename"])
    else:
        actions.forget(services, payload["upload_id"])
    services.store.drop_staging(job_id)


def sweep(ctx: JobContext) -> None:
    """Throw expired uploads away."""
    through, straight = actions.sweep(ctx.services), direct.sweep(ctx.services)
    ctx.describe(summary={**through, "expired": through["expired"] + straight})


def _say(ctx: JobContext, step: str) -> None:
    ctx.check()
    ctx.progress({"probing": 20, "identifying": 70, "publishing": 90}.get(step), step=step)


def _staged(ctx: JobContext) -> Path:
    """Return the file in the job's staging folder, moved there if it still waits as an upload; one
    that went to the bucket is found there by its path in staging."""
    if ctx.payload.get("direct"):
        return direct.staged(ctx.services, ctx.payload["upload_id"], ctx.payload["filename"])
    received = actions.file_of(ctx.services, ctx.payload["upload_id"])
    folder = ctx.services.store.staging(ctx.job_id)
    name: str | None = ctx.payload.get("staged")
    if name is None:
        name = f"original{_suffix(ctx.payload['filename'], received)}"
        ctx.remember(staged=name)
    if received.is_file():
        store.replace(received, folder / name)
    return folder / name


def _suffix(filename: str, path: Path) -> str:
    """Return the suffix to keep: what the content is, else the name's own when it is plain."""
    try:
        with path.open("rb") as file:
            found = sniff.video_suffix(file.read(512))
    except OSError:
        found = ""
    return actions.plain_suffix(filename) or found or ".bin"
