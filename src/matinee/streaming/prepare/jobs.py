"""The job that prepares a title: everything a player may ask for, made before anybody asks.

Sound first, because it is quick; then every quality of the picture from one decoding. What lies
in the cache is not made again, so a job that was paused, killed or retried goes on where it was.
It gives way to viewers, and stops in words where the disk or the cap has no room.
"""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matinee import library
from matinee.engine import PlanTrack
from matinee.kit import clock
from matinee.kit.errors import Invalid
from matinee.kit.jobs import JobContext, JobPaused
from matinee.kit.services import Services
from matinee.streaming import prepared, records
from matinee.streaming.eviction import keeper_of
from matinee.streaming.holdings import queries as holdings
from matinee.streaming.prepare import rules
from matinee.streaming.prepare.filling import Bounds, Filling, Room
from matinee.streaming.records import Record

_ROUNDS = 2  # of encoding, should the cache be emptied under the first


def run(ctx: JobContext) -> None:
    """Prepare a title: the heights in the payload, or the whole ladder."""
    _wait_for_night(ctx)
    record = _record(ctx)
    if record is None:
        return
    tracks = rules.wanted(record.plan, ctx.payload["heights"], ctx.payload.get("codec", "h264"))
    if not tracks:
        raise Invalid(
            "There is nothing to prepare: this title is not offered in that quality.",
            fix="Choose another quality.",
            code="quality_not_offered",
        )
    ctx.remember(folder=str(record.folder))
    prepared.keep_only(record.folder)
    prepared.mark(record.folder, [track.id for track in tracks])
    room = _room(ctx, record, tracks)
    ctx.progress(step="preparing")
    due = functools.partial(_check_night, ctx)
    _fill(Filling(ctx, record, tracks, Bounds(room, still_due=due)), tracks)
    ctx.remember(done=True)
    keeper_of(ctx.services).look_now()


def run_start(ctx: JobContext) -> None:
    """Make the first minute of a title, which is kept no longer than anything else."""
    record = _record(ctx)
    if record is None:
        return
    tracks = rules.wanted(record.plan, rules.nearest(record.plan, ctx.payload["height"]))
    ctx.progress(step="preparing")
    _fill(Filling(ctx, record, tracks, Bounds(until_s=ctx.payload["until_s"])), tracks)


def on_cancel(_services: Services, _job_id: str, payload: dict[str, Any]) -> None:
    """Keep nothing of a job that did not end well: what it made goes when it is its turn."""
    if "folder" in payload and not payload.get("done"):
        prepared.unmark(Path(payload["folder"]))


def _fill(filling: Filling, tracks: Sequence[PlanTrack]) -> None:
    pictures = [track for track in tracks if track.kind == "video"]
    for track in tracks:
        filling.header(track)
    for track in tracks:
        if track.kind == "audio":
            filling.one_by_one(track)
    for _ in range(_ROUNDS):
        for stretch in filling.gaps(pictures):
            filling.encode(stretch)
    for track in pictures:
        filling.one_by_one(track)  # what no run made, for whatever reason: usually nothing


def _record(ctx: JobContext) -> Record | None:
    """Plan the title's file as playing does; None when the title is gone meanwhile."""
    services = ctx.services
    with services.db.read() as session:
        asset = library.main_asset(session, ctx.payload["media_id"])
        if asset is None:
            return None
        probe = library.get_probe(session, asset.id)
        keyframes = library.get_keyframes(session, asset.id)
        path = records.asset_path(services, session, asset)
    ctx.progress(step="planning")
    return records.make(services, asset, probe, path, keyframes)


def _room(ctx: JobContext, record: Record, tracks: Sequence[PlanTrack]) -> Room:
    """Return the room there is. Raises NoSpace where it cannot fit, before hours are spent."""
    services = ctx.services
    there = sum(sum(prepared.made(record.folder, track.id).values()) for track in tracks)
    kept = holdings.look(services).prepared_bytes
    room = Room(services.settings.cache_max_bytes, max(0, kept - there), there)
    needed = max(there, rules.least_bytes(record.plan, tracks))
    if room.others + needed > room.cap:
        raise room.too_small(needed)
    return room


def _wait_for_night(ctx: JobContext) -> None:
    """A job that was sent to sleep and goes on by day was told so by a person."""
    if ctx.payload.get("asleep"):
        ctx.remember(asleep=False, at_night=rules.is_night(clock.local()))
    _check_night(ctx)


def _check_night(ctx: JobContext) -> None:
    """Sleep until the next night, where a rule says that this waits for it."""
    if ctx.payload.get("at_night") and not rules.is_night(clock.local()):
        ctx.remember(asleep=True)
        raise JobPaused
