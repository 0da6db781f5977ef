"""Grants: a signed permission for one session to play one plan of one title.

A grant stands in the address, since players ask for segments by themselves. It says who may play
what until when; verifying it needs a key and the set of living sessions, never the database. Its
expiry is rounded to the hour, so that opening a title again gives the same address and what the
browser has kept is used.
"""

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from matinee import accounts
from matinee.engine import Plan, PlanTrack
from matinee.kit import clock, tokens
from matinee.kit.errors import Forbidden, Unauthorized

LIFETIME_S = 12 * 3600
_ROUND_S = 3600
_MAX_TOKEN = 1024
_MOST_READ = 8192  # everybody who watches now should fit, else each is read anew each time


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may play what. `tracks` says which of the plan's tracks are offered, a bit for each, and
    `by_cdn` which of them playlists send to the CDN for."""

    media_id: str
    asset_id: str
    plan: str
    session_id: str
    user_id: str
    tracks: int = 0
    by_cdn: int = 0


def mask(plan: Plan, ids: Iterable[str]) -> int:
    """Return the bits of these tracks of a plan."""
    wanted = set(ids)
    return sum(1 << n for n, track in enumerate(plan.tracks) if track.id in wanted)


def offered(plan: Plan, grant: Grant) -> tuple[PlanTrack, ...]:
    """Return the tracks of a plan that a grant is for."""
    return tuple(t for n, t in enumerate(plan.tracks) if grant.tracks >> n & 1)


def sent_by_cdn(plan: Plan, grant: Grant) -> tuple[PlanTrack, ...]:
    """Return the tracks of a plan that players are sent to the CDN for."""
    return tuple(t for n, t in enumerate(plan.tracks) if grant.by_cdn >> n & 1)


def issue(key: bytes, grant: Grant) -> str:
    """Return the token of a grant. It lives for 12 to 13 hours."""
    payload: dict[str, str | int] = {
        "m": grant.media_id, "a": grant.asset_id, "p": grant.plan, "s": grant.session_id,
        "u": grant.user_id, "t": grant.tracks,
    }  # fmt: skip
    if grant.by_cdn:
        payload["c"] = grant.by_cdn
    ends = math.ceil(clock.epoch() / _ROUND_S) * _ROUND_S + LIFETIME_S
    return tokens.sign(key, payload, expires_at=ends)


@functools.lru_cache(maxsize=_MOST_READ)
def _read(key: bytes, token: str) -> tuple[Grant, float]:
    # The signature of a token never changes, so it is checked once; its expiry each time.
    payload = tokens.verify(key, token, now=0.0)
    try:
        grant = Grant(
            payload["m"], payload["a"], payload["p"], payload["s"], payload["u"],
            int(payload["t"]), int(payload.get("c", 0)),
        )  # fmt: skip
        return grant, float(payload["exp"])
    except (KeyError, TypeError) as cause:
        raise Unauthorized("This link has been altered.", code="altered") from cause


def check(key: bytes, token: str) -> Grant:
    """Return what a token permits now.

    Raises Unauthorized with code "altered" or "expired", or "signed_out" when its session ended.
    """
    if len(token) > _MAX_TOKEN:
        raise Unauthorized("This link has been altered.", code="altered")
    grant, ends = _read(key, token)
    if clock.epoch() >= ends:
        raise Unauthorized("This link has expired.", fix="Open the title again.", code="expired")
    if not accounts.session_is_live(grant.session_id):
        raise Unauthorized(
            "This link ended when its session was signed out.",
            fix="Sign in and open the title again.",
            code="signed_out",
        )
    return grant


def check_for(
    key: bytes, token: str, *, media_id: str | None = None, plan: str | None = None
) -> Grant:
    """Like `check`, for one title or one plan. Raises Forbidden when it is for another."""
    grant = check(key, token)
    if (media_id is not None and grant.media_id != media_id) or (
        plan is not None and grant.plan != plan
    ):
        raise Forbidden(
            "This link is for something else.", fix="Open the title again.", code="out_of_scope"
        )
    return grant
