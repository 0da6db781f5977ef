"""What of a plan is prepared: a mark beside the plan, and what lies in its folders.

The mark names the tracks that are to be kept; the segments themselves tell how far it is. So
nothing has to agree with a database, and deleting any of it at any time leaves the truth.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from matinee.engine import Plan, PlanTrack
from matinee.kit import store

MARK = "prepared.json"
_SEGMENT = re.compile(r"(\d{1,6})\.m4s", re.ASCII)


def mark(folder: Path, tracks: Iterable[str]) -> None:
    """Keep these tracks of a plan from now on, beside those that are kept already."""
    kept = sorted({*marked(folder), *tracks})
    store.write_atomic(folder / MARK, json.dumps({"tracks": kept}).encode())


def unmark(folder: Path) -> None:
    """Keep nothing of a plan any longer; what lies there goes when it is its turn."""
    (folder / MARK).unlink(missing_ok=True)


def keep_only(folder: Path) -> None:
    """Keep nothing of the other plans of the same file: an earlier version made them."""
    for file in folder.parent.glob(f"*/{MARK}"):
        if file.parent != folder:
            file.unlink(missing_ok=True)


def marked(folder: Path) -> frozenset[str]:
    """Return the ids of the tracks of a plan that are kept."""
    try:
        found = json.loads((folder / MARK).read_bytes())["tracks"]
        return frozenset(str(track) for track in found)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def plans(root: Path) -> Iterator[Path]:
    """Yield the folders of plans in a cache of which something is kept."""
    for file in root.glob(f"*/*/{MARK}"):
        yield file.parent


def kept_folders(root: Path) -> frozenset[str]:
    """Return the folders of tracks that are kept."""
    return frozenset(
        os.fspath(folder / track) for folder in plans(root) for track in marked(folder)
    )


def made(folder: Path, track_id: str) -> dict[int, int]:
    """Return the segments of a track that are there, with their bytes. An empty one is none."""
    try:
        with os.scandir(folder / track_id) as entries:
            named = [(_SEGMENT.fullmatch(entry.name), entry.stat().st_size) for entry in entries]
    except OSError:
        return {}
    return {int(name[1]): size for name, size in named if name and size}


def is_made(folder: Path, track_id: str, number: int) -> bool:
    """Say whether a segment of a track is there."""
    try:
        return (folder / track_id / f"{number}.m4s").stat().st_size > 0
    except OSError:
        return False


def total(plan: Plan, track: PlanTrack) -> int:
    """Return how many segments a track has."""
    return len(plan.bounds(track)) - 1


def ready(folder: Path, plan: Plan) -> frozenset[str]:
    """Return the tracks of a plan that are kept and wholly there: they cost nothing to play."""
    kept = marked(folder)
    return frozenset(
        track.id
        for track in plan.tracks
        if track.id in kept and len(made(folder, track.id)) >= total(plan, track)
    )
