"""What is encoded now and by what, for whoever runs this server."""

from fastapi import APIRouter
from pydantic import BaseModel

from matinee import library
from matinee.accounts import AdminDep, Viewer
from matinee.kit.http import ServicesDep
from matinee.kit.services import Services
from matinee.library import MediaRow
from matinee.streaming.conductor import conductor_of
from matinee.streaming.turns import Turn

router = APIRouter(tags=["streaming"], prefix="/api/streaming")


class EncodingRun(BaseModel):
    """One picture being encoded. `speed_x`: seconds of film made in a second."""

    media_id: str
    title: str
    track: str
    height: int | None
    viewers: int
    speed_x: float | None
    segment: int
    segments: int
    background: bool
    state: str


class EncodingNow(BaseModel):
    """All that is encoded now; `waiting` segments have nobody working on them yet."""

    runs: list[EncodingRun]
    slots: int
    waiting: int


class Encoder(BaseModel):
    """An encoder of this machine and whether it is used."""

    name: str
    label: str
    codec: str
    hardware: bool
    state: str
    detail: str
    speed_x: float | None


_REFERENCE = 1920 * 1080 * 24.0  # pixels a second of a film in 1080p


@router.get("/now")
def encoding_now(admin: AdminDep, services: ServicesDep) -> EncodingNow:
    """Return what is encoded now (administrators)."""
    conductor = conductor_of(services)
    turns = conductor.turns()
    titles = _titles(services, admin, {turn.media_id for turn in turns})
    runs = [_run(turn, titles.get(turn.media_id, "")) for turn in turns]
    return EncodingNow(runs=runs, slots=conductor.slots, waiting=conductor.waiting())


@router.get("/encoders")
def encoders(_admin: AdminDep, services: ServicesDep) -> list[Encoder]:
    """Return the encoders that were tried on this machine (administrators)."""
    found: list[Encoder] = []
    for one in services.engine.devices.verdicts():
        dropped = one.detail.startswith("Dropped")
        state = "ready" if one.works else "dropped" if dropped else "failed"
        speed = round(one.pixels_s / _REFERENCE, 2) if one.pixels_s else None
        found.append(
            Encoder(
                name=one.name,
                label=one.label,
                codec="h264",
                hardware=one.hardware,
                state=state,
                detail=one.detail,
                speed_x=speed,
            )
        )
    return found


def _run(turn: Turn, title: str) -> EncodingRun:
    state = "paused" if turn.held else "waiting" if turn.run.idle else "running"
    return EncodingRun(
        media_id=turn.media_id,
        title=title,
        track=turn.track.id,
        height=turn.track.height,
        viewers=len(turn.viewers),
        speed_x=round(turn.speed, 2) if turn.speed else None,
        segment=turn.run.next,
        segments=len(turn.plan.segments(turn.track)),
        background=False,
        state=state,
    )


def _titles(services: Services, viewer: Viewer, media_ids: set[str]) -> dict[str, str]:
    asked = (
        library.visible_to(viewer)
        .with_only_columns(MediaRow.id, MediaRow.title)
        .where(MediaRow.id.in_(media_ids))
    )
    with services.db.read() as session:
        return {row.id: row.title for row in session.execute(asked)}
