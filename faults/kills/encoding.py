"""Encoding: a title is prepared in all its qualities and killed meanwhile. It goes on, and what is
there in the end is, to the byte, what an undisturbed preparation makes."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.flows.conftest import OLD, paint

from faults.awake import until
from faults.kills import looking, trial
from faults.kills.adding import Upload, insist
from faults.kills.films import digest, digest_of
from faults.kills.house import PATIENCE_S, House
from faults.kills.moments import Moment, shortly_after, some_time
from faults.kills.trial import Doing, Outcome, checked

POINTS = ("any", "the first segment", "a third", "two thirds", "the last")
TITLE, SIZE, SECONDS = "Zuladi", "640x360", 16
_LONGEST_S = 4.0
_PARTS = {"the first segment": 0.0, "a third": 0.33, "two thirds": 0.66, "the last": 0.99}


@dataclass
class Encoding:
    """A library of one film that no browser plays, prepared again and again."""

    house: House
    expected: dict[str, str] = field(default_factory=dict[str, str])
    made: dict[str, str] = field(default_factory=dict[str, str])
    """Its segments, as they are when nobody is killed."""
    _media: str = ""

    def begin(self) -> None:
        """Bring the film in, and prepare it once."""
        one = self.house
        path = one.folder / "film.mkv"
        paint(path, OLD, SIZE, SECONDS)
        content = path.read_bytes()
        insist(one, Upload(TITLE, content).go_on)
        self.expected[TITLE] = digest(content)
        trial.settled(one, but="")
        self._media = one.ask("GET", "/api/media")["items"][0]["id"]
        self._ask()
        self._ready()
        self.made = self._segments()

    def run(self, n: int, chance: random.Random) -> Outcome:
        """Delete what was prepared, prepare it anew, and kill somebody meanwhile."""
        one = self.house
        one.ask("DELETE", f"/api/media/{self._media}/prepare")
        until(lambda: not self._segments(), "what was prepared goes", PATIENCE_S)
        point = POINTS[n % len(POINTS)]
        part = trial.parts_of(one, n // len(POINTS))
        outcome = trial.kill(one, part, self._moment(point, chance), Doing(self._ask))
        outcome.wrong += insist(one, lambda _: self._ask())
        self._ready()
        trial.settled(one, but="")
        outcome.wrong += self._different()
        outcome.wrong += [
            *looking.whole(one), *looking.titles(one, self.expected, afresh=set()),
            *looking.shown(one, self.expected), *looking.jobs_failed(one),
            *looking.left_over(one), *self._different(),
        ]  # fmt: skip
        return outcome

    def _ask(self) -> None:
        with self.house.client() as client:
            checked(client.post(f"/api/media/{self._media}/prepare"))

    def _ready(self) -> None:
        path = f"/api/media/{self._media}/prepare"
        until(lambda: self.house.ask("GET", path)["state"] == "ready", "it is prepared", PATIENCE_S)

    def _moment(self, point: str, chance: random.Random) -> Moment:
        if point not in _PARTS:
            return some_time(chance, _LONGEST_S)
        segments = sum(name.endswith(".m4s") for name in self.made)
        enough = max(1, round(_PARTS[point] * segments))
        return shortly_after(chance, point, lambda: len(self._files()) >= enough)

    def _files(self) -> list[Path]:
        return list((self.house.data / "cache").rglob("*.m4s"))

    def _segments(self) -> dict[str, str]:
        """Return what is in the cache, by its name there, with what it hashes to."""
        cache = self.house.data / "cache"
        files = [*cache.rglob("*.m4s"), *cache.rglob("*.mp4")]
        return {path.relative_to(cache).as_posix(): digest_of(path) for path in files}

    def _different(self) -> list[str]:
        """Say which segments are not as an undisturbed preparation makes them."""
        there = self._segments()
        wrong = [f"{name}: it is not there" for name in sorted(self.made.keys() - there.keys())]
        wrong += [
            f"{name}: nobody asked for it" for name in sorted(there.keys() - self.made.keys())
        ]
        return wrong + [f"{name}: it is not as it should be" for name in sorted(self.made)
                        if there.get(name, self.made[name]) != self.made[name]]  # fmt: skip
