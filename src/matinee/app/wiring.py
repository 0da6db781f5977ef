"""Everything a process is made of, put together in one place."""

import contextlib
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType

from matinee import (
    __version__,
    accounts,
    admin,
    discovery,
    engine,
    ingest,
    library,
    moving,
    streaming,
    watching,
)
from matinee.app.engine_watch import EngineWatch
from matinee.kit import memory, migrate, secrets
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Unavailable
from matinee.kit.events import Bus, Missed
from matinee.kit.jobs import Jobs
from matinee.kit.objects import Objects, address_of
from matinee.kit.peers import SAY_S, Peers
from matinee.kit.redis import Link
from matinee.kit.services import Services
from matinee.kit.spare import EVERY_S, Spare
from matinee.kit.store import Store

ROOMS: tuple[ModuleType, ...] = (
    accounts,
    library,
    ingest,
    watching,
    moving,
    streaming,
    discovery,
    admin,
)
"""The rooms, lowest first: each is wired on what stands beneath it."""


def build(settings: Settings, address: str | None = None) -> Services:
    """Open everything: folders, secrets, database (migrated), engine; wire the rooms.

    `address` is where other servers of this library reach this one, if it is one of several.
    """
    store = Store(settings.data, floor_bytes=settings.free_space_floor_bytes)
    spare = Spare(store.data)
    spare.give_if_full()
    store.prepare()
    spare.keep()
    objects = _objects(settings, store)
    existing = migrate.current_revision(settings) is not None
    if not existing:
        _refuse_to_begin_anew(settings, store)
    keys = secrets.load(store.data, existing=existing)
    link = _linked(settings)
    migrate.upgrade(settings)
    database = Database(settings.database, settings.database_read_url)
    database.make_room = spare.give
    bus = Bus()
    jobs = Jobs(database, bus)
    jobs.every(EVERY_S, spare.keep)
    jobs.every(memory.LOOK_S, memory.Tidy().look, everywhere=True)
    services = Services(
        settings=settings,
        db=database,
        bus=bus,
        jobs=jobs,
        store=store,
        secrets=keys,
        engine=engine.Engine(workers=settings.workers, watch=EngineWatch()),
        redis=link,
        peers=Peers(database, address, __version__) if address is not None else None,
        objects=objects,
    )
    if link is not None:
        _join(services, link)
    if services.peers is not None:
        services.peers.say()
        jobs.every(SAY_S, services.peers.say, everywhere=True)
    jobs.bind(lambda: services)
    try:
        for room in (accounts, library, ingest, watching, moving, streaming, admin):
            room.wire(services)
    except BaseException:  # a setting that cannot be: nothing stays open behind it
        close(services)
        raise
    return services


def _refuse_to_begin_anew(settings: Settings, store: Store) -> None:
    """Raise Unavailable where there is no database, but files of a library that had one."""
    kept = (store.media_root, store.artwork_root, store.data / "backups")
    if not any(root.is_dir() and any(root.iterdir()) for root in kept):
        return
    where = "MATINEE_DATABASE_URL" if settings.database_url else migrate.database_path(settings)
    raise Unavailable(
        f"There is no library in the database ({where}), although files of one are in "
        f"{store.data}.",
        fix="Put the last whole copy back: matinee restore latest. If the database is elsewhere, "
        "set MATINEE_DATABASE_URL; to begin anew, choose an empty folder with --data.",
        code="database_missing",
    )


def _linked(settings: Settings) -> Link | None:
    """Return the connection to Redis, which may be away but must not refuse us."""
    if settings.redis_url is None:
        return None
    link = Link(settings.redis_url)
    link.check()
    return link


def _objects(settings: Settings, store: Store) -> Objects | None:
    """Return the storage of the settings, which may be away but must be one."""
    address = address_of(settings)
    if address is None:
        return None
    objects = Objects(address, settings, store)
    objects.start()
    return objects


def _join(services: Services, link: Link) -> None:
    """Let this process hear what others tell, and call workers for jobs."""
    from matinee.kit.jobs.messages import Caller

    services.bus.line = link
    services.bus.written = lambda: services.db.written
    services.bus.note_written = services.db.note_written
    caller = Caller(link)
    link.at_close.append(caller.close)
    services.jobs.call = caller
    link.listen(services.bus.hear, lambda: services.bus.publish(Missed()))


def close(services: Services) -> None:
    """Close what `build` opened."""
    if services.peers is not None:
        services.peers.leave()
    if services.redis is not None:
        services.redis.close()
    if services.objects is not None:
        services.objects.close()
    with contextlib.suppress(Exception):
        streaming.close(services)
        services.engine.close()
    services.db.close()


@contextmanager
def opened(settings: Settings) -> Generator[Services]:
    """Build the services for the length of a block."""
    services = build(settings)
    try:
        yield services
    finally:
        close(services)
