"""Scanning a root: compare what is there with what is known, take in what is new.

Runs as one job. What is gone is only marked so, and a root that is away, empty or much smaller
than it was takes nothing out of the library.
"""

from collections.abc import Sequence
from pathlib import Path

from matinee import library
from matinee.ingest.derive import queue
from matinee.ingest.loose import printable
from matinee.ingest.sources.folder import beside
from matinee.ingest.sources.folder import walk as walking
from matinee.ingest.sources.folder.taking import Scan, take_in
from matinee.ingest.sources.folder.tally import Tally
from matinee.ingest.sources.folder.walk import SAME_FILE, Seen, Walk
from matinee.kit.errors import Unavailable, Unprocessable
from matinee.kit.jobs import JobContext


def run(ctx: JobContext) -> None:
    """Scan one root, or one file of it."""
    with ctx.services.db.read() as session:
        root = library.get_root(session, ctx.payload["root_id"])
        known, sizes = library.known_files(session, root.id), library.known_sizes(session)
    scan = Scan(ctx, root.id, Path(root.path), ctx.payload.get("only"), Tally(), root.kind, sizes)
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
    with queue.held(ctx.services):
        take_in(scan, found, fresh)
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
