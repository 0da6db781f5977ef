"""What one fault was found to do, and how it is shown."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


class Refused(Exception):
    """What a row needs is not to be had on this machine."""


SetUp = Literal["embedded", "cluster"]


@dataclass(frozen=True)
class How:
    """How a row is run: how often, from which seed, on which set-up, and where it may write."""

    folder: Path
    set_up: SetUp = "embedded"
    seed: int = 1
    runs: int = 200
    """How often each thing is killed, cut or failed."""
    seconds: float = 300
    """How long what goes on for a time goes on."""

    def chance(self, row: str) -> random.Random:
        """Return the random numbers of a row, the same for the same seed."""
        return random.Random(f"{self.seed}/{self.set_up}/{row}")


@dataclass(frozen=True)
class Row:
    """One line of the table. `ok` is None where it could not be run; a note then says why."""

    fault: str
    runs: int
    losses: int
    found: str
    """What was measured, with its unit."""
    target: str
    ok: bool | None
    notes: tuple[str, ...] = field(default=())
    """What was lost and at which run, or why it was not run."""


def skipped(fault: str, why: str) -> Row:
    """Return a row that cannot be run here, with its reason."""
    return Row(fault, 0, 0, "—", "—", None, (why,))


def markdown(rows: list[tuple[SetUp, Row]]) -> str:
    """Return the table, and below it what went wrong."""
    head = "| fault | set-up | runs | lost | found | target | ok |\n|---|---|---|---|---|---|---|"
    words = {True: "yes", False: "**NO**", None: "skipped"}
    lines = [
        f"| {one.fault} | {where} | {one.runs} | {one.losses} | {one.found} | {one.target} | "
        f"{words[one.ok]} |"
        for where, one in rows
    ]
    notes = [f"- {one.fault}, {where}: {note}" for where, one in rows for note in one.notes]
    return "\n".join([head, *lines, *(["", *notes] if notes else [])])
