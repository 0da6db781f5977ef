"""What a health check says of a part, and what all of them say together. Values only."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "failing"]


@dataclass(frozen=True, slots=True)
class Check:
    """One part: how it is, in words, and what to do when it is not well."""

    status: Status
    detail: str
    fix: str = ""


def worst(checks: dict[str, Check]) -> Status:
    """Return the state of the whole: that of its worst part."""
    for status in ("failing", "warning"):
        if any(check.status == status for check in checks.values()):
            return status
    return "ok"
