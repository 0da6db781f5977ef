"""When a kill comes: after a while, or the instant something is seen from outside.

The named steps of the flow are not in the product as something to be killed at: whoever kills
watches what the steps leave behind, which is a row, a folder or a name, and strikes when it is
there. So no line of the product serves these trials. The same steps are hit to the line by
tests/ingest/test_kill.py, in a process of its own.
"""

import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from faults import awake
from matinee.kit.errors import MatineeError

_LOOK_S = 0.001
LONGEST_S = 120.0


@dataclass(frozen=True)
class Moment:
    """A point that is seen, or, without `seen`, just time; then a little longer."""

    name: str
    seen: Callable[[], object] | None = None
    then_s: float = 0.0

    def wait(self) -> bool:
        """Wait for it; returns whether it came."""
        came = self.seen is None
        deadline = awake.now_s() + LONGEST_S
        while not came and awake.now_s() < deadline:
            with contextlib.suppress(OSError, MatineeError, SQLAlchemyError):
                came = bool(self.seen()) if self.seen is not None else True
            if not came:
                time.sleep(_LOOK_S)
        time.sleep(self.then_s)
        return came


def some_time(chance: random.Random, longest_s: float) -> Moment:
    """Return a moment at random."""
    return Moment("any", None, chance.uniform(0, longest_s))


def shortly_after(chance: random.Random, name: str, seen: Callable[[], object]) -> Moment:
    """Return the moment when something is seen, or up to 30 ms later."""
    return Moment(name, seen, chance.choice((0.0, chance.uniform(0, 0.03))))


def names_in(folder: Path) -> set[str]:
    """Return the names in a folder, none for one that is not there."""
    try:
        return {path.name for path in folder.iterdir()}
    except OSError:
        return set()


def another_in(folder: Path, ending: str = "") -> Callable[[], bool]:
    """Return what says whether a folder has a name more than now."""
    before = names_in(folder)
    return lambda: any(name.endswith(ending) for name in names_in(folder) - before)
