"""Taking in what a scan found new: files are examined side by side and published in batches.

A batch is one transaction, so a thousand files cost some dozens of commits and nobody who writes
waits for long. What is wrong with one file is noted and stops nothing; a scan that is cut off goes
on with what is not there yet.
"""

import logging
import queue
import threading
from collections.abc import Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from matinee import engine, library
from matinee.ingest import flow
from matinee.ingest.sources.folder import beside
from matinee.ingest.sources.folder.papers import Reader, chapters_of
from matinee.ingest.sources.folder.tally import Tally
from matinee.ingest.sources.folder.walk import SAME_FILE, Seen, Walk
from matinee.kit import clock
from matinee.kit.errors import MatineeError, Unavailable, Unprocessable, from_engine
from matinee.kit.jobs import JobContext

log = logging.getLogger(__name__)

_BATCH = 32
_TELL_EVERY_S = 0.5
_WAIT_S = 0.2
_GATHER_S = 0.05


@dataclass(frozen=True, slots=True)
class Scan:
    """One run over one root; `kind` is what the owner said it holds, `sizes` are those of every
    file version the library knows, in bytes."""

    ctx: JobContext
    root_id: str
    root: Path
    only: str | None
    tally: Tally
    kind: str = "mixed"
    sizes: Collection[int] = frozenset()

    def path_of(self, relative_path: str) -> Path:
        """Return where a file of the root lies."""
        return self.root if relative_path == SAME_FILE else self.root / relative_path


@dataclass(frozen=True, slots=True)
class _Ready:
    """An examined file that waits to be published."""

    seen: Seen
    landing: library.Landing


def take_in(scan: Scan, found: Walk, fresh: Sequence[Seen]) -> None:
    """Take in new files. Never more are in hand than twice the places and two batches."""
    places = max(1, scan.ctx.services.settings.probes)
    ready: queue.Queue[_Ready | None] = queue.Queue(2 * _BATCH)
    writer = threading.Thread(target=_publish_all, args=(scan, ready), name="scan-publish")
    writer.start()
    total, ended = len(fresh), 0
    waiting: set[Future[None]] = set()
    papers = Reader(found)
    files = iter(fresh)
    try:
        with ThreadPoolExecutor(places, thread_name_prefix="scan") as pool:
            try:
                while True:
                    for seen in islice(files, 2 * places - len(waiting)):
                        waiting.add(pool.submit(_examine, scan, found, papers, seen, ready))
                    if not waiting:
                        break
                    done, waiting = wait(waiting, _WAIT_S, FIRST_COMPLETED)
                    ended += len(done)
                    for future in done:
                        future.result()
                    _tell(scan, ended, total)
                    scan.ctx.check()
            finally:
                for future in waiting:
                    future.cancel()
    finally:
        ready.put(None)
        writer.join()
    if fresh:
        library.attach_extras(scan.ctx.services, scan.root_id)


def _tell(scan: Scan, ended: int, total: int) -> None:
    now = clock.monotonic()
    scan.ctx.progress(100.0 * ended / max(1, total), step="probing")
    if now - scan.tally.told_at >= _TELL_EVERY_S:
        scan.tally.told_at = now
        scan.ctx.describe(summary=scan.tally.summary())


def _examine(
    scan: Scan, found: Walk, papers: Reader, seen: Seen, ready: "queue.Queue[_Ready | None]"
) -> None:
    """Examine one file and hand it on; what is wrong with it is noted."""
    if scan.ctx.stop_requested():
        return
    path = scan.path_of(seen.relative_path)
    try:
        landing = _landing(scan, found, papers, seen, path)
    except FileNotFoundError:
        scan.tally.done["vanished"] += 1
    except MatineeError as error:
        _failed(scan, seen, path, error)
    except OSError as error:
        failure = Unavailable(f"The file could not be read ({error.strerror}).", code="unreadable")
        scan.tally.failed(seen.relative_path, failure)
    else:
        if landing is not None:
            ready.put(_Ready(seen, landing))


