"""What a restore would do, said before it happens."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Held:
    """How much a library holds."""

    titles: int
    users: int
    progress: int

    def as_wire(self) -> dict[str, int]:
        """Return it as JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would be there after a restore, and what would not. Lists are cut at some length;
    counts are whole.

    `now` is None where there is no library that can be read. `lost_progress` counts the places of
    viewers that are newer than the copy. `files_missing` of its `files` are not where it has them;
    None where the bucket that has them could not be asked.
    """

    revision: str
    then: Held
    now: Held | None
    lost_titles: int
    lost_title_names: tuple[str, ...]
    lost_users: tuple[str, ...]
    lost_progress: int
    files: int
    files_missing: int | None
    missing_names: tuple[str, ...]
    folders: tuple[str, ...]

    def as_wire(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)
