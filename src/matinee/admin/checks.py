"""What is well and what is not, part by part, each with what to do about it.

Every check is cheap enough for a page that is looked at; what costs (starting a media worker,
measuring the cache) is remembered for a while.
"""

import importlib.metadata
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import func, select, text

from matinee import engine, library, streaming
from matinee.admin import cluster, scrub
from matinee.admin.backups import listing, sending
from matinee.admin.verdict import Check, say
from matinee.engine import EngineError
from matinee.kit import clock, copies
from matinee.kit.jobs import JobStatus
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

log = logging.getLogger(__name__)

_T = TypeVar("_T")
_REMEMBER_S = 600.0
_STUCK_AFTER = timedelta(minutes=2)
_FAILED_WITHIN = timedelta(days=1)
_COPIES_OLD_AFTER = timedelta(days=3)
_LINKS_OLD_AFTER = timedelta(days=90)
_GB = 10**9  # as the pages say it


def run_all(services: Services) -> dict[str, Check]:
    """Look at every part. A check that cannot be made is itself reported as failing."""
    parts: dict[str, Callable[[Services], Check]] = {
        "database": database,
        "data_folder": data_folder,
        "ffmpeg": ffmpeg,
        "engine": engine_worker,
        "links": link_downloader,
        "jobs": jobs,
        "folders": folders,
        "cache": cache,
        "backups": backups,
        "rot": rot,
    }
    if services.objects is not None:
        parts |= {"storage": storage}
        parts |= {"uploads": uploads} if services.objects.direct is not None else {}
    if services.settings.cdn_url is not None:
        parts |= {"cdn": cdn}
    if services.redis is not None:
        parts |= {"redis": cluster.redis}
        parts |= {"servers": cluster.servers} if services.peers is not None else {}
        parts |= {"workers": cluster.workers}
    return {name: _made(name, check, services) for name, check in parts.items()}


def _made(name: str, check: Callable[[Services], Check], services: Services) -> Check:
    try:
        return check(services)
    except Exception as error:
        log.exception("the health check %s failed", name)
        return say("failing", "unknown", why=error)


def database(services: Services) -> Check:
    """Say whether the database answers, and how quickly."""
    started = clock.monotonic()
    with services.db.read() as session:
        session.execute(text("SELECT 1"))
    took_ms = (clock.monotonic() - started) * 1000
    kind = "SQLite" if services.db.is_sqlite else "PostgreSQL"
    if took_ms > 500:
        return say("warning", "database_slow", kind=kind, ms=f"{took_ms:.0f}")
    return say("ok", "database_ok", kind=kind, ms=f"{took_ms:.1f}")


def data_folder(services: Services) -> Check:
    """Say whether the data folder can be written and how much is free."""
    folder, floor = services.store.data, services.store.floor_bytes
    try:
        with tempfile.TemporaryFile(dir=services.store.staging_root):
            pass
        free = services.store.free_bytes()
    except OSError as cause:
        return say("failing", "folder_locked", folder=folder, why=cause.strerror)
    left = f"{free / _GB:.1f}"
    if free <= floor:
        least = f"{floor / _GB:.1f}"
        return say("failing", "folder_full", folder=folder, free=left, floor=least)
    if free < 2 * floor:
        return say("warning", "folder_near", folder=folder, free=left)
    return say("ok", "folder_ok", folder=folder, free=left)


def storage(services: Services) -> Check:
    """Say whether the bucket takes an object and gives it back."""
    kept = services.objects
    assert kept is not None
    where = str(kept.bucket.address)
    refusal = _remembered(f"storage {where}", kept.refusal, 60.0)
    if refusal is not None:
        return say("failing", "storage_failing", where=where, why=refusal.detail, what=refusal.fix)
    held = f"{kept.shelf.size_bytes() / _GB:.2f}"
    return say("ok", "storage_ok", where=where, held=held)


def uploads(services: Services) -> Check:
    """Say whether browsers send films straight to the bucket, by what was seen last."""
    assert services.objects is not None
    direct = services.objects.direct
    assert direct is not None
    if direct.refused is not None:
        refused = direct.refused
        return say("warning", "uploads_refused", where=direct.origin, origin=refused.origin[:200],
                   why=refused.why)  # fmt: skip
    return say("ok", "uploads_direct" if direct.sent else "uploads_untried", where=direct.origin)


def cdn(services: Services) -> Check:
    """Say whether prepared segments come by way of the CDN; it is asked at most once a minute."""
    there = streaming.cdn_of(services)
    assert there is not None
    _remembered(f"cdn {there.base}", there.look, 60.0)
    if there.why is not None:
        return say("warning", "cdn_away", where=there.base, why=there.why)
    return say("ok", "cdn_ok", where=there.base)


def ffmpeg(services: Services) -> Check:
    """Say which ffmpeg is used."""
    try:
        path = engine.ffmpeg.executable(services.settings.ffmpeg)
    except EngineError as error:
        return Check("failing", error.detail, error.fix)
    version = _remembered(f"ffmpeg {path}", lambda: _ffmpeg_version(path))
    if version is None:
        return say("failing", "ffmpeg_dead", path=path)
    origin = "bundled" if "imageio_ffmpeg" in path.parts else str(path)
    return say("ok", "ffmpeg_ok", version=version, origin=origin)


def _ffmpeg_version(path: Path) -> str | None:
    try:
        said = subprocess.run(
            [path, "-version"], capture_output=True, timeout=10, check=True, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"ffmpeg version (\S+)", said.stdout)
    return found.group(1) if found else "of unknown version"


