"""Which nightly copies stay, and when the next is due. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

NIGHTLY: Final = "nightly"
BEFORE: Final = "before-"
NIGHT: Final = range(2, 6)  # hours of the server's own clock
_BEFORE_KEPT: Final = 3
_AGAIN_AFTER: Final = timedelta(hours=18)
_NO_LATER_THAN: Final = timedelta(hours=30)
OLD_AFTER: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Made:
    """A copy, by its name; when it was made is told in the zone of this machine."""

    name: str
    label: str
    at: datetime


def to_let_go(made: Iterable[Made], daily: int, weekly: int) -> set[str]:
    """Return the names of the copies that may go.

    Of the nightly ones the newest of each of the last `daily` days that have one stays, and of each
    of the last `weekly` weeks. Of those made before an upgrade or before a restore the newest three
    of each stay. What somebody made or sent by hand is theirs to delete.
    """
    newest_first = sorted(made, key=lambda one: (one.at, one.name), reverse=True)
    nightly = [one for one in newest_first if one.label == NIGHTLY]
    stays = _newest_of(nightly, [one.at.date() for one in nightly], daily)
    stays |= _newest_of(nightly, [one.at.isocalendar()[:2] for one in nightly], weekly)
    kinds = {_kind(one) for one in newest_first if one.label.startswith(BEFORE)}
    for kind in kinds:
        stays |= {one.name for one in [o for o in newest_first if _kind(o) == kind][:_BEFORE_KEPT]}
    ours = (one for one in newest_first if one.label == NIGHTLY or _kind(one) in kinds)
    return {one.name for one in ours} - stays


def _kind(one: Made) -> str:
    """Upgrades are of one kind, whatever they lead to."""
    rest = one.label.removeprefix(BEFORE)
    return f"{BEFORE}upgrade" if rest.isdecimal() else one.label


def _newest_of(copies: Sequence[Made], spans: Sequence[object], most: int) -> set[str]:
    newest: dict[object, str] = {}
    for copy, span in zip(copies, spans, strict=True):
        newest.setdefault(span, copy.name)
    return set(list(newest.values())[:most])


def is_due(local: datetime, last: datetime | None) -> bool:
    """Say whether a nightly copy is to be made now: at night, or later where nights were missed."""
    if last is None:
        return True
    age = local - last
    if age < timedelta(0):  # the clock was put back: copies go on
        return True
    return age >= _NO_LATER_THAN or (local.hour in NIGHT and age >= _AGAIN_AFTER)
