"""What a backup, the letting go of one, or a restore has left when it was cut off.

A copy is whole or it is none, but it does not come alone: its page is there before it, what people
did after it. Where a kill falls between them, what came without its copy is nothing.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from matinee.admin.backups import stored
from matinee.kit import clock, copies
from matinee.kit.config import Settings

_YOUNG_S: Final = 3600.0
_OURS: Final = re.compile(
    r"\.?matinee-[a-z0-9-]+-\d{8}T\d{6}(-\d+)?\.(db|people\.json\.gz)(\..+)?", re.ASCII
)


def left_over(settings: Settings) -> Iterator[Path]:
    """Yield what belongs to no copy, and was not touched for an hour."""
    data = settings.data.resolve()
    work = [data / "restoring", data / "backups" / stored.FETCHED]
    yield from (one for one in work if _is_old(one))
    known = {path for copy in copies.every(settings) for path in copies.files_of(copy)}
    for folder in copies.folders(settings):
        if folder.is_dir():
            yield from (
                path for path in sorted(folder.iterdir())
                if _OURS.fullmatch(path.name) and path not in known and _is_old(path)
            )  # fmt: skip


def _is_old(path: Path) -> bool:
    try:
        return clock.epoch() - path.stat().st_mtime > _YOUNG_S
    except OSError:
        return False