def engine_worker(services: Services) -> Check:
    """Say whether a media worker starts and reads a file."""
    problem = _remembered(f"engine {id(services.engine)}", lambda: _try_engine(services))
    if problem:
        return say("failing", "engine_dead", why=problem)
    running, most = len(services.engine.workers()), services.settings.workers
    return say("ok", "engine_ok", running=running, most=most)


def _try_engine(services: Services) -> str:
    descriptor, name = tempfile.mkstemp(suffix=".wav", dir=services.store.staging_root)
    try:
        with os.fdopen(descriptor, "wb") as file, wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(bytes(16_000))
        services.engine.probe(name)
    except EngineError as error:
        return error.detail
    finally:
        Path(name).unlink(missing_ok=True)
    return ""


def link_downloader(_services: Services) -> Check:
    """Say which yt-dlp fetches links, and whether it is old: sites change under it."""
    version = importlib.metadata.version("yt-dlp")
    try:
        made = datetime(*(int(part) for part in version.split(".")[:3]), tzinfo=UTC)
    except (ValueError, TypeError):
        return say("ok", "links_undated", version=version)
    if not _has_javascript():
        return say("warning", "links_no_js", version=version)
    age = clock.now() - made
    if age > _LINKS_OLD_AFTER:
        return say("warning", "links_old", version=version, days=age.days)
    return say("ok", "links_ok", version=version, days=max(0, age.days))


def _has_javascript() -> bool:
    """Say whether there is a deno: the one that came with us, or another."""
    return (Path(sys.executable).parent / "deno").exists() or shutil.which("deno") is not None


def jobs(services: Services) -> Check:
    """Say what waits, what runs, what is stuck and what failed lately."""
    now = clock.now()
    with services.db.read() as session:
        rows = session.execute(select(Job.status, func.count()).group_by(Job.status)).all()
        counts = {row[0]: row[1] for row in rows}
        stuck = session.scalar(
            select(func.count()).where(
                Job.status == JobStatus.RUNNING,
                Job.waits.is_(False),
                Job.lease_until < now - _STUCK_AFTER,
            )
        )
        failed = session.scalar(
            select(func.count()).where(
                Job.status == JobStatus.FAILED, Job.finished_at > now - _FAILED_WITHIN
            )
        )
    busy = {"waiting": counts.get("queued", 0), "running": counts.get("running", 0)}
    if stuck:
        return say("failing", "jobs_stuck", stuck=stuck, **busy)
    if failed:
        return say("warning", "jobs_failed", failed=failed, **busy)
    return say("ok", "jobs_ok", **busy)


def folders(services: Services) -> Check:
    """Say which library folders are there."""
    with services.db.read() as session:
        paths = [row.path for row in library.roots(session)]
    away = [path for path in paths if not Path(path).is_dir()]
    if away:
        shown = ", ".join(repr(path) for path in away[:5])
        return say("warning", "folders_away", away=len(away), count=len(paths), shown=shown)
    codes = {0: "folders_none", 1: "folders_one"}
    return say("ok", codes.get(len(paths), "folders_ok"), count=len(paths))


def cache(services: Services) -> Check:
    """Say how large the segment cache is."""
    size = _remembered(
        f"cache {services.store.data}", lambda: streaming.cache_bytes(services), 60.0
    )
    cap = services.settings.cache_max_bytes
    facts = {"size": f"{size / _GB:.2f}", "cap": f"{cap / _GB:.1f}"}
    if size > cap * 1.1:
        return say("warning", "cache_full", **facts)
    return say("ok", "cache_ok", **facts)


def backups(services: Services) -> Check:
    """Say when the database was last copied."""
    settings = services.settings
    if settings.backup_folder is not None and not settings.backup_folder.is_dir():
        return say("failing", "backups_away", folder=settings.backup_folder)
    found = [one for one in copies.every(settings) if one.sha256 is not None]
    if not settings.backup_nightly:
        return say("ok", "backups_off", count=len(found))
    if not found:
        return say("ok", "backups_none")
    age = clock.now() - found[0].made_at
    if age > _COPIES_OLD_AFTER:
        return say("warning", "backups_old", days=age.days)
    in_store = _remembered(f"copies {settings.data}", lambda: listing.look(settings), 60.0)
    if in_store.refusal is not None:
        why = in_store.refusal
        return say("warning", "backups_store_away", where=in_store.store, why=why.detail,
                   what=why.fix)  # fmt: skip
    if late := sending.late(services, in_store):
        return say("warning", "backups_unsent", where=in_store.store, count=late)
    hours = max(0, round(age.total_seconds() / 3600))
    return say("ok", "backups_ok", hours=hours, count=len(found))


def rot(services: Services) -> Check:
    """Say whether files have changed by themselves."""
    standing = scrub.state(services)
    if standing.rotten:
        shown = ", ".join(repr(one.path) for one in standing.rotten[:5])
        return say("failing", "rot_found", count=len(standing.rotten), shown=shown)
    if standing.done_at is None:
        return say("ok", "rot_none")
    return say("ok", "rot_ok", files=standing.files)


_known: dict[str, tuple[float, object]] = {}
_known_lock = threading.Lock()


def _remembered(name: str, find: Callable[[], _T], for_s: float = _REMEMBER_S) -> _T:
    """Return what `find` found, at most `for_s` seconds ago; one looks while others wait."""
    with _known_lock:
        known = _known.get(name)
        if known is None or clock.monotonic() - known[0] > for_s:
            known = _known[name] = (clock.monotonic(), find())
        return cast("_T", known[1])
