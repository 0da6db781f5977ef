"""Scanning a root: compare what is there with what is known, take in what is new.

Runs as one job, one at a time in a root. What is gone is only marked so, and a root that is away,
empty or much smaller than it was takes nothing out of the library.

A look a person asks for stats every file. A quick one (`quick` in the payload) opens only folders
that changed, and one that names `folders` looks at nothing else.
"""

import fcntl
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from matinee import library
from matinee.ingest.derive import queue
from matinee.ingest.loose import printable
from matinee.ingest.sources.folder import alongside, patience, remembering, series
from matinee.ingest.sources.folder import walk as walking
from matinee.ingest.sources.folder.memory import Memory, above
from matinee.ingest.sources.folder.one_scan import Scan
from matinee.ingest.sources.folder.reread import read_again
from matinee.ingest.sources.folder.taking import take_in
from matinee.ingest.sources.folder.tally import Tally
from matinee.ingest.sources.folder.walk import SAME_FILE, Seen, Walk, Ways
from matinee.kit.errors import Unavailable, Unprocessable
from matinee.kit.events import shared
from matinee.kit.jobs import JobContext

Known = Mapping[str, library.KnownFile]
_WAIT_S = 7 * 24 * 3600.0


@shared
@dataclass(frozen=True, slots=True)
class PutOff:
    """Files of these folders are being copied: somebody should look again in a moment."""

    root_id: str
    folders: tuple[str, ...]


def run(ctx: JobContext) -> None:
    """Scan one root, or one file of it."""
    with _alone(ctx, ctx.payload["root_id"]):
        library.hand_over(ctx.services, ctx.payload["root_id"])
        with ctx.services.db.read() as session:
            root = library.get_root(session, ctx.payload["root_id"])
            known = library.known_files(session, root.id)
            looked = library.known_folders(session, root.id)
            inner = frozenset(library.inner_paths(session, root))
            sizes = library.known_sizes(session)
            told = {one["path"]: one for one in (root.last_scan or {}).get("failures", ())}
        only = ctx.payload.get("only")
        scan = Scan(ctx, root.id, Path(root.path), only, Tally(), root.kind, sizes)
        memory, ways = Memory(known, looked), Ways(ctx.services.store.data, inner)
        ctx.progress(0, step="scanning")
        found = _walk(scan, ways, memory)
        _still_failing(scan, memory, found, told)
        _scan(scan, ways, memory, found)


def _still_failing(
    scan: Scan, memory: Memory, found: Walk, told: Mapping[str, dict[str, str]]
) -> None:
    """Tell again of files that could not be taken in and have not changed since: they are not
    opened again, and are still not there. `told` is what was said of each, by its path."""
    for seen in found.files:
        known = memory.known.get(seen.relative_path)
        if known is None or known.failure is None:
            continue
        if scan.only not in {None, seen.relative_path}:
            continue
        if (known.size_bytes, known.modified_ns) == (seen.size_bytes, seen.modified_ns):
            before = told.get(printable(seen.relative_path), {})
            words = before.get("detail") or "The file could not be taken in."
            error = Unprocessable(words, fix=before.get("fix", ""), code=known.failure)
            scan.tally.failed(seen.relative_path, error)


def _scan(scan: Scan, ways: Ways, memory: Memory, found: Walk) -> None:
    services, tally = scan.ctx.services, scan.tally
    fresh, back, gone = compare(found, memory.known)
    if scan.only is not None:
        fresh = [seen for seen in fresh if seen.relative_path == scan.only]
        back, gone = [path for path in back if path == scan.only], []
    tally.found, tally.skipped = len(found.files), found.skipped
    tally.unchanged = len(found.files) - len(fresh)
    tally.unopened = len(found.met) - len(found.looked)
    for path, reason in found.examples:
        tally.passes_by(path, reason)
    library.mark_root_ready(services, scan.root_id)
    library.mark_seen(services, scan.root_id, back)
    fresh, growing = patience.whole(scan, fresh, ways.disks)
    tally.done["copying"] = len(growing)
    for seen in growing:
        tally.passes_by(seen.relative_path, "copying")
    series.sync(scan, found)
    with queue.held(services):
        take_in(scan, found, fresh)
        alongside.sync(scan, memory, found, [seen.relative_path for seen in fresh], gone)
    if scan.ctx.payload.get("reread"):
        read_again(scan, found)
    series.sync(scan, found)
    if scan.only is None:
        tally.missing = library.note_gone(services, scan.root_id, gone)
        _remember(scan, memory, found, [*fresh, *growing])
    # A quick look that found everything worth opening is still no answer to "scan every file".
    quick = bool(scan.ctx.payload.get("quick"))
    partly = quick or ways.only is not None or tally.unopened > 0 or scan.only is not None
    kept = {"found": tally.found} if partly else tally.kept()
    library.save_scan(services, scan.root_id, kept, partly=partly)
    if growing:
        folders = tuple({above(seen.relative_path) for seen in growing})
        services.bus.publish(PutOff(scan.root_id, folders))
    _end(scan)


