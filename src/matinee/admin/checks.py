"""What is well and what is not, part by part, each with what to do about it.

Every check is cheap enough for a page that is looked at; what costs (starting a media worker,
measuring the cache) is remembered for a while.
"""

import importlib.metadata
import logging
import os
import re
import subprocess
import tempfile
import threading
import wave
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import func, select, text

from matinee import engine, library, streaming
from matinee.admin import cluster
from matinee.admin.verdict import Check
from matinee.engine import EngineError
from matinee.kit import clock
from matinee.kit.jobs import JobStatus
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

log = logging.getLogger(__name__)

_T = TypeVar("_T")
_REMEMBER_S = 600.0
_STUCK_AFTER = timedelta(minutes=2)
_FAILED_WITHIN = timedelta(days=1)
_LINKS_OLD_AFTER = timedelta(days=90)
_GIB = 1024**3


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
    }
    if services.redis is not None:
        parts |= {"redis": cluster.redis, "workers": cluster.workers}
    return {name: _made(name, check, services) for name, check in parts.items()}


def _made(name: str, check: Callable[[Services], Check], services: Services) -> Check:
    try:
        return check(services)
    except Exception as error:
        log.exception("the health check %s failed", name)
        return Check("failing", f"It cannot be looked at: {error}", "See the server's log.")


def database(services: Services) -> Check:
    """Say whether the database answers, and how quickly."""
    started = clock.monotonic()
    with services.db.read() as session:
        session.execute(text("SELECT 1"))
    took_ms = (clock.monotonic() - started) * 1000
    kind = "SQLite" if services.db.is_sqlite else "PostgreSQL"
    if took_ms > 500:
        return Check("warning", f"{kind} took {took_ms:.0f} ms to answer.", "Look at the disk.")
    return Check("ok", f"{kind} answers in {took_ms:.1f} ms.")


def data_folder(services: Services) -> Check:
    """Say whether the data folder can be written and how much is free."""
    folder, floor = services.store.data, services.store.floor_bytes
    try:
        with tempfile.TemporaryFile(dir=services.store.staging_root):
            pass
        free = services.store.free_bytes()
    except OSError as cause:
        return Check(
            "failing",
            f"{folder} cannot be written: {cause.strerror}.",
            "Give this user the right to write there, or choose another folder with --data.",
        )
    words = f"{folder} can be written; {free / _GIB:.1f} GB are free."
    if free <= floor:
        return Check(
            "failing",
            f"{words} Nothing more is brought in below {floor / _GIB:.1f} GB.",
            "Free some space, or lower MATINEE_FREE_SPACE_FLOOR_BYTES.",
        )
    if free < 2 * floor:
        return Check("warning", f"{words} That is near the floor.", "Free some space soon.")
    return Check("ok", words)


def ffmpeg(services: Services) -> Check:
    """Say which ffmpeg is used."""
    try:
        path = engine.ffmpeg.executable(services.settings.ffmpeg)
    except EngineError as error:
        return Check("failing", error.detail, error.fix)
    version = _remembered(f"ffmpeg {path}", lambda: _ffmpeg_version(path))
    if version is None:
        return Check("failing", f"{path} does not run.", "Install ffmpeg or set MATINEE_FFMPEG.")
    origin = "bundled" if "imageio_ffmpeg" in path.parts else str(path)
    return Check("ok", f"ffmpeg {version} ({origin}).")


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
        return Check("failing", problem, "Install Matinee again: its media library does not load.")
    running, most = len(services.engine.workers()), services.settings.workers
    return Check("ok", f"Media workers read files; {running} of at most {most} run now.")


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
        return Check("ok", f"yt-dlp {version}.")
    age = clock.now() - made
    if age > _LINKS_OLD_AFTER:
        return Check(
            "warning",
            f"yt-dlp {version} is {age.days} days old; some sites may no longer work.",
            "Update Matinee, or only yt-dlp: pip install --upgrade yt-dlp",
        )
    return Check("ok", f"yt-dlp {version}, {max(0, age.days)} days old.")


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
    words = f"{counts.get('queued', 0)} waiting, {counts.get('running', 0)} running"
    if stuck:
        return Check(
            "failing",
            f"{words}, {stuck} stuck.",
            "Restart Matinee: they begin again by themselves.",
        )
    if failed:
        return Check("warning", f"{words}, {failed} failed today.", "See Activity for each reason.")
    return Check("ok", f"{words}.")


def folders(services: Services) -> Check:
    """Say which library folders are there."""
    with services.db.read() as session:
        paths = [row.path for row in library.roots(session)]
    away = [path for path in paths if not Path(path).is_dir()]
    if away:
        shown = ", ".join(repr(path) for path in away[:5])
        return Check(
            "warning",
            f"{len(away)} of {len(paths)} library folders are away: {shown}.",
            "Connect the disk they lie on, then scan them. Nothing was deleted.",
        )
    return Check("ok", f"{len(paths)} library folders are there." if paths else "No folders yet.")


def cache(services: Services) -> Check:
    """Say how large the segment cache is."""
    size = _remembered(
        f"cache {services.store.data}", lambda: streaming.cache_bytes(services), 60.0
    )
    cap = services.settings.cache_max_bytes
    words = f"{size / _GIB:.2f} of at most {cap / _GIB:.1f} GB."
    if size > cap * 1.1:
        return Check("warning", words, "Delete the folder data/cache: it is made again.")
    return Check("ok", words)


_known: dict[str, tuple[float, object]] = {}
_known_lock = threading.Lock()


def _remembered(name: str, find: Callable[[], _T], for_s: float = _REMEMBER_S) -> _T:
    """Return what `find` found, at most `for_s` seconds ago; one looks while others wait."""
    with _known_lock:
        known = _known.get(name)
        if known is None or clock.monotonic() - known[0] > for_s:
            known = _known[name] = (clock.monotonic(), find())
        return cast("_T", known[1])
