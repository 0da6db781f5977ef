"""What a crash has left over in the data folder: folders and files that no row knows, and what was
being written when it came.

Only what has not been touched for an hour, so that what is being made at this moment stays.
"""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from matinee import ingest, library
from matinee.kit.jobs import FINISHED
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

_YOUNG_S: Final = 3600.0
_UNPROVEN: Final = ".unproven"
_DRAFT: Final = re.compile(
    r"\.(.*[.-])?[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII
)
"""How the names look under which things are written before they get their own (kit.store)."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A folder, or a file, that no row knows. `original` is a file that somebody brought in."""

    folder: Path
    words: str
    original: bool = False


def leftovers(services: Services) -> Iterator[Leftover]:
    """Yield what is left over. Files that jobs are paused or failed with are not."""
    with services.db.read() as session:
        open_jobs = set(session.scalars(select(Job.id).where(Job.status.not_in(FINISHED))))
        failed = set(session.scalars(select(Job.id).where(Job.status == "failed")))
        assets = set(session.scalars(select(library.AssetRow.id)))
        media = set(session.scalars(select(library.MediaRow.id)))
        of_series = set(session.scalars(select(library.SeriesFileRow.id)))
        uploads = ingest.known_uploads(session)
        pictures = library.picture_folders(session)
    store = services.store
    places = (
        (store.staging_root, open_jobs | failed, "staging of a job that is gone"),
        (store.uploads_root, uploads, "bytes of an upload that nobody goes on with"),
        (store.media_root, assets, "a file that no title has"),
        (store.artwork_root, media | of_series, "pictures of a title that is gone"),
        (store.cache_root, assets, "cached segments of a file that is gone"),
    )
    found: set[Path] = set()
    for root, known, words in places:
        for folder in sorted(root.iterdir()):
            if folder.name.removesuffix(_UNPROVEN) not in known and _age_s(folder) > _YOUNG_S:
                found.add(folder)
                yield Leftover(folder, words, original=root == store.media_root)
    for folder in sorted(store.artwork_root.glob("*/*")):
        address = folder.relative_to(store.data).as_posix()
        if folder.parent in found or address in pictures or folder.name in open_jobs:
            continue
        if folder.is_dir() and _age_s(folder) > _YOUNG_S:
            found.add(folder)
            yield Leftover(folder, "pictures that nothing shows")
    for draft in _drafts(store.data):
        if draft not in found and draft.parent not in found:
            yield Leftover(draft, "of something that was being written")


def _drafts(data: Path) -> Iterator[Path]:
    """Yield what has the name of a draft for longer than anything is written; nothing in it is
    looked at."""
    for parent, folders, files in os.walk(data):
        here = Path(parent)
        drafts = [name for name in (*folders, *files) if _DRAFT.fullmatch(name)]
        folders[:] = [name for name in folders if name not in drafts]
        yield from (here / name for name in sorted(drafts) if _age_s(here / name) > _YOUNG_S)


def _age_s(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0