@contextmanager
def _alone(ctx: JobContext, root_id: str) -> Generator[None]:
    """Let one scan at a time look at a root, of all processes: a second one waits for its turn."""
    path = ctx.services.store.lock_path(f"scan-{root_id}")
    with path.open("w") as file:  # the lock is the open file's, and ends with it

        def free() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            return True

        ctx.wait(free, _WAIT_S)
        yield


def compare(found: Walk, known: Known) -> tuple[list[Seen], list[str], list[str]]:
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
    there = found.there()
    gone = [
        path
        for path, before in known.items()
        if path not in there
        and not before.missing
        and path not in found.held
        and not found.hides(path)
    ]
    return fresh, back, gone


def look(root: Path, ways: Ways, known: Known, check: walking.Check) -> Walk:
    """Return what is in a root by its memory. Raises Unavailable when it is away or empty."""
    try:
        found = walking.walk_with(root, ways, check)
        if found.is_file and any(path != SAME_FILE for path in known):
            raise NotADirectoryError
    except OSError as cause:
        raise Unavailable(
            f"{printable(str(root))} is not there now.",
            fix="Connect the disk it lies on, then scan again. Nothing was taken out.",
            code="folder_away",
        ) from cause
    if found.entries == 0 and any(not file.missing for file in known.values()):
        raise Unavailable(
            f"{printable(str(root))} is empty now, as when its disk is not mounted.",
            fix="Mount the disk, then scan again. Nothing was taken out. If the films are really "
            "gone, remove the folder in Settings.",
            code="folder_empty",
        )
    return found


def concerned(found: Walk, known: Known, memory: Memory) -> set[str]:
    """Return the folders in which a quick look saw that something changed."""
    fresh, back, gone = compare(found, known)
    folders = {above(seen.relative_path) for seen in fresh}
    folders.update(above(path) for path in (*back, *gone))
    for folder, (modified_ns, looked_ns) in found.looked.items():
        before = memory.looked.get(folder)
        if looked_ns and (before is None or before[0] != modified_ns):
            folders.add(folder)
    return folders


def _walk(scan: Scan, ways: Ways, memory: Memory) -> Walk:
    """Return what is in the root. A root that is away is marked so, and nothing is taken out."""
    payload, known, check = scan.ctx.payload, memory.known, scan.ctx.check
    folders: Collection[str] = payload.get("folders") or ()
    try:
        if not payload.get("quick") and not folders:
            return look(scan.root, ways, known, check)
        ways.memory = memory
        if not folders:
            found = look(scan.root, ways, known, check)
            folders = concerned(found, known, memory)
            if not folders:
                return found
        # What is new is described by what lies beside it and above it: those are opened too.
        ways.only = memory.around(folders)
        return look(scan.root, ways, known, check)
    except Unavailable as error:
        why = error.code.removeprefix("folder_")
        library.mark_root_unavailable(scan.ctx.services, scan.root_id, why)
        raise


def _remember(scan: Scan, memory: Memory, found: Walk, fresh: Collection[Seen]) -> None:
    """Remember the folders that were opened; what could not be taken in is tried again."""
    services = scan.ctx.services
    waiting: list[str] = []
    if fresh:
        with services.db.read() as session:
            known = library.known_files(session, scan.root_id)
        for seen in fresh:
            now = known.get(seen.relative_path)
            facts = (seen.size_bytes, seen.modified_ns)
            if now is None or now.missing or (now.size_bytes, now.modified_ns) != facts:
                waiting.append(seen.relative_path)
    remembering.remember(services, scan.root_id, memory, found, waiting)


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
