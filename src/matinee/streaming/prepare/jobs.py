"""The jobs that prepare a title: everything a player may ask for, made before anybody asks.

One looks what is lacking and splits it into parts, which any worker takes; it is run once more when
they have ended. What lies in the cache is not made again, so a job that was paused, killed or
retried goes on where it was. It gives way to viewers, and stops in words where the disk or the cap
has no room.
"""

import functools
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any, Final

from matinee import library
from matinee.engine import PlanTrack
from matinee.kit import clock
from matinee.kit.errors import Invalid
from matinee.kit.jobs import (
    FINISHED,
    WAIT_FOR_CHILDREN,
    JobContext,
    JobPaused,
    JobSpec,
    Lane,
    Priority,
    duty,
    parts,
)
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.library import MediaRow
from matinee.streaming import prepared, records, stored
from matinee.streaming.eviction import keeper_of
from matinee.streaming.holdings import queries as holdings
from matinee.streaming.prepare import helping, rules, sending, splitting, weighing
from matinee.streaming.prepare.filling import Bounds, Filling, Room
from matinee.streaming.prepare.queries import PART
from matinee.streaming.prepare.splitting import Part
from matinee.streaming.records import Record

_ROUNDS: Final = 2  # of splitting, should the cache be emptied under the first


def run(ctx: JobContext) -> object:
    """Prepare a title: the heights in the payload, or the whole ladder."""
    _wait_for_night(ctx)
    record = _record(ctx)
    if record is not None and weighing.weigh(ctx, record):
        record = _record(ctx)  # its ladder is another now
    if record is None:
        return None
    tracks = rules.wanted(record.plan, ctx.payload["heights"], ctx.payload.get("codec", "h264"))
    if not tracks:
        raise Invalid(
            "There is nothing to prepare: this title is not offered in that quality.",
            fix="Choose another quality.",
            code="quality_not_offered",
        )
    ctx.remember(folder=str(record.folder))
    prepared.keep_only(record.folder)
    tracks = sending.lacking(ctx, record, tracks)
    if not tracks:
        ctx.remember(done=True)
        return None
    prepared.mark(record.folder, [track.id for track in tracks])
    made = {track.id: prepared.made(record.folder, track.id) for track in tracks}
    lacking = splitting.split(record.plan, tracks, made, _workers(ctx))
    with ctx.services.db.read() as session:
        before = parts.rows(session, ctx.job_id)
    if any(row.status not in FINISHED for row in before):
        return WAIT_FOR_CHILDREN  # an attempt was cut off right behind splitting it
    failed = parts.failure(before)
    if lacking and failed is not None:
        raise failed
    if lacking:
        due = functools.partial(_check_night, ctx)
        due()
        room = _room(ctx, record, tracks)
        rounds = ctx.payload.get("rounds", 0)
        if len(lacking) > 1 and rounds < _ROUNDS:
            ctx.remember(rounds=rounds + 1)
            _split(ctx, record, tracks, room, lacking)
            return WAIT_FOR_CHILDREN
        ctx.progress(step="preparing")
        Filling(ctx, record, tracks, Bounds(room, still_due=due)).make()
    for track in tracks:
        Filling(ctx, record, (), Bounds(told=False)).header(track)
    sending.send(ctx, record, tracks)
    ctx.remember(done=True)
    with ctx.services.db.write() as session:
        parts.forget(session, ctx.job_id)
    keeper_of(ctx.services).look_now()
    return None


def run_part(ctx: JobContext) -> None:
    """Make a part of a title; then help whoever is behind with another."""
    record = _record(ctx)
    if record is None or record.name != ctx.payload["plan"]:
        return  # planned anew meanwhile: the whole will see, and be split anew
    tracks = [record.plan.track(one) for one in ctx.payload["tracks"]]
    there = sum(sum(prepared.made(record.folder, track.id).values()) for track in tracks)
    room = Room(ctx.services.settings.cache_max_bytes, ctx.payload["others"], there)
    ctx.progress(step="preparing")
    Filling(ctx, record, tracks, Bounds(room, part=helping.part_of(ctx.payload))).make()
    helping.help_others(ctx, record, tracks, room)


def run_start(ctx: JobContext) -> None:
    """Make the first minute of a title, which is kept no longer than anything else."""
    record = _record(ctx)
    if record is None:
        return
    tracks = rules.wanted(record.plan, rules.nearest(record.plan, ctx.payload["height"]))
    ctx.progress(step="preparing")
    Filling(ctx, record, tracks, Bounds(part=Part(until_s=ctx.payload["until_s"]))).make()


def on_cancel(services: Services, _job_id: str, payload: dict[str, Any]) -> None:
    """Keep nothing of a job that did not end well: what it made goes when it is its turn."""
    if "folder" in payload and not payload.get("done"):
        prepared.unmark(Path(payload["folder"]))
        stored.cancel(services, Path(payload["folder"]))


def _split(
    ctx: JobContext,
    record: Record,
    tracks: Sequence[PlanTrack],
    room: Room,
    lacking: Sequence[Part],
) -> None:
    ctx.progress(0, step="preparing")
    services, media_id = ctx.services, ctx.payload["media_id"]
    shared = {
        "media_id": media_id,
        "plan": record.name,
        "tracks": [track.id for track in tracks],
        "others": room.others,
    }
    with services.db.write() as session:
        parts.forget(session, ctx.job_id)
        media, whole = session.get(MediaRow, media_id), session.get_one(JobRow, ctx.job_id)
        for part in lacking:
            until_s = min(part.until_s, record.plan.duration_s)
            services.jobs.enqueue(
                session,
                JobSpec(
                    PART,
                    {
                        **shared,
                        "first_s": part.first_s,
                        "until_s": None if part.until_s == inf else part.until_s,
                    },
                    title=f"{media.title if media else whole.title} "
                    f"{rules.clock_of(part.first_s)}–{rules.clock_of(until_s)}",
                    priority=Priority(whole.priority),
                    parent_id=ctx.job_id,
                    requested_by=ctx.requested_by,
                    picture_url=whole.picture_url,
                    media_id=media_id,
                ),
            )


def _workers(ctx: JobContext) -> int:
    """Return how many may be at it at once, as far as is known."""
    there = [one for one in duty.workers(ctx.services.db) if Lane.PREPARE in one.lanes]
    return max(1, len(there))


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


def _check_night(ctx: JobContext) -> None:
    """Sleep until the next night, where a rule says that this waits for it."""
    if ctx.payload.get("at_night") and not rules.is_night(clock.local()):
        ctx.remember(asleep=True)
        raise JobPaused
