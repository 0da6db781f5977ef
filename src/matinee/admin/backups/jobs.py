"""What of backups takes a while: making one, looking through one that was sent, rehearsing."""

from pathlib import Path

from matinee.admin.backups import actions, preparing, restoring, rules
from matinee.admin.backups.actions import ADMIT, MAKE, REHEARSE
from matinee.kit import copies
from matinee.kit.jobs import JobContext, Lane
from matinee.kit.services import Services

_LOOK_EVERY_S = 600.0
_SHARE = {
    "opening": 5, "copying": 5, "taking over": 20, "upgrading": 40, "indexing": 55,
    "verifying": 60, "sealing": 75, "finishing": 85, "people": 92,
}  # fmt: skip
UPLOADED = "uploaded"


def wire(services: Services) -> None:
    """Register the jobs, and look now and then whether the nightly copy is due."""
    services.jobs.register(MAKE, _make, lane=Lane.ERRAND)
    services.jobs.register(ADMIT, _admit, lane=Lane.ERRAND, on_cancel=_drop)
    services.jobs.register(REHEARSE, _rehearse, lane=Lane.ERRAND, on_cancel=_drop)
    services.jobs.every(_LOOK_EVERY_S, lambda: queue_if_due(services))


def queue_if_due(services: Services) -> None:
    """Queue the nightly copy when it is time."""
    if actions.is_due(services):
        actions.queue(services, MAKE, {"label": rules.NIGHTLY}, None, "")


def _make(context: JobContext) -> None:
    copy = actions.make(
        context.services, str(context.payload["label"]), lambda step: _say(context, step)
    )
    context.describe(summary={"name": copy.name})


def _admit(context: JobContext) -> None:
    """Look through what was sent; of what is sound the rows become a copy of ours."""
    services, settings = context.services, context.services.settings
    folder = services.store.staging_path(str(context.payload["folder"]))
    source = folder / str(context.payload["file"])
    try:
        ready = preparing.prepare(
            settings, source, services.store.staging(context.job_id), search=True,
            say=lambda step: _say(context, step),
        )  # fmt: skip
        path = copies.new_path(copies.folders(settings)[0], UPLOADED)
        needed = ready.path.stat().st_size + services.store.floor_bytes
        with copies.written(path, needed) as partial:
            _move(ready, partial)
            copy = copies.finish(
                settings, partial, path, say=lambda step: _say(context, step), label=UPLOADED,
                source="sqlite",
            )  # fmt: skip
    finally:
        if not context.stop_requested():
            services.store.drop_staging(folder.name)
            services.store.drop_staging(context.job_id)
    context.describe(summary={"name": copy.name})


def _move(ready: preparing.Ready, partial: Path) -> None:
    with ready.path.open("rb") as source, partial.open("wb") as target:
        while piece := source.read(1 << 20):
            target.write(piece)


def _rehearse(context: JobContext) -> None:
    services = context.services
    copy = copies.get(services.settings, str(context.payload["name"]))
    work = services.store.staging(context.job_id)
    try:
        found = restoring.look_in(
            services.settings, copy.path, work, lambda step: _say(context, step)
        )
    finally:
        services.store.drop_staging(work.name)
    context.describe(summary={"name": copy.name, "sha256": copy.sha256, **found.as_wire()})


def _drop(services: Services, job_id: str, payload: dict[str, object]) -> None:
    services.store.drop_staging(job_id)
    if "folder" in payload:
        services.store.drop_staging(str(payload["folder"]))


def _say(context: JobContext, step: str) -> None:
    context.check()
    context.progress(_SHARE.get(step), step=step)
