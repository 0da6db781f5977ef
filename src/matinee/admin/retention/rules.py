"""What a rule lets go: a decision from values to values.

A title falls under the rules of its collections; where it stands in none that has one, under that
of its channel; else under that of the library. Standing under several collections' rules it goes
only when all of them let it go.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """What a rule is about."""

    LIBRARY = "library"
    CHANNEL = "channel"
    COLLECTION = "collection"


class Keep(StrEnum):
    """What a rule keeps: all, the newest so many, or so many days since something happened."""

    FOREVER = "forever"
    NEWEST = "newest"
    ADDED = "added"
    WATCHED = "watched"


class Why(StrEnum):
    """Why a title stays that a rule would let go."""

    FAVOURITE = "favourite"
    COLLECTED = "collected"
    EDITED = "edited"
    HALF_WATCHED = "half_watched"
    BROUGHT_BACK = "brought_back"
    OTHER_RULE = "other_rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; `number` is a count or days, None for ever."""

    scope: Scope
    keep: Keep
    number: int | None = None
    platform: str | None = None
    uploader: str | None = None
    collection_id: str | None = None

    @property
    def key(self) -> str:
        """Name what it is about."""
        parts = (self.scope, self.platform, self.uploader, self.collection_id)
        return "\n".join(part for part in parts if part)

    @property
    def lets_go(self) -> bool:
        """Say whether it ever lets go of anything."""
        return self.keep is not Keep.FOREVER


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title of ours. `new_at` is when it came out, or came in where that is not known; `seen_at`
    when it was last watched, None unless all who began it have watched it."""

    media_id: str
    number: int
    size_bytes: int
    added_at: datetime
    new_at: datetime
    seen_at: datetime | None
    spared: Why | None


@dataclass(slots=True)
class Outcome:
    """What a rule lets go, and what it would but for those who care."""

    goes: list[Candidate] = field(default_factory=list[Candidate])
    spared: list[tuple[Candidate, Why]] = field(default_factory=list[tuple[Candidate, Why]])


def outcome(rule: Rule, titles: Sequence[Candidate], now: datetime) -> Outcome:
    """Return what a rule lets go of the titles it is about; the newest first.

    Those that are spared count among the newest, but take nobody's place beyond them.
    """
    found = Outcome()
    for title in _over(rule, sorted(titles, key=_newness, reverse=True), now):
        if title.spared is None:
            found.goes.append(title)
        else:
            found.spared.append((title, title.spared))
    return found


def _newness(title: Candidate) -> tuple[datetime, datetime, int]:
    return title.new_at, title.added_at, title.number


def _over(rule: Rule, titles: Sequence[Candidate], now: datetime) -> Iterable[Candidate]:
    if rule.keep is Keep.FOREVER or rule.number is None:
        return []
    if rule.keep is Keep.NEWEST:
        return titles[rule.number :]
    before = now - timedelta(days=rule.number)
    if rule.keep is Keep.ADDED:
        return [title for title in titles if title.added_at < before]
    return [title for title in titles if title.seen_at is not None and title.seen_at < before]


def agreed(
    outcomes: Mapping[str, Outcome], covered: Mapping[str, Sequence[str]]
) -> dict[str, Outcome]:
    """Return the outcomes, by the key of the rule, with only what all rules over a title let go.

    `covered` names the rules of every title that stands under several.
    """
    going = {key: {one.media_id for one in found.goes} for key, found in outcomes.items()}
    settled: dict[str, Outcome] = {}
    for key, found in outcomes.items():
        kept = Outcome(spared=list(found.spared))
        for one in found.goes:
            others = covered.get(one.media_id, (key,))
            if all(one.media_id in going[other] for other in others):
                kept.goes.append(one)
            else:
                kept.spared.append((one, Why.OTHER_RULE))
        settled[key] = kept
    return settled
