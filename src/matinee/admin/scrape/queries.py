"""How things stand now: looked up when somebody asks, each part in one cheap way.

What costs more (sizes on the disk, sums over the library) is found beside it, by `storage`.
"""

import platform
from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy.pool import QueuePool

from matinee import __version__, streaming
from matinee.admin.scrape import storage
from matinee.kit.errors import MatineeError
from matinee.kit.figures import Family, gauge
from matinee.kit.jobs import Lane
from matinee.kit.jobs import figures as job_figures
from matinee.kit.jobs.duty import workers as running
from matinee.kit.services import Services

Part = Callable[[Services], Iterable[Family]]


def build(services: Services) -> Iterable[Family]:
    """Say what runs here."""
    kind = "sqlite" if services.db.is_sqlite else "postgresql"
    names = (__version__, platform.python_version(), kind)
    return (
        gauge(
            "matinee_build_info", "What runs here; the value is always 1.", {names: 1},
            ("version", "python", "database"),
        ),
    )  # fmt: skip


def database(services: Services) -> Iterable[Family]:
    """Say how many connections of the pool are in use."""
    pool = services.db.engine.pool
    if not isinstance(pool, QueuePool):
        return ()
    most = pool.size() + pool._max_overflow
    states: dict[tuple[str, ...], float] = {
        ("in_use",): pool.checkedout(),
        ("idle",): pool.checkedin(),
    }
    return (
        gauge("matinee_database_connections", "Connections to the database.", states, ("state",)),
        gauge("matinee_database_connections_max", "Connections that there may be.", most),
    )


def engine(services: Services) -> Iterable[Family]:
    """Say which child processes of the media engine there are."""
    children: dict[tuple[str, ...], float] = {
        (kind,): count for kind, count in services.engine.children().items()
    }
    return (
        gauge(
            "matinee_engine_children",
            "Media processes: reading files, or encoding (or ready to).", children, ("kind",),
        ),
        gauge(
            "matinee_engine_children_max", "Those that read files, at most.",
            services.settings.workers,
        ),
    )  # fmt: skip


def jobs(services: Services) -> Iterable[Family]:
    """Say how the queue stands."""
    with services.db.read() as session:
        return job_figures.look(services.db, session)


def cluster(services: Services) -> Iterable[Family]:
    """Say who else is there, where there are several processes."""
    if services.redis is None:
        return ()
    try:
        services.redis.ping()
        up = 1
    except MatineeError:
        up = 0
    found = running(services.db)
    lanes: dict[tuple[str, ...], float] = {
        (lane.value,): sum(lane in worker.lanes for worker in found) for lane in Lane
    }
    told = [
        gauge("matinee_redis_up", "Whether Redis answers (1) or is away (0).", up),
        gauge("matinee_workers", "Workers that run, by what they work on.", lanes, ("lane",)),
    ]
    if services.peers is not None:
        count = len(services.peers.all())
        told.append(gauge("matinee_servers", "Server processes over this library.", count))
    return told


OWN: Final[dict[str, Part]] = {
    "build": build,
    "database": database,
    "engine": engine,
    "streaming": streaming.standing,
}
"""What each process tells of itself."""
SHARED: Final[dict[str, Part]] = {"jobs": jobs, "cluster": cluster, "storage": storage.look}
"""What is one for all processes."""