def _failed(scan: Scan, seen: Seen, path: Path, error: MatineeError) -> None:
    scan.tally.failed(seen.relative_path, error)
    if isinstance(error, Unprocessable):
        library.remember_failure(
            scan.ctx.services, scan.root_id, seen.relative_path, path, error.code
        )


def _landing(
    scan: Scan, found: Walk, papers: Reader, seen: Seen, path: Path
) -> library.Landing | None:
    """Return an examined file; None where its content was known, and only its place is new."""
    services = scan.ctx.services
    fingerprint = _known_content(scan, seen, path)
    said = papers.of(seen.relative_path)
    arrival = flow.Arrival(
        path=path,
        name=name_of(scan.root, seen.relative_path),
        title=scan.ctx.payload.get("title"),
        hint=scan.kind,
        beside=said,
        chapters=chapters_of(said),
        sidecars=(
            *beside.subtitles_of(found, seen.relative_path),
            *papers.files_of(seen.relative_path),
        ),
        added_by=scan.ctx.requested_by,
        root_id=scan.root_id,
        relative_path=seen.relative_path,
        fingerprint=fingerprint,
    )
    at = (scan.root_id, seen.relative_path, path)
    media_id = library.adopt_moved(services, *at, fingerprint) if fingerprint else None
    if media_id is not None:
        flow.tell_again(services, media_id, arrival, found.there())
        scan.tally.came("moved", media_id)
        return None
    return flow.examined(services, arrival, lambda _step: None)


def _known_content(scan: Scan, seen: Seen, path: Path) -> str | None:
    """Return the fingerprint of a file that may be a known one: the library has one of its size.
    Of others it is taken while they are examined."""
    if seen.size_bytes not in scan.sizes:
        return None
    try:
        return scan.ctx.services.engine.fingerprint(path)
    except engine.EngineError as error:
        raise from_engine(error) from error


def name_of(root: Path, relative_path: str) -> str:
    """Return the path by which a file is read: the folder's own name comes first."""
    return root.name if relative_path == SAME_FILE else f"{root.name}/{relative_path}"


def _publish_all(scan: Scan, ready: "queue.Queue[_Ready | None]") -> None:
    """Publish what comes, in batches of what is there."""
    last = False
    while not last:
        first = ready.get()
        batch: list[_Ready] = []
        last = first is None
        if first is not None:
            batch.append(first)
        while not last and len(batch) < _BATCH:
            try:
                one = ready.get(timeout=_GATHER_S)
            except queue.Empty:
                break
            last = one is None
            if one is not None:
                batch.append(one)
        if batch:
            _publish(scan, batch)


def _publish(scan: Scan, batch: Sequence[_Ready]) -> None:
    """Publish a batch; where that fails, one after the other, so that one stops no other."""
    services = scan.ctx.services
    try:
        published = library.publish_many(services, [one.landing for one in batch])
    except Exception as error:
        if not isinstance(error, MatineeError | OSError):
            log.exception("a batch of %d files could not be published at once", len(batch))
        for one in batch:
            _publish_one(scan, one)
        return
    for came_out in published:
        scan.tally.came("moved" if came_out.duplicate else "added", came_out.media_id)


def _publish_one(scan: Scan, one: _Ready) -> None:
    path = scan.path_of(one.seen.relative_path)
    try:
        came_out = library.publish(scan.ctx.services, one.landing)
    except FileNotFoundError:
        scan.tally.done["vanished"] += 1
    except MatineeError as error:
        _failed(scan, one.seen, path, error)
    except OSError as error:
        failure = Unavailable(f"The file could not be read ({error.strerror}).", code="unreadable")
        scan.tally.failed(one.seen.relative_path, failure)
    else:
        scan.tally.came("moved" if came_out.duplicate else "added", came_out.media_id)
