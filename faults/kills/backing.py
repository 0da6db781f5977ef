"""Backing up: a copy is whole or it is none, those before it stay, and the next one is made."""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from faults.kills import looking, trial
from faults.kills.adding import brought, insist
from faults.kills.films import Films
from faults.kills.house import House
from faults.kills.moments import Moment, another_in, shortly_after, some_time
from faults.kills.trial import Doing, Outcome, checked
from matinee.kit import copies
from matinee.kit.jobs.tables import Job

TITLES = 3
POINTS = ("begun", "page", "named", "people begun", "people", "letting go", "any")
_ENDINGS = {"begun": ".db.partial", "page": ".db.json", "named": ".db",
            "people begun": ".json.gz.partial", "people": ".json.gz"}  # fmt: skip
_LONGEST_S = 0.8
_KEPT = 6


@dataclass
class Backing:
    """A small library that is copied, and the copies that must be there."""

    house: House
    films: Films
    expected: dict[str, str] = field(default_factory=dict[str, str])
    made: dict[str, str] = field(default_factory=dict[str, str])
    _let_go: set[str] = field(default_factory=set[str])

    def begin(self) -> None:
        """Bring in what is copied."""
        self.expected = brought(self.house, self.films, TITLES)

    def run(self, n: int, chance: random.Random) -> Outcome:
        """Make a copy, or let one go, and kill somebody meanwhile."""
        one = self.house
        point = POINTS[n % len(POINTS)]
        part = trial.parts_of(one, n // len(POINTS))
        if point == "letting go" and self.made:
            oldest = min(self.made)
            self._let_go.add(oldest)
            del self.made[oldest]
            doing, moment = Doing(lambda: self._remove(oldest)), self._gone(oldest, chance)
            outcome = trial.kill(one, part, moment, doing)
        else:
            doing, moment = Doing(self._ask), self._moment(point, chance)
            outcome = trial.kill(one, part, moment, doing)
        outcome.wrong += insist(one, lambda _: self._ask())  # the next one is made
        trial.settled(one, but="")
        outcome.wrong += self._listed() + self.made_wrong()
        outcome.wrong += [
            *looking.whole(one), *looking.titles(one, self.expected, afresh=set()),
            *looking.shown(one, self.expected),
            *looking.jobs_failed(one), *looking.left_over(one),
        ]  # fmt: skip
        outcome.wrong += self.made_wrong()  # the doctor has not taken one
        self._thin_out()
        return outcome

    def _ask(self) -> None:
        with self.house.client() as client:
            checked(client.post("/api/admin/backups"))

    def _remove(self, name: str) -> None:
        with self.house.client() as client:
            checked(client.delete(f"/api/admin/backups/{name}"))

    def _moment(self, point: str, chance: random.Random) -> Moment:
        if point not in _ENDINGS:
            return some_time(chance, _LONGEST_S)
        folder = self.house.data / "backups"
        return shortly_after(chance, point, another_in(folder, _ENDINGS[point]))

    def _gone(self, name: str, chance: random.Random) -> Moment:
        path = self.house.data / "backups" / name
        return shortly_after(chance, "letting go", lambda: not path.exists())

    def _listed(self) -> list[str]:
        there = {copy.name for copy in copies.every(self.house.settings)}
        listed = {item["name"] for item in self.house.ask("GET", "/api/admin/backups")["items"]}
        if listed == there:
            return []
        return [f"{len(listed)} copies are listed, and {len(there)} lie there"]

    def made_wrong(self) -> list[str]:
        """Say what is wrong with the copies; those seen for the first time must be there from now
        on."""
        return list(self._made_wrong())

    def _made_wrong(self) -> Iterator[str]:
        there = {copy.name: copy for copy in copies.every(self.house.settings)}
        for name in self.made.keys() - there.keys():
            yield f"the copy {name} is gone"
        finished = select(Job.summary).where(Job.kind == "backup.make", Job.status == "completed")
        for summary in self.house.read(lambda session: session.scalars(finished).all()):
            name = (summary or {}).get("name")
            if name not in there and name not in self._let_go:
                yield f"the copy {name} was said to be made, and is not there"
        for name, copy in there.items():
            if copy.sha256 is None or not copies.is_as_made(copy):
                if name not in self._let_go:
                    yield f"{name}: half a copy counts as one"
                continue
            if self.made.setdefault(name, copy.sha256) != copy.sha256:
                yield f"{name}: it is another copy than it was"
            yield from self._look_through(copy)

    def _look_through(self, copy: copies.Copy) -> Iterator[str]:
        verdict = copies.look_through(copy.path)
        if verdict != "ok":
            yield f"{copy.name}: {verdict}"
            return
        try:
            with copies.opened(copy.path) as opened:
                titles = {row[0] for row in opened.execute("SELECT title FROM media")}
        except sqlite3.Error as cause:
            yield f"{copy.name}: {cause}"
            return
        if titles != self.expected.keys():
            yield f"{copy.name}: it has {len(titles)} titles of {len(self.expected)}"
        for part in copy.parts.values():
            if not copy.path.with_name(part).is_file():
                yield f"{copy.name}: {part} belongs to it and is not there"

    def _thin_out(self) -> None:
        """Keep the runs short: the oldest of many go."""
        for name in sorted(self.made)[:-_KEPT]:
            self._let_go.add(name)
            del self.made[name]
            self.house.ask("DELETE", f"/api/admin/backups/{name}")
