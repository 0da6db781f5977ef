"""Helping whoever is behind: a slow worker, or one that died and whose lease has not lapsed yet.

Who has ended a part and finds none left to take makes the later half of what a running one lacks,
as the disk shows it. Nobody has to be told: the one that is behind meets what was made, and ends.
"""

import logging
from collections.abc import Sequence
from math import inf
from typing import Any

from sqlalchemy import select

from matinee.engine import PlanTrack
from matinee.kit.errors import MatineeError
from matinee.kit.jobs import JobContext, JobStatus
from matinee.kit.jobs.tables import Job as JobRow
from matinee.streaming.prepare import splitting
from matinee.streaming.prepare.filling import Bounds, Filling, Room
from matinee.streaming.prepare.queries import PART
from matinee.streaming.prepare.splitting import Part
from matinee.streaming.records import Record

log = logging.getLogger(__name__)


class _Enough(Exception):
    """Somebody waits for this place."""


def help_others(ctx: JobContext, record: Record, tracks: Sequence[PlanTrack], room: Room) -> None:
    """Make what running parts of the same title lack, until nothing is or the place is needed."""

    def still_due() -> None:
        if ctx.services.jobs.anybody_waits(PART):
            raise _Enough

    before = -1
    try:
        while ctx.parent_id is not None:
            still_due()
            fillings = [
                Filling(ctx, record, tracks, Bounds(room, part, still_due, told=False))
                for part in _running(ctx)
            ]
            behind = max(fillings, key=_lacking, default=None)
            lacking = 0 if behind is None else _lacking(behind)
            if behind is None or lacking in {0, before}:
                return  # nothing is to be done, or nothing could be
            before = lacking
            behind.help()
    except _Enough:
        return
    except MatineeError as error:  # whose part it is will meet it too, and tell
        log.info("a part of %s could not be helped with: %s", record.media_id, error.code)


def _lacking(filling: Filling) -> int:
    return splitting.count(filling.gaps())


def _running(ctx: JobContext) -> list[Part]:
    wanted = select(JobRow.payload).where(
        JobRow.parent_id == ctx.parent_id,
        JobRow.status == JobStatus.RUNNING,
        JobRow.id != ctx.job_id,
    )
    with ctx.services.db.read() as session:
        return [part_of(payload) for payload in session.scalars(wanted)]


def part_of(payload: dict[str, Any]) -> Part:
    """Return which part of a title a job makes."""
    until_s = payload["until_s"]
    return Part(payload["first_s"], inf if until_s is None else until_s)
