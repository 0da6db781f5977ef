"""Whether the other processes of a cluster are there: Redis, servers, workers for every lane."""

from matinee import __version__
from matinee.admin.verdict import Check, say
from matinee.kit.errors import MatineeError
from matinee.kit.jobs import Lane
from matinee.kit.jobs.duty import workers as running
from matinee.kit.services import Services


def redis(services: Services) -> Check:
    """Say whether Redis answers, and how quickly."""
    assert services.redis is not None
    try:
        took_s = services.redis.ping()
    except MatineeError as error:
        return say("failing", "redis_away", why=error.detail)
    return say("ok", "redis_ok", ms=f"{took_s * 1000:.1f}")


def workers(services: Services) -> Check:
    """Say which workers run, and whether any lane has none."""
    found = running(services.db)
    if not found:
        return say("failing", "workers_none")
    facts = {"count": len(found), "hosts": ", ".join(sorted({worker.host for worker in found}))}
    lacking = set(Lane) - set().union(*(worker.lanes for worker in found))
    if lacking:
        return say("failing", "workers_lacking", lanes=", ".join(sorted(lacking)), **facts)
    others = sorted({worker.version for worker in found} - {__version__})
    if others:
        return say("warning", "workers_other", versions=", ".join(others), **facts)
    return say("ok", "workers_ok", **facts)


def servers(services: Services) -> Check:
    """Say which servers stand over this library."""
    assert services.peers is not None
    found = services.peers.all()
    facts = {"count": len(found), "hosts": ", ".join(sorted({peer.host for peer in found}))}
    others = sorted({peer.version for peer in found} - {__version__})
    if others:
        return say("warning", "servers_other", versions=", ".join(others), **facts)
    return say("ok", "servers_ok", **facts)
