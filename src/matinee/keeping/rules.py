"""Which titles a rule lets go of, and why others are spared. No I/O.

By default everything is kept for ever. What a person put a hand to is never let go of by a rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

NEWEST, ADDED, WATCHED = "newest", "days_added", "days_watched"
RULES: Final = (NEWEST, ADDED, WATCHED)
Rule = Literal["newest", "days_added", "days_watched"]
MOST: Final = 100_000

Spared = Literal["in_place", "favourite", "collected", "begun", "edited", "restored"]


@dataclass(frozen=True, slots=True)
class Held:
    """A title a rule looks at. `at` is when it was put up, or came in where that is not known;
    `watched_at` when the last of those who began it had seen it to its end."""

    media_id: str
    title: str
    size_bytes: int
    at: datetime
    added_at: datetime
    watched_at: datetime | None = None
    spared: Spared | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What goes, and what would go but is spared, the oldest first."""

    goes: tuple[Held, ...]
    spared: tuple[Held, ...]


def judge(held: Sequence[Held], rule: Rule, number: int, now: datetime) -> Verdict:
    """Apply a rule: `number` is of titles or of days.

    Of the newest those that are spared count too: fifty are fifty on the page.
    """
    newest = sorted(held, key=lambda one: (one.at, one.media_id), reverse=True)
    if rule == NEWEST:
        beyond = newest[number:]
    elif rule == ADDED:
        beyond = [one for one in newest if one.added_at < now - timedelta(days=number)]
    else:
        before = now - timedelta(days=number)
        beyond = [one for one in newest if one.watched_at and one.watched_at < before]
    beyond.reverse()
    return Verdict(
        tuple(one for one in beyond if one.spared is None),
        tuple(one for one in beyond if one.spared is not None),
    )
