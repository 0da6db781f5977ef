"""What of backups takes a while: making one, looking through one that was sent, rehearsing."""

import logging
from pathlib import Path
from typing import Any

from matinee.admin.backups import actions, listing, preparing, restoring, rules, sending, stored
from matinee.admin.backups.actions import ADMIT, MAKE, REHEARSE, SEND
from matinee.kit import copies
from matinee.kit.copies import Copy
from matinee.kit.errors import MatineeError
from matinee.kit.jobs import JobContext, Lane
from matinee.kit.log import Private
from matinee.kit.objects import Interrupted, Watched
from matinee.kit.services import Services

log = logging.getLogger(__name__)
_SEND_EVERY_S = 3600.0
_LOOK_EVERY_S = 600.0
_SHARE = {
    "opening": 5, "copying": 5, "taking over": 20, "upgrading": 40, "indexing": 55,
    "verifying": 60, "sealing": 75, "finishing": 85, "people": 88, "sending": 90, "fetching": 1,
}  # fmt: skip
UPLOADED = "uploaded"


def wire(services: Services) -> None:
    """Register the jobs, and look now and then whether the nightly copy is due, and whether the
    store has what it should have. Raises Invalid for settings that name no store."""
    stored.bucket_of(services.settings)
    services.jobs.register(MAKE, _make, lane=Lane.ERRAND)
    services.jobs.register(ADMIT, _admit, lane=Lane.ERRAND, on_cancel=_drop)
    services.jobs.register(REHEARSE, _rehearse, lane=Lane.ERRAND, on_cancel=_drop)
    services.jobs.register(SEND, _send, lane=Lane.ERRAND)
    services.jobs.every(_LOOK_EVERY_S, lambda: queue_if_due(services))
    services.jobs.every(_SEND_EVERY_S, lambda: send_if_late(services))


def queue_if_due(services: Services) -> None:
    """Queue the nightly copy when it is time."""
    if actions.is_due(services):
        actions.queue(services, MAKE, {"label": rules.NIGHTLY}, None, "")


def send_if_late(services: Services) -> None:
    """Queue the sending of what the store lacks."""
    if sending.late(services, listing.look(services.settings)):
        actions.queue(services, SEND, {}, None, "")


def _make(context: JobContext) -> None:
    """Make a copy and send it. One that cannot be sent now counts none the less: the summary says
    why, and it is sent later."""
    name = context.payload.get("made")
    if name is None:
        label = str(context.payload["label"])
        name = actions.make(context.services, label, lambda step: _say(context, step)).name
        context.remember(made=name)  # ended while it is sent, it is not made again
    summary: dict[str, Any] = {"name": name}
    try:
        _send(context)
    except MatineeError as error:
        log.warning("the copy %s is not in the store: %s", name, Private(error))
        summary["unsent"] = {"code": error.code, "detail": error.detail, "fix": error.fix}
    context.describe(summary=summary)


def _send(context: JobContext) -> None:
    share = _SHARE["sending"]
    watched = Watched(
        lambda percent: context.progress(share + percent * (100 - share) / 100),
        context.stop_requested,
    )
    try:
        sending.send(context.services, watched, lambda step: _say(context, step))
    except Interrupted:
        context.check()
        raise


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
    listed = listing.get(services.settings, str(context.payload["name"]))
    copy = listed.copy
    work = services.store.staging(context.job_id)

    try:
        source = copy.path if listed.is_here else _fetch(context, copy, work)
        found = restoring.look_in(services.settings, source, work, lambda step: _say(context, step))
    finally:
        services.store.drop_staging(work.name)
    context.describe(summary={"name": copy.name, "sha256": copy.sha256, **found.as_wire()})


def _fetch(context: JobContext, copy: Copy, work: Path) -> Path:
    bucket = stored.bucket_of(context.services.settings)
    assert bucket is not None
    folder = work / stored.FETCHED
    folder.mkdir(exist_ok=True)
    return stored.fetch(bucket, copy, folder, lambda: _say(context, "fetching"))


def _drop(services: Services, job_id: str, payload: dict[str, object]) -> None:
    services.store.drop_staging(job_id)
    if "folder" in payload:
        services.store.drop_staging(str(payload["folder"]))


def _say(context: JobContext, step: str) -> None:
    context.check()
    context.progress(_SHARE.get(step), step=step)
