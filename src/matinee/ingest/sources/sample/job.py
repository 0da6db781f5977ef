"""The job that makes the sample library: paint, encode, then the common flow, clip by clip."""

from typing import Any

from matinee import engine, library
from matinee.ingest import flow
from matinee.ingest.identify.verdict import Told
from matinee.ingest.sources.sample import encoding, scenes
from matinee.ingest.sources.sample.scenes import Scene
from matinee.kit.jobs import JobContext, JobSpec
from matinee.kit.services import Services

KIND = "sample"
PLATFORM = "matinee"


def spec(requested_by: str | None) -> JobSpec:
    """Return the job; asking twice at once is asking once."""
    return JobSpec(KIND, {}, title="Sample library", dedupe_key=KIND, requested_by=requested_by)


def run(ctx: JobContext) -> None:
    """Bring in every clip that is not there yet."""
    counts = {"found": len(scenes.ALL), "added": 0, "skipped": 0}
    for number, scene in enumerate(scenes.ALL):
        ctx.check()
        ctx.progress(100.0 * number / len(scenes.ALL), step="items")
        if _stands(ctx.services, scene):
            counts["skipped"] += 1
            continue
        _bring(ctx, scene)
        counts["added"] += 1
        ctx.describe(summary=counts)
    ctx.describe(summary=counts)
    ctx.services.store.drop_staging(ctx.job_id)


def clean(services: Services, job_id: str, payload: dict[str, Any]) -> None:
    """Throw away half-made clips."""
    services.store.drop_staging(job_id)


def _stands(services: Services, scene: Scene) -> bool:
    with services.db.read() as session:
        return library.find_by_source(session, PLATFORM, scene.id) is not None


def _bring(ctx: JobContext, scene: Scene) -> None:
    path = ctx.services.store.staging(ctx.job_id) / f"{scene.id}.mp4"
    here = library.landed_file(ctx.services, path)
    if here is None:
        here = encoding.make(ctx.services, scene, path, ctx.check)
    flow.land(
        ctx.services,
        flow.Arrival(
            path=path,
            at=here,
            name=path.name,
            told=Told(
                title=scene.title,
                platform=PLATFORM,
                source_id=scene.id,
                description=scene.description,
                uploader="Matinee",
                year=scene.year,
                tags=scene.tags,
                genres=scene.genres,
            ),
            chapters=tuple(engine.Chapter(*chapter) for chapter in scene.chapters),
            added_by=ctx.requested_by,
        ),
        lambda _step: None,
    )
