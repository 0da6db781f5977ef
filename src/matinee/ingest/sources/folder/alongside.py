"""What came, changed or went beside films that did not: subtitles, pictures, NFO and info.json.

Most folders are as they were, and that is told without asking which file belongs to which film:
what is known has its size and time, and nothing else came since the folder's time is the same.
"""

import os
from collections.abc import Collection, Mapping

from matinee import library
from matinee.ingest.sources.folder.beside import Subtitles
from matinee.ingest.sources.folder.memory import BESIDE, Memory, above
from matinee.ingest.sources.folder.one_scan import Scan
from matinee.ingest.sources.folder.papers import Reader
from matinee.ingest.sources.folder.reread import read_again
from matinee.ingest.sources.folder.walk import Walk

_Facts = tuple[int, int]
_Files = Mapping[str, Mapping[str, _Facts]]
_SAY_WHAT_IT_IS = frozenset({"nfo", "info"})


def sync(
    scan: Scan, memory: Memory, found: Walk, came: Collection[str], gone: Collection[str]
) -> None:
    """Bring the library up to what lies beside the films; those just published have it already,
    but not those that `came` from another place.

    A film whose description changed is read again.
    """
    if found.unreadable:
        return
    with scan.ctx.services.db.read() as session:
        known = library.known_beside(session, scan.root_id)
    changed = _changed(found, memory, known) | {above(path) for path in (*came, *gone)}
    papers, subtitles = Reader(found), Subtitles(found)
    lying = {
        seen.relative_path: (
            *subtitles.of(seen.relative_path),
            *papers.files_of(seen.relative_path),
        )
        for seen in found.files
        if above(seen.relative_path) in changed
        and seen.relative_path not in scan.tally.published
        and scan.only in {None, seen.relative_path}
    }
    if lying:
        told = library.sync_beside(scan.ctx.services, scan.root_id, lying)
        described = {one.relative_path for one in told if one.kinds & _SAY_WHAT_IT_IS}
        if described:
            read_again(scan, found, described)


def _changed(found: Walk, memory: Memory, known: Mapping[str, _Facts]) -> set[str]:
    """Return the opened folders of films beside which something may be another than is known."""
    before, now = _by_folder(known), _by_folder(found.beside)
    return {
        folder
        for folder in found.films
        if folder in found.looked and _differs(found, memory, folder, (before, now))
    }


def _differs(found: Walk, memory: Memory, folder: str, files: tuple[_Files, _Files]) -> bool:
    folders = [folder]
    for below in found.folders.get(folder, ()):
        if os.path.basename(below).lower() in BESIDE:  # noqa: PTH119 - a Path each is slow
            folders += (below, *found.folders.get(below, ()))
    before = {path: facts for one in folders for path, facts in files[0].get(one, {}).items()}
    now = {path: facts for one in folders for path, facts in files[1].get(one, {}).items()}
    if any(now.get(path) != facts for path, facts in before.items()):
        return True
    if len(now) == len(before):
        return False
    return not all(
        one in found.looked and memory.is_as_it_was(one, *found.looked[one]) for one in folders
    )


def _by_folder(files: Mapping[str, _Facts]) -> dict[str, dict[str, _Facts]]:
    folders: dict[str, dict[str, _Facts]] = {}
    for path, facts in files.items():
        folders.setdefault(above(path), {})[path] = facts
    return folders
