"""One run over one folder: what it is over, and what it does with a file that cannot be read."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from matinee import library
from matinee.ingest.sources.folder.tally import Tally
from matinee.ingest.sources.folder.walk import SAME_FILE, Seen
from matinee.kit.errors import MatineeError, Unavailable, Unprocessable
from matinee.kit.jobs import JobContext


@dataclass(frozen=True)
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

    @cached_property
    def jail(self) -> str:
        """Where the folder really lies."""
        return os.path.realpath(self.root)

    def path_of(self, relative_path: str) -> Path:
        """Return where a file of the root lies."""
        return self.root if relative_path == SAME_FILE else self.root / relative_path

    def failed(self, seen: Seen, error: MatineeError | OSError) -> None:
        """Note what is wrong with a file: one that is gone by now is only counted."""
        if isinstance(error, FileNotFoundError):
            self.tally.done["vanished"] += 1
            return
        if isinstance(error, OSError):
            words = f"The file could not be read ({error.strerror})."
            error = Unavailable(words, code="unreadable")
        self.tally.failed(seen.relative_path, error)
        if isinstance(error, Unprocessable):
            path = self.path_of(seen.relative_path)
            library.remember_failure(
                self.ctx.services, self.root_id, seen.relative_path, path, error.code
            )
