"""Scanning a root: compare what is there with what is known, take in what is new.

Runs as one job; files are examined side by side, a few at a time, and each is published by
itself, so a scan that is cut off goes on where it was. What is gone is only marked so.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from matinee import engine, library
from matinee.ingest import flow
from matinee.ingest.loose import printable
from matinee.ingest.sources.folder import beside
from matinee.ingest.sources.folder import walk as walking
from matinee.ingest.sources.folder.walk import SAME_FILE, Seen, Walk
from matinee.kit import clock
from matinee.kit.errors import MatineeError, Unavailable, Unprocessable, from_engine
from matinee.kit.jobs import JobContext

_LISTED_FAILURES = 50
_TELL_EVERY_S = 0.5


@dataclass
class Tally:
    """What a scan has done so far."""

    found: int = 0
    unchanged: int = 0
    skipped: Counter[str] = field(default_factory=Counter[str])
    done: Counter[str] = field(default_factory=Counter[str])
    missing: int = 0
    failures: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    last_media_id: str | None = None
    told_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self) -> dict[str, int]:
        """Return the four figures a folder shows of its last scan."""
        return {
            "found": self.found,
            "added": self.done["added"],
            "skipped": sum(self.skipped.values()),
            "failed": self.done["failed"],
        }

    def summary(self) -> dict[str, Any]:
        """Return everything for the job."""
        return {
            **self.counts(),
            "moved": self.done["moved"],
            "unchanged": self.unchanged,
            "missing": self.missing,
            "skipped_by_reason": dict(self.skipped),
            "failures": list(self.failures),
        }

    def failed(self, relative_path: str, error: MatineeError) -> None:
        """Count a file that could not be taken in, and list it while the list is short."""
        with self.lock:
            self.done["failed"] += 1
            if len(self.failures) < _LISTED_FAILURES:
                self.failures.append(
                    {
                        "path": printable(relative_path),
                        "code": error.code,
                        "detail": error.detail,
                        "fix": error.fix,
                    }
                )


@dataclass(frozen=True, slots=True)
class Scan:
    """One run over one root."""

    ctx: JobContext
    root_id: str
    root: Path
    only: str | None
    tally: Tally


def run(ctx: JobContext) -> None:
    """Scan one root, or one file of it."""
    with ctx.services.db.read() as session:
        root = library.get_root(session, ctx.payload["root_id"])
        known = library.known_files(session, root.id)
    scan = Scan(ctx, root.id, Path(root.path), ctx.payload.get("only"), Tally())
    ctx.progress(0, step="scanning")
    found = _walk(scan, known)
    fresh, back, gone = compare(found, known)
    if scan.only is not None:
        fresh, back, gone = (
            [seen for seen in fresh if seen.relative_path == scan.only],
            [path for path in back if path == scan.only],
            [],
        )
    tally = scan.tally
    tally.found, tally.skipped = len(found.files), found.skipped
    tally.unchanged = len(found.files) - len(fresh)
    library.mark_root_ready(ctx.services, scan.root_id)
    library.mark_seen(ctx.services, scan.root_id, back)
    _take_in(scan, found, fresh)
    _sync_subtitles(scan, found, fresh)
    tally.missing = library.mark_missing(ctx.services, scan.root_id, gone)
    library.save_scan(ctx.services, scan.root_id, tally.counts())
    _end(scan)


def compare(
    found: Walk, known: dict[str, library.KnownFile]
) -> tuple[list[Seen], list[str], list[str]]:
    """Return (new or changed files, paths that are back, paths that are gone)."""
    fresh: list[Seen] = []
    back: list[str] = []
    for seen in found.files:
        before = known.get(seen.relative_path)
        same = before is not None and (before.size_bytes, before.modified_ns) == (
            seen.size_bytes,
            seen.modified_ns,
        )
        if not same:
            fresh.append(seen)
        elif before is not None and before.missing:
            back.append(seen.relative_path)
    there = {seen.relative_path for seen in found.files}
    gone = [
        path
        for path, before in known.items()
        if path not in there and not before.missing and not found.hides(path)
    ]
    return fresh, back, gone


def _walk(scan: Scan, known: dict[str, library.KnownFile]) -> Walk:
    """Return what is in the root. A root that is away is marked so, and nothing is taken out."""
    services = scan.ctx.services
    try:
        found = walking.walk(scan.root, leave_out=services.store.data, check=scan.ctx.check)
        if found.is_file and any(path != SAME_FILE for path in known):
            raise NotADirectoryError
    except OSError as cause:
        library.mark_root_unavailable(services, scan.root_id)
        raise Unavailable(
            f"{printable(str(scan.root))} is not there now.",
            fix="Connect the disk it lies on, then scan again. Nothing was taken out.",
            code="folder_away",
        ) from cause
    if found.entries == 0 and any(not file.missing for file in known.values()):
        library.mark_root_unavailable(services, scan.root_id)
        raise Unavailable(
            f"{printable(str(scan.root))} is empty now, as when its disk is not mounted.",
            fix="Mount the disk, then scan again. Nothing was taken out. If the films are really "
            "gone, remove the folder in Settings.",
            code="folder_empty",
        )
    return found


def _take_in(scan: Scan, found: Walk, fresh: Sequence[Seen]) -> None:
    """Take in new files side by side, never more in hand than twice the places."""
    places = max(1, scan.ctx.services.settings.probes)
    total, ended = len(fresh), 0
    waiting: set[Future[None]] = set()
    files = iter(fresh)
    with ThreadPoolExecutor(places, thread_name_prefix="scan") as pool:
        try:
            for futures in _batches(pool, scan, found, files, waiting, 2 * places):
                ended += len(futures)
                for future in futures:
                    future.result()
                _tell(scan, ended, total)
                scan.ctx.check()
        finally:
            for future in waiting:
                future.cancel()


def _batches(
    pool: ThreadPoolExecutor,
    scan: Scan,
    found: Walk,
    files: Iterator[Seen],
    waiting: set[Future[None]],
    at_once: int,
) -> Iterator[set[Future[None]]]:
    while True:
        for seen in islice(files, at_once - len(waiting)):
            waiting.add(pool.submit(_one, scan, found, seen))
        if not waiting:
            return
        ended, rest = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        waiting.clear()
        waiting.update(rest)
        yield ended


def _tell(scan: Scan, ended: int, total: int) -> None:
    now = clock.monotonic()
    scan.ctx.progress(100.0 * ended / max(1, total), step="probing")
    if now - scan.tally.told_at >= _TELL_EVERY_S:
        scan.tally.told_at = now
        scan.ctx.describe(summary=scan.tally.summary())


def _one(scan: Scan, found: Walk, seen: Seen) -> None:
    """Take in one file; what is wrong with it is noted and stops nothing."""
    if scan.ctx.stop_requested():
        return
    path = scan.root if seen.relative_path == SAME_FILE else scan.root / seen.relative_path
    try:
        _land(scan, found, seen, path)
    except FileNotFoundError:
        scan.tally.done["vanished"] += 1
    except MatineeError as error:
        scan.tally.failed(seen.relative_path, error)
        if isinstance(error, Unprocessable):
            library.remember_failure(
                scan.ctx.services, scan.root_id, seen.relative_path, path, error.code
            )
    except OSError as error:
        failure = Unavailable(f"The file could not be read ({error.strerror}).", code="unreadable")
        scan.tally.failed(seen.relative_path, failure)


def _land(scan: Scan, found: Walk, seen: Seen, path: Path) -> None:
    services = scan.ctx.services
    try:
        fingerprint = services.engine.fingerprint(path)
    except engine.EngineError as error:
        raise from_engine(error) from error
    media_id = library.adopt_moved(services, scan.root_id, seen.relative_path, path, fingerprint)
    if media_id is not None:
        _count(scan, "moved", media_id)
        return
    published = flow.land(
        services,
        flow.Arrival(
            path=path,
            name=_name(scan.root, seen.relative_path),
            title=scan.ctx.payload.get("title"),
            sidecars=beside.subtitles_of(found, seen.relative_path),
            added_by=scan.ctx.requested_by,
            root_id=scan.root_id,
            relative_path=seen.relative_path,
            fingerprint=fingerprint,
        ),
        lambda _step: None,
    )
    _count(scan, "moved" if published.duplicate else "added", published.media_id)


def _count(scan: Scan, what: str, media_id: str) -> None:
    with scan.tally.lock:
        scan.tally.done[what] += 1
        scan.tally.last_media_id = media_id


def _name(root: Path, relative_path: str) -> str:
    return root.name if relative_path == SAME_FILE else f"{root.name}/{relative_path}"


def _sync_subtitles(scan: Scan, found: Walk, fresh: Sequence[Seen]) -> None:
    """Take note of subtitles that came, changed or went beside films that did not."""
    taken = {seen.relative_path for seen in fresh}
    lying = {
        seen.relative_path: beside.subtitles_of(found, seen.relative_path)
        for seen in found.files
        if seen.relative_path not in taken and scan.only in {None, seen.relative_path}
    }
    if not found.unreadable:
        library.sync_beside(scan.ctx.services, scan.root_id, lying)


def _end(scan: Scan) -> None:
    """Say what came of it; a single file that failed fails the job with its own words."""
    tally = scan.tally
    single = scan.only is not None or scan.root.is_file()
    media_id = tally.last_media_id if single else None
    if single and media_id is None and not tally.failures:
        media_id = _media_of(scan)
    scan.ctx.describe(summary=tally.summary(), media_id=media_id)
    if single and tally.failures:
        first = tally.failures[0]
        raise Unprocessable(first["detail"], fix=first["fix"], code=first["code"])


def _media_of(scan: Scan) -> str | None:
    """Return the media a single file is, when nothing about it was new."""
    services = scan.ctx.services
    with services.db.read() as session:
        known = library.known_files(session, scan.root_id).get(scan.only or SAME_FILE)
        if known is None or known.asset_id is None:
            return None
        asset = session.get(library.AssetRow, known.asset_id)
        return asset.media_id if asset else None
