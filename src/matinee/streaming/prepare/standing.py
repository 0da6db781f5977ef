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
    kept = prepared.marked(folder)
    there = {t.id: prepared.made(folder, t.id) for t in plan.tracks if t.encoded}
    whole = bool(kept) and all(
        len(there.get(t.id, ())) >= prepared.total(plan, t) for t in plan.tracks if t.id in kept
    )

    def part(track: PlanTrack) -> float:
        return round(100 * len(there[track.id]) / max(1, prepared.total(plan, track)), 1)

    mine = [track for track in plan.tracks if track.id in kept and track.id in there]
    work = sum(rules.cost(track) for track in mine)
    far = sum(rules.cost(track) * part(track) for track in mine) / work if work else 0.0
    return schemas.Preparation(
        state=_state(job, whole=whole),
        percent=100.0 if whole else round(min(far, 99.9), 1),
        bytes=sum(sum(there[track.id].values()) for track in mine),
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
