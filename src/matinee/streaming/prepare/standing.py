"""How far a title is prepared: what lies in its folders, against what its plan says."""

from typing import Literal

from matinee.engine import PlanTrack
from matinee.kit.jobs import FINISHED, Job, JobStatus
from matinee.streaming import prepared
from matinee.streaming.prepare import rules, schemas
from matinee.streaming.prepare.queries import Planned

State = Literal["none", "waiting", "running", "ready"]


def of(planned: Planned | None, job: Job | None) -> schemas.Preparation:
    """Return the standing of a title; of one that cannot be planned only its job is known."""
    if planned is None:
        percent = job.progress if job and job.status not in FINISHED else 0.0
        return schemas.Preparation(
            state=_state(job, whole=False), percent=percent, bytes=0, rungs=[], job=job
        )
    plan, folder = planned.plan, planned.folder
    stored = planned.stored or {}
    marked = prepared.marked(folder)
    kept = marked | stored.keys()
    there = {t.id: prepared.made(folder, t.id) for t in plan.tracks if t.encoded}
    # Where a bucket keeps the library, it counts when the bucket has it.
    whole = bool(kept) and all(
        planned.stored is None and len(there.get(t.id, ())) >= prepared.total(plan, t)
        for t in plan.tracks
        if t.id in kept and t.id not in stored
    )

    def part(track: PlanTrack) -> float:
        if track.id in stored:
            return 100.0
        return round(100 * len(there[track.id]) / max(1, prepared.total(plan, track)), 1)

    def size(track: PlanTrack) -> int:
        if track.id in stored:
            return stored[track.id].bytes
        return sum(there[track.id].values())

    mine = [track for track in plan.tracks if track.id in kept and track.id in there]
    work = sum(rules.cost(track) for track in mine)
    far = sum(rules.cost(track) * part(track) for track in mine) / work if work else 0.0
    return schemas.Preparation(
        state=_state(job, whole=whole),
        percent=100.0 if whole else round(min(far, 99.9), 1),
        bytes=sum(size(track) for track in mine),
        saved_percent=round(100 * planned.weight.saved) if planned.weight else None,
        rungs=[
            schemas.PreparedRung(
                id=track.id, height=rules.height_of(track), codec=rules.codec_of(track),
                percent=part(track),
                wanted=track.id in kept, likely_bytes=rules.likely_bytes(plan, [track]),
            )
            for track in rules.rungs(plan)
            if track.codec != "av1" or track.id in kept
        ],
        job=job,
    )  # fmt: skip


def _state(job: Job | None, *, whole: bool) -> State:
    if job is not None and job.status not in FINISHED:
        return "running" if job.status == JobStatus.RUNNING else "waiting"
    return "ready" if whole else "none"
