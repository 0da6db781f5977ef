"""Taking in what a scan found new: files are examined side by side and published in batches.

A batch is one transaction, so a thousand files cost some dozens of commits and nobody who writes
waits for long. What is wrong with one file is noted and stops nothing; a scan that is cut off goes
on with what is not there yet.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from pathlib import Path

from matinee import engine, library
from matinee.ingest import flow
from matinee.ingest.sources.folder.beside import Subtitles
from matinee.ingest.sources.folder.one_scan import Scan
from matinee.ingest.sources.folder.papers import Reader, chapters_of
from matinee.ingest.sources.folder.walk import SAME_FILE, Seen, Walk
from matinee.ingest.sources.folder.writing import Ready, Writer
from matinee.kit import clock
from matinee.kit.context import carried
from matinee.kit.errors import MatineeError, from_engine

log = logging.getLogger(__name__)

_TELL_EVERY_S = 0.5
_WAIT_S = 0.2


def take_in(scan: Scan, found: Walk, fresh: Sequence[Seen]) -> None:
    """Take in new files. Never more are in hand than twice the places and two batches."""
    places = max(1, scan.ctx.services.settings.probes)
    writer = Writer(scan)
    total, ended = len(fresh), 0
    waiting: set[Future[None]] = set()
    papers, subtitles = Reader(found), Subtitles(found)
    files = iter(fresh)
    try:
        # One more than there are places: no worker waits while the name of another file is read.
        with ThreadPoolExecutor(places + 1, thread_name_prefix="scan") as pool:
            try:
                while True:
                    for seen in islice(files, 2 * places - len(waiting)):
                        task = (_examine, scan, found, papers, subtitles, seen, writer)
                        waiting.add(pool.submit(carried(task[0]), *task[1:]))
                    if not waiting:
                        break
                    done, waiting = wait(waiting, _WAIT_S, FIRST_COMPLETED)
                    ended += len(done)
                    for future in done:
                        future.result()
                    _tell(scan, ended, total)
                    scan.ctx.check()
                    if writer.error is not None:
                        break
            finally:
                for future in waiting:
                    future.cancel()
    finally:
        writer.close()
    if writer.error is not None:
        raise writer.error
    if fresh:
        library.attach_extras(scan.ctx.services, scan.root_id)


def _tell(scan: Scan, ended: int, total: int) -> None:
    now = clock.monotonic()
    scan.ctx.progress(100.0 * ended / max(1, total), step="probing")
    if now - scan.tally.told_at >= _TELL_EVERY_S:
        scan.tally.told_at = now
        scan.ctx.describe(summary=scan.tally.summary())


def _examine(
    scan: Scan, found: Walk, papers: Reader, subtitles: Subtitles, seen: Seen, writer: Writer
) -> None:
    """Examine one file and hand it on; what is wrong with it is noted."""
    if scan.ctx.stop_requested():
        return
    path = scan.path_of(seen.relative_path)
    try:
        if library.inside(scan.jail, seen.relative_path) is None:
            raise FileNotFoundError  # gone, or its folder is a link to elsewhere by now
        landing = _landing(scan, found, papers, subtitles, seen, path)
    except (MatineeError, OSError) as error:
        scan.failed(seen, error)
    else:
        if landing is not None:
            facts = (seen.size_bytes, seen.modified_ns)
            writer.put(Ready(seen, replace(landing, facts=facts)))


def _landing(
    scan: Scan, found: Walk, papers: Reader, subtitles: Subtitles, seen: Seen, path: Path
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
            *subtitles.of(seen.relative_path),
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
