"""Writing progress: what was acknowledged is there after the kill, as late as it was or later."""

import random
from dataclasses import dataclass, field

from sqlalchemy import select

from faults.kills import looking, trial
from faults.kills.adding import brought
from faults.kills.films import SECONDS, Films
from faults.kills.house import House
from faults.kills.moments import some_time
from faults.kills.trial import Doing, Outcome, checked
from matinee import library

TITLES = 3
_LONGEST_S = 0.8
_STEP_S = 0.001


@dataclass
class Viewing:
    """Somebody who watches: where it is told to be, and what of that was acknowledged."""

    media_id: str
    sent_s: float = 0.0
    acknowledged_s: float | None = None
    told: int = 0
    enough: bool = False

    def go_on(self, one: House) -> None:
        """Tell where it is, over and over. Raises TransportError when the server goes."""
        with one.client() as client:
            while self.sent_s < SECONDS * 0.9 and not self.enough:
                self.sent_s = round(self.sent_s + _STEP_S, 6)
                body = {"position_s": self.sent_s, "duration_s": SECONDS}
                checked(client.put(f"/api/media/{self.media_id}/progress", json=body))
                self.acknowledged_s = self.sent_s
                self.told += 1

    def lost(self, one: House) -> list[str]:
        """Say what was acknowledged and is not there."""
        found = one.ask("GET", f"/api/media/{self.media_id}/progress")["position_s"]
        if self.acknowledged_s is None or self.acknowledged_s <= found <= self.sent_s:
            return []
        said = f"{self.acknowledged_s} s was acknowledged, {self.sent_s} s sent"
        return [f"{said}, and {found} s is there"]


@dataclass
class Progress:
    """A small library that is watched."""

    house: House
    films: Films
    expected: dict[str, str] = field(default_factory=dict[str, str])
    acknowledged: int = 0
    _media: list[str] = field(default_factory=list[str])

    def begin(self) -> None:
        """Bring in what is watched."""
        self.expected = brought(self.house, self.films, TITLES)
        rows = select(library.MediaRow.id)
        self._media = list(self.house.read(lambda session: session.scalars(rows).all()))

    def run(self, n: int, chance: random.Random) -> Outcome:
        """Watch, and kill somebody meanwhile."""
        one = self.house
        viewings = [Viewing(media_id) for media_id in self._media]
        works = [lambda viewing=viewing: viewing.go_on(one) for viewing in viewings]
        part = ("server", "database")[n % 2] if one.set_up == "cluster" else "server"

        def stop() -> None:
            for viewing in viewings:
                viewing.enough = True

        doing = Doing(*works, stop=stop)
        outcome = trial.kill(one, part, some_time(chance, _LONGEST_S), doing)
        for viewing in viewings:
            self.acknowledged += viewing.told
            outcome.wrong += viewing.lost(one)
        outcome.wrong += [
            *looking.whole(one), *looking.titles(one, self.expected, afresh=set()),
            *looking.shown(one, self.expected),
            *looking.left_over(one),
        ]  # fmt: skip
        return outcome
