"""Watch state brought from elsewhere: taken in where it makes nothing worse, and given back.

A position kept here is only replaced by one that is newer; what was watched stays watched; a
rating stays unless it is asked to be replaced. Every change says what was before and after, so
that it can be undone for as long as nothing newer happened to the row. Nothing here is told as
watching: no event, no work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.watching import rules
from matinee.watching.choices import Choices
from matinee.watching.opinions import Opinion
from matinee.watching.tables import ChoicesRow, OpinionRow, ProgressRow

Change = dict[str, Any]
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_ROWS: Mapping[str, type[ProgressRow | OpinionRow | ChoicesRow]] = {
    "progress": ProgressRow,
    "opinion": OpinionRow,
    "choices": ChoicesRow,
}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "progress": (
        "position_s", "duration_s", "percent", "completed", "times_completed", "seen_at",
        "started_at", "updated_at",
    ),
    "opinion": ("rating", "favourite", "liked", "listed_at", "updated_at"),
    "choices": ("audio", "text", "text_delay_s", "updated_at"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """How another program knew somebody to be in a media; None where it did not say."""

    watched: bool = False
    play_count: int = 0
    position_s: float = 0.0
    last_played: datetime | None = None


def take_progress(
    session: Session, profile_id: str, media_id: str, seen: Seen, known_s: float | None
) -> Change | None:
    """Take in a watch state; returns the change, None when nothing is to be changed."""
    if not seen.watched and seen.position_s <= 0:
        return None
    row = session.get(ProgressRow, (profile_id, media_id))
    before = _values("progress", row)
    at = seen.last_played or _LONG_AGO
    if at > clock.now():
        at = _LONG_AGO  # a clock that was wrong says nothing about what is newer
    if row is None:
        row = ProgressRow(
            profile_id=profile_id, media_id=media_id, started_at=at, times_completed=0,
        )  # fmt: skip
        if not _stand(row, seen, known_s, at):
            return None
        session.add(row)
    else:
        newer = at > row.seen_at
        if seen.watched:
            if not row.completed and (newer or (row.times_completed == 0 and at == row.seen_at)):
                _stand(row, seen, known_s, at)
        elif newer and not row.completed:
            _stand(row, seen, known_s, at)
    if seen.watched:
        row.times_completed = max(row.times_completed, seen.play_count, 1)
    session.flush()
    return _change("progress", profile_id, media_id, before, row)


def _stand(row: ProgressRow, seen: Seen, known_s: float | None, at: datetime) -> bool:
    """Write where somebody stands; False for a position that cannot be in this media."""
    position_s = seen.position_s
    if seen.watched and position_s <= 0:
        position_s = known_s or 0.0
    standing = rules.weigh(position_s, None, known_s)
    if standing is None:
        if not seen.watched:
            return False
        standing = rules.Standing(known_s or 0.0, known_s, 100.0, completed=True)
    row.position_s, row.duration_s = standing.position_s, standing.duration_s
    row.completed = seen.watched or standing.completed
    row.percent = standing.percent if standing.duration_s else 100.0 * seen.watched
    row.times_completed = max(row.times_completed, int(row.completed))
    row.seen_at = row.updated_at = at
    return True


def take_opinion(
    session: Session, profile_id: str, media_id: str, judged: Opinion, *, replace: bool
) -> Change | None:
    """Take in what somebody thought; returns the change, if any. With `replace` a rating and a
    thumb given here give way; a mark and a place on the list are only ever added."""
    row = session.get(OpinionRow, (profile_id, media_id))
    before = _values("opinion", row)
    if row is None:
        row = OpinionRow(profile_id=profile_id, media_id=media_id, favourite=False)
    for name in ("rating", "liked"):
        said = getattr(judged, name)
        if said is not None and (replace or getattr(row, name) is None):
            setattr(row, name, said)
    row.favourite = row.favourite or judged.favourite
    if judged.in_list and row.listed_at is None:
        row.listed_at = clock.now()
    says_nothing = row.rating is None and row.liked is None and row.listed_at is None
    if _values("opinion", row) == before or (says_nothing and not row.favourite):
        return None
    row.updated_at = clock.now()
    session.add(row)
    session.flush()
    return _change("opinion", profile_id, media_id, before, row)


def take_choices(
    session: Session, profile_id: str, media_id: str, choices: Choices
) -> Change | None:
    """Take in what was chosen for a title where nothing is chosen yet."""
    if session.get(ChoicesRow, (profile_id, media_id)) is not None:
        return None
    values = choices.model_dump()
    row = ChoicesRow(profile_id=profile_id, media_id=media_id, updated_at=clock.now(), **values)
    session.add(row)
    session.flush()
    return _change("choices", profile_id, media_id, None, row)


def give_back(session: Session, change: Change) -> bool:
    """Undo one change; False when the row is no longer as the change left it."""
    kind, key = change["kind"], (change["profile_id"], change["media_id"])
    row = session.get(_ROWS[kind], key)
    stands = _values(kind, row)
    # An earlier version knew fewer fields: what it did not note is none of its business.
    if stands is None or any(stands[name] != said for name, said in change["after"].items()):
        return False
    if change["before"] is None:
        session.delete(row)
    else:
        for name, value in change["before"].items():
            setattr(row, name, _moment(value) if name.endswith("_at") else value)
    session.flush()
    return True


def _change(
    kind: str, profile_id: str, media_id: str, before: dict[str, Any] | None, row: Any
) -> Change | None:
    after = _values(kind, row)
    if after == before:
        return None
    return {
        "kind": kind, "profile_id": profile_id, "media_id": media_id,
        "before": before, "after": after,
    }  # fmt: skip


def _values(kind: str, row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    values = {name: getattr(row, name) for name in _FIELDS[kind]}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
