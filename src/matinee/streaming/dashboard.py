"""What is encoded now and by what, for whoever runs this server."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from pydantic import BaseModel

from matinee import library
from matinee.accounts import AdminDep, Viewer
from matinee.kit.http import ServicesDep
from matinee.kit.peers import Peers
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


_SIGNED = ("authorization", "cookie")
_PEER_S = 2.0
_REFERENCE = 1920 * 1080 * 24.0  # pixels a second of a film in 1080p


@router.get("/now")
def encoding_now(
    admin: AdminDep, services: ServicesDep, request: Request, here: bool = False
) -> EncodingNow:
    """Return what is encoded now by all servers of this library, or only `here`
    (administrators)."""
    conductor = conductor_of(services)
    turns = conductor.turns()
    titles = _titles(services, admin, {turn.media_id for turn in turns})
    runs = [_run(turn, titles.get(turn.media_id, "")) for turn in turns]
    now = EncodingNow(runs=runs, slots=conductor.slots, waiting=conductor.waiting())
    for other in [] if here or services.peers is None else _others(services.peers, request):
        now.runs += other.runs
        now.slots += other.slots
        now.waiting += other.waiting
    return now


def _others(peers: Peers, request: Request) -> Iterator[EncodingNow]:
    """Ask the other servers as the same administrator; one that does not answer is left out."""
    import httpx

    shown = {name: request.headers[name] for name in _SIGNED if name in request.headers}
    with httpx.Client(timeout=_PEER_S, trust_env=False, headers=shown) as client:
        for peer in peers.others():
            try:
                answer = client.get(f"{peer.address}/api/streaming/now", params={"here": "true"})
                yield EncodingNow.model_validate_json(answer.raise_for_status().content)
            except (httpx.HTTPError, ValueError):
                continue


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
