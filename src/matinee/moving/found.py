"""What a look has found so far: people, counts by reason, and notes for the one who asked."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from matinee.foreign.values import Foreign
from matinee.moving.matching import Verdict

_FIGURES = ("watched", "in_progress", "rated", "favourites", "matched")
_NOTES_MAX, _PEOPLE_MAX = 50, 1000


@dataclass
class Found:
    """Counted while reading."""

    titles: int = 0
    lists: int = 0
    codes: Counter[str] = field(default_factory=Counter[str])
    matched: int = 0
    version: str = ""
    notes: list[str] = field(default_factory=list[str])
    people: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    _number: int = 0

    def next_number(self) -> int:
        """Return the number of the next item."""
        self._number += 1
        return self._number

    def note(self, words: str) -> None:
        """Keep a note; the first one says which program and version it is."""
        if not self.version:
            self.version = words
        elif len(self.notes) < _NOTES_MAX:
            self.notes.append(words)

    def person(self, person_id: str, name: str) -> None:
        """Keep somebody who used the other program."""
        if len(self.people) < _PEOPLE_MAX:
            told = self.people.setdefault(person_id, dict.fromkeys(_FIGURES, 0))
            told.update(id=person_id, name=name or person_id)

    def count(self, title: Foreign, verdict: Verdict) -> None:
        """Count a title and what people did with it."""
        self.titles += 1
        self.codes[verdict.code] += 1
        self.matched += verdict.media_id is not None
        for use in title.uses:
            if use.user not in self.people:
                self.person(use.user, "")
            told = self.people.get(use.user)
            if told is None:
                continue
            told["watched"] += use.watched
            told["in_progress"] += use.position_s > 0 and not use.watched
            told["rated"] += use.rating is not None
            told["favourites"] += use.favourite
            told["matched"] += verdict.media_id is not None

    def counts(self) -> dict[str, Any]:
        """Return the figures."""
        return {
            "titles": self.titles, "matched": self.matched,
            "unmatched": self.titles - self.matched, "lists": self.lists,
            "people": len(self.people), "by_reason": dict(self.codes),
        }  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Return everything, to be kept."""
        return {
            "version": self.version, "notes": self.notes, "users": list(self.people.values()),
            "counts": self.counts(),
        }  # fmt: skip

    def merged(self, before: dict[str, Any]) -> dict[str, Any]:
        """Return what was kept with the counts of a second look at the same titles."""
        figures = {**self.counts(), "lists": before.get("counts", {}).get("lists", 0)}
        figures["people"] = len(before.get("users", ()))
        matched = {one["id"]: one["matched"] for one in self.people.values()}
        users = [
            {**one, "matched": matched.get(one["id"], one["matched"])}
            for one in before.get("users", ())
        ]
        return {**before, "counts": figures, "users": users}
