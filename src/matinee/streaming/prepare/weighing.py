"""Weighing a title before it is prepared for the first time: may it have fewer bits?

What was found is kept with the file, so it is planned the same ever after. A title of which
something is prepared already is not weighed: it would all have to be made again.
"""

import logging
import threading

from matinee import engine, library
from matinee.engine import EngineError, Stopped
from matinee.engine.weighing import Trial
from matinee.kit.jobs import JobContext
from matinee.kit.log import Private
from matinee.streaming import prepared, stored
from matinee.streaming.conductor import conductor_of
from matinee.streaming.records import Record

log = logging.getLogger(__name__)
_MOST_S = 300.0


def weigh(ctx: JobContext, record: Record) -> bool:
    """Weigh a title, if that is worth it and was not done; say whether it is planned anew now.

    A title that cannot be weighed is encoded as usual.
    """
    services = ctx.services
    with services.db.read() as session:
        known = library.get_weight(session, record.asset_id)
        kept = stored.any_kept(session, record.asset_id, record.name)
    trial = engine.weighing.trial(record.plan)
    if known is not None or trial is None or kept or prepared.marked(record.folder):
        return False
    if ctx.payload.get("codec", "h264") != "h264" or not services.engine.devices.in_software:
        return False  # rate factors are x264's
    ctx.progress(step="weighing")
    try:
        heads = {
            one: services.engine.init_segment(record.path, trial.plan, one)
            for one in trial.track_ids
        }
        places = [_made(ctx, record, trial, number) for number in trial.places]
        weight = engine.weighing.chosen(places, heads, ctx.stop_requested)
    except EngineError as error:
        ctx.check()
        log.info("%s could not be weighed: %s", record.media_id, Private(error.detail))
        return False
    with services.db.write() as session:
        library.save_weight(session, record.asset_id, weight)
    return weight.saved > 0


def _made(ctx: JobContext, record: Record, trial: Trial, number: int) -> dict[str, bytes]:
    """Encode one place in every quality, giving way to viewers. Raises EngineError."""
    found: dict[str, bytes] = {}
    over, failures = threading.Event(), list[EngineError]()

    def ended(error: EngineError | None) -> None:
        if error is not None:
            failures.append(error)
        over.set()

    run = ctx.services.engine.encode(
        record.path, trial.plan, trial.track_ids, number, number + 1,
        on_segment=lambda track, _, data: found.__setitem__(track, data), on_end=ended,
        background=True,
    )  # fmt: skip
    try:
        with conductor_of(ctx.services).background(run):
            ctx.wait(lambda: over.is_set() or run.idle, _MOST_S)
    finally:
        run.stop()
        run.join(5)
    if len(found) < len(trial.track_ids):
        raise failures[0] if failures else Stopped("A place was not encoded.")
    return found
