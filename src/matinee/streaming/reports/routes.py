"""Reports over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from matinee.accounts import AdminDep, ViewerDep
from matinee.kit.http import ServicesDep, read_small
from matinee.streaming.reports import actions, queries, rules, schemas
from matinee.streaming.reports.rules import Group, Summary

router = APIRouter(tags=["streaming"])
_BODY_MAX = 16_384
_MOST_CLIENTS = 12
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": schemas.PlaybackReport.model_json_schema()}},
    }
}
Viewing = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{8,36}$")]


async def read_report(request: Request) -> schemas.PlaybackReport:
    """Read the body whatever its type says: `sendBeacon` may send JSON as plain text."""
    return await read_small(request, schemas.PlaybackReport, _BODY_MAX)


ReportDep = Annotated[schemas.PlaybackReport, Depends(read_report)]


@router.put("/api/playback-reports/{viewing}", status_code=204, openapi_extra=_BODY)
def keep(viewing: Viewing, report: ReportDep, viewer: ViewerDep, services: ServicesDep) -> None:
    """Keep what a player measured of a viewing; the newest report of it replaces the others."""
    actions.keep(services, viewer, viewing, report)


@router.post("/api/playback-reports/{viewing}", status_code=204, openapi_extra=_BODY)
def keep_by_beacon(
    viewing: Viewing, report: ReportDep, viewer: ViewerDep, services: ServicesDep
) -> None:
    """Keep what a player measured, for `navigator.sendBeacon`, which can only POST."""
    actions.keep(services, viewer, viewing, report)


@router.get("/api/streaming/speed")
def speed(
    _: AdminDep, services: ServicesDep, days: Annotated[int, Query(ge=1, le=rules.KEPT_DAYS)] = 7
) -> schemas.Speed:
    """Say how quickly titles started and how smoothly they played (administrators)."""
    with services.db.read() as session:
        summary = rules.summarize(queries.since(session, days))
    return _wire(summary, days)


def _wire(summary: Summary, days: int) -> schemas.Speed:
    whole = summary.whole
    return schemas.Speed(
        days=days, viewings=whole.viewings, watched_s=whole.watched_s, stalls=whole.stalls,
        stalled_s=whole.stalled_s, stalled_share=whole.stalled_share,
        never_began=summary.never_began, fallbacks=summary.fallbacks, ups=summary.ups,
        downs=summary.downs, dropped=summary.dropped, decoded=summary.decoded,
        kinds=[_kind(kind, group) for kind, group in summary.kinds.items() if group.viewings],
        clients=_clients(summary),
        failures=[
            schemas.SpeedFailure(code=code, count=count, viewings=summary.hit[code])
            for code, count in summary.failures.most_common(_MOST_CLIENTS)
        ],
    )  # fmt: skip


def _kind(kind: rules.Kind, group: Group) -> schemas.SpeedKind:
    return schemas.SpeedKind(
        kind=kind,
        viewings=group.viewings,
        start=_spread(group.starts_ms, rules.START_P50_S[kind], rules.START_P95_S[kind]),
        seek_near=_spread(group.near_ms, None, rules.SEEK_NEAR_P95_S),
        seek_far=_spread(group.far_ms),
        stalled_share=group.stalled_share,
    )


def _clients(summary: Summary) -> list[schemas.SpeedClient]:
    ranked = sorted(summary.clients.items(), key=lambda one: (-one[1].viewings, one[0]))
    return [
        schemas.SpeedClient(
            client=client,
            viewings=group.viewings,
            start=_spread(group.starts_ms),
            stalled_share=group.stalled_share,
        )
        for client, group in ranked[:_MOST_CLIENTS]
    ]


def _spread(
    values_ms: Sequence[int], target_p50_s: float | None = None, target_p95_s: float | None = None
) -> schemas.SpeedSpread:
    found = rules.spread(values_ms)
    return schemas.SpeedSpread(
        count=found.count, p50_s=found.p50_s, p95_s=found.p95_s,
        target_p50_s=target_p50_s, target_p95_s=target_p95_s,
    )  # fmt: skip
