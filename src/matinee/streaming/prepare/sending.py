"""The last step of preparing where a bucket keeps the library: it has all of it, compared."""

from collections.abc import Sequence

from matinee.engine import PlanTrack
from matinee.kit.jobs import JobContext
from matinee.kit.objects import Interrupted, Watched
from matinee.streaming import stored
from matinee.streaming.records import Record


def lacking(ctx: JobContext, record: Record, tracks: Sequence[PlanTrack]) -> tuple[PlanTrack, ...]:
    """Return the tracks that the bucket has not; all of them without one."""
    if ctx.services.objects is None:
        return tuple(tracks)
    there = stored.checked(ctx.services, record.asset_id, record.name)
    return tuple(track for track in tracks if track.id not in there)


def send(ctx: JobContext, record: Record, tracks: Sequence[PlanTrack]) -> None:
    """Send what was prepared, where a bucket keeps the library; again is harmless.

    Raises StorageAway, StorageRefused: a retry sends only what is lacking.
    """
    if ctx.services.objects is None or not tracks:
        return
    ctx.progress(0, step="sending")
    watched = Watched(lambda percent: ctx.progress(min(99.9, percent)), ctx.stop_requested)
    try:
        stored.send(ctx.services, record.folder, record.plan, tracks, watched)
    except Interrupted:
        ctx.check()
        raise
