"""What a crash has left over in the data folder: folders that no row knows.

Only what has not been touched for an hour, so that what is being made at this moment stays.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from matinee import library
from matinee.kit.jobs import FINISHED
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

_YOUNG_S = 3600.0


@dataclass(frozen=True, slots=True)
class Leftover:
    """A folder that no row knows. `original` is a file that somebody brought in."""

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
    store = services.store
    places = (
        (store.staging_root, open_jobs | failed, "staging of a job that is gone"),
        (store.media_root, assets, "a file that no title has"),
        (store.artwork_root, media | of_series, "pictures of a title that is gone"),
        (store.cache_root, assets, "cached segments of a file that is gone"),
    )
    for root, known, words in places:
        for folder in sorted(root.iterdir()):
            if folder.name not in known and _age_s(folder) > _YOUNG_S:
                yield Leftover(folder, words, original=root == store.media_root)


def _age_s(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0
