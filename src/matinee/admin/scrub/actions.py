"""Reading a share of the films again. Where it stands lies in a file of the data folder."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Select, func, select

from matinee import library
from matinee.engine import EngineError
from matinee.kit import clock
from matinee.kit.jobs import JobContext
from matinee.kit.services import Services
from matinee.kit.store import write_atomic

EVERY: Final = timedelta(days=7)
_ROTTEN_MAX: Final = 1000


@dataclass(frozen=True, slots=True)
class Rotten:
    """A file whose bytes are not those that came in, though nobody wrote to it."""

    asset_id: str
    path: str
    found_at: str


@dataclass(frozen=True, slots=True)
class State:
    """Up to which file the reading has come (ids are in the order in which files came), when the
    last was done, how many files were read then, and what was found rotten so far."""

    after: str = ""
    done_at: str | None = None
    files: int = 0
    rotten: tuple[Rotten, ...] = ()


def state(services: Services) -> State:
    """Return how the scrub stands."""
    try:
        found = json.loads(_path(services).read_bytes())
        rotten = tuple(Rotten(**one) for one in found.pop("rotten"))
        return State(**found, rotten=rotten)
    except (OSError, ValueError, TypeError, KeyError):
        return State()


def is_due(services: Services) -> bool:
    """Say whether a week has gone by, and there is anything to read."""
    if services.settings.scrub_percent == 0:
        return False
    done_at = state(services).done_at
    if done_at is not None and clock.now() - datetime.fromisoformat(done_at) < EVERY:
        return False
    with services.db.read() as session:
        return session.scalar(_hashed().limit(1)) is not None


def scrub(context: JobContext) -> None:
    """Read on where the last one stopped, until the week's share is read; begin anew at the end.

    What was rotten and is read again as it should be was put back: it is not told any more.
    """
    services = context.services
    standing = state(services)
    with services.db.read() as session:
        total = session.scalar(_hashed().with_only_columns(func.sum(library.AssetRow.size_bytes)))
        wanted = _hashed().order_by(library.AssetRow.id)
        rest = session.scalars(wanted.where(library.AssetRow.id > standing.after)).all()
        first = session.scalars(wanted.where(library.AssetRow.id <= standing.after)).all()
    share = (total or 0) * services.settings.scrub_percent / 100
    rotten = {one.asset_id: one for one in standing.rotten}
    read = files = 0
    for asset in (*rest, *first):
        if read >= share:
            break
        context.check()
        context.progress(100 * read / max(1.0, share), step="hashing")
        known = _is_rotten(context, asset)
        if known is None:
            rotten.pop(asset.id, None)
        else:
            rotten[asset.id] = known
        read, files = read + asset.size_bytes, files + 1
        standing = replace(standing, after=asset.id, rotten=tuple(rotten.values())[:_ROTTEN_MAX])
        _save(services, standing)
    _save(services, replace(standing, done_at=f"{clock.now().isoformat()}", files=files))


def _is_rotten(context: JobContext, asset: library.AssetRow) -> Rotten | None:
    """Read one file. One that is away, or that somebody has written to since, is not rotten."""
    services = context.services
    with services.db.read() as session:
        path = next(library.asset_files(services, session, asset), None)
    try:
        if path is None or path.stat().st_size != asset.size_bytes:
            return None
        if path.stat().st_mtime > asset.added_at.timestamp() and asset.key is None:
            return None
        found = services.engine.full_hash(path, should_stop=context.stop_requested)
    except (OSError, EngineError):
        context.check()
        return None
    if found == asset.full_hash:
        return None
    return Rotten(asset.id, str(path), f"{clock.now():%FT%TZ}")


def _hashed() -> Select[library.AssetRow]:
    return select(library.AssetRow).where(library.AssetRow.full_hash.is_not(None))


def _save(services: Services, standing: State) -> None:
    write_atomic(_path(services), json.dumps(asdict(standing)).encode(), durable=False)


def _path(services: Services) -> Path:
    return services.store.data / "scrub.json"
