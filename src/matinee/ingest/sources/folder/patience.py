"""Patience with files that are still being copied.

Who writes a file gives it a time of this very moment, again and again. A file with such a time is
looked at once more a little later, all of them together; one that grew is left for another look.
"""

import os
from collections.abc import Collection, Sequence

from matinee.ingest.sources.folder.disks import Disks
from matinee.ingest.sources.folder.memory import above
from matinee.ingest.sources.folder.one_scan import Scan
from matinee.ingest.sources.folder.walk import Seen, Walk
from matinee.kit import clock

RECENT_S = 2.0
_SHORT_S, _LONG_S = 0.3, 1.0  # between two looks
_MENDED_S = 60.0  # a copy that stalls for longer is taken for whole, until it goes on


def whole(scan: Scan, fresh: Sequence[Seen], disks: Disks) -> tuple[list[Seen], list[Seen]]:
    """Return the files that nobody writes to, and those that are being written."""
    now_ns = int(clock.epoch() * 1e9)
    # Another machine's clock may be anything, and so may times that lie ahead of ours: only a
    # second look tells.
    all_of_them = disks.is_remote(scan.root)
    recent = [
        seen for seen in fresh if all_of_them or now_ns - seen.modified_ns < int(RECENT_S * 1e9)
    ]
    if not recent:
        return list(fresh), []
    newest = max((one.modified_ns for one in recent if one.modified_ns <= now_ns), default=0)
    wait_s = max(_SHORT_S, min(_LONG_S, (newest - now_ns) / 1e9 + _LONG_S))
    scan.ctx.progress(step="copying")
    scan.ctx.wait(lambda: False, wait_s)
    growing = {seen.relative_path: seen for seen in recent if _differs(scan, seen)}
    return [one for one in fresh if one.relative_path not in growing], list(growing.values())


def _differs(scan: Scan, seen: Seen) -> bool:
    try:
        facts = os.stat(scan.path_of(seen.relative_path), follow_symlinks=False)  # noqa: PTH116
    except OSError:
        return True
    return (facts.st_size, facts.st_mtime_ns) != (seen.size_bytes, seen.modified_ns)


def unsettled(found: Walk, waiting: Collection[str]) -> set[str]:
    """Return the folders that must be opened by the next look whatever their times: those with
    files that wait, or that somebody wrote to a moment ago and might go on writing to."""
    since_ns = int((clock.epoch() - _MENDED_S) * 1e9)
    folders = {above(path) for path in waiting}
    folders.update(above(seen.relative_path) for seen in found.files if seen.modified_ns > since_ns)
    return folders
