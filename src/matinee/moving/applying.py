"""Taking over what was found, item by item, and giving it back.

Each item remembers what it changed, oldest first. Taking over twice changes nothing the second
time; giving back leaves alone what has changed since.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from matinee import accounts, library
from matinee.foreign import values
from matinee.foreign.values import Use
from matinee.moving import filters
from matinee.moving.tables import ItemRow
from matinee.watching import Choices, Opinion, carrying
from matinee.watching.carrying import Change, Seen

MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class Order:
    """How an import is to be taken over. `users`: their id -> an account here."""

    users: Mapping[str, str]
    replace_ratings: bool = False


def title(
    session: Session, order: Order, item: ItemRow, known: Mapping[str, float | None]
) -> list[Change]:
    """Take over what people did with one title; `known` are the durations of media here."""
    if item.media_id is None or item.media_id not in known:
        return []
    made: list[Change] = []
    found = values.title(item.record)
    for use in found.uses:
        profile_id = order.users.get(use.user)
        if profile_id is not None:
            made += _use(session, profile_id, item.media_id, use, order, known[item.media_id])
    if found.tags or found.genres:
        tags, genres = library.add_labels(session, item.media_id, found.tags, found.genres)
        if tags or genres:
            made.append(
                {"kind": "labels", "media_id": item.media_id, "tags": tags, "genres": genres}
            )
    return made


def _use(
    session: Session, profile_id: str, media_id: str, use: Use, order: Order, known_s: float | None
) -> list[Change]:
    last = datetime.fromisoformat(use.last_played) if use.last_played else None
    seen = Seen(use.watched, use.play_count, use.position_s, last)
    changes = [
        carrying.take_progress(session, profile_id, media_id, seen, known_s),
        carrying.take_opinion(
            session, profile_id, media_id,
            Opinion(
                rating=use.rating, favourite=use.favourite, liked=use.liked, in_list=use.in_list
            ),
            replace=order.replace_ratings,
        ),
    ]  # fmt: skip
    if use.choices is not None:
        try:
            chosen = Choices.model_validate(use.choices)
        except ValidationError:
            chosen = None
        if chosen is not None:
            changes.append(carrying.take_choices(session, profile_id, media_id, chosen))
    return [change for change in changes if change is not None]


def playlist(
    session: Session, item: ItemRow, media_ids: list[str], added_by: str | None
) -> list[Change]:
    """Fill the collection of a list's name with what of it is here, or make the one of a rule."""
    told = values.playlist(item.record)
    name = library.clean_line(told.name, 200)
    if name and told.rule is not None:
        rule = filters.read(session, told.rule, told.names).rule
        made_id = rule and library.collections.keep_rule(
            session, name, told.description, rule, added_by
        )
        return [{"kind": "rule", "id": made_id, "rule": rule}] if made_id else []
    if not name or not media_ids:
        return []
    made_id, made, added = library.collections.fill(session, name, media_ids, added_by)
    if not added:
        return []
    return [{"kind": "collection", "id": made_id, "made": made, "media": added}]


def person(session: Session, order: Order, item: ItemRow) -> list[Change]:
    """Take over what somebody likes, where their account here has said nothing."""
    profile_id, liked = order.users.get(item.key), item.record.get("preferences")
    if profile_id is None or not isinstance(liked, dict):
        return []
    if not accounts.take_preferences(session, profile_id, liked):
        return []
    return [{"kind": "preferences", "profile_id": profile_id, "liked": liked}]


def give_back(session: Session, changes: list[Change]) -> Counter[str]:
    """Undo the changes of an item, the newest first; counts what was undone and what stays."""
    done: Counter[str] = Counter()
    for change in reversed(changes):
        done["undone" if _undo(session, change) else "kept"] += 1
    return done


def _undo(session: Session, change: dict[str, Any]) -> bool:
    kind = change["kind"]
    if kind == "labels":
        library.take_labels(session, change["media_id"], change["tags"], change["genres"])
        return True
    if kind == "collection":
        library.collections.empty(session, change["id"], change["media"], made=change["made"])
        return True
    if kind == "rule":
        return library.collections.drop_rule(session, change["id"], change["rule"])
    if kind == "preferences":
        return accounts.drop_preferences(session, change["profile_id"], change["liked"])
    return carrying.give_back(session, change)
