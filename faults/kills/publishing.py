"""Publishing: one film through the gate, killed at each of its named steps in turn, and at any
moment between them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from faults.kills import trial
from faults.kills.adding import Asked, Upload, insist, seen
from faults.kills.films import Films, digest
from faults.kills.house import House, name_of
from faults.kills.moments import Moment, another_in, shortly_after, some_time
from faults.kills.trial import Doing, Outcome
from matinee import library
from matinee.kit.jobs import FINISHED
from matinee.kit.jobs.tables import Job

STEPS = ("receiving", "probing", "identifying", "publishing")
POINTS = ("uploaded", "staged", *STEPS, "renamed", "committed", "derived", "any")
_LONGEST_S = 1.5
_ALL_EVERY = 20


@dataclass
class Publishing:
    """The library, and what was brought into it."""

    house: House
    films: Films
    expected: dict[str, str] = field(default_factory=dict[str, str])

    def run(self, n: int, chance: random.Random) -> Outcome:
        """Send a film, or put one into the folder, and kill at a point."""
        one = self.house
        part = trial.parts_of(one, n // len(POINTS))
        title, content = name_of(chance, n), self.films.next()
        moment = self._moment(POINTS[n % len(POINTS)], chance)
        wish: Upload | Asked = Upload(title, content)
        if moment.name in {"committed", "derived", "any"} and chance.random() < 0.5:
            root = one.folder / "films"
            root.mkdir(exist_ok=True)
            (one.folder / "draft").write_bytes(content)
            (one.folder / "draft").rename(root / f"{title}.mkv")
            wish = Asked("/api/folders", {"path": str(root)})
        outcome = trial.kill(one, part, moment, Doing(lambda: wish.go_on(one)))
        outcome.wrong += insist(one, wish.go_on)
        trial.settled(one)
        self.expected[title] = digest(content)
        afresh = None if n % _ALL_EVERY == _ALL_EVERY - 1 else {title}
        outcome.wrong += seen(one, self.expected, afresh)
        return outcome

    def _moment(self, point: str, chance: random.Random) -> Moment:
        data = self.house.data
        seen_: dict[str, Callable[[], object]] = {
            "uploaded": another_in(data / "uploads"),
            "staged": another_in(data / "staging"),
            "renamed": another_in(data / "media"),
            "committed": self._more(select(func.count()).select_from(library.AssetRow)),
            "derived": self._more(select(func.count()).where(Job.kind.like("derive.%"))),
        }
        if point in STEPS:
            return shortly_after(chance, point, self._at(point))
        if point not in seen_:
            return some_time(chance, _LONGEST_S)
        return shortly_after(chance, point, seen_[point])

    def _more(self, counted: "select[tuple[int]]") -> Callable[[], bool]:
        before = self.house.read(lambda session: session.scalar(counted)) or 0

        def more() -> bool:
            with self.house.db.read() as session:
                return (session.scalar(counted) or 0) > before

        return more

    def _at(self, step: str) -> Callable[[], bool]:
        """Say whether a new upload is at a step, or past it: some are too short to be seen."""
        known = set(self.house.read(lambda session: session.scalars(select(Job.id)).all()))
        later = STEPS[STEPS.index(step) :]

        def there() -> bool:
            with self.house.db.read() as session:
                jobs = session.execute(
                    select(Job.id, Job.step, Job.status).where(Job.kind == "upload")
                ).all()
            new = [job for job in jobs if job.id not in known]
            return any(job.step in later or job.status in FINISHED for job in new)

        return there
