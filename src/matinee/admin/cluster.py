"""Whether the other processes of a cluster are there: Redis, and workers for every lane."""

from matinee import __version__
from matinee.admin.verdict import Check
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
        words = f"{error.detail} Pages are not told at once what workers do; jobs go on."
        return Check("failing", words, error.fix)
    return Check("ok", f"Redis answers in {took_s * 1000:.1f} ms.")


def workers(services: Services) -> Check:
    """Say which workers run, and whether any lane has none."""
    found = running(services.db)
    if not found:
        return Check(
            "failing", "No worker runs: nothing is brought in.", "Start one: matinee worker"
        )
    hosts = sorted({worker.host for worker in found})
    many = "1 worker runs" if len(found) == 1 else f"{len(found)} workers run"
    words = f"{many} on {', '.join(hosts)}"
    lacking = set(Lane) - set().union(*(worker.lanes for worker in found))
    if lacking:
        names = ", ".join(sorted(lacking))
        return Check(
            "failing", f"{words}, none of them for: {names}.",
            "Start one without --lane, or with these.",
        )  # fmt: skip
    other = sorted({worker.version for worker in found} - {__version__})
    if other:
        return Check(
            "warning", f"{words}, some of another version ({', '.join(other)}).",
            "Update and restart them.",
        )  # fmt: skip
    return Check("ok", f"{words}.")
